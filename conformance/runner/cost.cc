#include "conformance/runner/cost.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace gauntlet::runner {
namespace {

using model::verdict;

// A value that took less than this part of the deadline cannot take all of it at twice the length,
// if cost is linear.
constexpr double small_part = 0.125;
// The growth between two lengths that says enough by itself: the length doubled, the time times
// eight.
constexpr double steep_step = 8;
constexpr double clear_of_noise = 10;
// The processor time of the adapter is what counts, so that a busy machine does not change the verdict; unless
// much more time than that went by than any queue for a processor explains: then the work is done
// by another process.
constexpr double waiting_share = 64;
constexpr double waiting_us = 50'000;

struct series {
  std::vector<cost_point> points;
  reply last;  // what ended it early; `answered` when nothing did
  std::size_t last_octets = 0;
};

double time_of(const reply& answered) {
  const auto passed = static_cast<double>(answered.duration_us);
  const auto computed = static_cast<double>(answered.cpu_us);
  return passed > waiting_us && passed > waiting_share * computed ? passed : computed;
}

series measure(const model::test_case& of, session& with, const cost_options& options) {
  series made;
  made.last.how = ending::answered;
  for (std::size_t octets = options.first_octets; octets <= options.last_octets; octets *= 2) {
    const std::string value = grow(of.cost, octets);
    if (!made.points.empty() && made.points.back().octets >= value.size())
      continue;  // a repetition longer than this
    const request asked = parse_request(of.operation, {value});
    made.last_octets = value.size();
    double best = 0;
    for (int turn = 0; turn <= options.repetitions; ++turn) {
      made.last = with.ask(asked);
      if (made.last.how != ending::answered) return made;
      if (made.last.answer.outcome == outcome::unsupported ||
          made.last.answer.outcome == outcome::fault)
        return made;
      const double took = time_of(made.last);
      best = turn <= 1 ? took : std::min(best, took);  // the first is for warming up
      // Below the noise a measurement will not count, however good it is.
      if (took < options.noise_us || (took > options.slow_us && turn >= options.slow_repetitions))
        break;
    }
    made.points.push_back({value.size(), best});
    if (best > options.enough_us) break;
  }
  return made;
}

std::string describe(const std::vector<cost_point>& points) {
  std::string text;
  const std::size_t shown = std::min<std::size_t>(points.size(), 4);
  for (std::size_t i = points.size() - shown; i < points.size(); ++i) {
    absl::StrAppend(
        &text, text.empty() ? "" : ", ",
        absl::StrFormat("%d octets %.1f ms", points[i].octets, points[i].microseconds / 1000));
  }
  return text;
}

// A value that no answer came to: asked again, alone.
cost_finding confirm(const model::test_case& of, session& with, const series& seen,
                     absl::Duration deadline) {
  cost_finding made;
  made.points = seen.points;
  if (seen.last.how == ending::not_run) {
    made.verdict = verdict::not_run;
    made.why = seen.last.error;
    return made;
  }
  const std::string place = absl::StrCat("at ", seen.last_octets, " octets: ");
  made.verdict = verdict_of(seen.last.how);
  made.why = absl::StrCat(place, seen.last.error);
  if (seen.last.how == ending::protocol_error) return made;
  const reply again = with.ask(parse_request(of.operation, {grow(of.cost, seen.last_octets)}));
  if (again.how == ending::answered || again.how == ending::not_run) {
    made.verdict = verdict::flaky;
    made.confirmed = false;
    absl::StrAppend(&made.why,
                    "; asked again: ", again.how == ending::answered ? "answered" : again.error);
    return made;
  }
  made.verdict = verdict_of(again.how);
  if (again.how == ending::hang && !seen.points.empty()) {
    const cost_point& before = seen.points.back();
    if (before.microseconds < small_part * absl::ToDoubleMicroseconds(deadline)) {
      made.verdict = verdict::not_observable;
      made.why =
          absl::StrCat(place, "no answer within the deadline, after ", describe(seen.points));
    }
  }
  return made;
}

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

std::optional<double> fitted_exponent(const std::vector<cost_point>& points,
                                      const cost_options& options) {
  if (points.size() < 2) return std::nullopt;
  const cost_point& last = points.back();
  if (last.microseconds < clear_of_noise * options.noise_us) return std::nullopt;
  std::size_t first = points.size() - 1;
  while (first > 0 && points[first].microseconds >= options.noise_us) --first;

  double n = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
  for (std::size_t i = first; i < points.size(); ++i) {
    const double x = std::log2(static_cast<double>(points[i].octets));
    const double y = std::log2(std::max(points[i].microseconds, 1.0));
    n += 1;
    sum_x += x;
    sum_y += y;
    sum_xx += x * x;
    sum_xy += x * y;
  }
  const bool is_steep = last.microseconds >= steep_step * points[points.size() - 2].microseconds;
  const double spread = n * sum_xx - sum_x * sum_x;
  if ((n < 3 && !is_steep) || spread <= 0) return std::nullopt;
  return (n * sum_xy - sum_x * sum_y) / spread;
}

cost_finding measure_cost(const model::test_case& of, session& with, absl::Duration case_deadline,
                          const cost_options& options) {
  const series first = measure(of, with, options);
  cost_finding made;
  made.points = first.points;
  if (first.last.how != ending::answered) {
    const std::optional<double> so_far = fitted_exponent(first.points, options);
    if (first.last.how == ending::hang && so_far && *so_far > options.steepest_exponent) {
      made.verdict = verdict::not_observable;
      made.why = absl::StrFormat(
          "time grows with the length to the power of %.2f: %s; no answer at %d octets", *so_far,
          describe(first.points), first.last_octets);
      return made;
    }
    return confirm(of, with, first, case_deadline);
  }
  if (first.last.answer.outcome == outcome::fault) {
    made.verdict = verdict::crash;
    made.why = absl::StrCat("at ", first.last_octets, " octets: ", first.last.answer.text);
    return made;
  }
  if (first.points.empty()) {  // unsupported from the start
    made.verdict = verdict::unsupported;
    made.why = first.last.answer.text;
    return made;
  }
  const std::optional<double> exponent = fitted_exponent(first.points, options);
  if (!exponent || *exponent <= options.steepest_exponent) return made;

  // Somebody else's program may have had the processor: what is said of this one rests on the
  // shortest of several times.
  cost_options thorough = options;
  thorough.repetitions = 2 * options.repetitions;
  thorough.slow_repetitions = 2;
  thorough.enough_us = 2 * options.enough_us;
  const series second = measure(of, with, thorough);
  if (second.last.how == ending::not_run) {
    made.verdict = verdict::not_run;
    made.why = second.last.error;
    return made;
  }
  const std::optional<double> again = fitted_exponent(second.points, thorough);
  const bool late = second.last.how == ending::hang;
  if (late || (again && *again > options.steepest_exponent)) {
    made.verdict = verdict::not_observable;
    made.points = again ? second.points : first.points;
    made.why = absl::StrFormat("time grows with the length to the power of %.2f: %s",
                               again ? *again : *exponent, describe(made.points));
  }
  return made;
}

}  // namespace gauntlet::runner
