#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "conformance/tool/command_tree.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/completion.hpp"

namespace gauntlet::tool {

// What the completions of the shells (completion/) ask; of no use by hand, so it is not listed.
void add_complete_command(CLI::App& app, command_context& context) {
  CLI::App* command =
      app.add_subcommand("complete", "What the last word of a command line may become");
  command->group("");
  command->footer(
      "\n"
      "  gauntlet complete -- run --fam     a line each: the word, a tab, what it means\n");
  command->callback([&app, &context] {
    const std::vector<std::string> words = context.trailing.value_or(std::vector<std::string>{});
    for (const candidate& one : completions(describe(app), words, context.conformance))
      std::cout << one.word << '\t' << one.what << '\n';
  });
}

}  // namespace gauntlet::tool
