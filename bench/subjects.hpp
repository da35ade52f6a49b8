// Everything that is measured in one process, under one name each: the kernels and the anchors.
#ifndef GAUNTLET_BENCH_SUBJECTS_HPP_
#define GAUNTLET_BENCH_SUBJECTS_HPP_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/cases.hpp"

namespace gauntlet::bench {

// The values of an input, each in a block of its own that begins at a cache line: the count of
// instructions of some loops depends on the alignment.
class placed_input {
 public:
  explicit placed_input(const input& from);
  placed_input(const placed_input&) = delete;
  placed_input& operator=(const placed_input&) = delete;
  placed_input(placed_input&&) = default;
  placed_input& operator=(placed_input&&) = default;

  const input& from() const { return *from_; }
  const std::vector<std::string_view>& values() const { return values_; }

 private:
  const input* from_;
  std::vector<std::vector<char>> blocks_;
  std::vector<std::string_view> values_;
};

struct subject {
  std::string name;
  bool is_parser = false;
  // Goes over all values of an input so many times; the sum of what it found keeps the compiler
  // from leaving anything out.
  std::function<std::size_t(const placed_input&, std::size_t times)> run;
};

// The kernels that run here, then the anchors; the names of kernels that do not run go to
// `not_run`.
std::vector<subject> every_subject(std::vector<std::string>& not_run);

// Whether the subject finds in the input what the portable parser found (for loops: that they get
// to the end). An empty string, or what is wrong. Before anything is measured.
std::string check(const subject& what, const placed_input& where);

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_SUBJECTS_HPP_
