// Everything that is rendered from a results file. Each function is pure: the same results give the
// same octets.
#ifndef GAUNTLET_CONFORMANCE_REPORT_REPORT_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_REPORT_HPP_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

struct terminal_options {
  bool color = false;        // the caller decides: a terminal, or --color=always
  std::size_t width = 80;    // columns
  std::size_t failures = 3;  // shown per implementation; 0: none
};

// The matrix, then the first failures of each implementation, ASCII with LF (ANSI colours when
// asked).
[[nodiscard]] std::string render_terminal(const results& r, const terminal_options& options = {});

// One self-contained page: no script, no resource from elsewhere. ASCII.
[[nodiscard]] std::string render_html(const results& r);

// GitHub-flavoured Markdown, fit for a CI job summary.
[[nodiscard]] std::string render_markdown(const results& r);

// JUnit XML: one testsuite per implementation.
[[nodiscard]] std::string render_junit(const results& r);

// TAP version 14: one subtest per implementation.
[[nodiscard]] std::string render_tap(const results& r);

// Counts and levels per implementation as JSON (one object, LF at the end).
[[nodiscard]] std::string render_summary(const results& r);

// What a badge says about one implementation.
struct badge {
  std::string label = "gauntlet";
  std::string message;  // "MUST 100 %, SHOULD 92 %", "3 unsafe", "not run"
  std::string color;    // a name of shields.io: "brightgreen", "red", ...
};
// NotFound: no implementation has this id.
[[nodiscard]] absl::StatusOr<badge> make_badge(const results& r, const std::string& implementation);
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
[[nodiscard]] std::string render_track_markdown(const results& before, const results& after);
// Whether something that conformed before does not conform now, in an implementation that both
// files have run.
[[nodiscard]] bool has_regression(const results& before, const results& after);

// Writes report.html, report.md, junit.xml, report.tap, summary.json and
// badges/<implementation>.{json,svg} into `directory`, which must exist. The results file itself is
// the writer's business.
absl::Status write_reports(const results& r, const std::string& directory);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_REPORT_HPP_
