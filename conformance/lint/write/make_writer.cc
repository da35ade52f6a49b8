#include "absl/strings/str_cat.h"
#include "conformance/lint/write/writers.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::lint {

std::optional<output> output_from_string(std::string_view name) noexcept {
  const struct {
    std::string_view name;
    lint::output output;
  } all[] = {{"terminal", output::terminal},
             {"json", output::json},
             {"sarif", output::sarif},
             {"github", output::github},
             {"junit", output::junit}};
  for (const auto& one : all) {
    if (one.name == name) return one.output;
  }
  return std::nullopt;
}

std::unique_ptr<writer> make_writer(output what, std::ostream& out, const look& how) {
  switch (what) {
    case output::terminal:
      break;
    case output::json:
      return make_json_writer(out);
    case output::sarif:
      return make_sarif_writer(out);
    case output::github:
      return make_github_writer(out);
    case output::junit:
      return make_junit_writer(out);
  }
  return make_terminal_writer(out, how);
}

std::string where(const shown_message& message, const shown_finding& found) {
  std::string text = model::printable(message.source);
  const std::uint64_t line = found.line_number == 0 ? message.line_number : found.line_number;
  if (message.record != 0) absl::StrAppend(&text, " (record ", message.record, ")");
  if (line != 0 && message.record == 0) absl::StrAppend(&text, ":", line);
  if (line != 0 && message.record == 0 && found.column != 0)
    absl::StrAppend(&text, ":", found.column);
  return text;
}

const char* severity_of(schemes::level level, const char* less) noexcept {
  switch (level) {
    case schemes::level::must:
    case schemes::level::security:
      return "error";
    case schemes::level::should:
      return "warning";
    case schemes::level::interop:
      break;
  }
  return less;
}

}  // namespace gauntlet::lint
