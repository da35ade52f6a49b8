// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Octets that may not be read: ASan ends a run that reads them, MSan one that depends on them.
#ifndef FUZZ_SUPPORT_POISON_HPP_
#define FUZZ_SUPPORT_POISON_HPP_

#include <cstddef>

#include "fuzz/support/uninstrumented.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FUZZ_HAS_ASAN 1
#elif __has_feature(memory_sanitizer)
#define FUZZ_HAS_MSAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define FUZZ_HAS_ASAN 1
#endif
#if defined(FUZZ_HAS_ASAN)
#include <sanitizer/asan_interface.h>
#elif defined(FUZZ_HAS_MSAN)
#include <sanitizer/msan_interface.h>
#endif

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

inline void poison([[maybe_unused]] const char* first, [[maybe_unused]] std::size_t size) {
#if defined(FUZZ_HAS_ASAN)
  __asan_poison_memory_region(first, size);
#elif defined(FUZZ_HAS_MSAN)
  __msan_poison(first, size);
#endif
}
inline void unpoison([[maybe_unused]] const char* first, [[maybe_unused]] std::size_t size) {
#if defined(FUZZ_HAS_ASAN)
  __asan_unpoison_memory_region(first, size);
#endif
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_POISON_HPP_
