// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// No target of the parser allocates, neither the parser in it nor what judges the parser: an
// allocation while one runs ends the process after it. Seen where a sanitizer offers hooks (ASan,
// MSan), and in the replay of a build without sanitizers.
#ifndef FUZZ_SUPPORT_ALLOCATION_HPP_
#define FUZZ_SUPPORT_ALLOCATION_HPP_

#include <cstddef>

#include "fuzz/support/require.hpp"
#include "parser/test/support/allocations.hpp"

#if defined(__linux__)
extern "C" [[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void*, std::size_t), void (*on_free)(const volatile void*));
#endif

namespace fuzz {

// Counted, and not reported inside the hook: a sanitizer that reports something else allocates.
inline void on_malloc(const volatile void*, std::size_t) { ++gauntlet::test::allocations; }
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
    before_ = gauntlet::test::allocations;
  }
  ~no_allocation() { FUZZ_REQUIRE(gauntlet::test::allocations == before_, "nothing is allocated"); }
  no_allocation(const no_allocation&) = delete;
  no_allocation& operator=(const no_allocation&) = delete;

 private:
  std::size_t before_;
};

}  // namespace fuzz

#endif  // FUZZ_SUPPORT_ALLOCATION_HPP_
