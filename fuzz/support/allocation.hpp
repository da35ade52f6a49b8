// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// No target of the parser allocates, neither the parser in it nor what judges the parser: an
// allocation while one runs ends the process behind it. Seen where a sanitizer offers hooks (ASan,
// MSan), and in the replay of a build without sanitizers.
#ifndef FUZZ_SUPPORT_ALLOCATION_HPP_
#define FUZZ_SUPPORT_ALLOCATION_HPP_

#include <cstddef>

#include "fuzz/support/require.hpp"

#if defined(__linux__)
extern "C" [[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void*, std::size_t), void (*on_free)(const volatile void*));
#endif

namespace fuzz {

// Counted, and not told from inside of the hook: a sanitizer that reports something else allocates,
// and engines have threads of their own.
inline thread_local constinit bool counts_allocations = false;
inline thread_local constinit std::size_t allocations = 0;

inline void on_malloc(const volatile void*, std::size_t) {
  if (counts_allocations) ++allocations;
}
inline void on_free(const volatile void*) {}

// While one lives, nothing may be allocated.
class no_allocation {
 public:
  no_allocation() {
#if defined(__linux__)
    static const bool installed =
        __sanitizer_install_malloc_and_free_hooks != nullptr &&
        __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0;
    static_cast<void>(installed);
#endif
    allocations = 0;
    counts_allocations = true;
  }
  ~no_allocation() {
    counts_allocations = false;
    FUZZ_REQUIRE(allocations == 0, "nothing is allocated");
  }
  no_allocation(const no_allocation&) = delete;
  no_allocation& operator=(const no_allocation&) = delete;
};

}  // namespace fuzz

#endif  // FUZZ_SUPPORT_ALLOCATION_HPP_
