#ifndef CONFORMANCE_TOOL_STRICT_READERS_HPP
#define CONFORMANCE_TOOL_STRICT_READERS_HPP

#include "conformance/tool/commands.hpp"
#include "conformance/tool/lint_inputs.hpp"

namespace gauntlet::tool {

struct strict_readers_options {
  bool merge = false;  // the inputs are tables that it printed, one a line
  bool json = false;   // one line of JSON, also on a terminal
  bool text = false;   // for people, also where it is no terminal
};

// `gauntlet lint --strict-readers`: prints what a strict reader would refuse of the inputs, or the
// sum of such tables.
void run_strict_readers(const strict_readers_options&, lint_inputs inputs, command_context&);

}  // namespace gauntlet::tool

#endif
