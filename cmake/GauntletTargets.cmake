# What every target of our own is built with. Nothing here reaches those who link the parser: warnings, sanitizers and
# optimisation are private to this repository's targets.

set(GAUNTLET_SANITIZERS "" CACHE STRING "Sanitizers for our own targets, such as address,undefined")
option(GAUNTLET_WERROR "Treat warnings as errors in our own targets" ${PROJECT_IS_TOP_LEVEL})
option(GAUNTLET_COVERAGE "Instrument our own targets for coverage (Clang)" OFF)

# gauntlet_own_target(<target>): warnings, sanitizers and the C++ standard for one of our own targets.
function(gauntlet_own_target target)
  target_compile_options(
    ${target}
    PRIVATE -Wall
            -Wextra
            -Wpedantic
            -Wconversion
            -Wsign-conversion
            -Wshadow
            # GCC 12 sees an overlap in `"text" + std::string()` that cannot be (GCC bug 105651, fixed in 13).
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
            $<$<BOOL:${GAUNTLET_WERROR}>:-Werror>
            $<$<BOOL:${GAUNTLET_COVERAGE}>:-fprofile-instr-generate>
            $<$<BOOL:${GAUNTLET_COVERAGE}>:-fcoverage-mapping>)
  target_link_options(${target} PRIVATE $<$<BOOL:${GAUNTLET_COVERAGE}>:-fprofile-instr-generate>)
  # No generator expression: a list of sanitizers holds a comma, which would end its condition.
  if(GAUNTLET_SANITIZERS)
    # With its address sanitizer GCC 12 believes members of std::regex to be uninitialized (GCC bug 105562).
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_compile_options(${target} PRIVATE -fsanitize=${GAUNTLET_SANITIZERS} -fno-sanitize-recover=all
                                             -fno-omit-frame-pointer)
    # What Clang checks of calls through pointers needs the C++ runtime, which a C program does not link.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:C,Clang>:-fno-sanitize=function>
                                             $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-fno-sanitize=function>)
    target_link_options(${target} PRIVATE -fsanitize=${GAUNTLET_SANITIZERS})
  endif()
  set_target_properties(${target} PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
endfunction()

# gauntlet_embed(<target> <header> <namespace> <file>...): files as string constants of the target, which the header
# declares.
function(gauntlet_embed target header namespace)
  get_filename_component(name "${header}" NAME_WE)
  set(embedded "${CMAKE_CURRENT_BINARY_DIR}/${name}.cc")
  set(script "${PROJECT_SOURCE_DIR}/cmake/embed.cmake")
  add_custom_command(
    OUTPUT "${embedded}"
    COMMAND "${CMAKE_COMMAND}" "-DOUT=${embedded}" "-DHEADER=${header}" "-DNAMESPACE=${namespace}" "-DIN=${ARGN}" -P
            "${script}"
    DEPENDS ${ARGN} "${script}"
    VERBATIM)
  target_sources(${target} PRIVATE "${embedded}")
endfunction()

# gauntlet_test(<name> SOURCES <file>... [LIBRARIES <target>...]): one GoogleTest program, one CTest entry per test case.
function(gauntlet_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LIBRARIES")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gtest GTest::gtest_main)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  gauntlet_own_target(${name})
  include(GoogleTest)
  gtest_discover_tests(
    ${name}
    TEST_PREFIX "${name}."
    DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()
