# Writes each example of README to DIRECTORY, with what it is to print beside it. An example is
#
#     <!-- example: NAME -->
#     ```cpp or ```c
#     ...
#     ```
#     ```text
#     ...
#     ```
#
# A C or C++ block that is not an example, and a name that is not in EXAMPLES or the other way round, is an error.
cmake_minimum_required(VERSION 3.25)
file(READ "${README}" rest)
set(found "")
while(TRUE)
  string(REGEX MATCH "```c(pp)?\n" code_block "${rest}")
  if(NOT code_block)
    break()
  endif()
  string(FIND "${rest}" "${code_block}" at)
  string(SUBSTRING "${rest}" 0 ${at} before)
  if(NOT before MATCHES "<!-- example: ([a-z_]+\\.(cc|c)) -->\n$")
    message(FATAL_ERROR "${README}: a block of code without a name in front of it")
  endif()
  set(name "${CMAKE_MATCH_1}")
  string(LENGTH "${code_block}" size)
  math(EXPR at "${at} + ${size}")
  string(SUBSTRING "${rest}" ${at} -1 rest)

  string(FIND "${rest}" "\n```\n```text\n" end)
  string(FIND "${rest}" "\n```\n" first_end)
  if(end EQUAL -1 OR NOT end EQUAL first_end)
    message(FATAL_ERROR "${README}: ${name} does not say what it prints")
  endif()
  string(SUBSTRING "${rest}" 0 ${end} code)
  string(LENGTH "\n```\n```text\n" size)
  math(EXPR end "${end} + ${size}")
  string(SUBSTRING "${rest}" ${end} -1 rest)
  string(FIND "${rest}" "```\n" end)
  string(SUBSTRING "${rest}" 0 ${end} output)
  math(EXPR end "${end} + 4")
  string(SUBSTRING "${rest}" ${end} -1 rest)

  file(WRITE "${DIRECTORY}/${name}" "${code}\n")
  file(WRITE "${DIRECTORY}/${name}.expected" "${output}")
  list(APPEND found "${name}")
endwhile()
if(NOT found STREQUAL EXAMPLES)
  message(FATAL_ERROR "${README} has the examples ${found}, the test wants ${EXAMPLES}")
endif()
