#include "conformance/runner/cost.hpp"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

std::vector<cost_point> points_of(double exponent, double microseconds_at_64k) {
  std::vector<cost_point> points;
  for (std::size_t octets = 16; octets <= 65536; octets *= 2) {
    points.push_back({octets, 60 + microseconds_at_64k *
                                       std::pow(static_cast<double>(octets) / 65536.0, exponent)});
  }
  return points;
}

TEST(Cost, GrowsToTheSizeWithAtLeastOneRepetition) {
  EXPECT_EQ(grow({"Basic ", "a=b,", ""}, 16), "Basic a=b,a=b,");
  EXPECT_EQ(grow({"x", "abc", "yz"}, 1), "xabcyz");
  EXPECT_EQ(grow({"", ",", ""}, 65536).size(), 65536U);
}

TEST(Cost, FitsTheExponentOfWhatIsAboveTheNoise) {
  const cost_options options;
  EXPECT_NEAR(*fitted_exponent(points_of(1.0, 40'000), options), 1.0, 0.1);
  EXPECT_NEAR(*fitted_exponent(points_of(2.0, 900'000), options), 2.0, 0.1);
  EXPECT_NEAR(*fitted_exponent(points_of(3.0, 900'000), options), 3.0, 0.2);
  EXPECT_EQ(fitted_exponent(points_of(2.0, 3'000), options), std::nullopt);
  // As measured, with growth that stopped once it was slow enough.
  using points = std::vector<cost_point>;
  EXPECT_NEAR(
      *fitted_exponent(
          points{{1024, 300}, {2048, 560}, {4096, 1'900}, {8192, 7'000}, {16384, 28'000}}, options),
      1.9, 0.2);
  EXPECT_GT(*fitted_exponent(points{{16, 80}, {32, 150'000}}, options), 3);
  EXPECT_EQ(fitted_exponent(points{{32768, 2'600}, {65536, 9'000}}, options), std::nullopt);
  // What a pipe costs whose buffer is full, on a busy machine.
  EXPECT_EQ(fitted_exponent(points{{16384, 800}, {32768, 1'900}, {65536, 9'500}}, options),
            std::nullopt);
  EXPECT_EQ(fitted_exponent({}, options), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::runner
