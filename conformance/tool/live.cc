#include "conformance/tool/live.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/live/scenarios/matrix.hpp"
#include "conformance/live/servers/program.hpp"
#include "conformance/model/spelling.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/collect.hpp"
#include "conformance/tool/progress.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// The work of `gauntlet run --live`, step by step; each returns false when the command is over.
class live_command {
 public:
  live_command(const live_settings& settings, command_context& context)
      : settings_(settings), context_(context), folder_(context.conformance / "live") {}

  void run() {
    process::cancellation cancel;
    const process::signal_guard signals(cancel);
    if (!output_.open() || !load() || !select() || !find_programs() || !find_expectations() ||
        !output_.begin())
      return;
    runner::collect_options options;
    options.header = header();
    options.known = known_;
    options.update_expectations = settings_.output.update_expectations;
    options.write_to = &output_.writer();
    const std::vector<std::string> columns = live::columns_of(matrix_);
    runner::collector to(std::move(options), columns.size(), suite_);
    {
      progress_line line(settings_.output.quiet, absl::Seconds(10));
      live::run_matrix(
          matrix_, settings_.jobs, to,
          [&](const runner::run_progress& now) {
            if (!line.is_due()) return;
            line.show(absl::StrFormat("%d/%d questions: %s", now.rows_done, now.rows_total,
                                      absl::StrJoin(now.running, ", ")));
          },
          cancel);
    }
    runner::run_result made = to.finish(columns, cancel);
    output_.finish(made, suite_.size(), !settings_.names.empty(), cancel);
  }

 private:
  bool usage(const std::string& message) {
    fail(context_, absl::StrCat("run --live: ", message), exit_usage);
    return false;
  }

  bool load() {
    auto configurations = live::load_configurations(folder_ / "servers");
    if (!configurations.ok()) return usage(std::string(configurations.status().message()));
    auto scenarios = live::load_scenarios(folder_ / "scenarios");
    if (!scenarios.ok()) return usage(std::string(scenarios.status().message()));
    auto clients = live::load_clients(folder_ / "clients");
    if (!clients.ok()) return usage(std::string(clients.status().message()));
    auto cases =
        live::load_client_cases(folder_ / "clients", context_.conformance / "suite" / "schema");
    if (!cases.ok()) return usage(std::string(cases.status().message()));
    configurations_ = *std::move(configurations);
    clients_ = *std::move(clients);
    matrix_.scenarios = *std::move(scenarios);
    matrix_.shapes = serve::shapes_of(*cases);
    return true;
  }

  bool select() {
    for (const live::scenario& each : matrix_.scenarios) suite_.push_back(each.of);
    for (const serve::shape& each : matrix_.shapes) suite_.push_back(each.of);
    const auto chosen = runner::select(suite_, settings_.chosen);
    if (!chosen.ok()) return usage(std::string(chosen.status().message()));
    std::set<std::string> ids;
    for (const model::test_case& each : *chosen) ids.insert(each.id());
    std::erase_if(matrix_.scenarios, [&](const live::scenario& each) {
      return !each.is_control && ids.count(each.of.id()) == 0;
    });
    for (const serve::shape& each : matrix_.shapes)
      matrix_.is_chosen.push_back(ids.count(each.id()) != 0);
    return true;
  }

  // Leaves what was not asked for out of the configurations and clients.
  bool keep_named() {
    if (settings_.names.empty()) {
      std::erase_if(clients_, [](const live::client& one) { return one.is_on_request; });
      return true;
    }
    std::vector<std::string> known;
    for (const live::configuration& one : configurations_) {
      known.push_back(one.program);
      for (const live::usage& each : one.usages) known.push_back(each.id);
    }
    for (const live::client& one : clients_) {
      known.push_back(one.program);
      known.push_back(one.id);
    }
    for (const std::string& name : settings_.names) {
      if (!contains(known, name))
        return usage(
            absl::StrCat("there is no program or usage ", name, model::did_you_mean(name, known)));
    }
    for (live::configuration& one : configurations_) {
      if (contains(settings_.names, one.program)) continue;
      std::erase_if(one.usages,
                    [&](const live::usage& each) { return !contains(settings_.names, each.id); });
    }
    std::erase_if(configurations_,
                  [](const live::configuration& one) { return one.usages.empty(); });
    std::erase_if(clients_, [&](const live::client& one) {
      return !contains(settings_.names, one.program) && !contains(settings_.names, one.id);
    });
    return true;
  }

