vcpkg_download_distfile(
  archive
  URLS "https://github.com/gauntlet-http/gauntlet/releases/download/v@VERSION@/gauntlet-@VERSION@-parser.tar.gz"
  FILENAME "gauntlet-@VERSION@-parser.tar.gz"
  SHA512 @SHA512@)
vcpkg_extract_source_archive(source ARCHIVE "${archive}")
vcpkg_cmake_configure(
  SOURCE_PATH "${source}"
  OPTIONS -DGAUNTLET_BUILD_TOOLS=OFF -DGAUNTLET_BUILD_TESTING=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/gauntlet)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include")
vcpkg_install_copyright(FILE_LIST "${source}/LICENSE")
