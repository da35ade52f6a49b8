# cmake -DCOMPILER=... -DINCLUDE_DIR=... -DSOURCE=... -P compile_fail.cmake
#
# SOURCE has to compile as it is, and must not with COMPILE_FAIL defined: else it would fail for another reason.
cmake_policy(VERSION 3.25)
set(command ${COMPILER} -std=c++20 -fsyntax-only -Wall -Wextra -Werror -I${INCLUDE_DIR} ${SOURCE})
execute_process(COMMAND ${command} RESULT_VARIABLE result ERROR_VARIABLE messages)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "does not compile at all:\n${messages}")
endif()
execute_process(COMMAND ${command} -DCOMPILE_FAIL RESULT_VARIABLE result ERROR_VARIABLE messages)
if(result EQUAL 0)
  message(FATAL_ERROR "compiles, although it is a mistake")
endif()
if(NOT messages MATCHES "deleted|nodiscard|cannot convert|no viable conversion")
  message(FATAL_ERROR "does not compile for another reason than expected:\n${messages}")
endif()
