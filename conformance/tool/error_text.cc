#include "conformance/tool/error_text.hpp"

#include <algorithm>

#include "conformance/model/text.hpp"

namespace gauntlet::tool {
namespace {

constexpr std::string_view ellipsis = "...";

}  // namespace

std::string_view explain(gauntlet::errc code, model::operation op) noexcept {
  using gauntlet::errc;
  switch (code) {
    case errc::ok:
      return "valid";
    case errc::expected_auth_scheme:
      return "expected an auth-scheme (a token)";
    case errc::expected_auth_param:
      return "expected an auth-param (a name and \"=\")";
    case errc::expected_auth_scheme_or_auth_param:
      return "expected an auth-scheme or an auth-param";
    case errc::expected_token68_or_auth_param:
      return "expected a token68, an auth-param, or a comma";
    case errc::expected_equals:
      return "expected \"=\" after the name of an auth-param";
    case errc::expected_equals_or_comma:
      return "expected \"=\", a comma, or the end";
    case errc::expected_param_value:
      return "expected a token or a quoted-string";
    case errc::expected_quoted_string:
      return "expected a quoted-string: a sender must not write realm as a token (RFC 9110 section "
             "11.5)";
    case errc::expected_sp:
      return op == model::operation::challenges
                 ? "expected SP, a comma, or the end after the auth-scheme"
                 : "expected SP or the end after the auth-scheme";
    case errc::expected_comma:
      return "expected a comma or the end";
    case errc::expected_end:
      return "expected the end: credentials have one token68 and nothing after it";
    case errc::unterminated_quoted_string:
      return "expected a closing DQUOTE";
    case errc::invalid_qdtext:
      return "expected an octet that a quoted-string can hold (no CTL but HTAB)";
    case errc::invalid_quoted_pair:
      return "expected an octet that can follow a backslash (HTAB, SP, VCHAR, obs-text)";
    case errc::bws_forbidden:
      return "expected no white space: a sender must not write BWS (RFC 9110 section 5.6.3)";
    case errc::empty_element:
      return "expected an element: a sender must not write empty ones (RFC 9110 section 5.6.1.1)";
    case errc::needs_join:
      return "a quoted-string crosses the end of a field line";
    case errc::limit_length:
      return "longer than the limit";
    case errc::limit_challenges:
      return "more challenges than the limit";
    case errc::limit_auth_params:
      return "more auth-params than the limit";
    case errc::limit_empty_elements:
      return "more empty elements than the limit";
    case errc::output_too_small:
      return "the buffer is too small";
    case errc::invalid_auth_scheme:
      return "the auth-scheme is not a token";
    case errc::invalid_token68:
      return "this is not a token68";
    case errc::invalid_auth_param_name:
      return "the name is not a token";
    case errc::invalid_auth_param_value:
      return "no quoted-string can hold this octet";
    case errc::expected_token:
      return "the value is not a token";
    case errc::unexpected_auth_scheme:
      return "no place for an auth-scheme";
    case errc::unexpected_token68:
      return "no place for a token68";
    case errc::unexpected_auth_param:
      return "no place for an auth-param";
    case errc::repeated_auth_param:
      return "the name occurs earlier";
  }
  return "invalid";
}

std::string with_caret(std::string_view field_line, std::size_t position, std::string_view message,
                       std::size_t width) {
  const std::size_t at = std::min(position, field_line.size());
  std::string before = model::printable(field_line.substr(0, at));
  std::string after = model::printable(field_line.substr(at));
  const std::size_t half = std::max<std::size_t>(width / 2, 2 * ellipsis.size());
  if (before.size() + after.size() > width) {
    if (before.size() > half) {
      before.erase(0, before.size() - half + ellipsis.size());
      before.insert(0, ellipsis);
    }
    const std::size_t room = std::max(width > before.size() ? width - before.size() : 0, half);
    if (after.size() > room) {
      after.resize(room - ellipsis.size());
      after.append(ellipsis);
    }
  }
  std::string text = before + after;
  text.push_back('\n');
  text.append(before.size(), ' ');
  text.append("^ ");
  text.append(message);
  return text;
}

}  // namespace gauntlet::tool
