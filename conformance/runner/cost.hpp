#ifndef CONFORMANCE_RUNNER_COST_HPP
#define CONFORMANCE_RUNNER_COST_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/model/case.hpp"
#include "conformance/model/results.hpp"
#include "conformance/runner/session.hpp"

// How the time that an implementation needs grows with the length of a value. Measured after its
// cases, in the process that has answered them, while others have their turn; what would be held
// against it is measured again when nothing else of the run is under way.
//
// The value grows from `first_octets`, doubled each time, until it is long or slow enough. The last
// four lengths are then measured in rounds: each asked until it has taken `base_us`, all lengths in
// turn, so that what disturbs one round does not pass for growth. Of each length the shortest round
// counts, and the slope of the straight line through the logarithms is the exponent. There is much
// room between that of n log n and that of n squared; what lies between says nothing. The rounds of
// each half are looked at alone, too: halves that disagree with each other or with the whole say
// nothing, and neither does a line of which the last lengths know better. Time is what the
// adapter's process computed; where much more went by, nothing is said.
//
// Most are plainly linear, and a first look shows it: short rounds, of shorter lengths where the
// implementation is slow. What rises in it is left for when it can be measured alone.
namespace gauntlet::runner {

struct cost_options {
  std::size_t first_octets = 256;
  std::size_t last_octets = std::size_t{64} * 1024;
  double base_us = 1000;      // the time of a round at one length, at least
  int most_repetitions = 32;  // in a round; what is quicker than base_us / 32 is too quick to tell
  double most_passed_us = 500'000;  // in a round at one length, whoever had the processor meanwhile
  double enough_us = 30'000;        // a value that takes as long as this grows no further
  int look_rounds = 2;              // the first look: two halves
  int more_look_rounds = 2;         // of it, once more
  double look_base_us = 250;        // of it, in place of base_us
  double look_enough_us = 8'000;    // of it, in place of enough_us
  double plainly_linear_to = 1.2;   // of it, in place of linear_to
  int rounds = 4;                   // two halves
  int more_rounds = 4;              // once more, where the halves disagree
  double linear_to = 1.3;           // the exponent of n log n at these lengths is 1.1
  double superlinear_from = 1.6;
  double plain_us =
      20'000;  // where the longest takes so long, one disturbed length does not matter
};

// The value of about `octets` octets: prefix, as many repetitions as fit (at least one), suffix.
std::string grow(const model::cost_shape&, std::size_t octets);

// The slope of the straight line through the logarithms, by least squares. Nothing with fewer than
// two points.
std::optional<double> fitted_exponent(const std::vector<model::cost_point>&);

// The times of rounds, each of the same lengths in the same order.
using cost_rounds = std::vector<std::vector<model::cost_point>>;

// Of each length the shortest time.
std::vector<model::cost_point> shortest(const cost_rounds&);

// What rounds say: see above.
model::cost_class rate(const cost_rounds&, const cost_options&);

struct cost_finding {
  model::cost found;  // without implementation and facts
  // `answered`, or how a request ended that has nothing to do with growth, and once more when asked
  // again: the implementation fails on the case.
  ending failed = ending::answered;
  std::string error{};
};

// Screens one shape with one implementation, while others have their turn: here superlinear says
// only that it has to be measured.
cost_finding screen_cost(const model::test_case&, session&, absl::Duration case_deadline,
                         const cost_options& = {});

// Measures it, with nothing else under way. A value that gets no answer before the deadline, twice
// as long as one that took a small part of it, is superlinear. Whether the values are accepted does
// not matter.
cost_finding measure_cost(const model::test_case&, session&, absl::Duration case_deadline,
                          const cost_options& = {});

}  // namespace gauntlet::runner

#endif
