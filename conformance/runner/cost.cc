#include "conformance/runner/cost.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace gauntlet::runner {
namespace {

using model::cost_class;
using model::cost_point;

// A value that took less than this part of the deadline cannot take all of it at twice the length,
// if cost is linear.
constexpr double small_part = 0.125;
constexpr std::size_t measured_lengths = 4;
constexpr std::size_t fewest_lengths = 3;
// Where even the shortest time that went by is so much more than what the adapter computed, it
// waited for a processor, or another process did the work: of that, nothing can be said.
constexpr double waiting_share = 64;
constexpr double waiting_us = 50'000;

double passed(const reply& answered) { return static_cast<double>(answered.duration_us); }

// What the adapter computed. Its clock may be coarse: no more than what went by.
double time_of(const reply& answered) {
  return std::min(passed(answered), static_cast<double>(answered.cpu_us));
}

// The exponent from the length number `from` to the next one.
double step(const std::vector<cost_point>& points, std::size_t from) {
  return fitted_exponent({points[from], points[from + 1]}).value_or(0);
}

class measurement {
 public:
  measurement(const model::test_case& of, session& with, absl::Duration deadline,
              const cost_options& options)
      : of_(of), with_(with), deadline_(deadline), options_(options) {}

  cost_finding screen() {
    // The process is warm: it has answered the cases.
    if (probe(options_.look_enough_us, 1) && !is_too_quick() && look() &&
        probe(options_.enough_us, 1)) {
      measure(0);
      // Whatever the halves say: that is for the measurement.
      if (made_.failed == ending::answered &&
          made_.found.exponent.value_or(0) >= options_.superlinear_from)
        made_.found.rated = cost_class::superlinear;
    }
    return std::move(made_);
  }

  cost_finding alone() {
    // The first time is for warming up.
    if (probe(options_.enough_us, 2) && !is_too_quick()) measure(options_.more_rounds);
    return std::move(made_);
  }

 private:
  void unclear(std::string why) {
    made_.found.rated = cost_class::unclear;
    made_.found.why = std::move(why);
    if (made_.found.points.empty()) made_.found.points = probed_;
  }

  bool is_small(double microseconds) const {
    return microseconds < small_part * absl::ToDoubleMicroseconds(deadline_);
  }

  bool is_elsewhere(const std::vector<cost_point>& points) const {
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (passed_[i] > waiting_us && passed_[i] > waiting_share * points[i].microseconds)
        return true;
    }
    return false;
  }

  request grown(std::size_t octets) const {
    return parse_request(of_.operation, {grow(of_.cost, octets)});
  }

  // The last lengths that were probed.
  std::vector<cost_point> lengths() const {
    const std::size_t left_out = probed_.size() - std::min(probed_.size(), measured_lengths);
    return {probed_.begin() + static_cast<std::ptrdiff_t>(left_out), probed_.end()};
  }

  bool is_too_quick() {
    if (probed_.back().microseconds * options_.most_repetitions >= options_.base_us) return false;
    unclear(absl::StrFormat("too quick to tell: %d octets take %.3g ms", probed_.back().octets,
                            probed_.back().microseconds / 1000));
    return true;
  }

  // `count` more rounds, and what all of them say. False when the finding is made.
  bool add(int count, const std::vector<cost_point>& of, const cost_options& by,
           cost_rounds& rounds) {
    for (int i = 0; i < count; ++i) {
      if (!round(of, by.base_us, rounds)) return false;
    }
    made_.found.points = shortest(rounds);
    made_.found.exponent = fitted_exponent(made_.found.points);
    made_.found.rated = rate(rounds, by);
    if (!is_elsewhere(made_.found.points)) return true;
    unclear("most of the time went by outside of its process");
    return false;
  }

  // No step says otherwise, as where a runtime compiles what has been slow so far.
  bool is_even(const std::vector<cost_point>& points) const {
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      if (step(points, i) > options_.linear_to) return false;
    return true;
  }

  // Says linear of what is plainly so, and superlinear of what may be. False when the finding is
  // made.
  bool look() {
    cost_options short_rounds = options_;
    short_rounds.base_us = options_.look_base_us;
    short_rounds.linear_to = options_.plainly_linear_to;
    const std::vector<cost_point> of = lengths();
    cost_rounds rounds;
    passed_.assign(of.size(), std::numeric_limits<double>::infinity());
    for (const int count : {options_.look_rounds, options_.more_look_rounds}) {
      if (!add(count, of, short_rounds, rounds)) return false;
      if (made_.found.rated == cost_class::linear && is_even(made_.found.points)) return false;
      if (made_.found.exponent.value_or(0) >= options_.superlinear_from) {
        made_.found.rated = cost_class::superlinear;
        return false;
      }
    }
    return true;
  }

