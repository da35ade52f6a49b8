#include "conformance/tool/run_output.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/model/results_reader.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/show.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

}  // namespace

void note(const std::string& text) { std::cerr << "gauntlet: " << text << '\n'; }

std::string program_word(const command_context& context) {
  // Who starts it in a place that nobody will find again says what people call it.
  if (const char* shown_as = std::getenv("GAUNTLET_SHOWN_AS"); shown_as != nullptr) return shown_as;
  std::error_code error;
  const fs::path script = context.conformance.parent_path() / "gauntlet";
  const bool in_checkout = fs::is_regular_file(script, error);
  // The line is for whoever stands where this run was started.
  if (fs::equivalent(script, "gauntlet", error)) return "./gauntlet";
  return in_checkout ? fs::absolute(script).lexically_normal().string() : "gauntlet";
}

void add_selection_options(CLI::App& command, runner::selection& to, bool all) {
  const auto several = [&](const char* name, std::vector<std::string>& list, const char* type,
                           const char* what) {
    return command.add_option(name, list, what)
        ->type_name(type)
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false)
        ->group("Which cases");
  };
  several("--id", to.ids, "GLOB", "Cases by id; * stays within a slash, ** does not");
  several("--family", to.families, "NAME", "Cases of a family (a folder, a column of the matrix)");
  if (!all) return;
  several("--section", to.sections, "RFC/SECTION",
          "Cases that cite a section, such as 9110/5.6.3, or one below it");
  several("--flag", to.flags, "NAME", "Cases with a risk, such as empty-element");
  several("--requirement", to.requirements, "ID", "Cases that cite a requirement, such as R23");
  several("--operation", to.operations, "OP", operation_names);
  several("--layer", to.layers, "LAYER", "grammar, scheme or message");
  several("--without", to.without, "NAME",
          "Not the cases of a family; cost takes most of the time of a run");
}

nlohmann::ordered_json to_json(const runner::selection& from) {
  nlohmann::ordered_json made = nlohmann::ordered_json::object();
  const auto list = [&](const char* name, const std::vector<std::string>& values) {
    if (!values.empty()) made[name] = values;
  };
  list("id", from.ids);
  list("family", from.families);
  list("section", from.sections);
  list("flag", from.flags);
  list("requirement", from.requirements);
  list("operation", from.operations);
  list("layer", from.layers);
  list("without", from.without);
  return made;
}

void add_output_options(CLI::App& command, output_settings& to) {
  command
      .add_option("--out", to.out,
                  "Where results.ndjson, report.html and summary.json go, and what --format names")
      ->type_name("DIR")
      ->check(path_given())
      ->capture_default_str()
      ->group("Results");
  add_format_option(command, to.formats);
  command
      .add_option("--track", to.track,
                  "Compare with the results file of an earlier run; exit 1 on a regression")
      ->type_name("NDJSON")
      ->check(path_given())
      ->group("Results");
  command
      .add_option("--expectations", to.expectations,
                  "Known deviations (default: gauntlet-expectations.json, where it is there)")
      ->type_name("FILE")
      ->check(path_given())
      ->group("Results");
  command
      .add_flag("--update-expectations", to.update_expectations,
                "Rewrite that file; new entries need a reason")
      ->group("Results");
  command
      .add_flag("--details", to.details,
                "Every cause of every implementation, with the ids of its cases")
      ->group("Results");
  command.add_flag("--no-color", to.no_color, "No colour on a terminal")->group("Results");
  command.add_flag("--quiet", to.quiet, "No progress")->group("Results");
}

bool run_output::usage(const std::string& message) {
  fail(context_, absl::StrCat(command_, ": ", message), exit_usage);
  return false;
}

bool run_output::open() {
  if (!formats_named(context_, command_, settings_.formats)) return false;
  if (!settings_.track.empty()) {
    absl::StatusOr<model::results> read = model::read_results_file(settings_.track);
    if (!read.ok()) return usage(absl::StrCat("--track: ", std::string(read.status().message())));
    before_ = *std::move(read);
  }
  // A run whose results cannot be kept is of no use.
  absl::StatusOr<std::unique_ptr<output_folder>> opened = output_folder::open(settings_.out);
  if (!opened.ok()) return usage(std::string(opened.status().message()));
  folder_ = *std::move(opened);
  return true;
}

bool run_output::begin() {
  const absl::Status begun = folder_->begin();
  return begun.ok() || usage(std::string(begun.message()));
}

bool run_output::find_expectations(const std::string& may_begin) {
  fs::path& file = expectations_file_;
  file = settings_.expectations.empty() ? "gauntlet-expectations.json" : settings_.expectations;
  std::error_code error;
  const fs::path checkout = fs::weakly_canonical(context_.conformance.parent_path(), error);
  const fs::path folder = fs::weakly_canonical(file, error).parent_path();
  const bool inside =
      std::mismatch(checkout.begin(), checkout.end(), folder.begin(), folder.end()).first ==
      checkout.end();
  if (inside && settings_.expectations.empty()) {
    return !settings_.update_expectations ||
           usage(
               "--update-expectations writes nothing into the suite's checkout: name a file "
               "elsewhere with --expectations");
  }
  absl::StatusOr<runner::expectations> read =
      runner::load_expectations(context_.conformance / "suite" / "schema", file);
  if (read.ok()) {
    known_ = *std::move(read);
  } else if (!absl::IsNotFound(read.status())) {
    return usage(std::string(read.status().message()));
  } else if (settings_.update_expectations) {
    if (!may_begin.empty()) return usage(may_begin);
    known_.emplace();
  } else if (!settings_.expectations.empty()) {
    return usage(absl::StrCat("--expectations: there is no file ", file.string(),
                              " (--update-expectations writes it)"));
  }
  return true;
}

