#ifndef CONFORMANCE_TOOL_COMMANDS_HPP
#define CONFORMANCE_TOOL_COMMANDS_HPP

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "CLI/App.hpp"

namespace gauntlet::tool {

// What every command exits with (PROTOCOL.md, section 5.4).
enum exit_code : int {
  exit_success = 0,  // success, or conforming
  // A conformance failure, a regression or a broken invariant; an invalid value of `parse`.
  exit_failure = 1,
  exit_usage = 2,         // usage, input or tool error
  exit_inconclusive = 3,  // inconclusive, or could not run
};

// What the program knows before a command runs, and what the command leaves behind.
struct command_context {
  // This program, for the commands that start it again (`run` starts `adapter`).
  std::filesystem::path program;
  // The folder `conformance/` of the checkout, or its installed copy: schema, cases, adapters.
  // Empty when there is none.
  std::filesystem::path conformance;
  // What stood after the first `--` of the command line, word for word; absent without a `--`. Only
  // of the commands whose words must not be read as options, such as `run`.
  std::optional<std::vector<std::string>> trailing;
  // What the process exits with. A command sets it in its callback.
  int exit_code = exit_success;
};

// Prints `gauntlet: message` to standard error and makes the process exit with `code`.
void fail(command_context&, const std::string& message, int code = exit_usage);

// add_<name>_command(), one for each subcommand, in command_<name>.cc. Each adds its subcommand to
// the app and sets a callback that does the work and leaves an exit code in the context; the context
// outlives the app. A new command is one file and one line in commands.inc.
#define GROUP(title)
#define COMMAND(name) void add_##name##_command(CLI::App&, command_context&);
#include "conformance/tool/commands.inc"
#undef COMMAND
#undef GROUP

}  // namespace gauntlet::tool

#endif
