// Pseudo-random numbers and octets that are the same on every machine and with every standard
// library: for tests, benchmarks and samples. The fuzz targets have a generator of their own, which
// depends on the input alone; the grammar engine has one, because it includes nothing of parser/.
#ifndef GAUNTLET_PARSER_TEST_SUPPORT_RANDOM_HPP_
#define GAUNTLET_PARSER_TEST_SUPPORT_RANDOM_HPP_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::test {

// xorshift64*. The inputs of bench/ are made with it: another sequence of numbers is another
// benchmark.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}

  // Below `bound`, which is small enough for the bias of the remainder not to matter.
  std::size_t below(std::size_t bound) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::size_t>((state_ * 0x2545f4914f6cdd1dULL) >> 33) % bound;
  }
  std::size_t between(std::size_t low, std::size_t high) { return low + below(high - low + 1); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string octets(std::string_view of, std::size_t size) {
    std::string all(size, '\0');
    for (char& octet : all) octet = of[below(of.size())];
    return all;
  }

 private:
  std::uint64_t state_;
};

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_SUPPORT_RANDOM_HPP_
