#include "conformance/live/servers/version.hpp"

#include <cctype>

#include "absl/strings/str_cat.h"
#include "conformance/process/run.hpp"

namespace gauntlet::live {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_part(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.'; }

}  // namespace

std::string version_in(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && (is_digit(text[i - 1]) || text[i - 1] == '.'))) continue;
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end + 1 >= text.size() || text[end] != '.' || !is_digit(text[end + 1])) continue;
    while (end < text.size() && is_part(text[end])) ++end;
    while (text[end - 1] == '.') --end;
    return std::string(text.substr(i, end - i));
  }
  return {};
}

std::string version_of(const std::vector<std::string>& command) {
  const absl::StatusOr<process::run_result> end =
      process::run(command, {.deadline = absl::Seconds(20), .max_output = 65536});
  return end.ok() ? version_in(absl::StrCat(end->output, "\n", end->errors)) : "";
}

}  // namespace gauntlet::live
