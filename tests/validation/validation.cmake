# Programs that hold made pools against published rounds; tests/validation/*.csv keeps what they said.
add_executable(replay_draws ${CMAKE_CURRENT_LIST_DIR}/replay_draws.c)
target_link_libraries(replay_draws PRIVATE eepool)
add_test(NAME validation.draws COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/test_draws.py
  $<TARGET_FILE:replay_draws>)
set_tests_properties(validation.draws PROPERTIES LABELS "validation" TIMEOUT 600)
