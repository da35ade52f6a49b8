// Counts every allocation of the program, those of the C library's malloc and its aligned relatives
// where the platform allows it, else those of operator new. It replaces the program's allocation
// functions: for one translation unit of a program.
#ifndef GAUNTLET_PARSER_TEST_SUPPORT_COUNTED_ALLOCATIONS_HPP_
#define GAUNTLET_PARSER_TEST_SUPPORT_COUNTED_ALLOCATIONS_HPP_

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "parser/test/support/allocations.hpp"

// A sanitizer has its own malloc.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(GAUNTLET_SANITIZED)
#define GAUNTLET_COUNTS_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
#define GAUNTLET_COUNTS_MALLOC 0
#endif
#endif
#ifndef GAUNTLET_COUNTS_MALLOC
#if defined(__GLIBC__)
#define GAUNTLET_COUNTS_MALLOC 1
#else
#define GAUNTLET_COUNTS_MALLOC 0
#endif
#endif

#if GAUNTLET_COUNTS_MALLOC
extern "C" {
// glibc exports the names that its functions stand on.
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t size) {
  ++gauntlet::test::allocations;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  ++gauntlet::test::allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) {
  ++gauntlet::test::allocations;
  return __libc_realloc(block, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  ++gauntlet::test::allocations;
  return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** to, std::size_t alignment, std::size_t size) {
  *to = memalign(alignment, size);
  return *to == nullptr ? ENOMEM : 0;
}
}
#else
// Not inlined: GCC 12 takes the halves of an inlined pair of new and delete for mismatched.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++gauntlet::test::allocations;
  if (void* block = std::malloc(size > 0 ? size : 1)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new[](std::size_t size) { return operator new(size); }
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete[](void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
#endif

#endif  // GAUNTLET_PARSER_TEST_SUPPORT_COUNTED_ALLOCATIONS_HPP_
