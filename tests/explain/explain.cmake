# What eepool explain writes as JSON keeps to docs/schemas/explain.schema.json, and a damaged copy does not.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME explain.schema COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_SOURCE_DIR}/explain/schema.py
  $<TARGET_FILE:eepool_command> ${CMAKE_SOURCE_DIR}/docs/schemas/explain.schema.json
  ${CMAKE_SOURCE_DIR}/datasets/samples)
set_tests_properties(explain.schema PROPERTIES LABELS explain TIMEOUT 300
  ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")