  // `more` rounds where the first ones do not say it.
  void measure(int more) {
    const std::vector<cost_point> of = lengths();
    cost_rounds rounds;
    passed_.assign(of.size(), std::numeric_limits<double>::infinity());
    // Each half needs more than one round where one is easily disturbed.
    const int first = options_.rounds / (of.back().microseconds < options_.plain_us ? 1 : 2);
    for (const int count : {first, options_.rounds - first, more}) {
      if (!add(count, of, options_, rounds) || made_.found.rated != cost_class::unclear) return;
    }
    const double exponent = made_.found.exponent.value_or(0);
    const bool is_between = exponent > options_.linear_to && exponent < options_.superlinear_from;
    unclear(is_between ? "neither linear nor clearly more" : "the measurements disagree");
  }

  // Finds the lengths to measure, from the one after those that it has found: up to one that takes
  // `enough`, each asked `turns` times. False when the finding is made.
  bool probe(double enough, int turns) {
    for (; next_octets_ <= options_.last_octets && !is_enough(enough); next_octets_ *= 2) {
      const std::size_t octets = next_octets_;
      const std::string value = grow(of_.cost, octets);
      if (!probed_.empty() && probed_.back().octets >= value.size()) continue;
      const request asked = parse_request(of_.operation, {value});
      double best = std::numeric_limits<double>::infinity();
      double best_passed = best;
      for (int turn = 0; turn < turns; ++turn) {
        const reply got = with_.ask(asked);
        if (!is_measured(got, asked, value.size())) return false;
        best = std::min(best, time_of(got));
        best_passed = std::min(best_passed, passed(got));
      }
      probed_.push_back({value.size(), best});
      last_passed_ = best_passed;
    }
    if (probed_.size() >= 2) return true;
    unclear("no two lengths could be measured");
    return false;
  }

  bool is_enough(double enough) const {
    if (probed_.empty()) return false;
    return !is_small(last_passed_) ||
           (probed_.size() >= fewest_lengths && probed_.back().microseconds > enough);
  }

  // All lengths in turn. False when the finding is made.
  bool round(const std::vector<cost_point>& of, double base_us, cost_rounds& to) {
    std::vector<cost_point> times;
    for (const cost_point& length : of) {
      double& shortest_passed = passed_[times.size()];
      const request asked = grown(length.octets);
      double total = 0;
      double total_passed = 0;
      double turns = 0;
      while (turns == 0 || (total < base_us && turns < options_.most_repetitions &&
                            total_passed < options_.most_passed_us)) {
        const reply got = with_.ask(asked);
        if (!is_measured(got, asked, length.octets)) return false;
        total += time_of(got);
        total_passed += passed(got);
        shortest_passed = std::min(shortest_passed, passed(got));
        ++turns;
      }
      times.push_back({length.octets, total / turns});
    }
    to.push_back(std::move(times));
    return true;
  }

  // False when an answer ended the measurement: what there is to say of it is in `made_`.
  bool is_measured(const reply& got, const request& asked, std::size_t octets) {
    if (got.how == ending::answered) {
      if (got.answer.outcome == outcome::unsupported || got.answer.outcome == outcome::fault) {
        unclear(absl::StrCat("at ", octets, " octets: ", std::string(to_string(got.answer.outcome)),
                             got.answer.text.empty() ? "" : ", ", got.answer.text));
        if (got.answer.outcome == outcome::fault) fail(ending::crash);
        return false;
      }
      return true;
    }
    if (got.how == ending::not_run) {
      unclear(got.error);
      return false;
    }
    const std::string place = absl::StrCat("at ", octets, " octets: ");
    const reply again = got.how == ending::protocol_error || got.computed ? got : with_.ask(asked);
    if (again.how == ending::answered || again.how == ending::not_run) {
      unclear(absl::StrCat(place, got.error, "; asked again: ",
                           again.how == ending::answered ? "answered" : again.error));
      return false;
    }
    if (got.how == ending::hang && again.how == ending::hang && !probed_.empty() &&
        is_small(last_passed_)) {
      unclear(absl::StrCat(
          place, got.error, ", after ",
          absl::StrFormat("%.3g ms at %d", last_passed_ / 1000, probed_.back().octets)));
      made_.found.rated = cost_class::superlinear;
      made_.found.exponent = fitted_exponent(probed_);
      return false;
    }
    unclear(absl::StrCat(place, again.error));
    fail(again.how);
    return false;
  }

