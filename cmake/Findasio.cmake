# Standalone Asio, which Debian ships without a package file of its own: the target asio::asio.
find_path(ASIO_INCLUDE_DIR asio/awaitable.hpp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(asio REQUIRED_VARS ASIO_INCLUDE_DIR)
if(asio_FOUND AND NOT TARGET asio::asio)
  find_package(Threads QUIET REQUIRED)
  # Whether aligned_alloc is there, Asio 1.22 finds out from what was included before it, so that two sources may differ
  # in how they allocate and free the same frame of a coroutine.
  add_library(asio::asio INTERFACE IMPORTED)
  set_target_properties(
    asio::asio
    PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${ASIO_INCLUDE_DIR}"
               INTERFACE_COMPILE_DEFINITIONS "ASIO_STANDALONE;ASIO_NO_DEPRECATED;ASIO_DISABLE_STD_ALIGNED_ALLOC"
               INTERFACE_LINK_LIBRARIES Threads::Threads)
  # Asio 1.22 knows the coroutines of C++20 with GCC only, those of Clang as the earlier TS; and Clang 14 has them without
  # saying so to its standard library.
  target_compile_definitions(
    asio::asio
    INTERFACE "$<$<CXX_COMPILER_ID:Clang>:ASIO_HAS_CO_AWAIT=1;ASIO_HAS_STD_COROUTINE=1>"
              "$<$<AND:$<CXX_COMPILER_ID:Clang>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,15>>:__cpp_impl_coroutine=201902L>")
endif()
mark_as_advanced(ASIO_INCLUDE_DIR)
