# cmake -DOUT=<file> -DHEADER=<header> -DNAMESPACE=<name> -DIN=<file>;... -P embed.cmake: the files as string constants,
# each named after its file, so that the program reads nothing at run time. The header declares them.
set(text "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
foreach(file IN LISTS IN)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.mustache$" "" name "${name}")
  string(MAKE_C_IDENTIFIER "${name}" name)
  file(READ "${file}" content)
  string(APPEND text "\nconst char ${name}[] = R\"template(${content})template\";\n")
endforeach()
string(APPEND text "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${text}")
