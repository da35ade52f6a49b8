# Builds and runs one kind of consumer: CONSUME says which.
cmake_minimum_required(VERSION 3.25)

# run(COMMAND...): stops at the first command that fails, and shows what it said.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nfailed (${result}):\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# configure_and_build(<source> <name> <option>...): as on the command line.
function(configure_and_build source name)
  run("${CMAKE_COMMAND}" -S "${source}" -B "${WORK}/${name}" -G "${GENERATOR}" "-DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}"
      "-DCMAKE_C_COMPILER=${CC}" "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
      -DCMAKE_BUILD_TYPE=Release --no-warn-unused-cli ${ARGN})
  run("${CMAKE_COMMAND}" --build "${WORK}/${name}" --config Release)
endfunction()

function(expect_version)
  string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor "${VERSION}")
  if(NOT output MATCHES "^gauntlet ${minor}")
    message(FATAL_ERROR "expected gauntlet ${minor}, got: ${output}")
  endif()
endfunction()

if(CONSUME STREQUAL "install")
  configure_and_build("${ROOT}" build -DGAUNTLET_BUILD_TOOLS=OFF -DGAUNTLET_BUILD_TESTING=OFF -DGAUNTLET_INSTALL=ON
                      -DCMAKE_INSTALL_LIBDIR=lib)
  # Installed in one place and moved to another: nothing in it may name where it was.
  file(REMOVE_RECURSE "${WORK}/installed" "${PREFIX}")
  foreach(component gauntlet_development gauntlet_runtime)
    run("${CMAKE_COMMAND}" --install "${WORK}/build" --config Release --prefix "${WORK}/installed" --component
        ${component})
  endforeach()
  file(RENAME "${WORK}/installed" "${PREFIX}")
  foreach(
    file
    include/gauntlet/gauntlet.hpp
    include/gauntlet/gauntlet.h
    include/gauntlet/export.h
    lib/libgauntlet.a
    lib/cmake/gauntlet/gauntletConfig.cmake
    lib/cmake/gauntlet/gauntletConfigVersion.cmake
    lib/pkgconfig/gauntlet.pc
    lib/pkgconfig/gauntlet-c.pc)
    if(NOT EXISTS "${PREFIX}/${file}")
      message(SEND_ERROR "not installed: ${file}")
    endif()
  endforeach()
  # Every header of the source tree, and no other.
  file(GLOB in_source RELATIVE "${ROOT}/parser/include" "${ROOT}/parser/include/gauntlet/*")
  file(GLOB installed RELATIVE "${PREFIX}/include" "${PREFIX}/include/gauntlet/*")
  if(NOT in_source STREQUAL installed)
    message(SEND_ERROR "in the source tree:\n  ${in_source}\ninstalled:\n  ${installed}")
  endif()
  file(GLOB_RECURSE texts "${PREFIX}/lib/*.cmake" "${PREFIX}/lib/*.pc")
  foreach(text IN LISTS texts)
    file(STRINGS "${text}" lines)
    string(FIND "${lines}" "${WORK}" at)
    if(NOT at EQUAL -1)
      message(SEND_ERROR "${text} names the place it was built or installed in")
    endif()
  endforeach()

elseif(CONSUME STREQUAL "find_package")
  configure_and_build("${HERE}/cxx" find_package -DCONSUME=find_package "-DCMAKE_PREFIX_PATH=${PREFIX}")
  run("${CMAKE_COMMAND}" --build "${WORK}/find_package" --config Release --target run)
  # Another minor version, or a component that is none, is not found.
  foreach(wrong "0.2" "1.0" "0.1 COMPONENTS python")
    file(WRITE "${WORK}/wrong/CMakeLists.txt"
         "cmake_minimum_required(VERSION 3.25)\nproject(wrong LANGUAGES NONE)\nfind_package(gauntlet ${wrong} QUIET)\n"
         "if(gauntlet_FOUND)\n  message(FATAL_ERROR \"found\")\nendif()\n")
    file(REMOVE_RECURSE "${WORK}/wrong/build")
    run("${CMAKE_COMMAND}" -S "${WORK}/wrong" -B "${WORK}/wrong/build" -G "${GENERATOR}"
        "-DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}" "-DCMAKE_PREFIX_PATH=${PREFIX}")
  endforeach()

elseif(CONSUME STREQUAL "find_package_c")
  configure_and_build("${HERE}/c" find_package_c "-DCMAKE_PREFIX_PATH=${PREFIX}")
  foreach(kind static shared)
    run("${CMAKE_COMMAND}" --build "${WORK}/find_package_c" --config Release --target run_${kind})
  endforeach()

elseif(CONSUME MATCHES "^(add_subdirectory|FetchContent)$")
  configure_and_build("${HERE}/cxx" ${CONSUME} -DCONSUME=${CONSUME} "-DGAUNTLET_SOURCE_DIR=${ROOT}")
  run("${CMAKE_COMMAND}" --build "${WORK}/${CONSUME}" --config Release --target run)

elseif(CONSUME STREQUAL "pkg-config")
  set(ENV{PKG_CONFIG_PATH} "${PREFIX}/lib/pkgconfig")
  set(ENV{LD_LIBRARY_PATH} "${PREFIX}/lib")
  set(ENV{DYLD_LIBRARY_PATH} "${PREFIX}/lib")
  file(MAKE_DIRECTORY "${WORK}/pkg-config")
  # flags(<variable> <pkg-config argument>...)
  function(flags variable)
    execute_process(COMMAND "${PKG_CONFIG}" ${ARGN} OUTPUT_VARIABLE text OUTPUT_STRIP_TRAILING_WHITESPACE
                            COMMAND_ERROR_IS_FATAL ANY)
    separate_arguments(text UNIX_COMMAND "${text}")
    set(${variable} "${text}" PARENT_SCOPE)
  endfunction()
  flags(version --modversion gauntlet)
  flags(c_version --modversion gauntlet-c)
  if(NOT version STREQUAL VERSION OR NOT c_version STREQUAL VERSION)
    message(FATAL_ERROR "pkg-config says ${version} and ${c_version}, this is ${VERSION}")
  endif()

  flags(cxx --cflags --libs gauntlet)
  run("${CXX}" -std=c++20 -Wall -Wextra -Werror "${HERE}/cxx/main.cc" -o "${WORK}/pkg-config/cxx" ${cxx})
  run("${WORK}/pkg-config/cxx")
  expect_version()

  flags(shared --cflags --libs gauntlet-c)
  run("${CC}" -std=c99 -pedantic -Wall -Wextra -Werror "${HERE}/c/main.c" -o "${WORK}/pkg-config/c_shared" ${shared})
  run("${WORK}/pkg-config/c_shared")
  expect_version()

  # A C compiler links the static library without the C++ one.
  flags(static --static --cflags gauntlet-c)
  run("${CC}" -std=c99 -pedantic -Wall -Wextra -Werror "${HERE}/c/main.c" -o "${WORK}/pkg-config/c_static" ${static}
      "${PREFIX}/lib/libgauntlet.a")
  set(ENV{LD_LIBRARY_PATH} "")
  set(ENV{DYLD_LIBRARY_PATH} "")
  run("${WORK}/pkg-config/c_static")
  expect_version()

else()
  message(FATAL_ERROR "CONSUME is '${CONSUME}'")
endif()
