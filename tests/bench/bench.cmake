# The programs that read results of benchmarks; no benchmark is run.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME bench.tools COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/test_tools.py)
set_tests_properties(bench.tools PROPERTIES LABELS bench)
