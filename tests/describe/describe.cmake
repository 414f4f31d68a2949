# The manifest by itself; and read by mlcroissant, which is skipped where it is not installed.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
foreach(how structure mlcroissant)
  add_test(NAME describe.${how} COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/croissant.py ${how}
    $<TARGET_FILE:eepool_command>)
  set_tests_properties(describe.${how} PROPERTIES LABELS describe SKIP_RETURN_CODE 77 TIMEOUT 120)
endforeach()
