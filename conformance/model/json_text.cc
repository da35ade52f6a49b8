#include "conformance/model/json_text.hpp"

#include <algorithm>
#include <cstddef>

#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

// Answers come from programs under test. Deeper values than any result of this suite would overflow
// the stack of the JSON library's recursive serializer.
constexpr std::size_t max_json_depth = 64;

}  // namespace

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

bool is_too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_json_depth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

std::string dump(const nlohmann::ordered_json& value) {
  const std::string text =
      value.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    out.push_back(text[i]);
    if (text[i] != '\\') continue;
    const char escaped = text[++i];
    const char* digits = escaped == 'b'   ? "u0008"
                         : escaped == 't' ? "u0009"
                         : escaped == 'n' ? "u000a"
                         : escaped == 'f' ? "u000c"
                         : escaped == 'r' ? "u000d"
                                          : nullptr;
    if (digits != nullptr) {
      out += digits;
    } else {
      out.push_back(escaped);
    }
  }
  return out;
}

}  // namespace gauntlet::model
