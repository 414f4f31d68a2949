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

# What runs on every machine holds no instruction of a newer one: all objects of ours but those of an instruction set.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$" AND NOT EEP_SANITIZE)
  add_test(NAME lint.baseline COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/lint/baseline.py
    $<TARGET_OBJECTS:eep_kernels> $<TARGET_OBJECTS:eep_datasets> $<TARGET_OBJECTS:eepool>
    $<TARGET_OBJECTS:eepool_command> COMMAND_EXPAND_LISTS)
  set_tests_properties(lint.baseline PROPERTIES LABELS lint SKIP_RETURN_CODE 77)
endif()
