#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/compare/difference.hpp"
#include "conformance/compare/pairs.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/implementations/manifest.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/results_reader.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/readers.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

using compare::difference;
using nlohmann::ordered_json;

struct diff_settings {
  std::vector<std::string> names;
  std::string operation = "challenges";
  std::string among = "all";
  std::string format = "text";
  bool smuggled = false;
  bool alone = false;
  bool all = false;
  std::size_t max_values = 200'000;
  std::string from;
  std::size_t short_values = 0;
  std::vector<std::string> languages;
  int tier = 0;
};

std::string heading(difference kind, const std::string& first, const std::string& second) {
  switch (kind) {
    case difference::results:
      return "both accept, and read something else";
    case difference::only_first:
      return absl::StrCat(first, " accepts, ", second, " does not");
    case difference::only_second:
      return absl::StrCat(second, " accepts, ", first, " does not");
    case difference::fails:
    case difference::none:
      break;
  }
  return "one of them fails";
}

class diff_command {
 public:
  diff_command(const diff_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    const auto op = operation_named(context_, "diff", settings_.operation);
    if (!op) return;
    operation_ = *op;
    const std::size_t named = settings_.names.size() + (context_.trailing ? 1 : 0);
    if (settings_.all ? named != 0 : named != 2) {
      fail(
          context_,
          "diff: expected two implementations, such as: gauntlet diff werkzeug lua-http; `grammar` "
          "is the RFC's, -- COMMAND one of your own; --all compares all of them");
      return;
    }
    if (!settings_.all &&
        (!settings_.from.empty() || settings_.short_values != 0 || settings_.tier != 0 ||
         !settings_.languages.empty() || settings_.format == "csv")) {
      fail(context_, "diff: --from, --short, --tier, --language and csv go with --all");
      return;
    }
    if (!settings_.from.empty() && settings_.short_values != 0) {
      fail(context_, "diff: --short asks, and --from takes what was asked: give one of the two");
      return;
    }
    if (settings_.all) return compare_all();
    if (!source_.find(settings_.names)) return;
    std::vector<model::test_case> suite;
    if (!source_.load_suite(suite)) return;
    pool_ = compare::pool_of(suite, operation_);
    compare_two();
  }

 private:
  void compare_two() {
    auto first = source_.open(operation_, settings_.names.front());
    if (!first) return;
    auto second = context_.trailing ? source_.open_trailing(operation_)
                                    : source_.open(operation_, settings_.names.back());
    if (!second) return;
    compare::search_options options;
    options.operation = operation_;
    options.among_accepted = settings_.among == "accepted";
    options.among_valid = settings_.among == "valid";
    options.smuggled = settings_.smuggled;
    options.seen_alone = settings_.alone;
    options.max_values = settings_.max_values;
    compare::search_result found;
    {
      progress_line line;
      options.progress = [&](const std::string& what) {
        if (line.is_due()) line.show(absl::StrCat("diff: ", what));
      };
      found = compare::search(*first, *second, pool_, options, source_.cancel());
    }
    settings_.format == "json" ? print_json(*first, *second, found)
                               : print_text(*first, *second, found);
    context_.exit_code = source_.cancel().requested() ? exit_inconclusive
                         : found.found.empty()        ? exit_success
                                                      : exit_failure;
  }

  void print_text(compare::reader& first, compare::reader& second,
                  const compare::search_result& found) const {
    const std::size_t width = std::max(first.name().size(), second.name().size());
    for (const compare::found_difference& one : found.found) {
      std::cout << heading(one.kind, first.name(), second.name()) << ": " << one.count << " of "
                << found.compared << " values of the suite, the shortest\n"
                << "  " << model::quoted_printable(one.value) << '\n';
      const auto reads = [&](const compare::reader& who, const compare::reading& of) {
        std::cout << absl::StrFormat("  %-*s  %s\n", static_cast<int>(width), who.name(),
                                     compare::describe(of));
      };
      reads(first, one.first);
      reads(second, one.second);
      if (!one.smuggled.empty())
        std::cout << "  smuggled: " << model::printable(one.smuggled) << '\n';
      if (one.value.size() > one.complete_to + 1) {
        std::cout << "  (everything of at most " << one.complete_to
                  << " octets over its octets and words was tried; --max-values tries more)\n";
      }
      std::cout << '\n';
    }
    if (source_.cancel().requested()) {
      std::cout << "Stopped: not everything was compared.\n";
    } else if (found.found.empty()) {
      std::cout << first.name() << " and " << second.name() << " agree on all " << found.compared
                << " values of the suite, as far as both can show them.\n";
    }
  }

