# gauntlet_commit(<commit variable> <date variable>)
#
# The commit that is built, "+changes" after it where files of it were changed, and its day: of an archive what `git archive`
# has written into commit.txt, else what git says. Without either "unknown", and the day of SOURCE_DATE_EPOCH or today.
function(gauntlet_commit commit_variable date_variable)
  file(READ "${PROJECT_SOURCE_DIR}/cmake/commit.txt" words)
  if(NOT words MATCHES "^[0-9a-f]+ [0-9-]+\n$" AND EXISTS "${PROJECT_SOURCE_DIR}/.git")
    set(git git -C "${PROJECT_SOURCE_DIR}")
    execute_process(COMMAND ${git} log -1 --format=%H\ %cs OUTPUT_VARIABLE words ERROR_QUIET)
    execute_process(COMMAND ${git} diff --quiet HEAD RESULT_VARIABLE changes OUTPUT_QUIET ERROR_QUIET)
  endif()
  if(words MATCHES "^([0-9a-f]+) ([0-9-]+)\n$")
    set(commit "${CMAKE_MATCH_1}")
    set(date "${CMAKE_MATCH_2}")
    if(changes EQUAL 1)
      string(APPEND commit "+changes")
    endif()
  else()
    set(commit unknown)
    string(TIMESTAMP date "%Y-%m-%d" UTC)
  endif()
  set(${commit_variable}
      "${commit}"
      PARENT_SCOPE)
  set(${date_variable}
      "${date}"
      PARENT_SCOPE)
endfunction()
