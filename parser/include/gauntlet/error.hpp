#ifndef GAUNTLET_ERROR_HPP_
#define GAUNTLET_ERROR_HPP_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// What is wrong. Numeric values and names never change and are never used again; new ones are added
// at the end.
//
// The words "expected_..." say what the grammar wants at status::offset; they describe the octets,
// not the intention of whoever wrote them, and no meaning should hang on one code or the other:
// whether a value is valid, and the offset, are defined by the grammar; the code is a help for
// people.
enum class errc : std::uint8_t {
  ok = 0,

  // The value is not in the grammar.

  // An auth-scheme starts here, or nothing does.
  expected_auth_scheme = 1,
  // The name of an auth-param starts here, or nothing does.
  expected_auth_param = 2,
  // Either of them, after a comma of a challenge that has auth-params.
  expected_auth_scheme_or_auth_param = 3,
  // What can follow auth-scheme and SP.
  expected_token68_or_auth_param = 4,
  // "=" after the name of an auth-param.
  expected_equals = 5,
  // After a token that can be the name of an auth-param or complete.
  expected_equals_or_comma = 6,
  // A token or a quoted-string after "=".
  expected_param_value = 7,
  // The value of realm has to be a quoted-string (grammar::sender, RFC 9110 section 11.5).
  expected_quoted_string = 8,
  // After an auth-scheme: SP, or what ends the challenge or the credentials.
  expected_sp = 9,
  // After a complete element: OWS and a comma, or the end.
  expected_comma = 10,
  // Credentials end after a token68.
  expected_end = 11,
  // The value ends before the closing DQUOTE.
  unterminated_quoted_string = 12,
  // An octet that a quoted-string cannot hold.
  invalid_qdtext = 13,
  // An octet that cannot follow a backslash.
  invalid_quoted_pair = 14,
  // White space beside "=" (grammar::sender, RFC 9110 section 5.6.3).
  bws_forbidden = 15,
  // An empty list element (grammar::sender, RFC 9110 section 5.6.1.1).
  empty_element = 16,

  // The value may be in the grammar, but the reader stopped.

  // A quoted-string crosses a field line, so that no view can show it: see join().
  needs_join = 17,
  // Longer than options::max_length.
  limit_length = 18,
  // More than options::max_challenges.
  limit_challenges = 19,
  // More than options::max_auth_params in one challenge, in credentials or in auth-info.
  limit_auth_params = 20,
  // More than options::max_empty_elements in a row.
  limit_empty_elements = 21,

  // Writing: what the caller's buffer does not hold, and what the grammar cannot represent.

  output_too_small = 22,
  // Not a token.
  invalid_auth_scheme = 23,
  // Not a token68.
  invalid_token68 = 24,
  // Not a token.
  invalid_auth_param_name = 25,
  // Holds an octet that no quoted-string can: a CTL but HTAB, or DEL.
  invalid_auth_param_value = 26,
  // Asked for as a token, but it is none.
  expected_token = 27,
  // A second one in credentials; any in auth-info.
  unexpected_auth_scheme = 28,
  // Beside another payload; any in auth-info.
  unexpected_token68 = 29,
  // After a token68.
  unexpected_auth_param = 30,
  // The name stands in this challenge already.
  repeated_auth_param = 31,
};

// The number of enumerators of errc; they are contiguous from 0.
inline constexpr std::size_t errc_count = 32;

