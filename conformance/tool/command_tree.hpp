#ifndef CONFORMANCE_TOOL_COMMAND_TREE_HPP
#define CONFORMANCE_TOOL_COMMAND_TREE_HPP

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

// What a CLI::App says of its commands and options, as values: help, manual pages and completion
// are all made from this, so that there is nothing that they could disagree on.
namespace gauntlet::tool {

struct described_option {
  std::vector<std::string> names;    // "-u", "--user"; of a positional its name alone
  std::string value;                 // "NAME"; empty: it takes none
  std::vector<std::string> choices;  // what the value may be, where the definition lists that
  std::string preset;                // what it is when it is not given; may be empty
  std::string what;
  bool is_required = false;
  bool is_repeated = false;

  // "-u,--user NAME=x", as it stands in help.
  std::string spelling() const;
};

struct option_group {
  std::string title;
  std::vector<described_option> options;
};

struct example {
  std::string command;
  std::string what;  // may be empty
};

struct described_command {
  std::string name;   // "gauntlet generate random"
  std::string group;  // under which its parent lists it; empty: it does not
  std::string what;
  std::vector<example> examples;
  std::vector<std::string> notes;  // a paragraph each
  std::string usage;               // "gauntlet report [OPTIONS] RESULTS"
  std::vector<described_option> positionals;
  std::vector<option_group> groups;
  std::vector<described_command> commands;

  // Its last word: "random".
  std::string_view word() const;
};

// With all commands below it, those that are not listed too. The footer of a command is read as
// lines of examples, which begin with two spaces, and paragraphs.
described_command describe(const CLI::App&);

}  // namespace gauntlet::tool

#endif
