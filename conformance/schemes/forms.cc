#include "conformance/schemes/forms.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <string>

#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/basic.hpp"
#include "conformance/schemes/values/ext_value.hpp"
#include "conformance/schemes/values/jwt.hpp"
#include "conformance/schemes/values/lists.hpp"
#include "conformance/schemes/values/octets.hpp"

namespace gauntlet::schemes {
namespace {

bool is_token(std::string_view text) { return all_of(text, gauntlet::is_tchar); }

// 1#token of a recipient (RFC 9110, section 5.6.1.2).
bool is_token_list(std::string_view text) {
  const std::vector<std::string_view> elements = split_list(text);
  return !elements.empty() && std::all_of(elements.begin(), elements.end(), is_token);
}

bool is_8_hexdig(std::string_view text) { return text.size() == 8 && all_of(text, is_hexdig); }

bool is_hex_pairs(std::string_view text) { return text.size() % 2 == 0 && all_of(text, is_hexdig); }

// LHEX of a digest of 128 or 256 bits (RFC 7616, section 3.3).
bool is_digest(std::string_view text) {
  return (text.size() == 32 || text.size() == 64) &&
         all_of(text, [](char c) { return is_hexdig(c) && !(c >= 'A' && c <= 'F'); });
}

bool is_digits(std::string_view text) { return all_of(text, is_digit); }

bool is_number(std::string_view text) {
  return is_digits(text) && (text.front() != '0' || text.size() == 1);
}

bool is_uint16(std::string_view text) {
  return is_number(text) && text.size() <= 5 && std::stoul(std::string(text)) <= 65535;
}

bool is_ascii(std::string_view text) {
  return text.empty() || all_of(text, [](char c) { return c >= 0x20 && c <= 0x7E; });
}

// %x21 / %x23-5B / %x5D-7E (RFC 6749, appendix A)
bool is_nqchar(char c) { return c >= 0x21 && c <= 0x7E && c != '"' && c != '\\'; }
bool is_nqchars(std::string_view text) { return all_of(text, is_nqchar); }
bool is_nqschars(std::string_view text) {
  return all_of(text, [](char c) { return c == ' ' || is_nqchar(c); });
}

// scope-token *( SP scope-token ) (RFC 6749, section 3.3)
bool is_scope(std::string_view text) {
  return is_nqschars(text) && text.front() != ' ' && text.back() != ' ' &&
         text.find("  ") == std::string_view::npos;
}

// printable of RFC 5802, section 7
bool is_s_nonce(std::string_view text) {
  return all_of(text, [](char c) { return c >= 0x21 && c <= 0x7E && c != ','; });
}

// RFC 5849, section 3.6
bool is_percent_encoded(std::string_view text) {
  return decode_percent(text,
                        [](char c) {
                          return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' ||
                                 c == '~';
                        })
      .has_value();
}

// An ext-value whose charset is UTF-8 (RFC 7616, section 3.4; RFC 8120, section 3.1)
bool is_ext_value(std::string_view text) {
  const std::optional<ext_value> read = read_ext_value(text);
  return read && gauntlet::equals_ignore_case(read->charset, "UTF-8");
}

bool is_base64_padded(std::string_view text) { return is_base64(text, alphabet::standard); }
bool is_base64url_padded(std::string_view text) { return is_base64(text, alphabet::url); }
bool is_base64url_unpadded(std::string_view text) {
  return text.empty() || all_of(text, is_base64url_digit);
}
// base64urlchars of RFC 7486, section 2, and the two that its own example has beside them.
bool is_base64_any(std::string_view text) {
  return all_of(text,
                [](char c) { return c == '=' || c == '+' || c == '/' || is_base64url_digit(c); });
}

// kid "." challenge "." nonce "." sig (RFC 7486, section 2)
bool is_hoba_result(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), is_base64_any);
}

bool is_user_pass(std::string_view text) { return fault_of_user_pass(text).empty(); }

constexpr form all_forms[] = {
    {"token", is_token, "a token"},
    {"1#token", is_token_list, "a list of tokens with commas between"},
    {"8HEXDIG", is_8_hexdig, "eight hexadecimal digits"},
    {"1*(2HEXDIG)", is_hex_pairs, "pairs of hexadecimal digits"},
    {"digest", is_digest, "32 or 64 hexadecimal digits in lower case, as its algorithm has them"},
    {"1*DIGIT", is_digits, "a number in decimal digits"},
    {"number", is_number, "a number in decimal digits without a zero in front"},
    {"uint16", is_uint16, "a number of 0 to 65535 without a zero in front"},
    {"ascii", is_ascii, "printable ASCII"},
    {"1*NQCHAR", is_nqchars, "printable ASCII without SP, DQUOTE and backslash"},
    {"1*NQSCHAR", is_nqschars, "printable ASCII without DQUOTE and backslash"},
    {"scope", is_scope, "a list of printable ASCII words with one SP between"},
    {"s-nonce", is_s_nonce, "printable ASCII without SP and comma"},
    {"percent-encoded", is_percent_encoded, "percent-encoded"},
    {"ext-value", is_ext_value, "an ext-value in UTF-8: UTF-8'' and percent-encoded octets"},
    {"base64", is_base64_padded, "Base64 with its padding"},
    {"base64url", is_base64url_padded, "base64url with its padding"},
    {"base64url-unpadded", is_base64url_unpadded, "base64url without padding"},
    {"base64-any", is_base64_any, "Base64 of either alphabet"},
    {"hoba-result", is_hoba_result, "kid, challenge, nonce and signature with \".\" between"},
    {"jwt", is_jwt, "a JWT: three parts of base64url with \".\" between"},
    {"user-pass", is_user_pass, "Base64 of user-id \":\" password"},
};

}  // namespace

const form* find_form(std::string_view name) noexcept {
  const auto* found = std::find_if(std::begin(all_forms), std::end(all_forms),
                                   [&](const form& f) { return f.name == name; });
  return found == std::end(all_forms) ? nullptr : found;
}

bool is_word(std::string_view value, const std::vector<std::string>& words) noexcept {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return gauntlet::equals_ignore_case(word, value);
  });
}

bool is_elided(std::string_view value) noexcept {
  return value.find("...") != std::string_view::npos;
}

}  // namespace gauntlet::schemes
