#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "conformance/implementations/ready.hpp"
#include "conformance/model/case.hpp"
#include "conformance/model/results.hpp"
#include "conformance/model/results_reader.hpp"
#include "conformance/model/results_writer.hpp"
#include "conformance/model/text.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"
#include "conformance/runner/expectations.hpp"
#include "conformance/runner/run.hpp"
#include "conformance/runner/select.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/output_folder.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/project_file.hpp"
#include "conformance/tool/show.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

struct run_settings {
  std::vector<std::string> implementations;
  std::vector<std::string> cases;
  runner::selection chosen;
  std::string out = "out";
  std::string track;
  std::string expectations;
  std::string name;
  std::vector<std::string> environment;
  std::vector<std::string> formats;  // besides the two that every run writes
  std::size_t jobs = 0;
  std::size_t window = 256;
  std::size_t max_restarts = 100;
  double timeout = 2;
  double start_timeout = 30;
  std::uint64_t memory_mib = 2048;
  bool fail_fast = false;
  bool isolate = false;
  bool no_install = false;
  bool install = false;
  bool update_expectations = false;
  bool details = false;
  bool no_color = false;
  bool quiet = false;
};

std::string progress_text(const runner::run_progress& now, double seconds) {
  return absl::StrFormat("%d/%d cases, %.0f a second, %d/%d implementations: %s", now.rows_done,
                         now.rows_total, static_cast<double>(now.rows_done) / seconds,
                         now.implementations_done, now.implementations_total,
                         absl::StrJoin(now.running, ", "));
}

// Says on standard error what cannot go to the report.
void note(const std::string& text) { std::cerr << "gauntlet: " << text << '\n'; }

// Whether a text can be an id: it begins and ends with a small letter or a digit, and so does every
// part of it.
bool is_slug(const std::string& text) {
  bool is_plain = false;
  for (const char c : text) {
    const bool was_plain = is_plain;
    is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!is_plain && (!was_plain || (c != '-' && c != '.' && c != '_'))) return false;
  }
  return is_plain && text.size() <= 100;
}

runner::subject subject_of(const implementations::implementation& from) {
  runner::subject made;
  model::implementation_info& info = made.info;
  info.id = from.entry.id;
  info.name = from.entry.title;
  info.language = from.entry.language;
  info.homepage = from.entry.homepage;
  info.issues = from.entry.issues;
  info.license = from.entry.license;
  info.is_reference = from.entry.reference;
  if (from.state != implementations::availability::ready) {
    info.status = model::implementation_status::not_installed;
    info.reason = from.missing.empty() ? "not built" : from.missing;
    info.install = from.install_command;
  }
  made.process = implementations::start_of(from);
  return made;
}

// The work of `gauntlet run`, step by step; each returns false when the command is over.
class run_command {
 public:
  run_command(const run_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    process::cancellation cancel;
    const process::signal_guard signals(cancel);
    if (!take_project_file() || !check() || !load_cases() || !load_track() ||
        !find_expectations() || !find_subjects() || !begin()) {
      return;
    }
    runner::run_result made;
    {
      progress_line line(settings_.quiet, absl::Seconds(10));
      runner::run_options options = run_options();
      complete_header(options.header);
      options.write_to = &writer_;
      options.progress = [&](const runner::run_progress& now) {
        if (line.is_due()) line.show(progress_text(now, line.seconds()));
      };
      made = runner::run_suite(selected_, suite_, std::move(subjects_), options, cancel);
    }
    int code = runner::exit_code_of(made, asked_);
    // What failed before an interrupt has failed.
    if (cancel.requested() && code == exit_success) code = exit_inconclusive;
    if (before_ && code == exit_success && report::has_regression(*before_, made.results))
      code = exit_failure;
    made.results.footer.exit_code = code;
    context_.exit_code = code;
    print(made, write(made));
    fail_if_untracked(made.results);
    if (!std::cout) fail(context_, "cannot write to standard output");
  }

