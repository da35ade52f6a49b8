cmake_minimum_required(VERSION 3.25)
# Compiles agreement.cc for AArch64 and runs it in an emulator.
if(NOT CXX OR NOT QEMU)
  message("not run: needs g++-aarch64-linux-gnu and qemu-user-static")
  return()
endif()
file(MAKE_DIRECTORY "${WORK}")
execute_process(COMMAND "${CXX}" -std=c++20 -O2 -static -Wall -Wextra -Werror "-I${INCLUDE}" "-I${ROOT}" ${SOURCES} "${TEST}" -o
                        "${WORK}/agreement" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${QEMU}" "${WORK}/agreement" neon OUTPUT_VARIABLE output RESULT_VARIABLE result)
message("${output}")
if(NOT result EQUAL 0 OR NOT output MATCHES "neon: [0-9]+ values, 0 differences")
  message(FATAL_ERROR "the NEON kernel disagrees with the portable core")
endif()
