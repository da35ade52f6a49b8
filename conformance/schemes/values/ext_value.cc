#include "conformance/schemes/values/ext_value.hpp"

#include <algorithm>
#include <utility>

#include "conformance/schemes/values/octets.hpp"

namespace gauntlet::schemes {
namespace {

// attr-char and mime-charsetc (RFC 8187, section 3.2.1) differ in what they take beside these.
bool is_either(char c, std::string_view more) {
  return is_alpha(c) || is_digit(c) || more.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<ext_value> read_ext_value(std::string_view text) {
  const std::size_t first = text.find('\'');
  if (first == std::string_view::npos) return {};
  const std::size_t second = text.find('\'', first + 1);
  if (second == std::string_view::npos) return {};
  const std::string_view charset = text.substr(0, first);
  const std::string_view language = text.substr(first + 1, second - first - 1);
  if (!all_of(charset, [](char c) { return is_either(c, "!#$%&+-^_`{}~"); })) return {};
  if (!language.empty() && !all_of(language, [](char c) { return is_either(c, "-"); })) return {};
  std::optional<std::string> octets =
      decode_percent(text.substr(second + 1), [](char c) { return is_either(c, "!#$&+-.^_`|~"); });
  if (!octets) return {};
  return ext_value{std::string(charset), std::string(language), *std::move(octets)};
}

}  // namespace gauntlet::schemes
