// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// A reader and the oracle side by side.
#ifndef FUZZ_SUPPORT_READING_HPP_
#define FUZZ_SUPPORT_READING_HPP_

#include <cstddef>
#include <gauntlet/reader.hpp>
#include <span>
#include <string_view>

#include "fuzz/support/octets.hpp"
#include "fuzz/support/oracle.hpp"
#include "fuzz/support/poison.hpp"
#include "fuzz/support/require.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

using gauntlet::errc;
using gauntlet::event;

// A buffer of exactly `size` octets, after which reading and writing is an error. (ASan puts
// nothing between variables of templates and inline functions.)
template <int Slot = 0>
std::span<char> exact_buffer(std::size_t size) {
  constexpr std::size_t guard = 64;
  alignas(guard) static char storage[max_analysed + guard];
  static const bool is_guarded = (poison(storage + max_analysed, guard), true);
  FUZZ_REQUIRE(is_guarded && size <= max_analysed, "the buffer is large enough for the target");
  return {storage + (max_analysed - size), size};
}

using gauntlet::test::unescaped;

// Reads to the end, and requires that the reader reports what `expected` says. `place` maps
// an offset of the combined value to the address of that octet.
template <typename Reader, typename Oracle, typename Place>
void require_same(Reader& reader, const Oracle& expected, Place place) {
  const char* const broken = gauntlet::test::broken_of_reading(
      reader, expected, place, [](std::size_t size) { return exact_buffer(size); });
  FUZZ_REQUIRE(broken == nullptr, broken);
}

// A field line and the grammar: verdict, offset, every element, every view. Returns the status of
// the reader.
inline gauntlet::status require_grammar(std::string_view line, operation what, grammar mode) {
  const std::string_view value = without_white(line);
  const oracle expected(rule_of(what, mode), value);
  gauntlet::reader reader(line, what, gauntlet::unlimited(mode));
  FUZZ_REQUIRE(
      reader.shift() == static_cast<std::size_t>(value.data() - line.data()) || value.empty(),
      "shift() is the white space before the value");
  require_same(reader, expected, [&](std::size_t offset) { return value.data() + offset; });
  return reader.status();
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_READING_HPP_
