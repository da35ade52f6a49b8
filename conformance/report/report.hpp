// Everything that is rendered from a results file. Each function is pure: the same results give the
// same octets.
#ifndef GAUNTLET_CONFORMANCE_REPORT_REPORT_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_REPORT_HPP_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

struct terminal_options {
  bool color = false;      // the caller decides: a terminal, or --color=always
  std::size_t width = 80;  // columns
  bool details = false;    // every cause with its cases, of every implementation
};

// Of one implementation its families and the causes of its failures; of several their figures, and
// what they make of the RFC's example. At most 74 lines without `details`, for a run of as many
// implementations and families as there are. ASCII with LF (ANSI colours when asked).
[[nodiscard]] std::string render_terminal(const results& r, const terminal_options& options = {});

// The reports that are files of their own. ASCII, with LF at the end.
#define FORMAT(name, file, render, what) [[nodiscard]] std::string render(const results& r);
#include "conformance/report/formats.inc"
#undef FORMAT

struct format {
  std::string_view name;  // as it is asked for
  std::string_view file;  // its name in the folder of the results
  std::string (*render)(const results& r);
  std::string_view what;  // for `--help`
};
inline constexpr format formats[] = {
#define FORMAT(name, file, render, what) {name, file, render, what},
#include "conformance/report/formats.inc"
#undef FORMAT
};

// Null where no single file has that name; "badge" is the name of several.
[[nodiscard]] const format* find_format(std::string_view name);
// Every name that may be asked for, "badge" included.
[[nodiscard]] std::vector<std::string> format_names();

// What a badge says about one implementation.
struct badge {
  std::string label = "gauntlet";
  std::string message;  // "reads right 423/426 (99 %)", "3 smuggled", "not run"
  std::string color;    // a name of shields.io: "brightgreen", "red", ...
};
// The badges of all implementations, in the order of the header.
[[nodiscard]] std::vector<badge> make_badges(const results& r);
// shields.io's endpoint schema.
[[nodiscard]] std::string render_badge_json(const badge& b);
// A static picture of the same.
[[nodiscard]] std::string render_badge_svg(const badge& b);

// What changed from `before` to `after`: verdicts, cases and implementations that came or went,
// versions. A single sentence when nothing did.
[[nodiscard]] std::string render_track(const results& before, const results& after,
                                       const terminal_options& options = {});
// Whether something that conformed before does not conform now, in an implementation that both
// files have run.
[[nodiscard]] bool has_regression(const results& before, const results& after);

// Writes the formats of these names into `directory`, which must exist; "badge" stands for
// badges/<implementation>.{json,svg}. The footer of `r` is the one that model::write_results
// returned. Errors: DataLoss.
absl::Status write_reports(const results& r, const std::string& directory,
                           const std::vector<std::string>& names);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_REPORT_HPP_
