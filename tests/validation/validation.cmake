# The estimate against its twin, against the figures of the simple predictors, its goals and its recorded errors.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME validation.twin COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/validation/compare.py
  $<TARGET_FILE:eepool_command>)
add_test(NAME validation.errors COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/tests/validation/test_validation.py
  $<TARGET_FILE:eepool_command>)
set_tests_properties(validation.twin validation.errors PROPERTIES LABELS validation TIMEOUT 600
  ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")

# Only with `ctest -C Nightly`: the parameters are what a fit makes of the assumptions.
add_test(NAME validation.fit_nightly CONFIGURATIONS Nightly
  COMMAND sh -c "$<TARGET_FILE:eepool_command> fit --until 2025-01-01 -q | cmp - ${CMAKE_SOURCE_DIR}/datasets/backtest/parameters.yaml")
set_tests_properties(validation.fit_nightly PROPERTIES LABELS validation TIMEOUT 1800
  ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")

# Programs that hold made pools against published rounds; tests/validation/*.csv keeps what they said.
add_executable(replay_draws ${CMAKE_CURRENT_LIST_DIR}/replay_draws.c)
target_link_libraries(replay_draws PRIVATE eepool)
add_test(NAME validation.draws COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/test_draws.py
  $<TARGET_FILE:replay_draws>)
set_tests_properties(validation.draws PROPERTIES LABELS "validation" TIMEOUT 600)
add_test(NAME validation.rounds COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/test_rounds.py
  $<TARGET_FILE:eepool_command>)
set_tests_properties(validation.rounds PROPERTIES LABELS "validation" TIMEOUT 600
  ENVIRONMENT "EEPOOL_DATA=${CMAKE_SOURCE_DIR}/datasets")