  void fail(ending how) {
    made_.failed = how;
    made_.error = made_.found.why;
  }

  const model::test_case& of_;
  session& with_;
  absl::Duration deadline_;
  const cost_options& options_;
  cost_finding made_;
  std::size_t next_octets_ = options_.first_octets;
  std::vector<cost_point> probed_;
  double last_passed_ = 0;      // microseconds that went by at the last of them
  std::vector<double> passed_;  // the shortest that went by at each length that is measured
};

}  // namespace

std::string grow(const model::cost_shape& shape, std::size_t octets) {
  const std::size_t around = shape.prefix.size() + shape.suffix.size();
  const std::size_t room = octets > around ? octets - around : 0;
  const std::size_t count =
      std::max<std::size_t>(shape.repeat.empty() ? 0 : room / shape.repeat.size(), 1);
  std::string value = shape.prefix;
  value.reserve(around + count * shape.repeat.size());
  for (std::size_t i = 0; i < count; ++i) value.append(shape.repeat);
  return value.append(shape.suffix);
}

std::optional<double> fitted_exponent(const std::vector<cost_point>& points) {
  double n = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
  for (const cost_point& point : points) {
    const double x = std::log2(static_cast<double>(point.octets));
    const double y = std::log2(std::max(point.microseconds, 1.0));
    n += 1;
    sum_x += x;
    sum_y += y;
    sum_xx += x * x;
    sum_xy += x * y;
  }
  const double spread = n * sum_xx - sum_x * sum_x;
  if (n < 2 || spread <= 0) return std::nullopt;
  return (n * sum_xy - sum_x * sum_y) / spread;
}

std::vector<cost_point> shortest(const cost_rounds& rounds) {
  std::vector<cost_point> best;
  for (const std::vector<cost_point>& round : rounds) {
    if (best.empty()) best = round;
    for (std::size_t i = 0; i < best.size() && i < round.size(); ++i)
      best[i].microseconds = std::min(best[i].microseconds, round[i].microseconds);
  }
  return best;
}

cost_class rate(const cost_rounds& rounds, const cost_options& options) {
  const auto half = static_cast<std::ptrdiff_t>(rounds.size() / 2);
  bool linear = true;
  bool superlinear = true;
  for (const cost_rounds& part : {cost_rounds(rounds.begin(), rounds.begin() + half),
                                  cost_rounds(rounds.begin() + half, rounds.end()), rounds}) {
    const std::optional<double> exponent = fitted_exponent(shortest(part));
    if (!exponent || *exponent > options.linear_to) linear = false;
    if (!exponent || *exponent < options.superlinear_from) superlinear = false;
  }
  // Where it leads is what counts: a rise that has only begun is not linear, and a single step, as
  // from one cache into the next, is not a rise.
  if (const std::vector<cost_point> all = shortest(rounds); all.size() >= 2) {
    if (step(all, all.size() - 2) >= options.superlinear_from) linear = false;
    // A slow beginning, of a runtime that warms up, hides the rise that comes after it.
    const double between = (options.linear_to + options.superlinear_from) / 2;
    const std::vector<cost_point> end(
        all.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(all.size(), 3)), all.end());
    if (fitted_exponent(end).value_or(0) >= between) linear = false;
    for (std::size_t i = 0; i + 1 < end.size(); ++i)
      if (step(end, i) <= options.linear_to) superlinear = false;
    // What is quick is easily disturbed: there it has to rise from the first length on, and steadily.
    if (all.back().microseconds < options.plain_us) {
      for (std::size_t i = 0; i + 1 < all.size(); ++i)
        if (step(all, i) < between) superlinear = false;
      if (end.size() == 3 && std::abs(step(end, 0) - step(end, 1)) > 1) superlinear = false;
    }
  }
  return linear ? cost_class::linear : superlinear ? cost_class::superlinear : cost_class::unclear;
}

cost_finding screen_cost(const model::test_case& of, session& with, absl::Duration case_deadline,
                         const cost_options& options) {
  return measurement(of, with, case_deadline, options).screen();
}

cost_finding measure_cost(const model::test_case& of, session& with, absl::Duration case_deadline,
                          const cost_options& options) {
  return measurement(of, with, case_deadline, options).alone();
}

}  // namespace gauntlet::runner