 private:
  // What the command line leaves open may stand in gauntlet.toml, unless it names implementations
  // that are not the project's own.
  bool take_project_file() {
    if (!settings_.implementations.empty()) return true;
    const absl::StatusOr<project_file> read = read_project_file("gauntlet.toml");
    if (absl::IsNotFound(read.status())) return true;
    if (!read.ok()) return usage(absl::StrCat("run: ", std::string(read.status().message())));
    if (!context_.trailing && !read->command.empty()) context_.trailing = read->command;
    if (!context_.trailing) return true;
    if (settings_.expectations.empty()) settings_.expectations = read->expectations;
    if (settings_.track.empty()) settings_.track = read->track;
    return true;
  }

  bool check() {
    if (context_.trailing && !settings_.implementations.empty()) {
      return usage("run: either implementations by name, or a command after --, not both");
    }
    if (context_.trailing && context_.trailing->empty()) return usage("run: no command after --");
    if (settings_.no_install && settings_.install)
      return usage("run: --install and --no-install exclude each other");
    if (!context_.trailing && !settings_.name.empty())
      return usage("run: --name is for a command after --");
    // It becomes the name of files, and a word in reports.
    if (!settings_.name.empty() && !is_slug(settings_.name)) {
      return usage(absl::StrCat("run: --name ", model::printable(settings_.name),
                                ": small letters, digits, and single hyphens, dots or underscores "
                                "between them"));
    }
    if (context_.conformance.empty()) {
      return usage(
          "run: the suite's data is not here: run it in a checkout, or set GAUNTLET_CONFORMANCE to "
          "its conformance folder");
    }
    if (!formats_named(context_, "run", settings_.formats)) return false;
    for (const char* always : {"html", "summary"}) settings_.formats.emplace_back(always);
    for (const std::string& operation : settings_.chosen.operations) {
      if (!operation_named(context_, "run", operation)) return false;
    }
    for (const std::string& entry : settings_.environment) {
      if (entry.find('=') == std::string::npos || entry.front() == '=') {
        return usage(absl::StrCat("run: --env ", entry, ": expected NAME=VALUE"));
      }
    }
    asked_ = context_.trailing.has_value() || !settings_.implementations.empty();
    if (settings_.update_expectations && !asked_) {
      return usage(
          "run: --update-expectations needs the implementation whose deviations it shall write");
    }
    // Before anything takes time: a run whose results cannot be kept is of no use.
    absl::StatusOr<std::unique_ptr<output_folder>> opened = output_folder::open(settings_.out);
    if (!opened.ok()) return usage(absl::StrCat("run: ", std::string(opened.status().message())));
    out_ = *std::move(opened);
    return true;
  }

  // What an earlier run left unfinished goes when there is something to take its place.
  bool begin() {
    const absl::Status begun = out_->begin();
    return begun.ok() || usage(absl::StrCat("run: ", std::string(begun.message())));
  }

  bool usage(const std::string& message) {
    fail(context_, message, exit_usage);
    return false;
  }

  bool load_cases() {
    const fs::path schema = context_.conformance / "suite" / "schema";
    const fs::path own = context_.conformance / "suite" / "cases";
    absl::StatusOr<model::case_loader> loader = model::case_loader::open(schema);
    if (!loader.ok()) return usage(std::string(loader.status().message()));
    std::vector<fs::path> sources(settings_.cases.begin(), settings_.cases.end());
    if (sources.empty()) sources.push_back(own);
    for (const fs::path& source : sources) {
      if (const absl::Status status = loader->load(source); !status.ok())
        return usage(absl::StrCat(
            "run: ", settings_.cases.empty() ? "" : "--cases: ", std::string(status.message())));
    }
    suite_ = loader->take();
    absl::StatusOr<std::vector<model::test_case>> chosen = runner::select(suite_, settings_.chosen);
    if (!chosen.ok()) return usage(absl::StrCat("run: ", std::string(chosen.status().message())));
    selected_ = *std::move(chosen);
    // Expectations files speak of the suite, whatever other cases are run.
    if (!settings_.cases.empty() && loader->load(own).ok()) {
      std::vector<model::test_case> rest = loader->take();
      std::move(rest.begin(), rest.end(), std::back_inserter(suite_));
    }
    return true;
  }

  bool load_track() {
    if (settings_.track.empty()) return true;
    absl::StatusOr<model::results> read = model::read_results_file(settings_.track);
    if (!read.ok())
      return usage(absl::StrCat("run: --track: ", std::string(read.status().message())));
    before_ = *std::move(read);
    return true;
  }

