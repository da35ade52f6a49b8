#ifndef CONFORMANCE_TOOL_LIVE_HPP
#define CONFORMANCE_TOOL_LIVE_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/implementations/ready.hpp"
#include "conformance/runner/select.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/run_output.hpp"

namespace gauntlet::tool {

// What `gauntlet run --live` was told.
struct live_settings {
  std::vector<std::string> names;  // of programs or of single columns; all where it is empty
  runner::selection chosen;
  std::size_t jobs = 1;
  implementations::install_policy policy = implementations::install_policy::default_set;
  output_settings output;
};

// Starts servers, proxies and clients, puts the scenarios to them, and writes what came of it. The
// exit code is that of `run`, and left in the context.
void run_live(const live_settings&, command_context&);

}  // namespace gauntlet::tool

#endif
