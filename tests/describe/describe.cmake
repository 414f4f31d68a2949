find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME describe.croissant COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/croissant.py
  $<TARGET_FILE:eepool_command>)
set_tests_properties(describe.croissant PROPERTIES LABELS describe TIMEOUT 120)
