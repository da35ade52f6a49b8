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

// A copy at a chosen alignment, between octets that nobody may look at.
class embedded {
 public:
  embedded(std::string_view octets, std::size_t alignment, char around)
      : size_(alignments + alignment) {
    std::memset(storage_, around, sizeof storage_);
    if (!octets.empty()) std::memcpy(storage_ + size_, octets.data(), octets.size());
    view_ = {storage_ + size_, octets.size()};
    poison(storage_, storage_ + size_);
    poison(storage_ + size_ + octets.size(), storage_ + sizeof storage_);
  }
  ~embedded() {
#if defined(FUZZ_HAS_ASAN)
    __asan_unpoison_memory_region(storage_, sizeof storage_);
#elif defined(FUZZ_HAS_MSAN)
    __msan_unpoison(storage_, sizeof storage_);
#endif
  }
  embedded(const embedded&) = delete;
  embedded& operator=(const embedded&) = delete;

  std::string_view view() const { return view_; }

 private:
  static void poison([[maybe_unused]] const char* first, [[maybe_unused]] const char* last) {
#if defined(FUZZ_HAS_ASAN)
    __asan_poison_memory_region(first, static_cast<std::size_t>(last - first));
#elif defined(FUZZ_HAS_MSAN)
    __msan_poison(first, static_cast<std::size_t>(last - first));
#endif
  }

  alignas(64) static inline char storage_[longest_embedded + 4 * alignments];
  std::size_t size_;
  std::string_view view_;
};

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_EMBEDDED_HPP_
