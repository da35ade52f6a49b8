#ifndef CONFORMANCE_TOOL_LINT_INPUTS_HPP
#define CONFORMANCE_TOOL_LINT_INPUTS_HPP

#include <functional>
#include <string>
#include <vector>

#include "conformance/lint/reader.hpp"
#include "conformance/tool/commands.hpp"

namespace gauntlet::tool {

struct lint_inputs {
  std::vector<std::string> files{};  // "-" or none: standard input
  std::string format{};              // a word of lint::to_string; empty: by the content
  bool quiet = false;
  // Called before what an input has: its name as it is shown, and its format.
  std::function<void(const std::string& name, lint::format)> start{};
  // What a line of progress says besides the octets read; may be missing.
  std::function<std::string()> progress{};
};

// Gives the sink what is in all inputs. False after fail(): an input that cannot be opened or read,
// or that is of no format.
bool read_lint_inputs(const lint_inputs&, lint::sink&, command_context&);

}  // namespace gauntlet::tool

#endif
