#ifndef CONFORMANCE_RUNNER_COST_HPP
#define CONFORMANCE_RUNNER_COST_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/model/case.hpp"
#include "conformance/model/verdict.hpp"
#include "conformance/runner/session.hpp"

namespace gauntlet::runner {

// The time that one value of a growing shape took.
struct cost_point {
  std::size_t octets = 0;
  double microseconds = 0;
};

struct cost_options {
  std::size_t first_octets = 16;
  std::size_t last_octets = std::size_t{64} * 1024;
  int repetitions = 3;             // after one for warming up; the shortest counts
  double slow_us = 10'000;         // after a time as long as this a value is asked again
  int slow_repetitions = 0;        // so many times only
  double noise_us = 1000;          // shorter times say little about growth
  double enough_us = 50'000;       // after a time as long as this the value grows no further
  double steepest_exponent = 1.5;  // between n log n with a growing cache footprint, and n squared
};

// The value of about `octets` octets: prefix, as many repetitions as fit (at least one), suffix.
std::string grow(const model::cost_shape&, std::size_t octets);

// The exponent of time over length: the slope of the straight line through the logarithms of the
// points above the noise and of the one before them, by least squares. That one holds a fixed share
// of overhead, which makes the slope no steeper. Nothing when the longest time is within ten
// times the noise, or with fewer than three points, unless time grows by eight between two.
std::optional<double> fitted_exponent(const std::vector<cost_point>&, const cost_options&);

struct cost_finding {
  model::verdict verdict = model::verdict::not_observable;
  std::string why{};
  bool confirmed = true;
  std::vector<cost_point> points{};
};

// Grows the value of a cost case against one implementation. Cost is no verdict: the case is
// `not_observable`, and `why` says so when it is superlinear. It is when
// the exponent is too large, and is so again when measured once more, or when the deadline is
// passed by a value twice as long as one that took a small part of it; `hang`, `crash`,
// `resource_limit`, `protocol_error` for what a request ended with otherwise. Whether the values
// are accepted does not matter here.
cost_finding measure_cost(const model::test_case&, session&, absl::Duration case_deadline,
                          const cost_options& = {});

}  // namespace gauntlet::runner

#endif
