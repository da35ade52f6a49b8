#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "conformance/compare/difference.hpp"
#include "conformance/compare/learn.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/grammar/engine.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/readers.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

struct learn_settings {
  std::vector<std::string> names;
  std::string operation = "challenges";
  std::string what = "accepted";
  std::string after;
  std::string format = "text";
  compare::learn_options options{};
};

class learn_command {
 public:
  learn_command(learn_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    const auto op = operation_named(context_, "learn", settings_.operation);
    if (!op) return;
    if (settings_.names.size() + (context_.trailing ? 1 : 0) != 1)
      return fail(context_, "learn: expected one implementation, or a command after --");
    if (!source_.find(settings_.names)) return;
    std::vector<model::test_case> suite;
    if (!source_.load_suite(suite)) return;
    const auto engine = grammar_engine::engine::load();
    if (!engine.ok()) return fail(context_, std::string(engine.status().message()));
    const auto reader =
        context_.trailing ? source_.open_trailing(*op) : source_.open(*op, settings_.names.front());
    if (!reader) return;
    const compare::learned found =
        learn(*op, *reader, *engine, samples(compare::pool_of(suite, *op)));
    if (found.graph.accepting.empty()) {
      return fail(context_, absl::StrCat("learn: ", reader->name(), ": ", found.why_not),
                  exit_inconclusive);
    }
    report(*op, *engine, *reader, found);
  }

 private:
  compare::learned learn(model::operation op, compare::reader& reader,
                         const grammar_engine::engine& engine,
                         const std::vector<std::string>& samples) {
    const auto grammar = compare::grammar_reader(op);
    const compare::comparison compare(reader.can_show(), grammar->can_show());
    const compare::language language = [&](const std::vector<std::string>& words) {
      std::vector<std::string> values;
      for (const std::string& word : words)
        values.emplace_back(model::trim(settings_.after + word));
      const auto readings = reader.ask(values);
      const auto right =
          settings_.what == "wrong" ? grammar->ask(values) : std::vector<compare::reading>();
      std::vector<bool> made(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        made[i] = right.empty()
                      ? readings[i].how == compare::ending::accepted
                      : compare.between(readings[i], right[i]) != compare::difference::none;
      }
      return made;
    };
    progress_line line;
    settings_.options.progress = [&](const std::string& what) {
      if (line.is_due()) line.show(absl::StrCat("learn: ", what));
    };
    return compare::learn(language, engine.classes(grammar_engine::grammar::recipient), samples,
                          settings_.options, source_.cancel());
  }

  // Of the pool what comes after --after.
  std::vector<std::string> samples(const std::vector<std::string>& pool) const {
    std::vector<std::string> made;
    for (const std::string& value : pool) {
      if (value.compare(0, settings_.after.size(), settings_.after) == 0 && value.size() <= 80)
        made.push_back(value.substr(settings_.after.size()));
    }
    return made;
  }

  void report(model::operation op, const grammar_engine::engine& engine,
              const compare::reader& reader, const compare::learned& found) {
    const grammar_engine::dfa& rfc = engine.of(op, grammar_engine::grammar::recipient).line;
    std::optional<compare::witness> other;
    if (settings_.what == "accepted") {
      other = compare::difference_from(found, rfc, settings_.after);
    } else {
      other = compare::difference_from(found, grammar_engine::difference(rfc, rfc), "");
    }
    const std::string title =
        absl::StrCat(reader.name(), ": ", settings_.operation,
                     settings_.what == "wrong" ? " that it reads wrong" : " that it accepts",
                     settings_.after.empty() ? "" : absl::StrCat(" after ", settings_.after));
    if (settings_.format == "dot") {
      std::cout << compare::dot_graph(found, title);
    } else if (settings_.format == "json") {
      print_json(reader, found, rfc.size(), other, title);
    } else {
      print_text(reader, found, rfc.size(), other);
    }
    context_.exit_code = !found.is_tested ? exit_inconclusive : other ? exit_failure : exit_success;
  }