  void print_json(compare::reader& first, compare::reader& second,
                  const compare::search_result& found) const {
    ordered_json out = {{"first", first.name()},
                        {"second", second.name()},
                        {"operation", settings_.operation},
                        {"compared", found.compared},
                        {"complete", !source_.cancel().requested()},
                        {"differences", ordered_json::array()}};
    for (const compare::found_difference& one : found.found) {
      ordered_json next = {{"kind", std::string(compare::to_string(one.kind))},
                           {"count", one.count},
                           {"value", model::utf8_from_octets(one.value)},
                           {"first", compare::to_json(one.first)},
                           {"second", compare::to_json(one.second)},
                           {"complete_to", one.complete_to}};
      if (!one.smuggled.empty()) next["smuggled"] = one.smuggled;
      out["differences"].push_back(std::move(next));
    }
    std::cout << out.dump(2, ' ', true, ordered_json::error_handler_t::replace) << '\n';
  }

  // --- All pairs ---

  // From a run that was made already, or by asking.
  bool fill(compare::readings_table& table) {
    if (!settings_.from.empty()) {
      auto run = model::read_results_file(settings_.from, model::when_unfinished::accept);
      if (!run.ok()) return stop(std::string(run.status().message()));
      if (!keep_chosen(*run)) return false;
      auto made = compare::table_of(*run, operation_);
      if (!made.ok()) return stop(std::string(made.status().message()));
      table = *std::move(made);
      return true;
    }
    if (!source_.find_all(settings_.languages, settings_.tier)) return false;
    std::vector<model::test_case> suite;
    if (!source_.load_suite(suite)) return false;
    table.operation = operation_;
    table.values = compare::pool_of(suite, operation_);
    if (settings_.short_values != 0) {
      const std::vector<std::string> more = compare::short_values(settings_.short_values);
      std::set<std::string> known(table.values.begin(), table.values.end());
      for (const std::string& one : more) {
        if (known.insert(one).second) table.values.push_back(one);
      }
    }
    progress_line line;
    table.readers = source_.ask_all(operation_, table.values, [&](const std::string& id) {
      if (line.is_due()) line.show(absl::StrCat("diff: ", id));
    });
    return true;
  }

  // Of a run those that --language and --tier choose.
  bool keep_chosen(model::results& run) {
    if (settings_.languages.empty() && settings_.tier == 0) return true;
    if (!source_.has_suite()) return false;
    auto known =
        implementations::load_manifest(context_.conformance / "adapters" / "manifest.json");
    if (!known.ok()) return stop(std::string(known.status().message()));
    const absl::Status status =
        implementations::keep(*known, {}, settings_.languages, settings_.tier);
    if (!status.ok()) return stop(std::string(status.message()));
    std::set<std::string> chosen;
    for (const auto& one : known->entries) chosen.insert(one.id);
    std::erase_if(run.header.implementations,
                  [&](const model::implementation_info& one) { return !chosen.contains(one.id); });
    return true;
  }

  bool stop(const std::string& message) {
    fail(context_, absl::StrCat("diff: ", message));
    return false;
  }

  void compare_all() {
    compare::readings_table table;
    if (!fill(table)) return;
    const std::vector<compare::pair_row> rows = compare::all_pairs(table, source_.cancel());
    if (settings_.format == "json") {
      ordered_json out = compare::to_json(table, rows);
      out["complete"] = !source_.cancel().requested();
      std::cout << out.dump(1, ' ', true, ordered_json::error_handler_t::replace) << '\n';
    } else if (settings_.format == "csv") {
      std::cout << compare::to_csv(table, rows);
    } else {
      print_table(table, rows);
    }
    if (source_.cancel().requested()) context_.exit_code = exit_inconclusive;
  }

