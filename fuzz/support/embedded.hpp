// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#ifndef FUZZ_SUPPORT_EMBEDDED_HPP_
#define FUZZ_SUPPORT_EMBEDDED_HPP_

#include <cstddef>
#include <cstring>
#include <string_view>

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

inline constexpr std::size_t longest_embedded = 2048;
inline constexpr std::size_t alignments = 64;

// Octets that would end, continue or break whatever a value ends with.
inline constexpr char surroundings[] = {'"', 'a', ',', '=', '\\', ' ', '\0', '/'};

// A copy at a chosen alignment, between octets that nobody may look at. What is poisoned at each
// copy is what is near it, so that a copy costs what its octets cost, not what the storage does.
class embedded {
 public:
  embedded(std::string_view octets, std::size_t alignment, char around) {
    char* const first = storage_ + alignments + alignment;
    unpoison(first - alignments, octets.size() + 2 * alignments);
    std::memset(first - alignments, around, alignments);
    if (!octets.empty()) std::memcpy(first, octets.data(), octets.size());
    std::memset(first + octets.size(), around, alignments);
    poison(first - alignments, alignments);
    poison(first + octets.size(), alignments);
    view_ = {first, octets.size()};
  }
  ~embedded() {
#if defined(FUZZ_HAS_ASAN)
    poison(view_.data(), view_.size());
#endif
  }
  embedded(const embedded&) = delete;
  embedded& operator=(const embedded&) = delete;

  std::string_view view() const { return view_; }

 private:
  static void poison([[maybe_unused]] const char* first, [[maybe_unused]] std::size_t size) {
#if defined(FUZZ_HAS_ASAN)
    __asan_poison_memory_region(first, size);
#elif defined(FUZZ_HAS_MSAN)
    __msan_poison(first, size);
#endif
  }
  static void unpoison([[maybe_unused]] const char* first, [[maybe_unused]] std::size_t size) {
#if defined(FUZZ_HAS_ASAN)
    __asan_unpoison_memory_region(first, size);
#endif
  }

  alignas(64) static inline char storage_[longest_embedded + 4 * alignments];
  std::string_view view_;
};

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_EMBEDDED_HPP_
