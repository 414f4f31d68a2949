# Makes the pool of the example reforms again and compares it with the one in the tree.
execute_process(COMMAND ${PYTHON} -B ${MAKER} OUTPUT_FILE ${MADE} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${MADE} ${PEOPLE} COMMAND_ERROR_IS_FATAL ANY)
