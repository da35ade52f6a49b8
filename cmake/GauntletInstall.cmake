# Installs the parser: headers, the C library in both forms, the CMake package and the pkg-config files.
#
# Components: gauntlet_development (all that a build needs) and gauntlet_runtime (the shared library).
include(CMakePackageConfigHelpers)

set(gauntlet_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/gauntlet")

install(
  TARGETS gauntlet gauntlet_kernels gauntlet_c_static gauntlet_c_shared
  EXPORT gauntletTargets
  FILE_SET HEADERS COMPONENT gauntlet_development
  ARCHIVE COMPONENT gauntlet_development
  LIBRARY COMPONENT gauntlet_runtime NAMELINK_COMPONENT gauntlet_development
  RUNTIME COMPONENT gauntlet_runtime)
install(
  EXPORT gauntletTargets
  NAMESPACE gauntlet::
  DESTINATION "${gauntlet_package_dir}"
  COMPONENT gauntlet_development)

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/gauntletConfig.cmake.in" "${PROJECT_BINARY_DIR}/cmake/gauntletConfig.cmake"
  INSTALL_DESTINATION "${gauntlet_package_dir}" NO_SET_AND_CHECK_MACRO)
# Below 1.0 a minor version may change the interface.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cmake/gauntletConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(
  FILES "${PROJECT_BINARY_DIR}/cmake/gauntletConfig.cmake" "${PROJECT_BINARY_DIR}/cmake/gauntletConfigVersion.cmake"
  DESTINATION "${gauntlet_package_dir}"
  COMPONENT gauntlet_development)

# The .pc files find the prefix from where they stand, so that an installed tree can be moved.
file(RELATIVE_PATH gauntlet_prefix_from_pc "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(gauntlet_pc_prefix "${CMAKE_INSTALL_PREFIX}")
  set(gauntlet_pc_libdir "${CMAKE_INSTALL_FULL_LIBDIR}")
  set(gauntlet_pc_includedir "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
else()
  string(REGEX REPLACE "/$" "" gauntlet_prefix_from_pc "${gauntlet_prefix_from_pc}")
  set(gauntlet_pc_prefix "\${pcfiledir}/${gauntlet_prefix_from_pc}")
  set(gauntlet_pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
  set(gauntlet_pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
foreach(name gauntlet gauntlet-c)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/cmake/${name}.pc" @ONLY)
  install(
    FILES "${PROJECT_BINARY_DIR}/cmake/${name}.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
    COMPONENT gauntlet_development)
endforeach()
