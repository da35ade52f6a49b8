#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/grammar/cases.hpp"
#include "conformance/grammar/census.hpp"
#include "conformance/grammar/random.hpp"
#include "conformance/grammar/suite.hpp"
#include "conformance/grammar/tables.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

using grammar_engine::engine;
using grammar_engine::grammar;
using model::operation;

struct generate_options {
  std::string operation = "challenges";
  std::string grammar = "recipient";
  std::size_t extra_states = 0;
  bool raw = false;
  std::string format = "cases";
  std::size_t length = 16;
  std::uint64_t seed = 1;
  std::size_t count = 100;
  bool valid = false;
  bool near_miss = false;
  std::vector<std::string> against;
  std::vector<std::string> families;
  std::vector<std::string> except;
};

struct chosen {
  operation op;
  grammar g;
};

bool choose(const generate_options& options, command_context& context, chosen& out) {
  const auto op = operation_named(context, "generate", options.operation);
  if (!op) return false;
  const auto g = grammar_named(context, "generate", options.grammar);
  if (!g) return false;
  if (!has_operation(*g, *op)) {
    fail(context, "generate: RFC 7235 has no rule for auth-info");
    return false;
  }
  out = {*op, *g};
  return true;
}

// The values as cases, or for other programs as a JSON string on each line.
void print(const engine& of, const generate_options& options, const chosen& what,
           const std::string& comment, const std::vector<std::string>& values) {
  if (options.format == "strings") {
    for (const std::string& value : values) std::cout << model::to_json_string(value) << '\n';
    return;
  }
  std::vector<nlohmann::ordered_json> cases;
  cases.reserve(values.size());
  for (const std::string& value : values) cases.push_back(generated_case(of, what.op, {value}));
  std::cout << grammar_engine::case_file(what.op, comment, cases);
}

std::string language_name(const generate_options& options) {
  return absl::StrCat("grammar ", options.grammar,
                      options.raw ? ", the raw rule" : ", field lines (OWS rule OWS)");
}

void complete(const engine& of, const generate_options& options, const chosen& what) {
  if (options.format == "strings") {
    print(of, options, what, "",
          complete_suite(of, what.op, what.g, options.extra_states, options.raw));
  } else {
    std::cout << complete_case_file(of, what.op, what.g, options.extra_states, options.raw);
  }
}

void sweep(const engine& of, const generate_options& options, const chosen& what) {
  print(of, options, what,
        absl::StrCat(
            "Derived by the program. Every octet at every state of the minimal automaton of ",
            language_name(options),
            ", and after it the words that identify the state it leads to: complete "
            "for what tells no more states apart than the automaton has, whatever its classes of "
            "octets."),
        sweep_suite(of, what.op, what.g, options.raw));
}

void results(const engine& of, const generate_options& options, const chosen& what) {
  const auto size = size_of_result_automaton(of, what.op, what.g, options.raw);
  print(of, options, what,
        absl::StrCat(
            "Derived by the program. The HSI suite of the automaton that accepts a value together "
            "with the "
            "role of each of its octets (",
            size.states, " states, ", size.symbols, " pairs of a class and a role), for ",
            language_name(options),
            ". What yields the expected results assigns the right role to every octet "
            "of every value, provided that its assignments are those of an automaton with at most ",
            size.states + options.extra_states, " states."),
        result_suite(of, what.op, what.g, options.extra_states, options.raw));
}

// Every line of the standard input is a JSON list of field lines; its case is printed on a line.
void cases(const engine& of, const chosen& what, command_context& context) {
  std::size_t number = 0;
  for (std::string text; std::getline(std::cin, text);) {
    ++number;
    const auto in = nlohmann::json::parse(text, nullptr, false);
    std::vector<std::string> lines;
    bool is_list = in.is_array() && !in.empty();
    for (const auto& line : is_list ? in : nlohmann::json::array()) {
      const auto octets =
          line.is_string() ? model::octets_from_utf8(line.get<std::string>())
                           : absl::StatusOr<std::string>(absl::InvalidArgumentError("no string"));
      is_list = is_list && octets.ok();
      if (is_list) lines.push_back(*octets);
    }
    if (!is_list) {
      fail(context, absl::StrCat("generate cases: line ", number,
                                 ": expected a JSON list of strings, one octet a code point"));
      return;
    }
    std::cout << generated_case(of, what.op, lines).dump(-1, ' ', true) << '\n';
  }
}

