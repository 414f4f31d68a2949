# Each .test file is one test: commands with what they print and how they end.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB EEP_CLI_CASES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/*.test)
foreach(cases ${EEP_CLI_CASES})
  get_filename_component(subject ${cases} NAME_WE)
  add_test(NAME cli.${subject} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/cli/run.py
    $<TARGET_FILE:eepool_command> ${CMAKE_SOURCE_DIR}/datasets/samples ${cases})
  set_tests_properties(cli.${subject} PROPERTIES LABELS "cli;capped")
endforeach()

add_test(NAME cli.interrupt COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/cli/interrupt.py
  $<TARGET_FILE:eepool_command>)
set_tests_properties(cli.interrupt PROPERTIES LABELS "cli")
