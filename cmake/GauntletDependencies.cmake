# gauntlet_find_package(<package> <apt package> [find_package arguments...])
#
# Dependencies come from the system. A missing one is an error that names the Debian package which provides it.
function(gauntlet_find_package package apt)
  find_package(${package} QUIET ${ARGN})
  if(NOT ${package}_FOUND)
    message(
      FATAL_ERROR
        "${package} was not found. On Debian or Ubuntu install it with\n    apt-get install ${apt}\n"
        "or run ./gauntlet, which installs what is missing. Elsewhere, point CMAKE_PREFIX_PATH at it.")
  endif()
endfunction()
