# cmake -DOUTPUT=... -DHEADERS=... -P extract_examples.cmake
#
# Makes a test of every example in the comments of the headers: a block indented by four columns in which a line ends
# with a semicolon. (ABNF has none there.)
cmake_policy(VERSION 3.25)
set(source
    "// Made from the comments of the headers.
#undef NDEBUG
#include <array>
#include <cassert>
#include <cstddef>
#include <span>
#include <string_view>

#include <gtest/gtest.h>

#include \"gauntlet/gauntlet.hpp\"
")
foreach(header IN LISTS HEADERS)
  cmake_path(GET header STEM stem)
  file(READ "${header}" text)
  # CMake would take these apart.
  string(REPLACE "[" "<left-bracket>" text "${text}")
  string(REPLACE "]" "<right-bracket>" text "${text}")
  string(REPLACE "\\" "<backslash>" text "${text}")
  string(REPLACE ";" "<semicolon>" text "${text}")
  string(REPLACE "\n" ";" lines "${text}")
  set(count 0)
  set(block "")
  set(number 0)
  foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    if(line MATCHES "^ *//     (.*)$")
      if(block STREQUAL "")
        set(first ${number})
      endif()
      string(APPEND block "${CMAKE_MATCH_1}\n")
    else()
      if(block MATCHES "<semicolon>(\n|  //)")
        math(EXPR count "${count} + 1")
        string(APPEND source "\nTEST(Examples, ${stem}_line_${first}) {\n#line ${first} \"${header}\"\n${block}}\n")
      endif()
      set(block "")
    endif()
  endforeach()
  if(count EQUAL 0 AND NOT header MATCHES "/detail/")
    message(FATAL_ERROR "${header} has no example")
  endif()
endforeach()
string(REPLACE "<left-bracket>" "[" source "${source}")
string(REPLACE "<right-bracket>" "]" source "${source}")
string(REPLACE "<backslash>" "\\" source "${source}")
string(REPLACE "<semicolon>" ";" source "${source}")
file(WRITE "${OUTPUT}" "${source}")
