# cmake -DCOMPILER=... -DINCLUDE_DIR=... -DSOURCES=... -DOBJECT=... -P user_file.cmake
#
# A user's file: it includes every public header, uses them as the README does, and takes all warnings for errors. The
# headers are not system headers to it, so that theirs count. With optimisation, because GCC finds some only then.
cmake_policy(VERSION 3.25)
file(GLOB headers RELATIVE "${INCLUDE_DIR}" "${INCLUDE_DIR}/gauntlet/*.hpp" "${INCLUDE_DIR}/gauntlet/*.h")
list(TRANSFORM headers PREPEND "-include;")
foreach(standard c++20 c++2b)
  foreach(source IN LISTS SOURCES)
    execute_process(
      COMMAND ${COMPILER} -std=${standard} -O2 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror -I${INCLUDE_DIR}
              ${headers} -c ${source} -o ${OBJECT}
      RESULT_VARIABLE result
      ERROR_VARIABLE messages)
    if(NOT result EQUAL 0)
      message(SEND_ERROR "${standard}: ${source} warns:\n${messages}")
    endif()
  endforeach()
endforeach()
