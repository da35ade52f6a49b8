// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// What a reader reports, as a number, to compare two readings.
#ifndef FUZZ_SUPPORT_DIGEST_HPP_
#define FUZZ_SUPPORT_DIGEST_HPP_

#include <cstddef>
#include <cstdint>
#include <gauntlet/reader.hpp>
#include <string_view>

#include "fuzz/support/octets.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

class digest {
 public:
  void add(std::size_t value) {
    state_ ^= value + 0x9E3779B97F4A7C15U + (state_ << 6U) + (state_ >> 2U);
    state_ *= 0xD6E8FEB86659FD93U;
    state_ ^= state_ >> 32U;
  }
  void add(std::string_view octets) {
    add(octets.size());
    for (const char octet : octets) add(static_cast<std::size_t>(number(octet)));
  }
  friend bool operator==(const digest&, const digest&) = default;

 private:
  std::uint64_t state_ = 0;
};

// The places of everything, not the octets there: events, places relative to the line, the error.
inline digest places(std::string_view line, gauntlet::operation what,
                     const gauntlet::options& options) {
  digest all;
  gauntlet::reader reader(line, what, options);
  const auto view = [&](std::string_view of) {
    all.add(static_cast<std::size_t>(of.data() - line.data()));
    all.add(of.size());
  };
  all.add(reader.shift());
  for (;;) {
    const gauntlet::event next = reader.next();
    all.add(static_cast<std::size_t>(next));
    all.add(reader.offset());
    switch (next) {
      case gauntlet::event::end:
      case gauntlet::event::error:
        all.add(static_cast<std::size_t>(reader.status().code));
        all.add(reader.status().offset);
        return all;
      case gauntlet::event::auth_scheme:
        view(reader.scheme());
        break;
      case gauntlet::event::token68:
        view(reader.token68());
        break;
      case gauntlet::event::auth_param:
        view(reader.param().name);
        view(reader.param().value.raw());
        all.add(reader.param().value.quoted_pairs());
        all.add(reader.param().value.is_quoted_string() ? 1U : 0U);
        break;
    }
  }
}

// Adds what a valid value means: schemes, token68, names, raw values. False when the
// value is not valid.
inline bool add_meaning(digest& all, std::string_view line, gauntlet::operation what,
                        gauntlet::grammar mode) {
  gauntlet::reader reader(line, what, gauntlet::unlimited(mode));
  for (;;) {
    const gauntlet::event next = reader.next();
    if (next == gauntlet::event::end) return true;
    if (next == gauntlet::event::error) return false;
    all.add(static_cast<std::size_t>(next));
    if (next == gauntlet::event::auth_scheme) all.add(reader.scheme());
    if (next == gauntlet::event::token68) all.add(reader.token68());
    if (next == gauntlet::event::auth_param) {
      all.add(reader.param().name);
      all.add(reader.param().value.raw());
      all.add(reader.param().value.quoted_pairs());
      all.add(reader.param().value.is_quoted_string() ? 1U : 0U);
    }
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_DIGEST_HPP_
