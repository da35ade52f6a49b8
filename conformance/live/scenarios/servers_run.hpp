#ifndef CONFORMANCE_LIVE_SCENARIOS_SERVERS_RUN_HPP
#define CONFORMANCE_LIVE_SCENARIOS_SERVERS_RUN_HPP

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include "conformance/live/scenarios/scenario.hpp"
#include "conformance/live/servers/program.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/collect.hpp"

namespace gauntlet::live {

// A configuration with what the machine has of its program.
struct server_subject {
  configuration how;
  std::vector<std::string> command;  // of the program; empty when it is not here
  model::implementation_info info;   // what all of its usages have in common
};

// How many of the scenarios each usage of a configuration is asked: what run_servers() counts.
std::size_t rows_of(const configuration&, const std::vector<scenario>&);

// Puts the scenarios to every usage of one configuration: starts it, asks, stops it. Each row that is
// not as it should be is asked for twice. `rows_done` counts as it goes on. Comes to an end whatever
// the server does.
std::vector<runner::column> run_servers(const server_subject&, const std::vector<scenario>&,
                                        std::atomic<std::size_t>& rows_done,
                                        const process::cancellation&);

}  // namespace gauntlet::live

#endif
