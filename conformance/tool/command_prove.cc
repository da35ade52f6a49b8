#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "conformance/grammar/prove.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/tool/commands.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

struct prove_options {
  std::string abnf;
  bool json = false;
};

void run_prove(const prove_options& options, command_context& context) {
  grammar_engine::engine::sources from;
  if (!options.abnf.empty()) {
    absl::StatusOr<std::string> text = model::read_file(options.abnf);
    if (!text.ok()) {
      fail(context, absl::StrCat("prove: ", text.status().message()));
      return;
    }
    from.section_text = *std::move(text);
    from.section_name = options.abnf;
    if (from.section_text.empty()) from.section_text = "\n";
  }
  const auto loaded = grammar_engine::engine::load(from);
  if (!loaded.ok()) {
    fail(context, std::string(loaded.status().message()));
    return;
  }
  const auto facts = grammar_engine::prove(*loaded);
  std::size_t failed = 0;
  std::string group;
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const grammar_engine::fact& one : facts) {
    if (!one.holds) ++failed;
    if (options.json) {
      rows.push_back({{"group", one.group},
                      {"statement", one.statement},
                      {"holds", one.holds},
                      {"found", one.found}});
      continue;
    }
    if (one.group != group) std::cout << (group.empty() ? "" : "\n") << one.group << '\n';
    group = one.group;
    std::cout << (one.holds ? "  ok    " : "  FAIL  ") << one.statement << "\n        " << one.found
              << '\n';
  }
  if (options.json) {
    std::cout << rows.dump(1, ' ', true) << '\n';
  } else {
    std::cout << '\n'
              << facts.size() - failed << " of " << facts.size()
              << " facts hold, for values of every length\n";
  }
  if (failed > 0) context.exit_code = exit_failure;
}

}  // namespace

void add_prove_command(CLI::App& app, command_context& context) {
  auto options = std::make_shared<prove_options>();
  CLI::App* command = app.add_subcommand(
      "prove", "Decide what this project states about the grammars, for values of every length");
  command->add_option("--abnf", options->abnf,
                      "A grammar file in place of the built-in rfc9110.abnf");
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "\n"
      "  gauntlet prove                      with the built-in grammar; exit status 1: a statement "
      "is "
      "false\n"
      "  gauntlet prove --json --abnf my.abnf\n");
  command->callback([options, &context] { run_prove(*options, context); });
}

}  // namespace gauntlet::tool