void census(const engine& of, const generate_options& options, const chosen& what) {
  std::cout << "length\tstrings over " << of.classes(what.g).size()
            << " classes\tstrings over 256 octets\n";
  for (const auto& row : grammar_engine::census(of, what.op, what.g, options.length)) {
    std::cout << row.length << '\t' << row.over_classes << '\t' << row.over_octets << '\n';
  }
}

// After so many values in a row that were there already, there are hardly any others.
constexpr std::size_t most_repeats = 10'000;

void random(const engine& of, const generate_options& options, const chosen& what,
            command_context& context) {
  grammar_engine::value_generator values(of, what.op, what.g, options.seed);
  std::vector<std::string> plain;
  std::vector<nlohmann::ordered_json> cases;
  absl::flat_hash_set<std::string> known;  // a value is its case's id
  std::size_t repeats = 0;
  while (plain.size() < options.count) {
    const std::size_t length = values.below(options.length + 1);
    std::string value;
    std::string fault;
    if (options.near_miss) {
      auto miss = values.near_miss(length);
      value = std::move(miss.value);
      fault = std::move(miss.fault);
    } else {
      value = values.valid(length);
    }
    if (!known.insert(value).second) {
      if (++repeats < most_repeats) continue;
      fail(context,
           absl::StrCat("generate: found no more than ", plain.size(),
                        " different values; ask for a smaller --count or a greater --length"),
           exit_usage);
      return;
    }
    repeats = 0;
    plain.push_back(std::move(value));
    cases.push_back(generated_case(of, what.op, {plain.back()}));
    if (!fault.empty()) cases.back()["note"] = absl::StrCat("fault: ", fault);
  }
  if (options.format == "strings") {
    print(of, options, what, "", plain);
    return;
  }
  std::cout << grammar_engine::case_file(
      what.op,
      absl::StrCat(
          "Derived by the program: ", options.near_miss ? "values with one fault" : "random values",
          ", grammar ", options.grammar, ", seed ", options.seed, "."),
      cases);
}

void mutants(const engine& of, const generate_options& options, const chosen& what,
             command_context& context) {
  const grammar_engine::language& in = of.of(what.op, what.g);
  const grammar_engine::dfa automaton =
      grammar_engine::over(of.classes(what.g), options.raw ? in.raw : in.line);
  std::vector<std::string> sources = options.against;
  if (sources.empty() && context.conformance.empty()) {
    fail(context, "generate: no cases found; name them with --against");
    return;
  }
  if (sources.empty()) sources.push_back((context.conformance / "suite" / "cases").string());
  std::vector<std::string> values;
  for (const std::string& source : sources) {
    const auto read =
        grammar_engine::read_collection(source, what.op, options.families, options.except);
    if (!read.ok()) {
      fail(context, std::string(read.status().message()));
      return;
    }
    const auto& from = options.raw ? read->combined : read->lines;
    values.insert(values.end(), from.begin(), from.end());
  }
  const grammar_engine::strength found = strength_of(automaton, values);
  const auto percent = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 100.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  };
  std::cout << absl::StrFormat(
      "%s, %s: %d states, %d classes\n%d values (%d up to the classes of their octets)\n"
      "mutants killed        %d of %d (%.1f %%)\ntransitions covered   %d of %d (%.1f %%)\n",
      options.operation, language_name(options), automaton.size(), automaton.graph.symbols,
      values.size(), found.values, found.killed, found.mutants,
      percent(found.killed, found.mutants), found.covered, found.transitions,
      percent(found.covered, found.transitions));
}

}  // namespace