void run_output::complete(model::run_header& header) {
  header.suite_version = GAUNTLET_TOOL_VERSION;
  header.tool_version = GAUNTLET_TOOL_VERSION;
  std::ifstream release("/etc/os-release");
  for (std::string line; std::getline(release, line);) {
    constexpr std::string_view member = "PRETTY_NAME=";
    if (line.compare(0, member.size(), member) != 0) continue;
    std::string os = line.substr(member.size());
    os.erase(std::remove(os.begin(), os.end(), '"'), os.end());
    header.host.emplace_back("os", os);
  }
  header.host.emplace_back("processors", absl::StrCat(std::thread::hardware_concurrency()));
}

void run_output::finish(runner::run_result& made, std::size_t cases, bool asked,
                        const process::cancellation& cancel) {
  int code = runner::exit_code_of(made, asked);
  // What failed before an interrupt has failed.
  if (cancel.requested() && code == exit_success) code = exit_inconclusive;
  if (before_ && code == exit_success && report::has_regression(*before_, made.results))
    code = exit_failure;
  made.results.footer.exit_code = code;
  context_.exit_code = code;
  const std::string where = write(made);
  print(made, cases, where);
  if (asked) fail_if_untracked(made.results);
  if (!std::cout) fail(context_, "cannot write to standard output");
}

// With another id there is nothing to compare, and a regression would go unseen.
void run_output::fail_if_untracked(const model::results& now) const {
  if (!before_) return;
  std::vector<std::string> known;
  for (const model::implementation_info& info : before_->header.implementations)
    known.push_back(info.id);
  for (const model::implementation_info& info : now.header.implementations) {
    if (std::find(known.begin(), known.end(), info.id) != known.end()) continue;
    fail(context_, absl::StrCat(std::string(command_), ": --track ", settings_.track,
                                ": it knows nothing of \"", info.id, "\", only of ",
                                absl::StrJoin(known, ", "),
                                context_.trailing ? ": --name gives the command an id" : ""));
    return;
  }
}

void run_output::write_expectations(const runner::expectations& updated) const {
  const absl::Status status = runner::write_expectations(updated, expectations_file_);
  if (status.ok()) {
    note(absl::StrCat("wrote ", expectations_file_.string()));
  } else {
    fail(context_, std::string(status.message()));
  }
}

void run_output::print(const runner::run_result& made, std::size_t cases,
                       const std::string& where) const {
  const report::terminal_options look = terminal_look(settings_.no_color, settings_.details);
  std::cout << report::render_terminal(made.results, look);
  if (before_) std::cout << '\n' << report::render_track(*before_, made.results, look);
  std::cout << '\n';
  if (made.compared_in_process != 0 && made.broken_invariants.empty()) {
    std::cout << "The parser called in process and `gauntlet adapter` agree on "
              << report::counted(made.compared_in_process, "answer") << ".\n";
  }
  std::cout << absl::StrFormat(
      "%s x %s in %.2f s; %s\n", report::counted(cases, "case"),
      report::counted(made.results.header.implementations.size(), "implementation"), made.seconds,
      where);
  std::cout.flush();
  for (const std::string& text : made.notes) note(text);
  if (made.updated) write_expectations(*made.updated);
  for (const std::string& text : made.expectation_faults)
    note(absl::StrCat(expectations_file_.string(), ": ", text));
  for (const std::string& text : made.broken_invariants)
    note(absl::StrCat("broken invariant: ", text));
  if (!made.results.footer.complete)
    note("this run is incomplete: what was not asked is counted as not-run");
}

// Puts results and reports in their place, all or none. The one line that says so, or what stands
// in the folder now.
std::string run_output::write(runner::run_result& made) {
  absl::Status status = made.written;
  if (status.ok()) {
    absl::StatusOr<model::run_footer> footer = writer_.finish(made.results.footer);
    status = footer.status();
    if (footer.ok()) made.results.footer = *std::move(footer);
  }
  if (status.ok()) {
    std::vector<std::string> formats = settings_.formats;
    for (const char* always : {"html", "summary"}) formats.emplace_back(always);
    const absl::StatusOr<fs::path> beside = folder_->beside();
    status = beside.status();
    if (status.ok()) status = report::write_reports(made.results, beside->string(), formats);
  }
  if (status.ok()) {
    std::vector<std::string> replaced = {"badges"};
    for (const report::format& one : report::formats) replaced.emplace_back(one.file);
    status = folder_->commit(replaced);
  }
  if (status.ok())
    return absl::StrCat("report: ", (fs::path(settings_.out) / "report.html").string());
  fail(context_, std::string(status.message()));
  return absl::StrCat("nothing new is in ", settings_.out);
}

}  // namespace gauntlet::tool
