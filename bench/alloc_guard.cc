#include "bench/alloc_guard.hpp"

#include <cerrno>
#include <cstddef>

// Takes the place of the C library's functions; glibc exports the names that they stand on.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace gauntlet::bench {
namespace {

constinit thread_local std::uint64_t count = 0;

}  // namespace

std::uint64_t allocations() noexcept { return count; }

}  // namespace gauntlet::bench

extern "C" {

void* malloc(std::size_t size) {
  ++gauntlet::bench::count;
  return __libc_malloc(size);
}

void* calloc(std::size_t n, std::size_t size) {
  ++gauntlet::bench::count;
  return __libc_calloc(n, size);
}

void* realloc(void* old, std::size_t size) {
  ++gauntlet::bench::count;
  return __libc_realloc(old, size);
}

void* memalign(std::size_t alignment, std::size_t size) {
  ++gauntlet::bench::count;
  return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** to, std::size_t alignment, std::size_t size) {
  *to = memalign(alignment, size);
  return *to == nullptr ? ENOMEM : 0;
}

}  // extern "C"
