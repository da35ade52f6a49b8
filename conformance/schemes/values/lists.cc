#include "conformance/schemes/values/lists.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <string>

#include "absl/time/time.h"
#include "conformance/schemes/values/octets.hpp"

namespace gauntlet::schemes {
namespace {

// Whether the octets stand where `shape` has them: 0 is a digit, everything else itself.
bool has_shape(std::string_view text, std::string_view shape) {
  return text.size() >= shape.size() &&
         std::equal(shape.begin(), shape.end(), text.begin(),
                    [](char s, char t) { return s == '0' ? is_digit(t) : s == t; });
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> split_list(std::string_view value) {
  std::vector<std::string_view> elements = split(value, ',');
  for (std::string_view& element : elements) element = gauntlet::trim_ows(element);
  std::erase(elements, std::string_view());
  return elements;
}

std::vector<std::string_view> split_words(std::string_view value) {
  std::vector<std::string_view> words = split(value, ' ');
  std::erase(words, std::string_view());
  return words;
}

std::optional<std::int64_t> read_instant(std::string_view text) {
  // Abseil takes white space around the text, years of any length and more.
  const bool is_basic = has_shape(text, "00000000T000000Z") && text.size() == 16;
  if (!is_basic && !has_shape(text, "0000-00-00T00:00:00")) return {};
  if (text.size() > 40 || is_control(text.back()) || text.back() == ' ') return {};
  absl::Time at;
  std::string error;
  if (!absl::ParseTime(is_basic ? "%E4Y%m%dT%H%M%SZ" : absl::RFC3339_full,
                       absl::string_view(text.data(), text.size()), &at, &error))
    return {};
  return absl::ToUnixSeconds(at);
}

}  // namespace gauntlet::schemes
