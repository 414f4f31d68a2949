# Pools straight from and to files: a small one always, one that would not fit into the limit at night.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME stream.small COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/large.py
  $<TARGET_FILE:eepool_command> 300000)
set_tests_properties(stream.small PROPERTIES LABELS stream TIMEOUT 300)
add_test(NAME stream.large COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/large.py
  $<TARGET_FILE:eepool_command> 20000000 CONFIGURATIONS Nightly)
set_tests_properties(stream.large PROPERTIES LABELS stream TIMEOUT 3000)
