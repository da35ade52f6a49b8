#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "conformance/grammar/cases.hpp"
#include "conformance/grammar/suite.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/verify/verify.hpp"

namespace gauntlet::tool {
namespace {

using grammar_engine::grammar;
using model::operation;

struct verify_options {
  std::size_t length = 7;
  std::vector<std::string> operations;
  std::vector<std::string> grammars;
  unsigned jobs = 0;
  std::uint64_t seed = 1;
  std::size_t random = 400;
};

// Millions of values in a second.
std::string rate(const grammar_engine::verification& of) {
  return absl::StrFormat("%.1f M/s",
                         of.seconds > 0 ? static_cast<double>(of.values) / of.seconds / 1e6 : 0.0);
}

class verifier {
 public:
  verifier(const grammar_engine::engine& engine, const verify_options& options,
           const command_context& context)
      : engine_(engine),
        options_(options),
        context_(context),
        jobs_(options.jobs > 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency())) {
  }

  absl::Status run(operation op, grammar g) {
    const std::string what =
        absl::StrCat(std::string(model::to_string(op)), " ", std::string(to_string(g)));
    if (g == grammar::sender) {
      // 16 classes take one symbol less; with words for realm the rule is met at full length.
      sequences(op, g, false, options_.length > 1 ? options_.length - 1 : options_.length, what);
      sequences(op, g, true, options_.length, what + ", words");
    } else {
      sequences(op, g, false, options_.length, what);
    }
    grammar_engine::verification suites;
    for (const bool raw : {false, true}) {
      suites.add(verify_values(engine_, op, g, complete_suite(engine_, op, g, 1, raw)));
      suites.add(verify_values(engine_, op, g, result_suite(engine_, op, g, 0, raw)));
      suites.add(verify_values(engine_, op, g, sweep_suite(engine_, op, g, raw)));
    }
    row(what + ", derived suites", suites);
    if (!context_.conformance.empty()) {
      const auto cases =
          grammar_engine::read_collection((context_.conformance / "suite" / "cases").string(), op);
      if (!cases.ok()) return cases.status();
      auto shipped = verify_values(engine_, op, g, cases->lines);
      row(absl::StrCat(what, ", shipped cases"), shipped);
    }
    row(absl::StrCat(what, ", random to 64 KiB"),
        verify_random(engine_, op, g, options_.seed, options_.random, std::size_t{64} * 1024));
    return absl::OkStatus();
  }

  const grammar_engine::verification& total() const { return total_; }
  double seconds() const { return absl::ToDoubleSeconds(absl::Now() - start_); }

 private:
  void sequences(operation op, grammar g, bool words, std::size_t length, const std::string& what) {
    const auto symbols = grammar_engine::symbols_of(engine_, g, words);
    progress_line line;
    const auto progress = [&](std::uint64_t values, double share) {
      if (!line.is_due()) return;
      line.show(absl::StrFormat("%-40s %3.0f %%  %d values, %.1f M/s", what, share * 100, values,
                                static_cast<double>(values) / line.seconds() / 1e6));
    };
    const auto found = verify_sequences(engine_, op, g, symbols, length, jobs_, progress);
    line.clear();
    row(absl::StrFormat("%s, up to %d of %d symbols", what, length, symbols.size()), found);
  }

  void row(const std::string& what, const grammar_engine::verification& found) {
    std::cout << absl::StrFormat("%-58s %11d values %9d valid %8s  %s\n", what, found.values,
                                 found.accepted, rate(found),
                                 found.differences == 0
                                     ? "no difference"
                                     : absl::StrCat(found.differences, " DIFFERENCES"))
              << std::flush;
    for (const grammar_engine::disagreement& one : found.first_differences) {
      std::cout << "    " << model::quoted_printable(std::string_view(one.value).substr(0, 200))
                << "\n      engine " << one.engine_says.substr(0, 300) << "\n      parser "
                << one.parser_says.substr(0, 300) << '\n';
    }
    total_.add(found);
  }

  const grammar_engine::engine& engine_;
  const verify_options& options_;
  const command_context& context_;
  const unsigned jobs_;
  const absl::Time start_ = absl::Now();
  grammar_engine::verification total_;
};

void run_verify(const verify_options& options, command_context& context) {
  std::vector<operation> operations;
  for (const std::string& name : options.operations) {
    const auto op = operation_named(context, "verify", name);
    if (!op) return;
    operations.push_back(*op);
  }
  std::vector<grammar> grammars;
  for (const std::string& name : options.grammars) {
    const auto g = parser_grammar_named(context, "verify", name);
    if (!g) return;
    grammars.push_back(*g == gauntlet::grammar::sender ? grammar::sender : grammar::recipient);
  }
  if (operations.empty())
    operations.assign(grammar_engine::all_operations.begin(), grammar_engine::all_operations.end());
  if (grammars.empty()) grammars = {grammar::recipient, grammar::sender};
  const auto loaded = grammar_engine::engine::load();
  if (!loaded.ok()) {
    fail(context, std::string(loaded.status().message()));
    return;
  }
  verifier work(*loaded, options, context);
  for (const grammar g : grammars) {
    for (const operation op : operations) {
      if (absl::Status status = work.run(op, g); !status.ok()) {
        fail(context, std::string(status.message()));
        return;
      }
    }
  }
  std::cout << absl::StrFormat(
      "%d values in %.1f s (%.1f M/s): %s\n", work.total().values, work.seconds(),
      static_cast<double>(work.total().values) / work.seconds() / 1e6,
      work.total().differences == 0
          ? "the parser and the grammar engine agree on outcome, result and offset"
          : absl::StrCat(work.total().differences, " differences"));
  if (work.total().differences > 0) context.exit_code = exit_failure;
}

}  // namespace

void add_verify_command(CLI::App& app, command_context& context) {
  auto options = std::make_shared<verify_options>();
  CLI::App* command = app.add_subcommand("verify",
                                         "Compare the reference parser with the grammar engine on "
                                         "all short values and many long ones");
  command->add_option("--length", options->length, "All sequences of up to so many symbols")
      ->capture_default_str()
      ->check(count_in(1, 12));
  command->add_option("--operation", options->operations,
                      absl::StrCat(operation_names, " (default: all)"));
  command->add_option("--grammar", options->grammars, "recipient or sender (default: both)");
  command->add_option("--jobs", options->jobs, "Threads (default: one for each processor)")
      ->check(count_in(1, 1024));
  command->add_option("--seed", options->seed, "Seed of the random values")->capture_default_str();
  command
      ->add_option("--random", options->random,
                   "Number of random values, for each operation and grammar")
      ->capture_default_str();
  command->footer(
      "\n"
      "  gauntlet verify --length 5                        seconds; exit status 1: they differ\n"
      "  gauntlet verify --operation credentials --grammar sender --length 8\n");
  command->callback([options, &context] { run_verify(*options, context); });
}

}  // namespace gauntlet::tool
