#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/compare/difference.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/model/octets.hpp"
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
  bool all = false;
  std::size_t max_values = 200'000;
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

// What one pair comes to in the table of all.
struct pair_row {
  std::string first{};
  std::string second{};
  std::size_t compared = 0;  // values that both accept
  std::size_t differ = 0;    // of those, read differently
  std::size_t smuggled = 0;  // of those, one takes something out of a quoted-string
  std::string shortest{};
  compare::reading one{};
  compare::reading other{};
};

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
    if (!(settings_.all ? source_.find_all() : source_.find(settings_.names))) return;
    std::vector<model::test_case> suite;
    if (!source_.load_suite(suite)) return;
    pool_ = compare::pool_of(suite, operation_);
    settings_.all ? compare_all() : compare_two();
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

  void compare_all() {
    auto readers = source_.open_all(operation_);
    std::vector<std::vector<compare::reading>> readings;
    {
      progress_line line;
      for (const auto& one : readers) {
        if (line.is_due()) line.show(absl::StrCat("diff: ", one->name()));
        readings.push_back(one->ask(pool_));
      }
    }
    std::vector<pair_row> rows;
    for (std::size_t i = 0; i < readers.size(); ++i) {
      for (std::size_t k = i + 1; k < readers.size() && !source_.cancel().requested(); ++k)
        rows.push_back(compare_pair(*readers[i], readings[i], *readers[k], readings[k]));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const pair_row& a, const pair_row& b) {
      return a.smuggled != b.smuggled ? a.smuggled > b.smuggled : a.differ > b.differ;
    });
    settings_.format == "json" ? print_json(rows) : print_table(rows, readers.size());
    if (source_.cancel().requested()) context_.exit_code = exit_inconclusive;
  }

  pair_row compare_pair(const compare::reader& first, const std::vector<compare::reading>& one,
                        const compare::reader& second,
                        const std::vector<compare::reading>& other) const {
    pair_row row;
    row.first = first.name();
    row.second = second.name();
    const compare::comparison between(first.can_show(), second.can_show());
    for (std::size_t at = 0; at < pool_.size(); ++at) {
      if (!compare::is_carried_by_both(pool_[at], first.can_show(), second.can_show())) continue;
      if (one[at].how != compare::ending::accepted || other[at].how != compare::ending::accepted)
        continue;
      ++row.compared;
      if (between.between(one[at], other[at]) == difference::none) continue;
      ++row.differ;
      const bool is_smuggled = compare::why_smuggled(operation_, pool_[at], one[at]).empty() !=
                               compare::why_smuggled(operation_, pool_[at], other[at]).empty();
      // The example is one of the worst kind.
      const bool is_better =
          row.shortest.empty() || (is_smuggled && row.smuggled == 0) ||
          (is_smuggled == (row.smuggled > 0) && pool_[at].size() < row.shortest.size());
      if (is_smuggled) ++row.smuggled;
      if (!is_better) continue;
      row.shortest = pool_[at];
      row.one = one[at];
      row.other = other[at];
    }
    return row;
  }

  void print_json(const std::vector<pair_row>& rows) const {
    ordered_json out = {{"operation", settings_.operation},
                        {"values", pool_.size()},
                        {"complete", !source_.cancel().requested()},
                        {"pairs", ordered_json::array()}};
    for (const pair_row& row : rows) {
      ordered_json next = {{"first", row.first},
                           {"second", row.second},
                           {"both_accept", row.compared},
                           {"differ", row.differ},
                           {"one_is_smuggled", row.smuggled}};
      if (row.differ != 0) {
        next["value"] = model::utf8_from_octets(row.shortest);
        next["first_reads"] = compare::to_json(row.one);
        next["second_reads"] = compare::to_json(row.other);
      }
      out["pairs"].push_back(std::move(next));
    }
    std::cout << out.dump(1, ' ', true, ordered_json::error_handler_t::replace) << '\n';
  }

  void print_table(const std::vector<pair_row>& rows, std::size_t readers) const {
    std::cout << absl::StrFormat("%d readers of %s, %d pairs, %d values of the suite\n\n", readers,
                                 settings_.operation, rows.size(), pool_.size());
    if (rows.empty()) return;
    std::cout << "smuggled  differ  both accept  pair, and the shortest of the worst kind\n";
    for (const pair_row& row : rows) {
      if (row.differ == 0) continue;
      std::cout << absl::StrFormat("%8d %7d %12d  %s, %s\n", row.smuggled, row.differ, row.compared,
                                   row.first, row.second);
      const std::string value =
          row.shortest.size() > 100 ? row.shortest.substr(0, 100) + "..." : row.shortest;
      std::cout << "          " << model::quoted_printable(value) << '\n';
    }
    const auto same = static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [](const pair_row& row) { return row.differ == 0; }));
    std::cout << '\n'
              << same << " pairs agree wherever both accept, as far as both can show it.\n"
              << "`gauntlet diff A B --among accepted` shortens the example of a pair.\n";
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
  command->add_flag("--all", settings->all,
                    "All pairs of what is installed: where both accept, how often they differ");
  command
      ->add_option("--max-values", settings->max_values,
                   "How many shorter values are tried before the shortest known is taken")
      ->check(count_in(0, 100'000'000))
      ->capture_default_str();
  command->add_option("--format", settings->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->footer(
      "\n"
      "  gauntlet diff werkzeug lua-http --among accepted\n"
      "  gauntlet diff grammar -- node my-adapter.mjs\n"
      "  gauntlet diff --all --operation credentials\n\n"
      "Exit status 1: there is a difference; 3: one of them cannot be asked.\n");
  command->callback([settings, &context] { diff_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
