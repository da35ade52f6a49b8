#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "conformance/model/results_reader.hpp"
#include "conformance/report/held_back.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/site.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/show.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

struct report_settings {
  std::string file;
  std::vector<std::string> formats;
  std::string out;
  std::string site;
  std::string automata;
  std::string held_back;
  bool details = false;
  bool no_color = false;
};

// Takes out what is not to be published yet: --held-back, else the list of the suite.
bool hold_back(const report_settings& settings, command_context& context, model::results& in) {
  if (context.conformance.empty()) return true;
  const fs::path suite = context.conformance / "suite";
  const fs::path file =
      settings.held_back.empty() ? suite / "held-back.json" : fs::path(settings.held_back);
  const auto list = report::load_held_back(suite / "schema", file);
  if (!list.ok()) {
    fail(context, absl::StrCat("report: ", std::string(list.status().message())));
    return false;
  }
  const std::string today = absl::FormatTime("%Y-%m-%d", absl::Now(), absl::UTCTimeZone());
  if (const std::size_t held = report::hold_back(*list, today, in); held != 0)
    std::cerr << "gauntlet: report: " << held << " results are held back (SECURITY.md)\n";
  return true;
}

void make_report(const report_settings& settings, command_context& context) {
  if (!formats_named(context, "report", settings.formats)) return;
  if (!settings.automata.empty() && settings.site.empty())
    return fail(context, "report: --automata goes with --site DIR");
  progress_line line;
  const auto show = [&](const std::string& what) {
    if (line.is_due()) line.show(absl::StrCat("report: ", what));
  };
  absl::StatusOr<model::results> read = model::read_results_file(settings.file);
  if (!read.ok()) {
    return fail(context, absl::StrCat("report: ", std::string(read.status().message())));
  }
  if (!hold_back(settings, context, *read)) return;
  if (!settings.site.empty()) {
    const auto left_out = report::write_site(
        *read, settings.site, context.conformance.parent_path(), settings.automata, show);
    line.clear();
    if (!left_out.ok())
      return fail(context, absl::StrCat("report: ", std::string(left_out.status().message())));
    for (const std::string& one : *left_out) std::cerr << "gauntlet: report: " << one << "\n";
    if (settings.formats.empty()) return;
  }
  if (settings.formats.empty()) {
    std::cout << report::render_terminal(*read, terminal_look(settings.no_color, settings.details));
  } else if (settings.out.empty()) {
    const report::format* only =
        settings.formats.size() == 1 ? report::find_format(settings.formats.front()) : nullptr;
    if (only == nullptr)
      return fail(context, "report: several files, or badges, need a folder: --out DIR");
    std::cout << only->render(*read);
  } else {
    std::error_code error;
    fs::create_directories(settings.out, error);
    if (error) return fail(context, absl::StrCat("report: ", settings.out, ": ", error.message()));
    const absl::Status status = report::write_reports(*read, settings.out, settings.formats);
    if (!status.ok()) fail(context, absl::StrCat("report: ", std::string(status.message())));
  }
}

}  // namespace

void add_report_command(CLI::App& app, command_context& context) {
  CLI::App* command =
      app.add_subcommand("report", "Show a results file again, or write it in another format");
  const auto settings = std::make_shared<report_settings>();
  command->add_option("RESULTS", settings->file, "A results.ndjson")->required();
  add_format_option(*command, settings->formats);
  command
      ->add_option("--out", settings->out,
                   "Where the files go; without it one format goes to standard output")
      ->type_name("DIR")
      ->check(path_given());
  command
      ->add_option("--site", settings->site,
                   "Static pages: the run, rules, pairs, a playground, the documentation")
      ->type_name("DIR")
      ->check(path_given());
  command
      ->add_option("--automata", settings->automata,
                   "With --site: a page of what `gauntlet learn --format json` wrote there")
      ->type_name("DIR")
      ->check(path_given());
  command
      ->add_option("--held-back", settings->held_back,
                   "Findings that are not shown before their day, in place of the suite's list")
      ->type_name("FILE")
      ->check(path_given());
  command->add_flag("--details", settings->details, "Every cause, with the ids of its cases");
  command->add_flag("--no-color", settings->no_color, "No colour on a terminal");
  command->footer(
      "\n"
      "  gauntlet report out/results.ndjson                            what the run has printed\n"
      "  gauntlet report out/results.ndjson --format junit >junit.xml  another format\n"
      "  gauntlet report out/results.ndjson --format csv --format badge --out more\n"
      "  gauntlet report out/results.ndjson --site pages               static pages to publish\n");
  command->callback([settings, &context] { make_report(*settings, context); });
}

}  // namespace gauntlet::tool
