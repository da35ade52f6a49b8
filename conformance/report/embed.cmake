# cmake -DOUT=<file> -DIN=<template>;... -P embed.cmake: the templates as string constants, each named after its file, so
# that the program reads nothing at run time.
set(text "#include \"conformance/report/templates.hpp\"\n\nnamespace gauntlet::report::templates {\n")
foreach(file IN LISTS IN)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.mustache$" "" name "${name}")
  string(MAKE_C_IDENTIFIER "${name}" name)
  file(READ "${file}" content)
  string(APPEND text "\nconst char ${name}[] = R\"template(${content})template\";\n")
endforeach()
string(APPEND text "\n}  // namespace gauntlet::report::templates\n")
file(WRITE "${OUT}" "${text}")
