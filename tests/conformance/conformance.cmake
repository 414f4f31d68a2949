# The conformance suite: as generated, as eepool scores it, by hand, and as it grades wrong calculators.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(EEP_CONFORMANCE ${CMAKE_SOURCE_DIR}/tests/conformance)

set_property(TEST conformance.every_leaf_noticed APPEND PROPERTY LABELS slow)
add_test(NAME conformance.generated COMMAND Python3::Interpreter -B ${EEP_CONFORMANCE}/generate.py --check)
add_test(NAME conformance.suite
  COMMAND Python3::Interpreter -B ${EEP_CONFORMANCE}/test_suite.py $<TARGET_FILE:eepool_command>)
add_test(NAME conformance.eepool
  COMMAND eepool_command test ${CMAKE_SOURCE_DIR}/datasets/conformance ${CMAKE_SOURCE_DIR}/tests/golden)
set_tests_properties(conformance.generated conformance.suite conformance.eepool PROPERTIES LABELS conformance
  TIMEOUT 300 ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")
