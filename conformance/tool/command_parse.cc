#include <algorithm>
#include <cstdio>
#include <functional>
#include <gauntlet/gauntlet.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/grammar/engine.hpp"
#include "conformance/lint/field.hpp"
#include "conformance/lint/reader.hpp"
#include "conformance/lint/redact.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/result.hpp"
#include "conformance/model/text.hpp"
#include "conformance/runner/reference.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/error_text.hpp"
#include "conformance/tool/show.hpp"

namespace gauntlet::tool {
namespace {

struct parse_options {
  std::string operation = "challenges";
  std::string grammar = "recipient";
  std::vector<std::string> lines;
  bool is_crlf = false;
  bool json = false;
  bool no_color = false;
  bool show_secrets = false;
};

// How values are shown.
struct parse_look {
  bool has_json = false;
  bool has_color = false;
  bool hides_secrets = false;  // those of credentials
};

std::string shown_value(const model::param& p) {
  return p.quoted.value_or(false) ? model::quoted_printable(p.value) : model::printable(p.value);
}

void print_params(std::ostream& out, const std::vector<model::param>& params,
                  const std::string& indent) {
  absl::flat_hash_set<std::string> names;  // in lower case: a value may hold very many
  for (std::size_t i = 0; i < params.size(); ++i) {
    out << indent << (i + 1 == params.size() ? "`- " : "|- ") << model::printable(params[i].name)
        << " = " << shown_value(params[i]);
    const bool repeated = !names.insert(absl::AsciiStrToLower(params[i].name)).second;
    out << (repeated ? "   (occurs twice: RFC 9110 section 11.2 forbids that)\n" : "\n");
  }
}

void print_challenge(std::ostream& out, const model::challenge& c) {
  out << "  " << model::printable(c.scheme);
  if (c.token68) out << ' ' << model::printable(*c.token68) << "   (token68)";
  out << '\n';
  print_params(out, c.params, "  ");
}

void print_tree(std::ostream& out, const model::result& of) {
  if (const auto* list = std::get_if<model::challenges_result>(&of)) {
    out << list->size() << (list->size() == 1 ? " challenge\n" : " challenges\n");
    for (const model::challenge& c : *list) print_challenge(out, c);
  } else if (const auto* one = std::get_if<model::credentials_result>(&of)) {
    out << "credentials\n";
    print_challenge(out, *one);
  } else {
    const auto& params = std::get<model::auth_info_result>(of);
    out << params.size() << (params.size() == 1 ? " parameter\n" : " parameters\n");
    print_params(out, params, "  ");
  }
}

// What a grammar says about a value, whoever read it.
struct reading {
  bool is_valid = false;
  model::result parsed{};
  std::string error{};        // an identifier
  std::string explanation{};  // what was expected
  std::size_t offset = 0;
};
using value_reader = std::function<reading(const std::string&, model::operation)>;

// The reference parser, for the grammars that it has.
reading read_by_parser(const std::string& value, model::operation op, gauntlet::grammar mode) {
  runner::reading read = runner::read_lines(op, {value}, mode);
  if (read.status) return {true, std::move(read.parsed)};
  return {false,
          {},
          std::string(gauntlet::to_string(read.status.code)),
          std::string(explain(read.status.code, op)),
          read.status.offset};
}

// The grammar engine, for the others. It knows where a value leaves the grammar, not why.
reading read_by_engine(const grammar_engine::engine& engine, const std::string& value,
                       model::operation op, grammar_engine::grammar g) {
  grammar_engine::outcome out = engine.run_lines(op, g, {value});
  if (out.accepted) return {true, std::move(out.result)};
  return {false,
          {},
          "not_in_grammar",
          absl::StrCat("nothing in grammar ", std::string(to_string(g)), " goes on like this"),
          out.offset};
}

std::vector<schemes::span> hidden(const std::string& value, model::operation op,
                                  const parse_look& look) {
  if (!look.hides_secrets || op != model::operation::credentials) return {};
  return lint::secrets_of(op, value);
}

std::string shown_value_of(const std::string& value, model::operation op, const parse_look& look) {
  return lint::redact(value, hidden(value, op, look));
}

// What the caret points at, in red.
std::string colored(std::string text, const parse_look& look) {
  const std::size_t caret = text.find('\n');
  if (!look.has_color || caret == std::string::npos) return text;
  text.insert(caret + 1, "\x1b[1;31m");
  return text + "\x1b[0m";
}

// Parses one value and prints what it is. Returns whether it is valid.
bool show(std::ostream& out, const std::string& value, const value_reader& read_value,
          model::operation op, const parse_look& look) {
  const reading read = read_value(value, op);
  const std::vector<schemes::span> secrets = hidden(value, op, look);
  const std::string shown = lint::redact(value, secrets);
  const model::result result = secrets.empty() ? read.parsed : lint::redact(read.parsed);
  if (look.has_json) {
    std::string line = absl::StrCat("{\"value\":", model::to_json_string(shown), ",\"outcome\":\"",
                                    read.is_valid ? "accept" : "reject", "\",");
    if (read.is_valid) {
      model::append_json_member(line, result);
    } else {
      absl::StrAppend(&line, "\"error\":\"", read.error, "\",\"offset\":", read.offset);
    }
    out << line << "}\n";
  } else if (read.is_valid) {
    print_tree(out, result);
  } else {
    const std::size_t shift = std::min(value.find_first_not_of(" \t"), value.size());
    const std::size_t place = lint::place_in_redacted(shift + read.offset, secrets);
    out << "invalid at octet " << read.offset << " (" << read.error << ")\n"
        << colored(with_caret(shown, place, read.explanation), look) << '\n';
  }
  return read.is_valid;
}

// What is more than a value is for `lint`: the name of that format. Field lines are values here, and
// JSON on the command line is a value that somebody tries.
std::string format_of(const std::string& text, bool from_input) {
  const std::optional<lint::format> format = lint::recognise(text + "\n");
  if (!format || *format == lint::format::fields ||
      (!from_input && (text.starts_with('{') || text.starts_with('['))))
    return "";
  return std::string(lint::to_string(*format));
}

// Takes a field name off, which people paste with the value, and reads the value as that field's
// unless --operation says otherwise.
void take_name_off(std::string& value, model::operation& op, bool is_given) {
  const std::size_t colon = value.find(':');
  const std::optional<lint::field_kind> kind =
      colon == std::string::npos ? std::nullopt : lint::field_kind_of(value.substr(0, colon));
  if (!kind) return;
  if (!is_given) op = kind->operation;
  std::cerr << "gauntlet: parse: " << model::printable(value.substr(0, colon + 1))
            << " is the name of the field; what follows is read as " << model::to_string(op)
            << '\n';
  value.erase(0, colon + 1);
}

// PROTOCOL.md, section 2.3.
std::string combined(const std::vector<std::string>& lines) {
  std::vector<std::string> trimmed;
  for (const std::string& line : lines) trimmed.emplace_back(gauntlet::trim_ows(line));
  return absl::StrJoin(trimmed, ", ");
}

void run_parse(const CLI::App& command, const parse_options& options, command_context& context) {
  // Taken here and not by CLI11, which would split a value such as `[a,b]`.
  std::vector<std::string> values = command.remaining();
  for (const std::string& value : values) {
    if (value.size() > 1 && value.front() == '-') {
      fail(context, absl::StrCat("parse: unknown option ", value,
                                 " (a value that begins with a hyphen goes after --)"));
      return;
    }
  }
  if (context.trailing)
    values.insert(values.end(), context.trailing->begin(), context.trailing->end());

  const auto op = operation_named(context, "parse", options.operation);
  if (!op) return;
  const bool is_given = command.count("--operation") != 0;
  model::operation line_op = *op;
  if (!options.lines.empty()) {
    if (!values.empty()) {
      fail(context, "parse: --line has the lines of one value: there is no other VALUE beside it");
      return;
    }
    std::vector<std::string> lines = options.lines;
    for (std::string& line : lines) take_name_off(line, line_op, is_given);
    values.push_back(combined(lines));
  }
  const auto g = grammar_named(context, "parse", options.grammar);
  if (!g) return;
  if (!has_operation(*g, *op)) {
    fail(context,
         absl::StrCat("parse: grammar ", options.grammar, " has no rule for ", options.operation));
    return;
  }
  value_reader read_value;
  if (*g == grammar_engine::grammar::recipient || *g == grammar_engine::grammar::sender) {
    const gauntlet::grammar mode = *g == grammar_engine::grammar::sender
                                       ? gauntlet::grammar::sender
                                       : gauntlet::grammar::recipient;
    read_value = [mode](const std::string& value, model::operation what) {
      return read_by_parser(value, what, mode);
    };
  } else {
    auto loaded = grammar_engine::engine::load();
    if (!loaded.ok()) {
      fail(context, std::string(loaded.status().message()));
      return;
    }
    const auto engine = std::make_shared<grammar_engine::engine>(*std::move(loaded));
    read_value = [engine, g](const std::string& value, model::operation what) {
      return read_by_engine(*engine, value, what, *g);
    };
  }

  bool all_valid = true;
  const bool from_input = values.empty();
  bool is_first = true;
  const parse_look look{.has_json = options.json,
                        .has_color = terminal_look(options.no_color, false).color,
                        .hides_secrets = !options.show_secrets};
  const auto one = [&](std::string value) {
    if (const std::string format = format_of(value, from_input); is_first && !format.empty()) {
      fail(context, absl::StrCat("parse: this looks like more than a value (format ", format,
                                 "): `gauntlet lint` reads it"));
      return false;
    }
    model::operation what = options.lines.empty() ? *op : line_op;
    if (options.lines.empty()) take_name_off(value, what, is_given);
    if (!is_first && !options.json) std::cout << '\n';
    is_first = false;
    if (!options.json && (from_input || values.size() > 1))
      std::cout << model::quoted_printable(shown_value_of(value, what, look)) << '\n';
    all_valid = show(std::cout, value, read_value, what, look) && all_valid;
    return static_cast<bool>(std::cout);
  };
  if (from_input) {
    std::string line;
    while (std::getline(std::cin, line)) {
      if (options.is_crlf && !line.empty() && line.back() == '\r') line.pop_back();
      if (!one(line)) return;
    }
    // The stream stands on stdio, and takes a failed read for the end of the input.
    if (std::cin.bad() || std::ferror(stdin) != 0) {
      fail(context, "parse: cannot read standard input");
      return;
    }
  } else {
    for (const std::string& value : values) {
      if (!one(value)) return;
    }
  }
  if (!all_valid) context.exit_code = exit_failure;
}

}  // namespace

void add_parse_command(CLI::App& app, command_context& context) {
  CLI::App* command =
      app.add_subcommand("parse", "Parse field values; a caret shows where one is invalid");
  const auto options = std::make_shared<parse_options>();
  add_operation_option(*command, options->operation);
  command->add_option("--grammar", options->grammar, "recipient, sender, appendix-a or rfc7235")
      ->capture_default_str();
  command
      ->add_option(
          "--line", options->lines,
          "A field line, may be repeated: all of them are one value (RFC 9110 section 5.3)")
      ->type_name("LINE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command->add_flag("--crlf", options->is_crlf, "Lines of standard input end in CRLF, not LF");
  command->add_flag("--show-secrets", options->show_secrets,
                    "Show the payloads of credentials as they are, not as [redacted]");
  command->add_flag("--no-color", options->no_color, "No colours on a terminal (also NO_COLOR)");
  command->add_flag("--json", options->json,
                    "One JSON document per value, ASCII, one code point for each octet");
  command->allow_extras();
  command->footer(
      "\n"
      "  gauntlet parse 'Basic realm=\"simple\"'\n"
      "  gauntlet parse --operation credentials --show-secrets --json 'Bearer abc=='\n"
      "  gauntlet parse --line Negotiate --line 'Basic realm=\"simple\"'\n"
      "  gauntlet parse -- --a-value-that-begins-with-a-hyphen\n\n"
      "gauntlet parse [OPTIONS] [--] [VALUE...]: each VALUE is one field line; without any, each "
      "line of standard\ninput is. Exit status 1: one of them is invalid.\n");
  command->callback([command, options, &context] { run_parse(*command, *options, context); });
}

}  // namespace gauntlet::tool
