# cmake -DCOMPILER=... -DINCLUDE_DIR=... -DSOURCE=... -DNM=... -DOBJECT=... -P freestanding.cmake
#
# The object may need nothing but what compilers require of a freestanding environment: they may call these four on
# their own, for a copy of a struct for example.
cmake_policy(VERSION 3.25)
set(allowed memcpy memmove memset memcmp)
foreach(optimisation -O0 -O1 -O2 -Os -O3)
  execute_process(
    COMMAND ${COMPILER} -std=c++20 ${optimisation} -ffreestanding -fno-exceptions -fno-rtti -fno-stack-protector -Wall
            -Wextra -Werror -I${INCLUDE_DIR} -c ${SOURCE} -o ${OBJECT} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${NM} -u ${OBJECT} OUTPUT_VARIABLE undefined COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^ \n]+\n" symbols "${undefined}")
  list(TRANSFORM symbols STRIP)
  list(REMOVE_ITEM symbols ${allowed} _GLOBAL_OFFSET_TABLE_)
  if(symbols)
    message(FATAL_ERROR "${optimisation}: needs ${symbols}")
  endif()
  execute_process(COMMAND ${NM} ${OBJECT} OUTPUT_VARIABLE defined COMMAND_ERROR_IS_FATAL ANY)
  # Writable data would be state between calls.
  if(defined MATCHES " [DdBbCG] ([^\n]*)")
    message(FATAL_ERROR "${optimisation}: keeps state in ${CMAKE_MATCH_1}")
  endif()
  if(NOT defined MATCHES " T gauntlet_freestanding")
    message(FATAL_ERROR "${NM} does not show what was compiled:\n${defined}")
  endif()
endforeach()
