# Runs PROGRAM, by EMULATOR where it is for another processor, and compares what it prints with the file EXPECTED.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND ${EMULATOR} "${PROGRAM}" OUTPUT_VARIABLE output RESULT_VARIABLE result)
file(READ "${EXPECTED}" expected)
if(NOT result EQUAL 0 OR NOT output STREQUAL expected)
  message(FATAL_ERROR "exit ${result}, printed:\n${output}\nexpected:\n${expected}")
endif()