  std::string meaning(const compare::witness& of) const {
    if (settings_.what == "wrong")
      return "the shortest value that it reads otherwise than the grammar";
    return of.in_learned ? "the shortest difference: it accepts, the grammar does not"
                         : "the shortest difference: the grammar accepts, it does not";
  }

  void print_text(const compare::reader& reader, const compare::learned& found,
                  std::size_t rfc_states, const std::optional<compare::witness>& other) const {
    std::cout << model::printable(reader.name()) << ": " << found.graph.size() << " states, "
              << found.octets.size() << " classes of octets, " << found.questions << " questions, "
              << found.rounds << " hypotheses; the grammar has " << rfc_states << " states\n";
    if (!found.is_tested) {
      std::cout << "Not finished: " << found.why_not << ". This is the last hypothesis.\n";
    } else {
      std::cout << "Whatever treats the octets of a class alike and has at most "
                << found.graph.size() + settings_.options.extra_states
                << " states is this automaton.\n";
    }
    if (!other) {
      std::cout << (settings_.what == "wrong" ? "It reads no value otherwise than the grammar.\n"
                                              : "It accepts what the grammar accepts.\n");
    } else {
      std::cout << meaning(*other) << "\n  "
                << model::quoted_printable(settings_.after + other->value) << '\n';
    }
    std::cout << "`--format dot` draws it.\n";
  }

  void print_json(const compare::reader& reader, const compare::learned& found,
                  std::size_t rfc_states, const std::optional<compare::witness>& other,
                  const std::string& title) const {
    nlohmann::ordered_json out = {{"implementation", reader.name()},
                                  {"operation", settings_.operation},
                                  {"what", settings_.what},
                                  {"after", settings_.after},
                                  {"states", found.graph.size()},
                                  {"classes", found.octets.size()},
                                  {"grammar_states", rfc_states},
                                  {"questions", found.questions},
                                  {"hypotheses", found.rounds},
                                  {"tested", found.is_tested},
                                  {"extra_states", settings_.options.extra_states}};
    if (!found.why_not.empty()) out["why_not"] = found.why_not;
    if (other) {
      out["witness"] = {{"value", model::utf8_from_octets(settings_.after + other->value)},
                        {"accepted", other->in_learned}};
    }
    out["dot"] = compare::dot_graph(found, title);
    std::cout << out.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
  }

  learn_settings& settings_;
  command_context& context_;
  reader_source source_{"learn", context_};
};

}  // namespace

void add_learn_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "learn", "Learn the automaton of an implementation, and compare it with the RFC's");
  const auto settings = std::make_shared<learn_settings>();
  command->add_option("IMPLEMENTATION", settings->names,
                      "One of `gauntlet list`; or a command after --");
  add_operation_option(*command, settings->operation);
  command
      ->add_option(
          "--what", settings->what,
          "accepted: the values that it accepts; wrong: those that it reads otherwise than the "
          "grammar")
      ->check(CLI::IsMember({"accepted", "wrong"}))
      ->capture_default_str();
  command
      ->add_option(
          "--after", settings->after,
          "What each value begins with: for a reader that knows one scheme, such as 'Digest '")
      ->type_name("TEXT");
  command
      ->add_option("--extra-states", settings->options.extra_states,
                   "States beyond those found, for which the last test is complete")
      ->check(count_in(0, 3))
      ->capture_default_str();
  command->add_option("--max-questions", settings->options.max_questions, "Then it gives up")
      ->check(count_in(1, 100'000'000))
      ->capture_default_str();
  command->add_option("--max-states", settings->options.max_states, "Then it gives up")
      ->check(count_in(1, 10'000))
      ->capture_default_str();
  command
      ->add_option("--format", settings->format,
                   "text; json, for `gauntlet report --automata`; dot for Graphviz")
      ->check(CLI::IsMember({"text", "json", "dot"}))
      ->capture_default_str();
  command->footer(
      "\n"
      "  gauntlet learn okhttp\n"
      "  gauntlet learn lua-http --format dot | dot -Tsvg >lua-http.svg\n"
      "  gauntlet learn requests --after 'Digest ' --what wrong\n\n"
      "Exit status 1: it is not the grammar's; 3: not learned within the limits.\n");
  command->callback([settings, &context] { learn_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
