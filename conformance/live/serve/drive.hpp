#ifndef CONFORMANCE_LIVE_SERVE_DRIVE_HPP
#define CONFORMANCE_LIVE_SERVE_DRIVE_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "conformance/live/serve/host.hpp"
#include "conformance/model/results.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/expectations.hpp"

namespace gauntlet::serve {

struct drive_options {
  std::string command{};  // of a shell, with {url}, {user}, {password}, {token}, {proxy} and {ca}
  std::size_t jobs = 1;
  absl::Duration timeout = absl::Seconds(10);
  std::size_t max_hangs = 20;      // then the rest is not asked
  std::uint64_t memory_limit = 0;  // octets, of all that it starts; 0: none
  bool with_tls = false;
  std::string certificate_file{};
  std::vector<bool> is_chosen{};                // which shapes; controls are asked in any case
  const runner::expectations* known = nullptr;  // what it leaves out is not asked
  std::function<void(std::size_t done, std::size_t total)> progress{};
};

struct driven {
  std::vector<model::row> rows{};  // of the chosen shapes, in their order
  std::vector<std::string> notes{};
  std::string could_not_start{};  // why, where the command cannot be run at all
};

// What is wrong with a command; empty: nothing.
std::string fault_of_command(std::string_view command);

// Runs the command once for each shape, several at a time, and judges what came: the controls first,
// which show what the client knows. What is held against it is asked for once more. Comes to an end
// whatever the command does. To be called while there is a process::orphanage.
driven drive(host&, const model::implementation_info&, const drive_options&,
             const process::cancellation&);

}  // namespace gauntlet::serve

#endif
