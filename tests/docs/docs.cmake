# The commands that the pages show must work as they stand.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME docs.readme COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/README.md $<TARGET_FILE:eepool_command>)
set_tests_properties(docs.readme PROPERTIES LABELS docs TIMEOUT 300)

add_test(NAME docs.policy_files COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/docs/policy-files.md $<TARGET_FILE:eepool_command>)
set_tests_properties(docs.policy_files PROPERTIES LABELS docs TIMEOUT 300)

add_test(NAME docs.explain COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/docs/explain.md $<TARGET_FILE:eepool_command>)
set_tests_properties(docs.explain PROPERTIES LABELS docs TIMEOUT 300)

add_test(NAME docs.conformance COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/docs/conformance.md $<TARGET_FILE:eepool_command>)
add_test(NAME docs.conformance_suite COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/datasets/conformance/README.md $<TARGET_FILE:eepool_command>)
set_tests_properties(docs.conformance docs.conformance_suite PROPERTIES LABELS docs TIMEOUT 300)

add_test(NAME docs.reforms COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/datasets/policies/reforms/README.md $<TARGET_FILE:eepool_command>)
set_tests_properties(docs.reforms PROPERTIES LABELS docs TIMEOUT 300)

add_test(NAME docs.backtest COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/docs/backtest.md $<TARGET_FILE:eepool_command>)
set_tests_properties(docs.backtest PROPERTIES LABELS docs TIMEOUT 300)

add_test(NAME docs.pools COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/docs/fences.py
  ${CMAKE_SOURCE_DIR}/docs/pools.md $<TARGET_FILE:eepool_command>)
set_tests_properties(docs.pools PROPERTIES LABELS docs TIMEOUT 300)
