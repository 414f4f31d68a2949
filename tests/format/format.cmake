# A second reader of the format, in Python; and the published digests of pools.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
if(TARGET eepool_command)
  add_test(NAME format.second_reader
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/format/test_second_reader.py
      $<TARGET_FILE:eepool_command>)
  add_test(NAME format.digests
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/format/digests.py $<TARGET_FILE:eepool_command>)
  add_test(NAME format.digests_nightly CONFIGURATIONS Nightly
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/format/digests.py $<TARGET_FILE:eepool_command>
      --most 10000000)
  set_tests_properties(format.second_reader format.digests format.digests_nightly PROPERTIES LABELS format TIMEOUT 600
    ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")
  set_tests_properties(format.digests format.digests_nightly PROPERTIES PROCESSORS 2)
endif()
# Every bit and every place of a file is thousands of files: too slow to be run again under the sanitizers.
set_property(TEST format.damage APPEND PROPERTY LABELS slow)
