// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// No target of the parser allocates, neither the parser in it nor what judges the parser: while one
// runs, an allocation ends the process. Seen where a sanitizer's run-time library offers hooks
// (ASan, MSan), and in the replay of a build without sanitizers.
#ifndef FUZZ_SUPPORT_ALLOCATION_HPP_
#define FUZZ_SUPPORT_ALLOCATION_HPP_

#include <cstddef>

#include "fuzz/support/require.hpp"

#if defined(__linux__)
extern "C" [[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void*, std::size_t), void (*on_free)(const volatile void*));
#endif

namespace fuzz {

inline void on_malloc(const volatile void*, std::size_t) {
  if (!allocation_is_forbidden) return;
  broken("nothing is allocated", __FILE__, __LINE__);
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
    allocation_is_forbidden = true;
  }
  ~no_allocation() { allocation_is_forbidden = false; }
  no_allocation(const no_allocation&) = delete;
  no_allocation& operator=(const no_allocation&) = delete;
};

}  // namespace fuzz

#endif  // FUZZ_SUPPORT_ALLOCATION_HPP_
