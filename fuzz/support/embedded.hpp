// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#ifndef FUZZ_SUPPORT_EMBEDDED_HPP_
#define FUZZ_SUPPORT_EMBEDDED_HPP_

#include <cstddef>
#include <cstring>
#include <string_view>

#include "fuzz/support/poison.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

inline constexpr std::size_t longest_embedded = 2048;
inline constexpr std::size_t alignments = 64;

// Octets that would end, continue or break whatever a value ends with.
inline constexpr char surroundings[] = {'"', 'a', ',', '=', '\\', ' ', '\0', '/'};

// A copy at a chosen alignment, between octets that may not be read. What is poisoned at each
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
  alignas(64) static inline char storage_[longest_embedded + 4 * alignments];
  std::string_view view_;
};

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_EMBEDDED_HPP_
