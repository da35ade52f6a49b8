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
#include "conformance/tool/live.hpp"
#include "conformance/tool/output_folder.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/project_file.hpp"
#include "conformance/tool/run_output.hpp"
#include "conformance/tool/show.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

struct run_settings {
  std::vector<std::string> implementations;
  std::vector<std::string> cases;
  runner::selection chosen;
  output_settings output;
  std::string name;
  std::vector<std::string> environment;
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
  bool live = false;
  std::vector<std::string> languages;
  int tier = 0;
};

std::string progress_text(const runner::run_progress& now, double seconds) {
  return absl::StrFormat("%d/%d cases, %.0f a second, %d/%d implementations: %s", now.rows_done,
                         now.rows_total, static_cast<double>(now.rows_done) / seconds,
                         now.implementations_done, now.implementations_total,
                         absl::StrJoin(now.running, ", "));
}

// The file that a command runs, as seen from the top of the checkout around it: where CI systems
// show what they are told. Empty where no word is a file below that folder.
std::string adapter_file(const std::vector<std::string>& command) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return {};
  fs::path top = here;
  while (!fs::exists(top / ".git", error) && top.has_relative_path()) top = top.parent_path();
  if (!fs::exists(top / ".git", error)) top = here;
  for (const std::string& word : command) {
    const fs::path file = (here / word).lexically_normal();
    const fs::path seen = file.lexically_relative(top);
    if (!seen.empty() && *seen.begin() != ".." && fs::is_regular_file(file, error))
      return seen.generic_string();
  }
  return {};
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
    if (settings_.live) return run_live();
    process::cancellation cancel;
    const process::signal_guard signals(cancel);
    if (!take_project_file() || !check() || !output_.open() || !load_cases() ||
        !find_expectations() || !find_subjects() || !output_.begin()) {
      return;
    }
    runner::run_result made;
    {
      progress_line line(settings_.output.quiet, absl::Seconds(10));
      runner::run_options options = run_options();
      complete_header(options.header);
      options.write_to = &output_.writer();
      options.progress = [&](const runner::run_progress& now) {
        if (line.is_due()) line.show(progress_text(now, line.seconds()));
      };
      made = runner::run_suite(selected_, suite_, std::move(subjects_), options, cancel);
    }
    output_.finish(made, selected_.size(), asked_, cancel);
  }

 private:
  // The options that say how adapters are asked have no meaning there.
  void run_live() {
    if (context_.trailing || !settings_.cases.empty() || !settings_.name.empty() ||
        !settings_.languages.empty() || settings_.tier != 0) {
      usage("run: --live has its own programs and cases");
      return;
    }
    if (!has_suite() || !knows_what_to_install()) return;
    live_settings live;
    live.names = settings_.implementations;
    live.chosen = settings_.chosen;
    live.jobs = jobs();
    live.policy = policy();
    live.output = settings_.output;
    tool::run_live(live, context_);
  }

  // What the command line leaves open may stand in gauntlet.toml, unless it names implementations
  // that are not the project's own.
  bool take_project_file() {
    if (chooses_implementations()) return true;
    const absl::StatusOr<project_file> read = read_project_file("gauntlet.toml");
    if (absl::IsNotFound(read.status())) return true;
    if (!read.ok()) return usage(absl::StrCat("run: ", std::string(read.status().message())));
    if (!context_.trailing && !read->command.empty()) context_.trailing = read->command;
    if (!context_.trailing) return true;
    if (settings_.output.expectations.empty()) settings_.output.expectations = read->expectations;
    if (settings_.output.track.empty()) settings_.output.track = read->track;
    return true;
  }

  bool check() {
    if (context_.trailing && chooses_implementations())
      return usage("run: either implementations of the suite, or a command after --, not both");
    if (context_.trailing && context_.trailing->empty()) return usage("run: no command after --");
    if (!knows_what_to_install()) return false;
    if (!context_.trailing && !settings_.name.empty())
      return usage("run: --name is for a command after --");
    // It becomes the name of files, and a word in reports.
    if (!settings_.name.empty() && !is_slug(settings_.name)) {
      return usage(absl::StrCat("run: --name ", model::printable(settings_.name), ": ", slug_form));
    }
    if (!has_suite()) return false;
    for (const std::string& operation : settings_.chosen.operations) {
      if (!operation_named(context_, "run", operation)) return false;
    }
    for (const std::string& entry : settings_.environment) {
      if (entry.find('=') == std::string::npos || entry.front() == '=') {
        return usage(absl::StrCat("run: --env ", entry, ": expected NAME=VALUE"));
      }
    }
    asked_ = context_.trailing.has_value() || !settings_.implementations.empty();
    if (settings_.output.update_expectations && !asked_) {
      return usage(
          "run: --update-expectations needs the implementation whose deviations it shall write");
    }
    return true;
  }

  bool chooses_implementations() const {
    return !settings_.implementations.empty() || !settings_.languages.empty() ||
           settings_.tier != 0;
  }

  bool knows_what_to_install() {
    return !settings_.no_install || !settings_.install ||
           usage("run: --install and --no-install exclude each other");
  }

  bool has_suite() {
    return !context_.conformance.empty() ||
           usage(
               "run: the suite's data is not here: run it in a checkout, or set "
               "GAUNTLET_CONFORMANCE to its conformance folder");
  }

  implementations::install_policy policy() const {
    return settings_.no_install ? implementations::install_policy::never
           : settings_.install  ? implementations::install_policy::everything
                                : implementations::install_policy::default_set;
  }

  std::size_t jobs() const {
    return settings_.jobs != 0 ? settings_.jobs : std::max(1U, std::thread::hardware_concurrency());
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
    return true;
  }

  // Expectations files speak of the suite, whatever other cases are run.
  void complete_suite() {
    const fs::path suite = context_.conformance / "suite";
    absl::StatusOr<model::case_loader> loader = model::case_loader::open(suite / "schema");
    if (settings_.cases.empty() || !loader.ok() || !loader->load(suite / "cases").ok()) return;
    std::vector<model::test_case> rest = loader->take();
    std::move(rest.begin(), rest.end(), std::back_inserter(suite_));
  }

  bool find_expectations() {
    if (!asked_) return true;
    if (!output_.find_expectations(
            settings_.implementations.size() > 1
                ? "--update-expectations begins a file for one implementation at a time"
                : ""))
      return false;
    if (output_.known()) complete_suite();
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
    options.languages = settings_.languages;
    options.tier = settings_.tier;
    options.policy = policy();
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

  runner::run_options run_options() const {
    runner::run_options options;
    options.jobs = jobs();
    options.session.case_deadline = absl::Seconds(settings_.timeout);
    options.session.start_deadline = absl::Seconds(settings_.start_timeout);
    options.session.window = settings_.window;
    options.session.max_restarts = settings_.max_restarts;
    options.session.isolate = settings_.isolate;
    options.fail_fast = settings_.fail_fast;
    options.known = output_.known();
    options.update_expectations = settings_.output.update_expectations;
    return options;
  }

  // The words of a command that does this again: everything that can change an answer.
  std::vector<std::string> again() const {
    std::vector<std::string> words = {program_word(context_), "run"};
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
    add("--out", (fs::path(settings_.output.out) / "one").string());
    return words;
  }

  void complete_header(model::run_header& header) const {
    run_output::complete(header);
    nlohmann::ordered_json options = nlohmann::ordered_json::object();
    const auto list = [&](const char* name, const std::vector<std::string>& values) {
      if (!values.empty()) options[name] = values;
    };
    list("again", again());
    if (context_.trailing) {
      list("command", *context_.trailing);
      const std::string file = adapter_file(*context_.trailing);
      if (!file.empty()) options["file"] = file;
    }
    list("implementations", settings_.implementations);
    list("languages", settings_.languages);
    if (settings_.tier != 0) options["tier"] = settings_.tier;
    list("cases", settings_.cases);
    options.update(to_json(settings_.chosen));
    if (settings_.isolate) options["isolate"] = true;
    if (settings_.fail_fast) options["fail_fast"] = true;
    options["timeout"] = settings_.timeout;
    header.options = options.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  }

  run_settings settings_;
  command_context& context_;
  run_output output_{"run", settings_.output, context_};
  bool asked_ = false;
  std::vector<model::test_case> suite_;
  std::vector<model::test_case> selected_;
  std::vector<runner::subject> subjects_;
};

void add_options(CLI::App& command, run_settings& to) {
  command.add_option("IMPL", to.implementations,
                     "Implementations by id (gauntlet list shows them); default: all "
                     "that are there when the default set of this machine is installed");
  command.add_option("--cases", to.cases, "Case files in place of the suite's own")
      ->type_name("DIR|FILE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group("Which cases")
      ->check(path_given());
  add_selection_options(command, to.chosen);
  add_set_options(command, to.languages, to.tier);
  command.get_option("--language")->group("Implementations");
  command.get_option("--tier")->group("Implementations");
  command
      .add_flag("--live", to.live,
                "Real servers, proxies and clients on this machine in place of parsers; IMPL then "
                "names those")
      ->group("Implementations");
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

  add_output_options(command, to.output);
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