void add_generate_command(CLI::App& app, command_context& context) {
  auto options = std::make_shared<generate_options>();
  CLI::App* command =
      app.add_subcommand("generate", "Derive suites, counts, tables and pictures from the grammar");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* description, const char* example, auto work) {
    CLI::App* sub = command->add_subcommand(name, description);
    sub->footer(absl::StrCat("\n  ", example, "\n"));
    add_operation_option(*sub, options->operation);
    sub->add_option("--grammar", options->grammar, "recipient, appendix-a, sender or rfc7235")
        ->capture_default_str();
    sub->callback([options, &context, work] {
      chosen what{};
      if (!choose(*options, context, what)) return;
      const auto loaded = engine::load();
      if (!loaded.ok()) {
        fail(context, std::string(loaded.status().message()));
        return;
      }
      work(*loaded, *options, what, context);
    });
    return sub;
  };
  const auto add_format = [&](CLI::App* sub) {
    sub->add_option("--format", options->format,
                    "cases: a case file; strings: a JSON string on each line")
        ->check(CLI::IsMember({"cases", "strings"}))
        ->capture_default_str();
  };
  const auto add_raw = [&](CLI::App* sub) {
    sub->add_flag("--raw", options->raw,
                  "The rule itself, not what a field line may carry around it");
  };
  const auto add_states = [&](CLI::App* sub) {
    sub->add_option("--extra-states", options->extra_states,
                    "States that the tested program may have in addition")
        ->check(count_in(0, 3))
        ->capture_default_str();
  };

  CLI::App* sub = add("complete", "A suite that is complete for accept and reject (HSI method)",
                      "gauntlet generate complete --operation credentials >cases.json",
                      [](const engine& of, const generate_options& o, const chosen& what,
                         command_context&) { complete(of, o, what); });
  add_states(sub), add_raw(sub), add_format(sub);
  sub = add("sweep", "Every octet at every state", "gauntlet generate sweep --format strings",
            [](const engine& of, const generate_options& o, const chosen& what, command_context&) {
              sweep(of, o, what);
            });
  add_raw(sub), add_format(sub);
  sub = add("results", "A suite that is complete for the roles of the octets",
            "gauntlet generate results >cases.json",
            [](const engine& of, const generate_options& o, const chosen& what, command_context&) {
              results(of, o, what);
            });
  add_states(sub), add_raw(sub), add_format(sub);
  add("cases", "The cases of the lists of field lines on the standard input, JSON on each line",
      "echo '[\"Basic realm=x\"]' | gauntlet generate cases",
      [](const engine& of, const generate_options&, const chosen& what, command_context& c) {
        cases(of, what, c);
      });
  sub = add("census", "How many strings of each length the raw rule has",
            "gauntlet generate census --operation auth-info --length 4",
            [](const engine& of, const generate_options& o, const chosen& what, command_context&) {
              census(of, o, what);
            });
  sub->add_option("--length", options->length, "The greatest length")
      ->check(count_in(0, 100000))
      ->capture_default_str();
  sub = add("random", "Random values, or values that miss the rule by one fault",
            "gauntlet generate random --near-miss --count 10 --format strings",
            [](const engine& of, const generate_options& o, const chosen& what,
               command_context& c) { random(of, o, what, c); });
  sub->add_option("--seed", options->seed, "The same seed gives the same values")
      ->capture_default_str();
  sub->add_option("--count", options->count, "How many")
      ->check(count_in(1, 10000000))
      ->capture_default_str();
  sub->add_option("--length", options->length, "Greatest length, approximately")
      ->check(count_in(0, 1000000))
      ->capture_default_str();
  CLI::Option* valid = sub->add_flag("--valid", options->valid, "Values of the rule (the default)");
  sub->add_flag("--near-miss", options->near_miss, "Values with one fault")->excludes(valid);
  add_format(sub);
  sub = add("mutants", "How many single-fault mutants of the automaton some cases kill",
            "gauntlet generate mutants --family generated",
            [](const engine& of, const generate_options& o, const chosen& what,
               command_context& c) { mutants(of, o, what, c); });
  add_raw(sub);
  sub->add_option("--against", options->against,
                  "Case files or folders, or text files with a value on each line");
  sub->add_option("--family", options->families,
                  "Only these folders below each folder of --against");
  sub->add_option("--except", options->except,
                  "All except these folders below each folder of --against");
  add("tables", "The automata as a C++ header", "gauntlet generate tables >automata.hpp",
      [](const engine& of, const generate_options&, const chosen&, command_context&) {
        std::cout << grammar_engine::tables_header(of);
      });
  sub = add("dot", "The minimal automaton as a Graphviz graph",
            "gauntlet generate dot | dot -Tsvg >automaton.svg",
            [](const engine& of, const generate_options& o, const chosen& what, command_context&) {
              std::cout << grammar_engine::dot_graph(of, what.op, what.g, o.raw);
            });
  add_raw(sub);
  command->footer(
      "\n"
      "  gauntlet generate random --near-miss --count 10 --format strings\n"
      "  gauntlet generate complete --operation credentials >cases.json\n");
}

}  // namespace gauntlet::tool
