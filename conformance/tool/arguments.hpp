#ifndef CONFORMANCE_TOOL_ARGUMENTS_HPP
#define CONFORMANCE_TOOL_ARGUMENTS_HPP

#include <cstdint>
#include <gauntlet/options.hpp>
#include <optional>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "conformance/grammar/engine.hpp"
#include "conformance/model/result.hpp"
#include "conformance/tool/commands.hpp"

namespace gauntlet::tool {

// The names of the operations, in a sentence.
inline constexpr char operation_names[] = "challenges, credentials or auth-info";

// The operation or the grammar of that name; nothing after fail() when there is none. `command`
// goes in front of the message.
std::optional<model::operation> operation_named(command_context&, const char* command,
                                                const std::string& name);
std::optional<grammar_engine::grammar> grammar_named(command_context&, const char* command,
                                                     const std::string& name);
// The same for grammars that the reference parser has: recipient and sender.
std::optional<gauntlet::grammar> parser_grammar_named(command_context&, const char* command,
                                                      const std::string& name);
// Whether a text can be an id: it begins and ends with a small letter or a digit, and so does every
// part of it.
bool is_slug(const std::string& text);
inline constexpr char slug_form[] =
    "small letters, digits, and single hyphens, dots or underscores between them";
// Takes a decimal number in that range and nothing else: no sign, no "nan", no octets after it.
CLI::Validator number_in(double low, double high);
// The same for whole numbers.
CLI::Validator count_in(std::uint64_t low, std::uint64_t high);
// Takes anything but the empty string, which is a variable that was not set.
CLI::Validator path_given();
// Adds --language and --tier, which choose among the implementations.
void add_set_options(CLI::App&, std::vector<std::string>& languages, int& tier);
// Adds --operation with its default.
void add_operation_option(CLI::App&, std::string& to);

}  // namespace gauntlet::tool

#endif
