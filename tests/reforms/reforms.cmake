# The example reforms: eepool, the twin and the expectation beside each file; and the pool they are tried on.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(EEP_EXAMPLES ${CMAKE_SOURCE_DIR}/tests/reforms)

add_test(NAME reforms.people COMMAND ${Python3_EXECUTABLE} -B ${EEP_EXAMPLES}/people.py --check
  ${CMAKE_SOURCE_DIR}/datasets/policies/reforms/people.csv)
if(TARGET eepool_command)
  add_test(NAME reforms.examples
    COMMAND ${Python3_EXECUTABLE} -B ${EEP_EXAMPLES}/examples.py $<TARGET_FILE:eepool_command>)
  set_tests_properties(reforms.examples PROPERTIES ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")
endif()
