cmake_minimum_required(VERSION 3.25)
# Builds the static library as a freestanding target would and looks at what it leaves undefined: nothing but the four
# functions that a compiler may call on its own account in any freestanding program.
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
# (_GLOBAL_OFFSET_TABLE_ is the linker's, where a processor cannot address by the place of the code.)
set(allowed memcpy memmove memset memcmp _GLOBAL_OFFSET_TABLE_)
foreach(level 0 2 s)
  set(object "${WORK}/gauntlet_c-O${level}.o")
  set(library "${WORK}/libgauntlet-O${level}.a")
  execute_process(
    COMMAND "${CXX}" -std=c++20 -O${level} -ffreestanding -fno-exceptions -fno-rtti -fno-stack-protector
            -fvisibility=hidden -D_GLIBCXX_ASSERTIONS -DGAUNTLET_STATIC "-I${INCLUDE}" -c "${SOURCE}" -o "${object}"
            COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${AR}" rcs "${library}" "${object}" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${NM}" -u "${library}" OUTPUT_VARIABLE undefined COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${NM}" "${library}" OUTPUT_VARIABLE all COMMAND_ERROR_IS_FATAL ANY)
  if(NOT all MATCHES " T gauntlet_reader_next")
    message(FATAL_ERROR "-O${level}: this is not the library:\n${all}")
  endif()
  string(REGEX MATCHALL " [Uwv] [^\n]+" names "${undefined}")
  foreach(name IN LISTS names)
    string(REGEX REPLACE "^ [Uwv] " "" name "${name}")
    if(NOT name IN_LIST allowed)
      message(SEND_ERROR "-O${level}: needs ${name}")
    endif()
  endforeach()
  # No variable either: state would be shared by threads. Constants are in read-only sections (r, R, or a unique u).
  string(REGEX MATCHALL " [BbDdCcSs] [^\n]+" variables "${all}")
  if(variables)
    message(SEND_ERROR "-O${level}: has variables:${variables}")
  endif()
endforeach()
