# gauntlet_find_python(<variable> <module> <apt package>)
#
# A Python 3 that has the module. A Python of the user's own may come first in the path; the packaged modules belong to
# the system's.
function(gauntlet_find_python variable module apt)
  find_package(Python3 QUIET COMPONENTS Interpreter)
  foreach(candidate "${Python3_EXECUTABLE}" /usr/bin/python3)
    if(candidate)
      execute_process(
        COMMAND "${candidate}" -c "import ${module}"
        RESULT_VARIABLE missing
        OUTPUT_QUIET ERROR_QUIET)
      if(missing EQUAL 0)
        set(${variable}
            "${candidate}"
            PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
  message(
    FATAL_ERROR
      "Python 3 with the module ${module} was not found. On Debian or Ubuntu install it with\n"
      "    apt-get install ${apt}\n"
      "or run ./gauntlet, which installs what is missing.")
endfunction()
