# Debian packages, made by `cpack` from the preset `package`: the library, what a build with it needs, the program with its
# manual pages and completions, and the suite's data.
#
# Twice the same octets with the same SOURCE_DATE_EPOCH and the same compiler.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gauntlet)
set(CPACK_PACKAGE_VENDOR "The Gauntlet authors")
# There is no address that reads mail: reports go the way that SECURITY.md and the repository say.
set(CPACK_PACKAGE_CONTACT "The Gauntlet authors <gauntlet-authors@invalid.invalid>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGING_INSTALL_PREFIX "${CMAKE_INSTALL_PREFIX}")
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 1)

# One package for each group of components.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
get_target_property(abi_version gauntlet_c_shared SOVERSION)
set(package_runtime "libgauntlet${abi_version}")
set(package_development libgauntlet-dev)
set(package_tool gauntlet)
set(package_data gauntlet-data)
set(groups runtime development tool data)
set(component_data conformance_data)
set(CPACK_COMPONENTS_ALL "")
foreach(group IN LISTS groups)
  if(NOT component_${group})
    set(component_${group} gauntlet_${group})
  endif()
  foreach(component IN ITEMS ${component_${group}} debian_${group})
    string(TOUPPER ${component} COMPONENT)
    set(CPACK_COMPONENT_${COMPONENT}_GROUP ${group})
    list(APPEND CPACK_COMPONENTS_ALL ${component})
  endforeach()
  string(TOUPPER ${group} GROUP)
  set(CPACK_DEBIAN_${GROUP}_PACKAGE_NAME ${package_${group}})
endforeach()

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(same_version "(= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")

# What the program and the library need dpkg-shlibdeps finds out: for these CPack starts two processes a file. It would do so
# for all files of all packages were it to write `shlibs`, from which dpkg-shlibdeps knows who needs the library.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
file(WRITE "${PROJECT_BINARY_DIR}/debian/shlibs" "libgauntlet ${abi_version} ${package_runtime} (>= ${PROJECT_VERSION})\n")
file(WRITE "${PROJECT_BINARY_DIR}/debian/triggers" "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA "${PROJECT_BINARY_DIR}/debian/shlibs" "${PROJECT_BINARY_DIR}/debian/triggers")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "parser of the HTTP authentication fields, C library
 Reads and writes WWW-Authenticate, Authorization, Authentication-Info and
 their Proxy- twins as RFC 9110 section 11 has them: no allocation, linear
 time, every error with its octet. This is the shared library.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${package_runtime} ${same_version}")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "parser of the HTTP authentication fields, to build with
 Reads and writes WWW-Authenticate, Authorization, Authentication-Info and
 their Proxy- twins as RFC 9110 section 11 has them. These are the C++20
 headers, the C header, the static library and the files of CMake and
 pkg-config.")
set(CPACK_DEBIAN_TOOL_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TOOL_PACKAGE_SECTION web)
set(CPACK_DEBIAN_TOOL_PACKAGE_DEPENDS "${package_data} ${same_version}")
set(CPACK_DEBIAN_TOOL_PACKAGE_SUGGESTS "python3, parallel")
set(CPACK_COMPONENT_TOOL_DESCRIPTION
    "conformance suite for the HTTP authentication fields
 Tests parsers of WWW-Authenticate, Authorization and Authentication-Info in
 any language against RFC 9110 section 11, says what is wrong in a response
 or a request, asks a live server, and shows what a client makes of each
 challenge.")

set(CPACK_DEBIAN_DATA_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DATA_PACKAGE_SECTION web)
set(CPACK_COMPONENT_DATA_DESCRIPTION
    "cases of the conformance suite for the HTTP authentication fields
 Ten thousand field values with what RFC 9110 section 11 makes of each, as
 JSON, and the adapters that put them to parsers in many languages. The
 program gauntlet reads them.")

# The playground of `report --site`, so that who installs the program needs no compiler for it.
find_program(GAUNTLET_NODE node REQUIRED)
set(playground "${PROJECT_BINARY_DIR}/playground")
set(package "${PROJECT_SOURCE_DIR}/parser/bindings/javascript")
file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${package}/src/*" "${PROJECT_SOURCE_DIR}/parser/include/*")
add_custom_command(
  OUTPUT "${playground}/index.cjs"
  COMMAND "${GAUNTLET_NODE}" "${package}/make.mjs" "${playground}"
  DEPENDS "${package}/make.mjs" ${sources}
  VERBATIM)
add_custom_target(gauntlet_playground ALL DEPENDS "${playground}/index.cjs")
install(
  FILES "${playground}/index.cjs"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/gauntlet/parser/bindings/javascript"
  COMPONENT conformance_data)

# What policy asks of every package, beside its files.
find_program(GAUNTLET_GZIP gzip)
string(TIMESTAMP stamp "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file("${PROJECT_SOURCE_DIR}/cmake/package/debian/changelog.in" "${PROJECT_BINARY_DIR}/debian/changelog.Debian" @ONLY)
execute_process(COMMAND "${GAUNTLET_GZIP}" -nkf9 "${PROJECT_BINARY_DIR}/debian/changelog.Debian" COMMAND_ERROR_IS_FATAL ANY)
foreach(group IN LISTS groups)
  install(
    FILES "${PROJECT_BINARY_DIR}/debian/changelog.Debian.gz" "${PROJECT_SOURCE_DIR}/cmake/package/debian/copyright"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package_${group}}"
    COMPONENT debian_${group})
endforeach()

include(CPack)
