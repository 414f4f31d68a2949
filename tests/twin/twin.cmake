# The twin's own tests, and the comparison of the command with it.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(EEP_TWIN ${CMAKE_SOURCE_DIR}/tests/twin)

add_test(NAME twin.itself COMMAND ${Python3_EXECUTABLE} -B ${EEP_TWIN}/test_twin.py)
if(TARGET eepool_command)
  add_test(NAME twin.compare
    COMMAND ${Python3_EXECUTABLE} -B ${EEP_TWIN}/compare.py $<TARGET_FILE:eepool_command>)
  add_test(NAME twin.crowd
    COMMAND ${Python3_EXECUTABLE} -B ${EEP_TWIN}/crowd.py $<TARGET_FILE:eepool_command> --people 50000)
  # Only with `ctest -C Nightly`, which is what `./dev test --nightly` says.
  add_test(NAME twin.crowd_nightly CONFIGURATIONS Nightly
    COMMAND ${Python3_EXECUTABLE} -B ${EEP_TWIN}/crowd.py $<TARGET_FILE:eepool_command> --people 1000000)
  set_tests_properties(twin.compare twin.crowd twin.crowd_nightly PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
    ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")
  set_tests_properties(twin.crowd twin.crowd_nightly PROPERTIES PROCESSORS 2)
  set_tests_properties(twin.crowd_nightly PROPERTIES TIMEOUT 7200)
endif()
