# cmake -DCOMPILER=... -DINCLUDE_DIR=... -P headers.cmake
#
# What holds for every header: it compiles on its own, with the warnings of our users; it includes little; it is ASCII.
# The umbrella includes all but detail/ and stays within its budget.
cmake_policy(VERSION 3.25)
set(line_budget 16000)
set(allowed_includes cstddef cstdint initializer_list span string_view type_traits)

file(
  GLOB_RECURSE headers
  RELATIVE "${INCLUDE_DIR}/gauntlet"
  "${INCLUDE_DIR}/gauntlet/*.hpp")
file(READ "${INCLUDE_DIR}/gauntlet/gauntlet.hpp" umbrella)
set(flags -std=c++20 -x c++ -I${INCLUDE_DIR} -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
          -Wold-style-cast -Wundef -Werror)
foreach(name IN LISTS headers)
  execute_process(
    COMMAND ${COMPILER} ${flags} -include gauntlet/${name} -fsyntax-only /dev/null
    RESULT_VARIABLE result
    ERROR_VARIABLE messages)
  if(NOT result EQUAL 0)
    message(SEND_ERROR "${name} does not compile on its own:\n${messages}")
  endif()
  file(READ "${INCLUDE_DIR}/gauntlet/${name}" text)
  if(text MATCHES "[^\t\n -~]")
    message(SEND_ERROR "${name} holds an octet that is not ASCII")
  endif()
  string(REGEX MATCHALL "#include [<][^>]*" includes "${text}")
  list(TRANSFORM includes REPLACE "#include <" "")
  if(includes)
    list(REMOVE_ITEM includes ${allowed_includes})
  endif()
  if(includes)
    message(SEND_ERROR "${name} includes ${includes}")
  endif()
  if(NOT name MATCHES "^gauntlet.hpp$|^detail/" AND NOT umbrella MATCHES "#include \"gauntlet/${name}\"")
    message(SEND_ERROR "gauntlet.hpp does not include ${name}")
  endif()
endforeach()
list(LENGTH headers count)
if(count LESS 10)
  message(SEND_ERROR "only ${count} headers in ${INCLUDE_DIR}")
endif()

execute_process(
  COMMAND ${COMPILER} -std=c++20 -x c++ -I${INCLUDE_DIR} -E -P "${INCLUDE_DIR}/gauntlet/gauntlet.hpp"
  OUTPUT_VARIABLE preprocessed COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "[^\n]" "" preprocessed "${preprocessed}")
string(LENGTH "${preprocessed}" lines)
message("gauntlet.hpp: ${lines} preprocessed lines of ${line_budget}")
if(lines GREATER line_budget)
  message(SEND_ERROR "over the budget")
endif()