  // The file that was named, else gauntlet-expectations.json in the working directory: never a file
  // in the checkout of the suite, which is not the place of other people's lists.
  bool find_expectations() {
    if (!asked_) return true;
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
                 "run: --update-expectations writes nothing into the suite's checkout: name a file "
                 "elsewhere with --expectations");
    }
    absl::StatusOr<runner::expectations> read =
        runner::load_expectations(context_.conformance / "suite" / "schema", file);
    if (read.ok()) {
      known_ = *std::move(read);
    } else if (!absl::IsNotFound(read.status())) {
      return usage(absl::StrCat("run: ", std::string(read.status().message())));
    } else if (settings_.update_expectations) {
      if (settings_.implementations.size() > 1)
        return usage("run: --update-expectations begins a file for one implementation at a time");
      known_.emplace();
    } else if (!settings_.expectations.empty()) {
      return usage(absl::StrCat("run: --expectations: there is no file ", file.string(),
                                " (--update-expectations writes it)"));
    }
    return true;
  }

  bool find_subjects() {
    if (context_.trailing) {
      runner::subject own;
      own.info.id = settings_.name.empty() ? "adapter" : settings_.name;
      own.id_from_hello = settings_.name.empty();
      own.process.command = *context_.trailing;
      own.process.environment = settings_.environment;
      own.process.group_memory_limit = settings_.memory_mib * 1024 * 1024;
      subjects_.push_back(std::move(own));
      return true;
    }
    implementations::ready_options options;
    options.ids = settings_.implementations;
    options.policy = settings_.no_install ? implementations::install_policy::never
                     : settings_.install  ? implementations::install_policy::everything
                                          : implementations::install_policy::default_set;
    options.progress = &std::cerr;
    const auto all =
        implementations::make_ready(context_.conformance / "adapters", context_.program, options);
    if (!all.ok()) return usage(absl::StrCat("run: ", std::string(all.status().message())));
    for (const implementations::implementation& one : *all) {
      subjects_.push_back(subject_of(one));
      subjects_.back().process.environment = settings_.environment;
    }
    return true;
  }

  // With another id there is nothing to compare, and a regression would go unseen.
  void fail_if_untracked(const model::results& now) {
    if (!asked_ || !before_) return;
    std::vector<std::string> known;
    for (const model::implementation_info& info : before_->header.implementations)
      known.push_back(info.id);
    for (const model::implementation_info& info : now.header.implementations) {
      if (std::find(known.begin(), known.end(), info.id) != known.end()) continue;
      fail(context_, absl::StrCat("run: --track ", settings_.track, ": it knows nothing of \"",
                                  info.id, "\", only of ", absl::StrJoin(known, ", "),
                                  context_.trailing ? ": --name gives the command an id" : ""));
      return;
    }
  }

  runner::run_options run_options() const {
    runner::run_options options;
    options.jobs =
        settings_.jobs != 0 ? settings_.jobs : std::max(1U, std::thread::hardware_concurrency());
    options.session.case_deadline = absl::Seconds(settings_.timeout);
    options.session.start_deadline = absl::Seconds(settings_.start_timeout);
    options.session.window = settings_.window;
    options.session.max_restarts = settings_.max_restarts;
    options.session.isolate = settings_.isolate;
    options.fail_fast = settings_.fail_fast;
    options.known = known_;
    options.update_expectations = settings_.update_expectations;
    return options;
  }

  // The words of a command that does this again: everything that can change an answer.
  std::vector<std::string> again() const {
    std::error_code error;
    const fs::path script = context_.conformance.parent_path() / "gauntlet";
    const bool in_checkout = fs::is_regular_file(script, error);
    // The line is for whoever stands where this run was started.
    const bool is_here = fs::equivalent(script, "gauntlet", error);
    std::vector<std::string> words = {is_here ? "./gauntlet"
                                      : in_checkout
                                          ? fs::absolute(script).lexically_normal().string()
                                          : "gauntlet",
                                      "run"};
    const auto add = [&](const char* name, const std::string& value) {
      words.emplace_back(name);
      words.push_back(value);
    };
    const run_settings usual;
    for (const std::string& source : settings_.cases) add("--cases", source);
    for (const std::string& entry : settings_.environment) add("--env", entry);
    if (settings_.timeout != usual.timeout) add("--timeout", absl::StrCat(settings_.timeout));
    if (settings_.start_timeout != usual.start_timeout)
      add("--start-timeout", absl::StrCat(settings_.start_timeout));
    if (settings_.memory_mib != usual.memory_mib)
      add("--memory-limit", absl::StrCat(settings_.memory_mib));
    if (settings_.isolate) words.emplace_back("--isolate");
    if (!settings_.name.empty()) add("--name", settings_.name);
    // The set that is looked at stays as it is.
    add("--out", (fs::path(settings_.out) / "one").string());
    return words;
  }

  void complete_header(model::run_header& header) const {
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
    nlohmann::ordered_json options = nlohmann::ordered_json::object();
    const auto list = [&](const char* name, const std::vector<std::string>& values) {
      if (!values.empty()) options[name] = values;
    };
    list("again", again());
    if (context_.trailing) list("command", *context_.trailing);
    list("implementations", settings_.implementations);
    list("cases", settings_.cases);
    list("id", settings_.chosen.ids);
    list("family", settings_.chosen.families);
    list("section", settings_.chosen.sections);
    list("flag", settings_.chosen.flags);
    list("requirement", settings_.chosen.requirements);
    list("operation", settings_.chosen.operations);
    list("layer", settings_.chosen.layers);
    list("without", settings_.chosen.without);
    if (settings_.isolate) options["isolate"] = true;
    if (settings_.fail_fast) options["fail_fast"] = true;
    options["timeout"] = settings_.timeout;
    header.options = options.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  }

  void write_expectations(const runner::expectations& updated) const {
    const absl::Status status = runner::write_expectations(updated, expectations_file_);
    if (status.ok()) {
      note(absl::StrCat("wrote ", expectations_file_.string()));
    } else {
      fail(context_, std::string(status.message()));
    }
  }

  void print(const runner::run_result& made, const std::string& where) const {
    const report::terminal_options look = terminal_look(settings_.no_color, settings_.details);
    std::cout << report::render_terminal(made.results, look);
    if (before_) std::cout << '\n' << report::render_track(*before_, made.results, look);
    std::cout << '\n';
    if (made.compared_in_process != 0 && made.broken_invariants.empty()) {
      std::cout << "The parser called in process and `gauntlet adapter` agree on "
                << report::counted(made.compared_in_process, "answer") << ".\n";
    }
    std::cout << absl::StrFormat(
        "%s x %s in %.2f s; %s\n", report::counted(selected_.size(), "case"),
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
  std::string write(runner::run_result& made) {
    absl::Status status = made.written;
    if (status.ok()) {
      absl::StatusOr<model::run_footer> footer = writer_.finish(made.results.footer);
      status = footer.status();
      if (footer.ok()) made.results.footer = *std::move(footer);
    }
    if (status.ok()) {
      const absl::StatusOr<fs::path> beside = out_->beside();
      status = beside.status();
      if (status.ok())
        status = report::write_reports(made.results, beside->string(), settings_.formats);
    }
    if (status.ok()) {
      std::vector<std::string> replaced = {"badges"};
      for (const report::format& one : report::formats) replaced.emplace_back(one.file);
      status = out_->commit(replaced);
    }
    if (status.ok())
      return absl::StrCat("report: ", (fs::path(settings_.out) / "report.html").string());
    fail(context_, std::string(status.message()));
    return absl::StrCat("nothing new is in ", settings_.out);
  }

  run_settings settings_;
  command_context& context_;
  bool asked_ = false;
  std::vector<model::test_case> suite_;
  std::vector<model::test_case> selected_;
  std::optional<model::results> before_;
  fs::path expectations_file_;
  std::optional<runner::expectations> known_;
  std::vector<runner::subject> subjects_;
  std::unique_ptr<output_folder> out_;
  model::results_writer writer_{[this](std::string_view octets) { return out_->append(octets); }};
};

void add_options(CLI::App& command, run_settings& to) {
  command.add_option("IMPL", to.implementations,
                     "Implementations by id (gauntlet list shows them); default: all "
                     "that are there when the default set of this machine is installed");
  const auto several = [&](const char* name, std::vector<std::string>& list, const char* type,
                           const char* what) {
    return command.add_option(name, list, what)
        ->type_name(type)
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false)
        ->group("Which cases");
  };
  several("--cases", to.cases, "DIR|FILE", "Case files in place of the suite's own")
      ->check(path_given());
  several("--id", to.chosen.ids, "GLOB", "Cases by id; * stays within a slash, ** does not");
  several("--family", to.chosen.families, "NAME",
          "Cases of a family (a folder, a column of the matrix)");
  several("--section", to.chosen.sections, "RFC/SECTION",
          "Cases that cite a section, such as 9110/5.6.3, or one below it");
  several("--flag", to.chosen.flags, "NAME", "Cases with a risk, such as empty-element");
  several("--requirement", to.chosen.requirements, "ID",
          "Cases that cite a requirement, such as R23");
  several("--operation", to.chosen.operations, "OP", operation_names);
  several("--layer", to.chosen.layers, "LAYER", "grammar, scheme or message");
  several("--without", to.chosen.without, "NAME",
          "Not the cases of a family; cost takes most of the time of a run");

  command.add_flag("--no-install", to.no_install, "Install nothing; what is missing is not-run")
      ->group("Implementations");
  command
      .add_flag("--install", to.install,
                "Install everything that is known, not only the default set")
      ->group("Implementations");
  command.add_option("--name", to.name, "The id of the command after --")
      ->type_name("ID")
      ->group("Implementations");
  command.add_option("--env", to.environment, "A variable for the adapters, which get few others")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group("Implementations");
  command
      .add_option("--memory-limit", to.memory_mib,
                  "Memory that the command after -- and all that it starts may have; 0: no limit")
      ->type_name("MIB")
      ->check(count_in(0, 1 << 20))
      ->capture_default_str()
      ->group("Implementations");

  command.add_option("--jobs", to.jobs, "Implementations side by side (default: the processors)")
      ->type_name("N")
      ->check(count_in(1, 1024))
      ->group("How");
  command.add_flag("--fail-fast", to.fail_fast, "Stop at the first failure")->group("How");
  command
      .add_flag("--isolate", to.isolate,
                "A process for each case: finds state that leaks between cases")
      ->group("How");
  command.add_option("--timeout", to.timeout, "Seconds for one answer")
      ->type_name("S")
      ->check(number_in(0.01, 3600))
      ->capture_default_str()
      ->group("How");
  command
      .add_option("--start-timeout", to.start_timeout,
                  "Seconds from the start to the answer to hello")
      ->type_name("S")
      ->check(number_in(0.01, 3600))
      ->capture_default_str()
      ->group("How");
  command.add_option("--window", to.window, "Requests under way at once")
      ->type_name("N")
      ->check(count_in(1, 256))
      ->capture_default_str()
      ->group("How");
  command
      .add_option("--max-restarts", to.max_restarts,
                  "Restarts of one adapter; then the rest is not-run")
      ->type_name("N")
      ->check(count_in(0, 1'000'000))
      ->capture_default_str()
      ->group("How");

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

}  // namespace

void add_run_command(CLI::App& app, command_context& context) {
  CLI::App* command =
      app.add_subcommand("run", "Run the suite against implementations: the main job");
  const auto settings = std::make_shared<run_settings>();
  add_options(*command, *settings);
  command->footer(
      "\n"
      "  gauntlet run                        all known implementations; exit 1 only if the "
      "reference fails\n"
      "  gauntlet run werkzeug okhttp        these; exit 1 on a deviation that their expectations "
      "file does not hold\n"
      "  gauntlet run -- ./my-adapter ARGS   your own adapter; the same exit codes\n"
      "  gauntlet run --flag decoy gauntlet  some of the cases\n\n"
      "In a folder with a gauntlet.toml that names the adapter (command = [\"./my-adapter\"]), "
      "and\n"
      "expectations and track if there are such files, `gauntlet run` alone does the same.\n"
      "Exit status 3: something that was asked for could not run or was flaky, or the run was "
      "interrupted; a deviation goes before that.\n");
  command->callback([settings, &context] { run_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
