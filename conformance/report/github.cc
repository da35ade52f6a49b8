#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/ci_text.hpp"
#include "conformance/report/problems.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

// GitHub shows no more annotations of one kind for a step.
constexpr std::size_t most_shown = 10;

void command(std::string& out, const char* kind, const std::string& file, const std::string& title,
             const std::vector<std::string>& lines) {
  absl::StrAppend(&out, "::", kind, " file=", model::workflow_property(file),
                  ",line=1,title=", model::workflow_property(title), "::");
  for (std::size_t i = 0; i < lines.size(); ++i)
    absl::StrAppend(&out, i == 0 ? "" : "%0A", model::workflow_text(lines[i]));
  out += '\n';
}

}  // namespace

std::string render_github(const results& r) {
  const analysis a(r);
  const std::string file = file_of_problems(r.header);
  const std::vector<problem> found = find_problems(a);
  const std::size_t shown = found.size() > most_shown ? most_shown - 1 : found.size();
  std::string out;
  for (std::size_t i = 0; i < shown; ++i)
    command(out, "error", file, found[i].title, found[i].lines);
  if (shown != found.size()) {
    command(out, "error", file, counted(found.size() - shown, "more problem"),
            {"The report has all of them."});
  }
  if (found.empty()) command(out, "notice", file, "gauntlet", {"Nothing new fails."});
  return out;
}

}  // namespace gauntlet::report
