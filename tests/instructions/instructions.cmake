# Instructions of every kernel, counted under callgrind and held against the record of this compiler. Only for
# the build that users run: others have other instructions.
find_program(EEP_VALGRIND valgrind)
include(CheckIncludeFile)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
check_include_file(valgrind/callgrind.h EEP_HAVE_CALLGRIND)

add_test(NAME instructions.faults COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/test_instructions.py)

if(EEP_VALGRIND AND EEP_HAVE_CALLGRIND AND NOT EEP_SANITIZE AND CMAKE_BUILD_TYPE STREQUAL Release)
  # The benchmarks that describe kernels, and no others.
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/bench_*.c)
  set(kernel_sources "")
  set(calls "")
  foreach(source ${sources})
    file(STRINGS ${source} found REGEX "bench_kernel_add\\(" LIMIT_COUNT 1)
    if(found)
      list(APPEND kernel_sources ${source})
      get_filename_component(family ${source} NAME_WE)
      string(REPLACE "bench_" "" family ${family})
      string(APPEND calls "EEP_BENCH_FILE(${family})\n")
    endif()
  endforeach()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/instructions)
  file(CONFIGURE OUTPUT ${folder}/bench_files.def CONTENT "${calls}" @ONLY)

  add_executable(kernel_instructions ${CMAKE_CURRENT_LIST_DIR}/instructions.c ${CMAKE_SOURCE_DIR}/bench/candidates.c
    ${kernel_sources})
  target_include_directories(kernel_instructions PRIVATE ${folder})
  target_link_libraries(kernel_instructions PRIVATE eepool)

  string(REGEX MATCH "^[0-9]+\\.[0-9]+" version ${CMAKE_C_COMPILER_VERSION})
  string(TOLOWER "${CMAKE_C_COMPILER_ID}-${version}-${CMAKE_SYSTEM_PROCESSOR}" compiler)
  add_test(NAME instructions.kernels COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/instructions.py
    $<TARGET_FILE:kernel_instructions> ${CMAKE_CURRENT_LIST_DIR}/${compiler}.csv)
  set_tests_properties(instructions.kernels PROPERTIES LABELS instructions SKIP_RETURN_CODE 77 TIMEOUT 300
    ENVIRONMENT "OMP_NUM_THREADS=1")
endif()