  void print_table(const compare::readings_table& of,
                   const std::vector<compare::pair_row>& rows) const {
    std::cout << absl::StrFormat("%d readers of %s, %d pairs, %d values\n\n", of.readers.size(),
                                 settings_.operation, rows.size(), of.values.size());
    if (rows.empty()) return;
    std::cout << "smuggled  1st sees  2nd sees  differ  both accept  pair, and the shortest of the "
                 "worst kind\n";
    std::size_t same = 0;
    std::size_t confused = 0;
    for (const compare::pair_row& row : rows) {
      if (row.confused() != 0) ++confused;
      if (row.differ == 0) {
        ++same;
        continue;
      }
      std::cout << absl::StrFormat("%8d %9d %9d %7d %12d  %s, %s\n", row.smuggled,
                                   row.only_first_sees, row.only_second_sees, row.differ,
                                   row.both_accept, model::printable(of.readers[row.first].name),
                                   model::printable(of.readers[row.second].name));
      const std::string& value = of.values[row.example];
      std::cout << "          "
                << model::quoted_printable(value.size() > 100 ? value.substr(0, 100) + "..."
                                                              : value)
                << '\n';
    }
    std::cout << absl::StrFormat(
        "\n1st sees, 2nd sees: of what both accept, how often one acts on a %s that the other does "
        "not see.\n%d pairs are confused so; %d agree wherever both accept, as far as both can "
        "show it.\n`gauntlet diff A B --among accepted` shortens the example of a pair.\n",
        operation_ == model::operation::challenges ? "challenge" : "user", confused, same);
  }

  const diff_settings& settings_;
  command_context& context_;
  reader_source source_{"diff", context_};
  model::operation operation_ = model::operation::challenges;
  std::vector<std::string> pool_{};
};

}  // namespace

void add_diff_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "diff",
      "The shortest value that two implementations, or one and the grammar, read differently");
  const auto settings = std::make_shared<diff_settings>();
  command->add_option(
      "IMPLEMENTATION", settings->names,
      "Two of `gauntlet list`, or one and `grammar`, or one and a command after --");
  add_operation_option(*command, settings->operation);
  command
      ->add_option(
          "--among", settings->among,
          "accepted: only what both accept, so that each acts on something else; valid: only "
          "what the grammar accepts as well")
      ->check(CLI::IsMember({"all", "accepted", "valid"}))
      ->capture_default_str();
  command->add_flag("--smuggled", settings->smuggled,
                    "Only where one of them takes something out of a quoted-string");
  command->add_flag("--alone", settings->alone,
                    "Only where both accept, and one sees a challenge, or of credentials a user, "
                    "that the other does not");
  command->add_flag("--all", settings->all,
                    "All pairs of what is installed: where both accept, how often they differ");
  command
      ->add_option(
          "--from", settings->from,
          "With --all: what a run has asked already, its results.ndjson, in place of asking")
      ->type_name("RESULTS")
      ->check(path_given());
  command
      ->add_option("--short", settings->short_values,
                   "With --all: so many of the shortest values besides those of the suite")
      ->type_name("N")
      ->check(count_in(0, 10'000'000));
  add_set_options(*command, settings->languages, settings->tier);
  command
      ->add_option("--max-values", settings->max_values,
                   "How many shorter values are tried before the shortest known is taken")
      ->check(count_in(0, 100'000'000))
      ->capture_default_str();
  command->add_option("--format", settings->format, "text or json; with --all csv as well")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();
  command->footer(
      "\n"
      "  gauntlet diff werkzeug lua-http --among accepted\n"
      "  gauntlet diff jdk-httpurlconnection okhttp --among valid --alone\n"
      "  gauntlet diff grammar -- node my-adapter.mjs\n"
      "  gauntlet diff --all --operation credentials\n"
      "  gauntlet diff --all --from out/results.ndjson --tier 1 --format csv\n\n"
      "Exit status 1: there is a difference; 3: one of them cannot be asked.\n");
  command->callback([settings, &context] { diff_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
