#ifndef CONFORMANCE_RUNNER_RUN_HPP
#define CONFORMANCE_RUNNER_RUN_HPP

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/model/case.hpp"
#include "conformance/model/results.hpp"
#include "conformance/model/results_writer.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/cost.hpp"
#include "conformance/runner/expectations.hpp"
#include "conformance/runner/session.hpp"

namespace gauntlet::runner {

// One implementation of a run. With another status than `ran` in `info` it is not started: all its
// rows are not-run with `info.reason`.
struct subject {
  model::implementation_info info;
  bool id_from_hello = false;  // the name in the hello, as a slug, replaces the id
  process::start_options process{};
};

struct run_progress {
  std::size_t rows_done = 0;
  std::size_t rows_total = 0;
  std::size_t implementations_done = 0;
  std::size_t implementations_total = 0;
  std::vector<std::string> running{};  // ids
};

struct run_options {
  std::size_t jobs = 1;       // implementations side by side
  session_options session{};  // `process` is taken from each subject
  cost_options cost{};
  bool fail_fast = false;
  // What is known of the implementation whose id or name stands there; of the only one without.
  std::optional<expectations> known{};
  bool update_expectations = false;  // makes run_result::updated
  model::run_header header{};        // what is known of the run before it begins
  // Takes implementations, rows and costs as they come; null: nobody does. finish() is the caller's
  // business. With update_expectations rows come when the implementation is done.
  model::results_writer* write_to = nullptr;
  // Called from the thread of run_suite, several times a second.
  std::function<void(const run_progress&)> progress{};
};

struct run_result {
  // The rows stand in the order of the implementations, each in the order of the cases. The footer
  // says whether the run was complete; its exit code is the caller's business.
  model::results results{};
  // What must never be: rows missing, the parser in process and as an adapter at odds.
  std::vector<std::string> broken_invariants{};
  // What is wrong with the expectations file: `implementation: ...`.
  std::vector<std::string> expectation_faults{};
  // Things to know, such as an exit status other than 0: `implementation: ...`.
  std::vector<std::string> notes{};
  std::optional<expectations> updated{};  // the expectations as they have to be now
  std::size_t compared_in_process =
      0;                   // answers of the reference held against the parser called directly
  absl::Status written{};  // the first error of run_options::write_to
  double seconds = 0;
};

// Runs the cases against the subjects. `whole_suite` holds every id that exists, selected or not,
// for the check of the expectations files. Comes to an end whatever the adapters do; after `cancel`
// soon. Every case has one row for every subject in any case; a case about cost has a cost instead,
// and a row only where the subject fails on it. What is said to be superlinear rose while
// others had their turn, and was measured when nothing else was under way. Expectations that no
// subject is meant by are a fault.
run_result run_suite(const std::vector<model::test_case>& cases,
                     const std::vector<model::test_case>& whole_suite,
                     std::vector<subject> subjects, const run_options&,
                     const process::cancellation& cancel);

// What a run exits with (PROTOCOL.md, section 5.4). `asked`: implementations were named, or a
// command given.
int exit_code_of(const run_result&, bool asked);

}  // namespace gauntlet::runner

#endif
