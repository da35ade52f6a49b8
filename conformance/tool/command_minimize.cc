#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "conformance/compare/difference.hpp"
#include "conformance/compare/shorten.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/readers.hpp"

namespace gauntlet::tool {
namespace {

struct minimize_settings {
  std::string input;
  std::string id;
  std::vector<std::string> names;
  std::string operation = "challenges";
};

// What is to be made shorter, in the way in which the reader and the grammar differ on it.
class minimize_command {
 public:
  minimize_command(const minimize_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    auto op = operation_named(context_, "minimize", settings_.operation);
    if (!op) return;
    if (settings_.names.size() + (context_.trailing ? 1 : 0) != 1)
      return fail(context_, "minimize: expected one implementation, or a command after --");
    if (settings_.input.empty() == settings_.id.empty())
      return fail(context_, "minimize: expected --input VALUE or --id CASE");
    if (!source_.find(settings_.names)) return;
    std::string value = settings_.input;
    if (!settings_.id.empty() && !take_case(*op, value)) return;
    auto reader =
        context_.trailing ? source_.open_trailing(*op) : source_.open(*op, settings_.names.front());
    if (!reader) return;
    const auto grammar = compare::grammar_reader(*op);
    const compare::comparison compare(reader->can_show(), grammar->can_show());
    const auto look = [&](const std::vector<std::string>& values) {
      const auto one = reader->ask(values);
      const auto other = grammar->ask(values);
      std::vector<compare::difference> made;
      for (std::size_t i = 0; i < values.size(); ++i)
        made.push_back(compare.between(one[i], other[i]));
      return made;
    };
    const compare::difference kind = look({value}).front();
    if (kind == compare::difference::none) {
      std::cout << reader->name() << " reads it as the grammar does, as far as it can show it:\n  "
                << model::quoted_printable(value) << "\n  "
                << compare::describe(reader->reader::ask(value)) << '\n';
      return;
    }
    const std::string found = compare::shorten(value, [&](const std::vector<std::string>& values) {
      std::vector<bool> shown(values.size());
      if (source_.cancel().requested()) return shown;
      const auto seen = look(values);
      std::transform(seen.begin(), seen.end(), shown.begin(),
                     [&](auto each) { return each == kind; });
      return shown;
    });
    std::cout << value.size() << " octets, " << found.size() << " of them needed:\n  "
              << model::quoted_printable(found)
              << "\n  grammar: " << compare::describe(grammar->reader::ask(found)) << "\n  "
              << reader->name() << ": " << compare::describe(reader->reader::ask(found)) << '\n';
    context_.exit_code = source_.cancel().requested() ? exit_inconclusive : exit_failure;
  }

 private:
  bool take_case(model::operation& op, std::string& value) {
    std::vector<model::test_case> suite;
    if (!source_.load_suite(suite)) return false;
    const auto found = std::find_if(suite.begin(), suite.end(), [&](const model::test_case& each) {
      return each.id() == settings_.id && each.kind == model::case_kind::parse;
    });
    if (found == suite.end()) {
      fail(context_,
           absl::StrCat("minimize: there is no parse case ", model::printable(settings_.id)));
      return false;
    }
    op = found->operation;
    value = found->combined;
    return true;
  }

  const minimize_settings& settings_;
  command_context& context_;
  reader_source source_{"minimize", context_};
};

}  // namespace

void add_minimize_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "minimize", "The shortest value on which a reader goes wrong as it does on a given one");
  const auto settings = std::make_shared<minimize_settings>();
  command->add_option("IMPLEMENTATION", settings->names,
                      "One of `gauntlet list`; or a command after --");
  command->add_option("--input", settings->input, "The value")->type_name("VALUE");
  command->add_option("--id", settings->id, "A case of the suite, with its operation")
      ->type_name("CASE");
  add_operation_option(*command, settings->operation);
  command->footer(
      "\n"
      "  gauntlet minimize werkzeug --input 'Newauth realm=\"apps\", type=1, Basic "
      "realm=\"simple\"'\n"
      "  gauntlet minimize --id list/two-bare -- ./my-adapter\n\n"
      "Exit status 1: it goes wrong; 0: it reads the value as the grammar does.\n");
  command->callback([settings, &context] { minimize_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
