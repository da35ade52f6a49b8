#include "conformance/tool/arguments.hpp"

#include "absl/strings/str_cat.h"

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

void add_operation_option(CLI::App& command, std::string& to) {
  command.add_option("--operation", to, std::string(operation_names))->capture_default_str();
}

}  // namespace gauntlet::tool
