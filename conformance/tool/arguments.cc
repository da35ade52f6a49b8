#include "conformance/tool/arguments.hpp"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/model/text.hpp"

namespace gauntlet::tool {
namespace {

// A decimal number made of these characters and no others.
CLI::Validator number_of(const char* allowed, double low, double high, const char* what) {
  return CLI::Validator(
      [=](const std::string& text) -> std::string {
        double number = 0;
        const bool is_plain =
            text.find_first_not_of(allowed) == std::string::npos && absl::SimpleAtod(text, &number);
        if (is_plain && number >= low && number <= high) return {};
        return absl::StrFormat("expected %s from %.9g to %.9g, got \"%s\"", what, low, high,
                               model::printable(text));
      },
      "");
}

}  // namespace

std::optional<model::operation> operation_named(command_context& context, const char* command,
                                                const std::string& name) {
  const auto found = model::operation_from_string(name);
  if (!found)
    fail(context, absl::StrCat(command, ": unknown operation ", name, ": ", operation_names));
  return found;
}

std::optional<grammar_engine::grammar> grammar_named(command_context& context, const char* command,
                                                     const std::string& name) {
  const auto found = grammar_engine::grammar_from_string(name);
  if (!found)
    fail(context, absl::StrCat(command, ": unknown grammar ", name,
                               ": recipient, sender, appendix-a or rfc7235"));
  return found;
}

std::optional<gauntlet::grammar> parser_grammar_named(command_context& context, const char* command,
                                                      const std::string& name) {
  if (name == "recipient") return gauntlet::grammar::recipient;
  if (name == "sender") return gauntlet::grammar::sender;
  fail(context, absl::StrCat(command, ": unknown grammar ", name, ": recipient or sender"));
  return std::nullopt;
}

bool is_slug(const std::string& text) {
  bool is_plain = false;
  for (const char c : text) {
    const bool was_plain = is_plain;
    is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!is_plain && (!was_plain || (c != '-' && c != '.' && c != '_'))) return false;
  }
  return is_plain && text.size() <= 100;
}

CLI::Validator number_in(double low, double high) {
  return number_of("0123456789.", low, high, "a number");
}

CLI::Validator count_in(std::uint64_t low, std::uint64_t high) {
  return number_of("0123456789", static_cast<double>(low), static_cast<double>(high),
                   "a whole number");
}

CLI::Validator path_given() {
  return CLI::Validator(
      [](const std::string& text) -> std::string {
        return text.empty() ? "expected a path, got \"\"" : "";
      },
      "");
}

void add_set_options(CLI::App& command, std::vector<std::string>& languages, int& tier) {
  command.add_option("--language", languages, "Only those of this language; may be repeated")
      ->type_name("NAME");
  command
      .add_option("--tier", tier,
                  "1: the light ones; 2: those that take about 200 MB more, too; 3: all")
      ->check(CLI::Range(1, 3));
}

void add_operation_option(CLI::App& command, std::string& to) {
  command.add_option("--operation", to, std::string(operation_names))->capture_default_str();
}

}  // namespace gauntlet::tool
