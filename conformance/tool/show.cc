#include "conformance/tool/show.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/model/spelling.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/progress.hpp"

namespace gauntlet::tool {

report::terminal_options terminal_look(bool no_color, bool details) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* unwanted = std::getenv("NO_COLOR");
  const char* type = std::getenv("TERM");
  report::terminal_options look;
  look.color = terminal && !no_color && (unwanted == nullptr || *unwanted == '\0') &&
               type != nullptr && std::string_view(type) != "dumb";
  look.width = terminal ? terminal_width(STDOUT_FILENO) : 100;
  look.details = details;
  return look;
}

void add_format_option(CLI::App& command, std::vector<std::string>& to) {
  std::string what = "Another file, may be repeated; badge (for shields.io, and pictures)";
  for (const report::format& one : report::formats)
    absl::StrAppend(&what, "; ", std::string(one.name), ": ", std::string(one.what));
  command.add_option("--format", to, what)
      ->type_name("NAME")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group("Results");
}

bool formats_named(command_context& context, const char* command,
                   const std::vector<std::string>& names) {
  const std::vector<std::string> known = report::format_names();
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    fail(context, absl::StrCat(command, ": unknown format ", model::printable(name),
                               model::nearest_or_all(name, known)));
    return false;
  }
  return true;
}

}  // namespace gauntlet::tool
