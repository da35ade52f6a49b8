#include "conformance/report/problems.hpp"

#include "absl/strings/str_cat.h"
#include "conformance/report/causes.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

constexpr std::string_view could_not_start = "could-not-start";
constexpr std::string_view interrupted = "interrupted";

bool is_flaky(const row& r) { return r.verdict == verdict::flaky; }

problem of_cause(const run_header& header, const implementation_view& view, const cause& c) {
  problem made;
  made.rule = to_string(c.kind);
  const std::string what =
      c.difference.empty() ? std::string("asked again, it answered otherwise") : c.difference;
  made.title = absl::StrCat(one_line(view.info->name, 60), ": ", made.rule, ", ",
                            counted(c.rows.size(), "case"), ": ", what);
  const row& shown = *c.rows.front();
  if (!c.mark.empty()) {
    made.lines.push_back(
        absl::StrCat("when: ", one_line(c.about, 300), " (", one_line(c.mark, 60), ")"));
  }
  for (const shown_input& one : show_input(*shown.facts, 240))
    made.lines.push_back(absl::StrCat(one.label, ": ", one.text));
  made.lines.push_back(absl::StrCat("expected: ", show_expected(shown, 400)));
  made.lines.push_back(absl::StrCat("got: ", show_got(shown, 400)));
  if (const reference* ref = first_reference(*shown.facts))
    made.lines.push_back(absl::StrCat("section: ", show_reference(*ref)));
  made.lines.push_back(absl::StrCat("show: ", one_line(reproduce(header, shown), 1000)));
  for (const row* one : c.rows) made.cases.push_back(one_line(one->facts->id, 200));
  made.identity = absl::StrCat(view.info->id, "\n", made.rule, "\n", c.mark, "\n", c.difference);
  return made;
}

problem not_started(const implementation_info& info) {
  problem made;
  made.rule = could_not_start;
  made.title = absl::StrCat(one_line(info.name, 60), ": could not start");
  made.lines.push_back(info.reason.empty() ? "no reason is known" : one_line(info.reason, 1000));
  made.identity = absl::StrCat(info.id, "\n", made.rule);
  return made;
}

}  // namespace

std::vector<problem> find_problems(const analysis& a) {
  std::vector<problem> found;
  const run_header& header = a.source().header;
  if (!a.source().footer.complete) {
    found.push_back({std::string(interrupted),
                     "the run was interrupted",
                     {"What was not asked is missing."},
                     {},
                     std::string(interrupted)});
  }
  for (const implementation_view& view : a.implementations()) {
    if (view.info->status == implementation_status::could_not_start)
      found.push_back(not_started(*view.info));
    for (const cause& c : find_causes(view, is_new_failure))
      found.push_back(of_cause(header, view, c));
    for (const cause& c : find_causes(view, is_flaky)) found.push_back(of_cause(header, view, c));
  }
  return found;
}

std::string file_of_problems(const run_header& header) {
  const nlohmann::json options = nlohmann::json::parse(header.options, nullptr, false);
  if (options.is_object() && options.contains("file") && options["file"].is_string())
    return options["file"].get<std::string>();
  return "gauntlet.toml";
}

const std::vector<problem_rule>& problem_rules() {
  static const std::vector<problem_rule> all = {
      {to_string(verdict::hang), "There was no answer within the deadline."},
      {to_string(verdict::crash),
       "The process ended, or failed in a way that its API does not document."},
      {to_string(verdict::resource_limit),
       "The process was ended by its limit on memory or processor time."},
      {to_string(verdict::protocol_error), "The adapter broke the protocol."},
      {to_string(verdict::smuggled),
       "Text inside a quoted-string became a parameter or a challenge."},
      {to_string(verdict::wrong_result), "The value was read as something else."},
      {to_string(verdict::over_strict), "The value was refused, though it must be accepted."},
      {to_string(verdict::control_octet), "CR, LF or NUL was passed on."},
      {to_string(verdict::flaky), "The case was asked again, and the answer was another one."},
      {could_not_start, "The adapter could not be started."},
      {interrupted, "The run did not get to its end."}};
  return all;
}

}  // namespace gauntlet::report
