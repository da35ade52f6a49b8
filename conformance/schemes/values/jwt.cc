#include "conformance/schemes/values/jwt.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/lists.hpp"
#include "conformance/schemes/values/octets.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::schemes {
namespace {

// More than any header that is in use; what is longer is not decoded.
constexpr std::size_t longest_header = 16384;

}  // namespace

bool is_jwt_form(std::string_view text) noexcept {
  std::size_t length = 0;
  int dots = 0;
  for (const char c : text) {
    if (c == '.') {
      if (length == 0 || ++dots > 2) return false;
      length = 0;
    } else if (is_base64url_digit(c)) {
      ++length;
    } else {
      return false;
    }
  }
  return dots == 2;
}

bool is_jwt(std::string_view text) noexcept { return is_jwt_form(text) && text.back() != '.'; }

bool looks_like_jwt(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot > longest_header || !is_jwt_form(text)) return false;
  const std::optional<std::string> header = decode_base64url(text.substr(0, dot));
  if (!header) return false;
  const nlohmann::json read = nlohmann::json::parse(*header, nullptr, false);
  return read.is_object() && read.contains("alg");
}

}  // namespace gauntlet::schemes
