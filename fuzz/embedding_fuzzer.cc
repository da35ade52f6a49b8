// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: the result depends on the octets of the value and on nothing else: not on where they
// stand, not on what stands around them, not on a terminator. And it depends on those octets only
// as far as the grammar says: the case of letters, white space beside "=" and beside commas, and
// empty list elements change nothing.

#include <cstring>
#include <gauntlet/reader.hpp>

#include "fuzz/support/digest.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
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
namespace {

constexpr std::size_t longest = 2048;
constexpr std::size_t guard = 64;

// A copy at a chosen alignment, between octets that nobody may look at.
class embedded {
 public:
  embedded(std::string_view octets, std::size_t alignment, char around) : size_(guard + alignment) {
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

  alignas(64) static inline char storage_[longest + 4 * guard];
  std::size_t size_;
  std::string_view view_;
};

void require_places(std::string_view octets, operation what, grammar mode, choices& choose) {
  const gauntlet::options options = gauntlet::unlimited(mode);
  const digest expected = places(octets, what, options);
  // Octets that would end, continue or break whatever the value ends with.
  constexpr char surroundings[] = {'"', 'a', ',', '=', '\\', ' ', '\0', '/'};
  for (int i = 0; i < 2; ++i) {
    const embedded copy(octets, choose.below(guard), surroundings[choose.below(8)]);
    FUZZ_REQUIRE(places(copy.view(), what, options) == expected,
                 "the result does not depend on place and surroundings");
  }
  static char swapped[longest];
  for (std::size_t i = 0; i < octets.size(); ++i) swapped[i] = other_case(octets[i]);
  FUZZ_REQUIRE(places({swapped, octets.size()}, what, options) == expected,
               "the case of letters decides nothing");
}

// What grammar recipient ignores: white space around "=" and commas, more commas.
void require_ignored(std::string_view octets, operation what, choices& choose) {
  const std::string_view value = without_white(octets);
  const oracle expected(rule_of(what, grammar::recipient), value);
  if (!expected.is_accepted()) return;
  constexpr std::string_view beside_equals[] = {"", " ", "\t", " \t "};
  constexpr std::string_view beside_comma[] = {"", " ", "\t", ",", " ,\t", ",,"};
  static char storage[16 * longest];
  std::size_t size = 0;
  const auto put = [&](std::string_view more) {
    if (!more.empty()) std::memcpy(storage + size, more.data(), more.size());
    size += more.size();
  };
  // A credentials list begins behind SP; an empty element in front of the scheme is none.
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool ignored = expected.role(i) == tables::ignored;
    if (ignored && value[i] == '=') {
      put(beside_equals[choose.below(4)]);
      put("=");
      put(beside_equals[choose.below(4)]);
    } else if (ignored && value[i] == ',') {
      put(beside_comma[choose.below(3)]);
      put(",");
      put(beside_comma[choose.below(6)]);
    } else {
      put({value.data() + i, 1});
    }
  }
  if (what != operation::credentials) {
    if (choose.below(4) == 0) put(",\t");
  }
  digest before;
  digest after;
  FUZZ_REQUIRE(add_meaning(before, value, what, grammar::recipient), "what is valid stays valid");
  FUZZ_REQUIRE(add_meaning(after, {storage, size}, what, grammar::recipient) && before == after,
               "white space and empty elements mean nothing");
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  choices choose(octets);
  const operation what = operations[choose.below(3)];
  require_places(octets, what, grammars[choose.below(2)], choose);
  for (const operation each : operations) require_ignored(octets, each, choose);
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
