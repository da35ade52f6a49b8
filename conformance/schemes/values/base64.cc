#include "conformance/schemes/values/base64.hpp"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "conformance/schemes/values/octets.hpp"

namespace gauntlet::schemes {
namespace {

bool is_base64_digit(char c) noexcept { return is_alpha(c) || is_digit(c) || c == '+' || c == '/'; }

// What stands in front of the padding.
std::string_view digits_of(std::string_view text) noexcept {
  std::string_view digits = text;
  while (text.size() - digits.size() < 2 && !digits.empty() && digits.back() == '=')
    digits.remove_suffix(1);
  return digits;
}

}  // namespace

bool is_base64url_digit(char c) noexcept {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '_';
}

bool is_base64(std::string_view text, alphabet letters) noexcept {
  const std::string_view digits = digits_of(text);
  return text.size() % 4 == 0 &&
         std::all_of(digits.begin(), digits.end(),
                     letters == alphabet::url ? is_base64url_digit : is_base64_digit);
}

std::optional<std::string> decode_base64(std::string_view text, alphabet letters) {
  // Abseil takes more than RFC 4648 does: white space, and padding that is missing.
  if (!is_base64(text, letters)) return {};
  return decode_base64url([&] {
    std::string url(digits_of(text));
    std::replace(url.begin(), url.end(), '+', '-');
    std::replace(url.begin(), url.end(), '/', '_');
    return url;
  }());
}

std::optional<std::string> decode_base64url(std::string_view text) {
  const std::string_view digits = digits_of(text);
  if (digits.size() != text.size() && !is_base64(text, alphabet::url)) return {};
  if (digits.size() % 4 == 1 || !std::all_of(digits.begin(), digits.end(), is_base64url_digit))
    return {};
  std::string octets;
  if (!absl::WebSafeBase64Unescape(absl::string_view(digits.data(), digits.size()), &octets))
    return {};
  return octets;
}

std::string encode_base64(std::string_view octets, alphabet letters) {
  std::string text;
  absl::Base64Escape(absl::string_view(octets.data(), octets.size()), &text);
  if (letters == alphabet::url) {
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
  }
  return text;
}

}  // namespace gauntlet::schemes
