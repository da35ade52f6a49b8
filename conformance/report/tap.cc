#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

// In a description, `#` would begin a directive and a backslash an escape.
std::string description(const std::string& text) {
  std::string out;
  for (const char c : one_line(text, 400)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// A JSON string of printable ASCII is a double-quoted scalar of YAML.
void diagnostic(std::string& out, const std::string& name, const std::string& text) {
  if (text.empty()) return;
  out += "      " + name + ": ";
  model::append_json_string(out, one_line(text, 2000));
  out += '\n';
}

void diagnostics(std::string& out, const run_header& header, const row& r) {
  out += "      ---\n";
  diagnostic(out, "verdict", verdict_text(r));
  diagnostic(out, "title", r.facts->title);
  if (const reference* ref = first_reference(*r.facts)) {
    diagnostic(out, "reference", show_reference(*ref));
  }
  for (const shown_input& one : show_input(*r.facts, 1000)) {
    std::string name = one.label;
    for (char& c : name) {
      if (c == ' ') c = '_';
      if (c == '(' || c == ')') c = '_';
    }
    diagnostic(out, name, one.text);
  }
  diagnostic(out, "expected", show_expected(r, 1000));
  diagnostic(out, "got", show_got(r, 1000));
  diagnostic(out, "reproduce", reproduce(header, r));
  out += "      ...\n";
}

// Appends the test point of a row and says whether it counts as a failure.
bool test_point(std::string& out, const run_header& header, const row& r, std::size_t number) {
  const bool is_known_failure = is_known(r) && is_non_conforming(r);
  const bool fails = is_non_conforming(r) || r.verdict == verdict::flaky;
  absl::StrAppend(&out, "    ", fails ? "not ok " : "ok ", number, " - ", description(r.facts->id));
  if (is_known_failure) {
    out += " # TODO known deviation: " + description(r.known->reason);
  } else if (!fails && !is_judged(r.verdict)) {
    out += " # SKIP " + description(verdict_text(r));
    if (!r.error.empty()) out += ": " + description(r.error);
  }
  out += '\n';
  if (fails || r.verdict == verdict::lenient || r.verdict == verdict::alternative) {
    diagnostics(out, header, r);
  }
  return fails && !is_known_failure;
}

}  // namespace

std::string render_tap(const results& r) {
  const analysis a(r);
  std::string out = "TAP version 14\n";
  absl::StrAppend(&out, "1..", a.implementations().size(), "\n");
  std::size_t number = 0;
  for (const implementation_view& view : a.implementations()) {
    ++number;
    const std::string name = description(name_and_version(*view.info));
    if (!view.ran()) {
      std::string why = std::string(to_string(view.info->status)) + ": " + view.info->reason;
      if (!view.info->install.empty()) why += "; " + view.info->install;
      const bool broken = view.info->status == implementation_status::could_not_start;
      absl::StrAppend(&out, broken ? "not ok " : "ok ", number, " - ", name,
                      broken ? "" : " # SKIP " + description(why), "\n");
      if (broken) {
        out += "  ---\n  message: ";
        model::append_json_string(out, one_line(why, 2000));
        out += "\n  ...\n";
      }
      continue;
    }
    out += "# Subtest: " + name + "\n";
    std::size_t points = 0;
    bool failed = false;
    for (const row* one : view.rows) {
      if (one != nullptr) failed = test_point(out, r.header, *one, ++points) || failed;
    }
    absl::StrAppend(&out, "    1..", points, points == 0 ? " # SKIP no cases" : "", "\n");
    absl::StrAppend(&out, failed ? "not ok " : "ok ", number, " - ", name, "\n");
  }
  if (!r.footer.complete) out += "Bail out! the run was interrupted\n";
  return out;
}

}  // namespace gauntlet::report
