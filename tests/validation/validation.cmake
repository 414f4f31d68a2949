# The estimate against its twin, against the figures of the simple predictors, its goals and its recorded errors.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME validation.twin COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/validation/compare.py
  $<TARGET_FILE:eepool_command>)
add_test(NAME validation.errors COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/validation/test_validation.py
  $<TARGET_FILE:eepool_command>)
set_tests_properties(validation.twin validation.errors PROPERTIES LABELS validation TIMEOUT 600
  ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")
