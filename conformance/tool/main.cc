#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "conformance/model/spelling.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/command_tree.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/help_text.hpp"
#include "conformance/tool/version.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

fs::path own_path(const char* argv0) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path(argv0) : self;
}

// The data next to the program: `conformance/` in the checkout that the program was built in or is
// run from, or the `share/gauntlet/conformance` of the prefix that it was installed to.
fs::path find_conformance(const fs::path& program) {
  std::error_code error;
  if (const char* set = std::getenv("GAUNTLET_CONFORMANCE"); set != nullptr && *set != '\0')
    return set;
  const auto holds_data = [&](const fs::path& folder) {
    return fs::is_directory(folder / "suite" / "schema", error);
  };
  fs::path installed = program.parent_path().parent_path() / "share" / "gauntlet" / "conformance";
  if (holds_data(installed)) return installed;
  for (fs::path start : {program.parent_path(), fs::current_path(error)}) {
    for (;; start = start.parent_path()) {
      if (holds_data(start / "conformance")) return start / "conformance";
      if (start == start.parent_path()) break;
    }
  }
  if (const fs::path source = GAUNTLET_TOOL_SOURCE_DIR; holds_data(source / "conformance")) {
    return source / "conformance";
  }
  return {};
}

// Cuts what follows the first `--` off `arguments` for the commands that take it word for word.
std::optional<std::vector<std::string>> cut_trailing(std::vector<std::string>& arguments) {
  constexpr std::array<std::string_view, 7> takers = {"run",   "parse",       "diff",    "minimize",
                                                      "learn", "fingerprint", "complete"};
  if (arguments.empty() ||
      std::find(takers.begin(), takers.end(), arguments.front()) == takers.end())
    return std::nullopt;
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes == arguments.end()) return std::nullopt;
  std::vector<std::string> trailing(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return trailing;
}

// --help is everything, -h what fits a screen.
class help_formatter : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode mode) const override {
    const described_command described = describe(*app);
    return mode == CLI::AppFormatMode::All ? short_help(described) : full_help(described);
  }
};

// Puts the command that was added last under that title, unless it is not to be listed.
void list_under(CLI::App& app, const char* title) {
  CLI::App* last = app.get_subcommands({}).back();
  if (!last->get_group().empty()) last->group(title);
}

// What is wrong with the command line, in one line.
std::string explain_usage(const CLI::App& app, const CLI::ParseError& error) {
  std::string command;
  const CLI::App* innermost = &app;
  while (!innermost->get_subcommands().empty()) {
    innermost = innermost->get_subcommands().front();
    absl::StrAppend(&command, command.empty() ? "" : " ", innermost->get_name());
  }
  std::string what = error.what();
  const std::vector<std::string> unknown = innermost->remaining();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !unknown.empty()) {
    std::vector<std::string> options;
    for (const CLI::Option* one : innermost->get_options()) {
      for (const std::string& name : one->get_lnames()) options.push_back("--" + name);
    }
    const std::string& first = unknown.front();
    what =
        absl::StrCat(first.rfind('-', 0) == 0 ? "there is no option " : "nothing is asked for by ",
                     model::printable(first), model::did_you_mean(first, options));
  }
  return absl::StrCat(command, command.empty() ? "" : ": ", what, " (gauntlet ", command,
                      command.empty() ? "" : " ", "--help lists the options)");
}

int run_program(int argc, char** argv) {
  command_context context;
  context.program = own_path(argv[0]);
  context.conformance = find_conformance(context.program);

  CLI::App app(
      "Conformance suite and reference parser for the HTTP authentication fields (RFC 9110 section "
      "11).",
      "gauntlet");
  app.formatter(std::make_shared<help_formatter>());
  bool is_json = false;
  CLI::Option* json = app.add_flag("--json", is_json, "With --version: as JSON");
  json->needs(app.set_version_flag(
      "--version", [&is_json] { return version_text(is_json); },
      "Print the version, how this was built, and exit"));
  // With -h and --help one option, CLI11 knows one text; its help of all commands is free for that.
  app.set_help_flag("--help", "Print all help and exit");
  app.set_help_all_flag("-h", "Print help that fits a screen and exit");
  app.require_subcommand(1);
  app.footer(
      "\n"
      "  gauntlet run                         the suite against what is installed\n"
      "  gauntlet run -- ./my-adapter         against your own\n"
      "  gauntlet parse 'Basic realm=\"simple\"'\n\n"
      "Exit status: 0 success or conforming, 1 a failure or a broken invariant, 2 usage, input or "
      "tool error,\n"
      "3 inconclusive or could not run. `gauntlet help TOPIC` explains verdicts, exit codes, "
      "adapters "
      "and more.\n");

  const char* group = "";
#define GROUP(title) group = title;
#define COMMAND(name)                 \
  add_##name##_command(app, context); \
  list_under(app, group);
#include "conformance/tool/commands.inc"
#undef COMMAND
#undef GROUP

  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && !arguments.front().empty() && arguments.front().front() != '-') {
    std::vector<std::string> commands;
    for (const CLI::App* one : app.get_subcommands({})) commands.push_back(one->get_name());
    if (std::find(commands.begin(), commands.end(), arguments.front()) == commands.end()) {
      fail(context, "there is no command " + model::printable(arguments.front()) +
                        model::did_you_mean(arguments.front(), commands) +
                        " (gauntlet --help lists them)");
      return context.exit_code;
    }
  }
  context.trailing = cut_trailing(arguments);
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      app.exit(error);  // it prints the help or the version
    } else {
      fail(context, explain_usage(app, error));
    }
  }
  // A full disk or a closed pipe shows at the latest when the buffers are emptied.
  std::cout.flush();
  if (!std::cout && (context.exit_code == exit_success || context.exit_code == exit_failure)) {
    fail(context, "cannot write to standard output");
  }
  return context.exit_code;
}

}  // namespace

void fail(command_context& context, const std::string& message, int code) {
  std::cerr << "gauntlet: " << message << '\n';
  context.exit_code = code;
}

}  // namespace gauntlet::tool

int main(int argc, char** argv) {
  // A reader that went away and a file that may not grow are errors to report, not signals to die of.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return gauntlet::tool::run_program(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "gauntlet: " << error.what() << '\n';
    return gauntlet::tool::exit_usage;
  }
}
