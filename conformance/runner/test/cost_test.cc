#include "conformance/runner/cost.hpp"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

using model::cost_class;
using model::cost_point;

// The times of four lengths that grow with this exponent, the first one `microseconds`.
std::vector<cost_point> round_of(double exponent, double microseconds) {
  std::vector<cost_point> points;
  for (std::size_t octets = 8192; octets <= 65536; octets *= 2) {
    points.push_back(
        {octets, microseconds * std::pow(static_cast<double>(octets) / 8192.0, exponent)});
  }
  return points;
}

TEST(Cost, GrowsToTheSizeWithAtLeastOneRepetition) {
  EXPECT_EQ(grow({"Basic ", "a=b,", ""}, 16), "Basic a=b,a=b,");
  EXPECT_EQ(grow({"x", "abc", "yz"}, 1), "xabcyz");
  EXPECT_EQ(grow({"", ",", ""}, 65536).size(), 65536U);
}

TEST(Cost, FitsTheExponent) {
  for (const double exponent : {0.0, 1.0, 2.0, 3.0})
    EXPECT_NEAR(*fitted_exponent(round_of(exponent, 100)), exponent, 0.001);
  EXPECT_EQ(fitted_exponent({}), std::nullopt);
  EXPECT_EQ(fitted_exponent({{65536, 100}}), std::nullopt);
  EXPECT_EQ(fitted_exponent({{65536, 100}, {65536, 200}}), std::nullopt);
}

TEST(Cost, OfEachLengthTheShortestTimeCounts) {
  EXPECT_EQ(shortest({{{1, 5}, {2, 7}}, {{1, 6}, {2, 3}}}),
            (std::vector<cost_point>{{1, 5}, {2, 3}}));
  EXPECT_TRUE(shortest({}).empty());
}

TEST(Cost, RoundsThatAgreeSayIt) {
  const cost_options options;
  const cost_rounds linear(4, round_of(1.0, 100));
  const cost_rounds superlinear(4, round_of(2.0, 100));
  EXPECT_EQ(rate(linear, options), cost_class::linear);
  EXPECT_EQ(rate(superlinear, options), cost_class::superlinear);
  // n log n is linear for this purpose: the logarithm grows by less than a third from 8 to 64 KiB.
  EXPECT_EQ(rate(cost_rounds(4, round_of(1.12, 100)), options), cost_class::linear);
  EXPECT_EQ(rate(cost_rounds(4, round_of(1.45, 100)), options), cost_class::unclear);
  EXPECT_EQ(rate({}, options), cost_class::unclear);
}

// The same times, of which the last two lengths took this much longer.
std::vector<cost_point> slower(std::vector<cost_point> round, double third, double fourth) {
  round[2].microseconds *= third;
  round[3].microseconds *= fourth;
  return round;
}

TEST(Cost, HalvesThatDisagreeWithTheWholeAreUnclear) {
  const cost_options options;
  const std::vector<cost_point> linear = round_of(1.0, 100);
  const std::vector<cost_point> one = slower(linear, 8, 64);
  EXPECT_EQ(rate({one, one, one, one}, options), cost_class::superlinear);
  EXPECT_EQ(rate({one, one, linear, linear}, options), cost_class::unclear);
  // Each half is disturbed in another place, so that the whole is not.
  const std::vector<cost_point> last = slower(linear, 1, 60);
  const std::vector<cost_point> third = slower(linear, 60, 1);
  EXPECT_EQ(rate({last, last, third, third}, options), cost_class::unclear);
}

TEST(Cost, OneDisturbedRoundOfAHalfChangesNothing) {
  const cost_options options;
  cost_rounds rounds(4, round_of(1.0, 10'000));
  rounds[1] = slower(rounds[1], 3, 9);
  EXPECT_EQ(rate(rounds, options), cost_class::linear);
  rounds[0] = rounds[1];  // both rounds of the first half
  EXPECT_EQ(rate(rounds, options), cost_class::unclear);
  rounds[2] = rounds[3] = rounds[1];
  EXPECT_EQ(rate(rounds, options), cost_class::superlinear);
}

TEST(Cost, AStepIsNoRiseAndTheBeginningOfARiseIsNotLinear) {
  const cost_options options;
  const std::vector<cost_point> linear = round_of(1.0, 100);
  // As measured: the time of one length is that of another cache.
  EXPECT_GE(*fitted_exponent(slower(linear, 6, 6)), options.superlinear_from);
  EXPECT_EQ(rate(cost_rounds(4, slower(linear, 6, 6)), options), cost_class::unclear);
  // As measured: a fixed cost hides n squared until the last length.
  const std::vector<cost_point> hidden = {{2048, 1540}, {4096, 2550}, {8192, 6550}, {16384, 21400}};
  EXPECT_LE(*fitted_exponent(hidden), options.linear_to);
  EXPECT_EQ(rate(cost_rounds(4, hidden), options), cost_class::unclear);
  // A slow beginning: www-authenticate of npm on one value, in two runs.
  const std::vector<cost_point> warm = {{8192, 704}, {16384, 1810}, {32768, 8230}, {65536, 21400}};
  const std::vector<cost_point> cold = {
      {8192, 3450}, {16384, 3890}, {32768, 14400}, {65536, 32500}};
  EXPECT_EQ(rate(cost_rounds(4, warm), options), cost_class::superlinear);
  EXPECT_EQ(rate(cost_rounds(4, cold), options), cost_class::unclear);
  // As measured: WebOb, whose time is linear in most runs; one length was slow in all rounds.
  const std::vector<cost_point> quick = {{8192, 417}, {16384, 586}, {32768, 3540}, {65536, 10300}};
  EXPECT_EQ(rate(cost_rounds(4, quick), options), cost_class::unclear);
}

}  // namespace
}  // namespace gauntlet::runner
