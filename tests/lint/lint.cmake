# The lints that need no more than Python, and the test that they find what they are for.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

foreach(lint includes words sizes)
  add_test(NAME lint.${lint} COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/lint/${lint}.py)
endforeach()
add_test(NAME lint.headers COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/headers/headers.py)
add_test(NAME lint.finds_faults COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/lint/test_lints.py)
set_tests_properties(lint.includes lint.words lint.sizes lint.headers lint.finds_faults PROPERTIES LABELS lint)

# Sanitizers add symbols of their own.
if(NOT EEP_SANITIZE)
  add_test(NAME lint.symbols COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/lint/symbols.py
    $<TARGET_FILE:eepool>)
  set_tests_properties(lint.symbols PROPERTIES LABELS lint)
endif()
