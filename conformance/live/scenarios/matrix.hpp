#ifndef CONFORMANCE_LIVE_SCENARIOS_MATRIX_HPP
#define CONFORMANCE_LIVE_SCENARIOS_MATRIX_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "conformance/live/clients/client.hpp"
#include "conformance/live/scenarios/scenario.hpp"
#include "conformance/live/scenarios/servers_run.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/collect.hpp"
#include "conformance/runner/run.hpp"

namespace gauntlet::live {

// Everything that is put to each other.
struct matrix {
  std::vector<server_subject> servers;
  std::vector<scenario> scenarios;  // for those
  std::vector<client_subject> clients;
  std::vector<serve::shape> shapes;  // for those
  std::vector<bool> is_chosen;       // which of the shapes; controls are asked in any case
};

// Runs all of it, `jobs` programs side by side, and hands each column to `to` when it is there.
// `progress` is called several times a second from this thread. Comes to an end whatever the
// programs do; after `cancel` soon.
void run_matrix(const matrix&, std::size_t jobs, runner::collector& to,
                const std::function<void(const runner::run_progress&)>& progress,
                const process::cancellation& cancel);

// The ids of all columns, in their order.
std::vector<std::string> columns_of(const matrix&);

}  // namespace gauntlet::live

#endif