// The stable identifier of a code: the name of its enumerator, such as "expected_comma". O(1). The
// view is of static storage. "unknown" for a number that is not an enumerator.
//
//     static_assert(gauntlet::to_string(gauntlet::errc::needs_join) == "needs_join");
constexpr std::string_view to_string(errc code) noexcept {
  using std::string_view_literals::operator""sv;
  switch (code) {
    case errc::ok:
      return "ok"sv;
    case errc::expected_auth_scheme:
      return "expected_auth_scheme"sv;
    case errc::expected_auth_param:
      return "expected_auth_param"sv;
    case errc::expected_auth_scheme_or_auth_param:
      return "expected_auth_scheme_or_auth_param"sv;
    case errc::expected_token68_or_auth_param:
      return "expected_token68_or_auth_param"sv;
    case errc::expected_equals:
      return "expected_equals"sv;
    case errc::expected_equals_or_comma:
      return "expected_equals_or_comma"sv;
    case errc::expected_param_value:
      return "expected_param_value"sv;
    case errc::expected_quoted_string:
      return "expected_quoted_string"sv;
    case errc::expected_sp:
      return "expected_sp"sv;
    case errc::expected_comma:
      return "expected_comma"sv;
    case errc::expected_end:
      return "expected_end"sv;
    case errc::unterminated_quoted_string:
      return "unterminated_quoted_string"sv;
    case errc::invalid_qdtext:
      return "invalid_qdtext"sv;
    case errc::invalid_quoted_pair:
      return "invalid_quoted_pair"sv;
    case errc::bws_forbidden:
      return "bws_forbidden"sv;
    case errc::empty_element:
      return "empty_element"sv;
    case errc::needs_join:
      return "needs_join"sv;
    case errc::limit_length:
      return "limit_length"sv;
    case errc::limit_challenges:
      return "limit_challenges"sv;
    case errc::limit_auth_params:
      return "limit_auth_params"sv;
    case errc::limit_empty_elements:
      return "limit_empty_elements"sv;
    case errc::output_too_small:
      return "output_too_small"sv;
    case errc::invalid_auth_scheme:
      return "invalid_auth_scheme"sv;
    case errc::invalid_token68:
      return "invalid_token68"sv;
    case errc::invalid_auth_param_name:
      return "invalid_auth_param_name"sv;
    case errc::invalid_auth_param_value:
      return "invalid_auth_param_value"sv;
    case errc::expected_token:
      return "expected_token"sv;
    case errc::unexpected_auth_scheme:
      return "unexpected_auth_scheme"sv;
    case errc::unexpected_token68:
      return "unexpected_token68"sv;
    case errc::unexpected_auth_param:
      return "unexpected_auth_param"sv;
    case errc::repeated_auth_param:
      return "repeated_auth_param"sv;
  }
  return "unknown"sv;
}

// Whether a reader's code says that the value is not in the grammar. False for ok, needs_join and
// the limits.
//
//     static_assert(gauntlet::is_grammar_error(gauntlet::errc::expected_comma));
constexpr bool is_grammar_error(errc code) noexcept {
  return code >= errc::expected_auth_scheme && code <= errc::empty_element;
}

// Whether a reader's code says that one of the limits in options was exceeded, so that the rest is
// unknown.
//
//     static_assert(gauntlet::is_limit(gauntlet::errc::limit_length));
constexpr bool is_limit(errc code) noexcept {
  return code >= errc::limit_length && code <= errc::limit_empty_elements;
}

// A code and where it applies. Converts to true when all is well.
//
// For a code of the grammar, offset is the length of the longest prefix of the combined field value
// that can still be completed to a valid one: [0, offset) can, [0, offset] cannot, and offset
// equals the length when the value ended too early. It is a property of the grammar, not of the
// algorithm. For a limit it is the first octet of the element that exceeds the limit (for
// limit_length: the limit); for needs_join it is the opening DQUOTE. Ignoring a status is a mistake
// that the compiler reports.
//
//     constexpr gauntlet::status status =
//         gauntlet::validate("Basic realm=x y", gauntlet::operation::challenges);
//     static_assert(!status);
//     static_assert(status.code == gauntlet::errc::expected_comma);
//     static_assert(status.offset == 14);
struct [[nodiscard]] status {
  errc code = errc::ok;
  std::size_t offset = 0;

  constexpr explicit operator bool() const noexcept { return code == errc::ok; }
  friend constexpr bool operator==(const status&, const status&) noexcept = default;
};

// What a function did that writes octets into a buffer of the caller's: join(),
// param_value::unescape_to(), writer::finish(). Converts to true when all is well.
//
// `code` is ok, output_too_small or, from a writer only, the first refusal. `size` is the number of
// octets written; when the buffer was too small, the number needed; 0 after a refusal. `value` is
// the written part of the buffer and lives as long as that does; empty unless ok.
//
//     std::array<char, 2> buffer{};
//     const auto value = gauntlet::param_value::from_quoted_string(R"(\a\b\c)", 3);
//     const gauntlet::written result = value.unescape_to(buffer);
//     assert(!result && result.code == gauntlet::errc::output_too_small && result.size == 3);
struct [[nodiscard]] written {
  errc code = errc::ok;
  std::size_t size = 0;
  std::string_view value{};

  constexpr explicit operator bool() const noexcept { return code == errc::ok; }
};

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_ERROR_HPP_
