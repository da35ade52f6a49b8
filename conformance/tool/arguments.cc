#include "conformance/tool/arguments.hpp"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace gauntlet::tool {

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

CLI::Validator number_in(double low, double high) {
  return CLI::Validator(
      [low, high](const std::string& text) -> std::string {
        double number = 0;
        const bool is_plain = !text.empty() &&
                              text.find_first_not_of("0123456789.") == std::string::npos &&
                              absl::SimpleAtod(text, &number);
        if (is_plain && number >= low && number <= high) return {};
        return absl::StrFormat("%s: expected a number from %g to %g", text, low, high);
      },
      "");
}

void add_operation_option(CLI::App& command, std::string& to) {
  command.add_option("--operation", to, std::string(operation_names))->capture_default_str();
}

}  // namespace gauntlet::tool
