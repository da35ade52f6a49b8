#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/compare/fingerprint.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/readers.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;
using compare::fingerprints;
using compare::known_reader;

constexpr std::array<model::operation, 2> operations = {model::operation::challenges,
                                                        model::operation::credentials};
// So many of the nearest are shown.
constexpr std::size_t most_shown = 5;

struct fingerprint_settings {
  std::vector<std::string> names;
  std::string write;
  bool update = false;
};

class fingerprint_command {
 public:
  fingerprint_command(const fingerprint_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    if (!source_.has_suite()) return;
    if (settings_.update) return make();
    if (settings_.names.size() + (context_.trailing ? 1 : 0) != 1)
      return fail(context_, "fingerprint: expected one implementation, or a command after --");
    name();
  }

 private:
  fs::path own_file() const { return context_.conformance / "compare" / "fingerprints.json"; }

  // --- Who is it? ---

  void name() {
    const auto all = compare::load_fingerprints(own_file());
    if (!all.ok()) return fail(context_, std::string(all.status().message()));
    if (!source_.find(settings_.names)) return;
    for (const fingerprints& of : *all) {
      bool lacks_operation = false;
      auto reader = context_.trailing
                        ? source_.open_trailing(of.operation, &lacks_operation)
                        : source_.open(of.operation, settings_.names.front(), &lacks_operation);
      if (lacks_operation) continue;
      if (!reader) return;
      print(of, known(*reader, of.values));
    }
  }

  static known_reader known(compare::reader& reader, const std::vector<std::string>& values) {
    return {reader.name(), reader.can_show(), reader.observes_json(), reader.ask(values)};
  }

  void print(const fingerprints& of, const known_reader& unknown) {
    const std::vector<compare::likeness> near = compare::likenesses(of, unknown);
    std::cout << model::to_string(of.operation) << ", " << of.values.size()
              << " values: " << verdict_on(near, of.values.size()) << '\n';
    for (std::size_t i = 0; i < std::min(most_shown, near.size()); ++i) {
      std::cout << absl::StrFormat("  %3d of %3d  %s\n", near[i].same, near[i].compared,
                                   model::printable(near[i].name));
    }
    std::cout << '\n';
  }

  static std::string verdict_on(const std::vector<compare::likeness>& near, std::size_t values) {
    std::vector<std::string> same;
    const compare::likeness* nearest = nullptr;
    for (const compare::likeness& one : near) {
      if (!one.counts(values)) continue;
      if (nearest == nullptr) nearest = &one;
      if (one.is_whole()) same.push_back(model::printable(one.name));
    }
    if (nearest == nullptr) return "it shows too little to be named";
    if (same.size() == 1) return absl::StrCat("reads as ", same.front(), " does, and as no other");
    if (!same.empty()) return absl::StrCat("reads as one of: ", absl::StrJoin(same, ", "));
    return absl::StrCat("none that is known here; the nearest is ",
                        model::printable(nearest->name));
  }

  // --- The table ---

  void make() {
    if (!source_.find_all()) return;
    std::vector<model::test_case> suite;
    if (!source_.load_suite(suite)) return;
    std::vector<fingerprints> all;
    for (const model::operation op : operations) {
      const std::vector<std::string> pool = compare::pool_of(suite, op);
      std::vector<known_reader> readers;
      {
        progress_line line;
        readers = source_.ask_all(op, pool, [&](const std::string& id) {
          if (line.is_due()) line.show(absl::StrCat("fingerprint: ", id));
        });
      }
      if (source_.cancel().requested()) {
        return fail(context_, "fingerprint: stopped; nothing was written", exit_inconclusive);
      }
      all.push_back(
          reduced(op, pool, compare::telling_values(pool, readers, source_.cancel()), readers));
      report(all.back(), pool.size());
    }
    const fs::path file = settings_.write.empty() ? own_file() : fs::path(settings_.write);
    if (const absl::Status status = model::write_file(file, compare::to_json(all)); !status.ok())
      return fail(context_, std::string(status.message()));
    std::cout << "Written: " << file.string() << '\n';
  }

  static fingerprints reduced(model::operation op, const std::vector<std::string>& pool,
                              const std::vector<std::size_t>& chosen,
                              const std::vector<known_reader>& readers) {
    fingerprints made;
    made.operation = op;
    for (const std::size_t at : chosen) made.values.push_back(pool[at]);
    for (const known_reader& one : readers) {
      known_reader& next =
          made.readers.emplace_back(known_reader{one.name, one.can_show, one.observes_json, {}});
      for (const std::size_t at : chosen) next.readings.push_back(one.readings[at]);
    }
    return made;
  }

  static void report(const fingerprints& of, std::size_t pool) {
    std::cout << of.readers.size() << " readers of " << model::to_string(of.operation) << ": "
              << of.values.size() << " of " << pool << " values tell them apart\n";
    for (const std::string& value : of.values) {
      std::cout << "  " << model::quoted_printable(value.substr(0, 100))
                << (value.size() > 100 ? "..." : "") << '\n';
    }
    for (const std::vector<std::string>& group : compare::twins(of))
      std::cout << "Read alike, as far as they show it: " << absl::StrJoin(group, ", ") << '\n';
    std::cout << '\n';
  }

  const fingerprint_settings& settings_;
  command_context& context_;
  reader_source source_{"fingerprint", context_};
};

}  // namespace

void add_fingerprint_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "fingerprint", "Name the library that a reader is, by how it reads a few values");
  const auto settings = std::make_shared<fingerprint_settings>();
  command->add_option("IMPLEMENTATION", settings->names,
                      "One of `gauntlet list`; or a command after --");
  command->add_flag("--update", settings->update,
                    "Ask all that is installed, and choose the values that tell them apart anew");
  command->add_option("--write", settings->write, "With --update: where the table goes")
      ->type_name("FILE")
      ->check(path_given());
  command->footer(
      "\n"
      "  gauntlet fingerprint -- ./unknown-adapter\n"
      "  gauntlet fingerprint werkzeug\n"
      "  gauntlet fingerprint --update --write fingerprints.json\n\n"
      "Exit status 3: it cannot be asked.\n");
  command->callback([settings, &context] { fingerprint_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