  bool find_programs() {
    if (!keep_named()) return false;
    implementations::ready_options options;
    const auto want = [&](const std::string& program) {
      if (!settings_.names.empty() && !contains(options.ids, program))
        options.ids.push_back(program);
    };
    for (const live::configuration& one : configurations_) want(one.program);
    for (const live::client& one : clients_) want(one.program);
    options.policy = settings_.policy;
    options.progress = &std::cerr;
    const auto all = implementations::make_ready(folder_, context_.program, options);
    if (!all.ok()) return usage(std::string(all.status().message()));
    const auto find = [&](const std::string& program) {
      return std::find_if(
          all->begin(), all->end(),
          [&](const implementations::implementation& each) { return each.entry.id == program; });
    };
    for (live::configuration& one : configurations_) {
      const auto found = find(one.program);
      if (found == all->end()) return usage(absl::StrCat(one.id, ": no program ", one.program));
      matrix_.servers.push_back({std::move(one), found->command, info_of(*found)});
    }
    for (live::client& one : clients_) {
      const auto found = find(one.program);
      if (found == all->end()) return usage(absl::StrCat(one.id, ": no program ", one.program));
      matrix_.clients.push_back(
          {std::move(one), folder_ / "clients", found->command, info_of(*found)});
    }
    return true;
  }

  static model::implementation_info info_of(const implementations::implementation& from) {
    model::implementation_info info;
    info.language = from.entry.language;
    info.homepage = from.entry.homepage;
    info.issues = from.entry.issues;
    info.license = from.entry.license;
    info.operations = from.entry.operations;
    info.observes = "{}";
    if (from.state != implementations::availability::ready) {
      info.status = model::implementation_status::not_installed;
      info.reason = from.missing.empty() ? "not built" : from.missing;
      info.install = from.install_command;
    }
    return info;
  }

  // Those that come with the suite, pinned to versions; a file of the user's goes before them.
  bool find_expectations() {
    if (!settings_.names.empty() &&
        !output_.find_expectations(
            settings_.names.size() > 1
                ? "--update-expectations begins a file for one column at a time"
                : ""))
      return false;
    if (output_.known()) known_.push_back(*output_.known());
    std::error_code error;
    std::vector<fs::path> files;
    for (const fs::directory_entry& each : fs::directory_iterator(folder_ / "expectations", error))
      if (each.path().extension() == ".json") files.push_back(each.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      auto read = runner::load_expectations(context_.conformance / "suite" / "schema", file);
      if (!read.ok()) return usage(std::string(read.status().message()));
      if (known_.empty() || known_.front().implementation != read->implementation)
        known_.push_back(*std::move(read));
    }
    return true;
  }

  model::run_header header() const {
    model::run_header made;
    run_output::complete(made);
    nlohmann::ordered_json options = to_json(settings_.chosen);
    options["live"] = true;
    options["again"] = {program_word(context_), "run", "--live", "--out",
                        (fs::path(settings_.output.out) / "one").string()};
    if (!settings_.names.empty()) options["implementations"] = settings_.names;
    made.options = options.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    return made;
  }

  const live_settings& settings_;
  command_context& context_;
  fs::path folder_;
  run_output output_{"run --live", settings_.output, context_};
  std::vector<live::configuration> configurations_;
  std::vector<live::client> clients_;
  live::matrix matrix_;
  std::vector<model::test_case> suite_;
  std::vector<runner::expectations> known_;
};

}  // namespace

void run_live(const live_settings& settings, command_context& context) {
  live_command(settings, context).run();
}

}  // namespace gauntlet::tool
