#ifndef CONFORMANCE_RUNNER_COLLECT_HPP
#define CONFORMANCE_RUNNER_COLLECT_HPP

#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "conformance/model/case.hpp"
#include "conformance/model/results.hpp"
#include "conformance/model/results_writer.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/expectations.hpp"
#include "conformance/runner/run.hpp"

namespace gauntlet::runner {

// What one implementation did, where that is not an adapter's answers: a server, a proxy, a client.
struct column {
  model::implementation_info info;
  std::vector<model::row> rows;    // each case at most once
  std::vector<std::string> notes;  // things to know
};

struct collect_options {
  model::run_header header{};
  // Each speaks of the implementation whose id or name it has; one without a name, of the only one.
  std::vector<expectations> known{};
  bool update_expectations = false;  // makes run_result::updated, of the last file that fits
  model::results_writer* write_to = nullptr;
};

// Makes a run_result of columns as they come, as run_suite does of the answers of adapters: known
// deviations are marked, faults of the expectations found, results written. add() from any thread.
class collector {
 public:
  // `implementations`: how many columns there will be, at most. `whole_suite` has to outlive it.
  collector(collect_options, std::size_t implementations,
            const std::vector<model::test_case>& whole_suite);

  void add(column);
  // The columns stand in the order of their numbers: those of `order` first.
  run_result finish(const std::vector<std::string>& order, const process::cancellation&);

 private:
  void apply(column&);
  void update(column&, const expectations& before);

  collect_options options_;
  const std::vector<model::test_case>& whole_suite_;
  std::mutex lock_;
  absl::Time started_;
  std::vector<column> columns_;
  std::vector<bool> was_used_{};  // of options_.known
  run_result made_;
};

}  // namespace gauntlet::runner

#endif
