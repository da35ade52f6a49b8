#ifndef GAUNTLET_CHARS_HPP_
#define GAUNTLET_CHARS_HPP_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// The octet sets of the grammar. Each function below answers for one octet, for all 256 of them, in
// O(1), and does not depend on the locale or on the signedness of char.
//
//     static_assert(gauntlet::is_tchar('~') && !gauntlet::is_tchar('/'));

// OWS and BWS consist of these: SP and HTAB.
//
//     OWS = *( SP / HTAB )                                                RFC 9110 section 5.6.3
constexpr bool is_ows(char octet) noexcept { return octet == ' ' || octet == '\t'; }

//     DIGIT = %x30-39                                                     RFC 5234 appendix B.1
constexpr bool is_digit(char octet) noexcept { return octet >= '0' && octet <= '9'; }

//     ALPHA = %x41-5A / %x61-7A                                           RFC 5234 appendix B.1
constexpr bool is_alpha(char octet) noexcept {
  return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
}

//     VCHAR = %x21-7E                                                     RFC 5234 appendix B.1
constexpr bool is_vchar(char octet) noexcept { return octet >= '\x21' && octet <= '\x7e'; }

//     obs-text = %x80-FF                                                  RFC 9110 section 5.5
constexpr bool is_obs_text(char octet) noexcept {
  return static_cast<unsigned char>(octet) >= 0x80;
}

namespace detail {

// One bit per set. An octet in both tchar and token68 has the two bits; the bit `ambiguous` repeats
// their conjunction, so that one test tells whether a run can still be either.
enum octet_class : std::uint8_t {
  class_tchar = 1,
  class_token68 = 2,
  class_ambiguous = 4,
  class_qdtext = 8,
  class_quoted_pair = 16,
  class_ows = 32,
};

constexpr bool is_one_of(char octet, std::string_view set) noexcept {
  for (const char member : set) {
    if (octet == member) return true;
  }
  return false;
}

// A compiler asks this 256 times for everyone who includes it: the sets that need a search come last.
constexpr std::uint8_t classify(char octet) noexcept {
  if (is_ows(octet)) return class_qdtext | class_quoted_pair | class_ows;
  if (is_obs_text(octet)) return class_qdtext | class_quoted_pair;
  if (!is_vchar(octet)) return 0;
  const bool tchar = is_alpha(octet) || is_digit(octet) || is_one_of(octet, "!#$%&'*+-.^_`|~");
  const bool token68 = is_alpha(octet) || is_digit(octet) || is_one_of(octet, "-._~+/");
  std::uint8_t bits = 0;
  if (tchar) bits |= class_tchar;
  if (token68) bits |= class_token68;
  if (tchar && token68) bits |= class_ambiguous;
  if (octet != '"' && octet != '\\') bits |= class_qdtext;
  return bits | class_quoted_pair;
}

// What a reader sees after the last octet: two more symbols, in no set.
inline constexpr int end_of_value = 256;
inline constexpr int end_of_limit = 257;

struct octet_class_table {
  std::uint8_t bits[258];
};

consteval octet_class_table make_octet_class_table() {
  octet_class_table table{};
  for (std::size_t octet = 0; octet < 256; ++octet) {
    table.bits[octet] = classify(static_cast<char>(static_cast<unsigned char>(octet)));
  }
  return table;
}

inline constexpr octet_class_table octet_classes = make_octet_class_table();

constexpr bool is_class(int symbol, int wanted) noexcept {
  return (octet_classes.bits[symbol] & wanted) != 0;
}

constexpr bool is_class(char octet, int wanted) noexcept {
  return is_class(static_cast<int>(static_cast<unsigned char>(octet)), wanted);
}

constexpr char as_it_is(char octet) noexcept { return octet; }

constexpr char to_lower(char octet) noexcept {
  return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet + ('a' - 'A')) : octet;
}

}  // namespace detail

//     tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*"
//           / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~"
//           / DIGIT / ALPHA                                               RFC 9110 section 5.6.2
constexpr bool is_tchar(char octet) noexcept {
  return detail::is_class(octet, detail::class_tchar);
}

// An octet of the part of a token68 before its "=":
//
//     token68 = 1*( ALPHA / DIGIT /
//                   "-" / "." / "_" / "~" / "+" / "/" ) *"="              RFC 9110 section 11.2
constexpr bool is_token68_char(char octet) noexcept {
  return detail::is_class(octet, detail::class_token68);
}

//     qdtext = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text            RFC 9110 section 5.6.4
constexpr bool is_qdtext(char octet) noexcept {
  return detail::is_class(octet, detail::class_qdtext);
}

// An octet that may follow the backslash:
//
//     quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )                  RFC 9110 section 5.6.4
constexpr bool is_quoted_pair_char(char octet) noexcept {
  return detail::is_class(octet, detail::class_quoted_pair);
}

//     token = 1*tchar                                                     RFC 9110 section 5.6.2
//
// O(length).
//
//     static_assert(gauntlet::is_token("Basic") && !gauntlet::is_token(""));
constexpr bool is_token(std::string_view octets) noexcept {
  for (const char octet : octets) {
    if (!is_tchar(octet)) return false;
  }
  return !octets.empty();
}

//     token68 = 1*( ALPHA / DIGIT /
//                   "-" / "." / "_" / "~" / "+" / "/" ) *"="              RFC 9110 section 11.2
//
// Says nothing about base64: neither the length nor the number of "=" is looked at. O(length).
//
//     static_assert(gauntlet::is_token68("a/b=="));
//     static_assert(!gauntlet::is_token68("=") && !gauntlet::is_token68("a=b"));
constexpr bool is_token68(std::string_view octets) noexcept {
  std::size_t size = octets.size();
  while (size > 0 && octets[size - 1] == '=') --size;
  for (std::size_t i = 0; i < size; ++i) {
    if (!is_token68_char(octets[i])) return false;
  }
  return size > 0;
}

// Whether two octet strings are equal when ASCII letters are compared without regard to case, as
// auth-scheme and the names of auth-params are (RFC 9110 sections 11.1 and 11.2). Other octets,
// obs-text included, have to be identical. O(length).
//
//     static_assert(gauntlet::equals_ignore_case("realm", "Realm"));
constexpr bool equals_ignore_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (detail::to_lower(a[i]) != detail::to_lower(b[i])) return false;
  }
  return true;
}

// Whether `scheme`, as it stood in a field, is the auth-scheme `name`.
//
//     auth-scheme = token, case-insensitive                               RFC 9110 section 11.1
//
//     static_assert(gauntlet::scheme_is("bAsIc", "Basic"));
constexpr bool scheme_is(std::string_view scheme, std::string_view name) noexcept {
  return equals_ignore_case(scheme, name);
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_CHARS_HPP_
