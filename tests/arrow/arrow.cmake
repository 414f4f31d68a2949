# pyarrow reads a pool through the C stream interface; skipped where it is not installed.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
if(NOT EEP_SANITIZE)
  add_library(eep_arrow_reader MODULE ${CMAKE_CURRENT_LIST_DIR}/reader.c)
  target_link_libraries(eep_arrow_reader PRIVATE eepool)
  add_test(NAME arrow.pyarrow COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/with_pyarrow.py
    $<TARGET_FILE:eep_arrow_reader> $<TARGET_FILE:eepool_command>)
  set_tests_properties(arrow.pyarrow PROPERTIES LABELS arrow SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()
