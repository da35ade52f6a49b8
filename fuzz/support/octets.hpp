// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// The rules of single octets and small helpers, written down a second time so that no table or
// function of the parser judges itself.
#ifndef FUZZ_SUPPORT_OCTETS_HPP_
#define FUZZ_SUPPORT_OCTETS_HPP_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

constexpr unsigned char number(char octet) { return static_cast<unsigned char>(octet); }

constexpr bool in_range(char octet, unsigned first, unsigned last) {
  return number(octet) >= first && number(octet) <= last;
}

constexpr bool is_letter(char octet) {
  return in_range(octet, 0x41, 0x5A) || in_range(octet, 0x61, 0x7A);
}

constexpr bool is_one_of(char octet, std::string_view set) {
  for (const char member : set) {
    if (member == octet) return true;
  }
  return false;
}

// RFC 9110 section 5.6.2
constexpr bool is_tchar(char octet) {
  return is_letter(octet) || in_range(octet, 0x30, 0x39) || is_one_of(octet, "!#$%&'*+-.^_`|~");
}

// RFC 9110 section 11.2
constexpr bool is_token68_octet(char octet) {
  return is_letter(octet) || in_range(octet, 0x30, 0x39) || is_one_of(octet, "-._~+/");
}

// What a quoted-pair can hold, RFC 9110 section 5.6.4; less DQUOTE and backslash it is qdtext.
constexpr bool is_quotable(char octet) {
  return octet == '\t' || in_range(octet, 0x20, 0x7E) || in_range(octet, 0x80, 0xFF);
}
constexpr bool is_qdtext(char octet) { return is_quotable(octet) && octet != '"' && octet != '\\'; }

constexpr bool is_white(char octet) { return octet == ' ' || octet == '\t'; }

constexpr bool is_token(std::string_view text) {
  if (text.empty()) return false;
  for (const char octet : text) {
    if (!is_tchar(octet)) return false;
  }
  return true;
}

// 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=", as the two-state automaton that it
// is.
constexpr bool is_token68(std::string_view text) {
  bool padding = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i > 0) {
      padding = true;
    } else if (padding || !is_token68_octet(text[i])) {
      return false;
    }
  }
  return !text.empty();
}

constexpr char folded(char octet) {
  return in_range(octet, 0x41, 0x5A) ? static_cast<char>(octet + 32) : octet;
}
constexpr char other_case(char octet) {
  if (!is_letter(octet)) return octet;
  return static_cast<char>(number(octet) ^ 0x20U);
}

constexpr bool same_but_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (folded(a[i]) != folded(b[i])) return false;
  }
  return true;
}

// A field line without the white space around it, RFC 9110 section 5.5.
constexpr std::string_view without_white(std::string_view line) {
  std::size_t first = 0;
  std::size_t last = line.size();
  while (first < last && is_white(line[first])) ++first;
  while (last > first && is_white(line[last - 1])) --last;
  return {line.data() + first, last - first};
}

constexpr std::string_view part(std::string_view text, std::size_t first, std::size_t last) {
  return {text.data() + first, last - first};
}

// Numbers that depend on the octets alone: choices that a target makes without taking octets of
// the input for them, so that every corpus file stays a plain field value.
class choices {
 public:
  explicit constexpr choices(std::string_view octets) {
    for (const char octet : octets) state_ = (state_ ^ number(octet)) * prime;
  }

  // A number below `bound`, which is not 0.
  constexpr std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = (state_ ^ (state_ >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % bound);
  }

 private:
  // FNV-1a; the overflow is meant.
  static constexpr std::uint64_t prime = 0x100000001B3U;
  std::uint64_t state_ = 0xCBF29CE484222325U;
};

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_OCTETS_HPP_
