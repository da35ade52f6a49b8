// The one table of benchmark cases: whatever is measured in this folder takes its inputs from here,
// and here from data/cases.json.
#ifndef GAUNTLET_BENCH_CASES_HPP_
#define GAUNTLET_BENCH_CASES_HPP_

#include <cstddef>
#include <gauntlet/options.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::bench {

// What is parsed in one step of a benchmark: one value, or a batch of distinct ones (figures are
// then means over the batch).
struct input {
  std::string name;   // short: a column of a table
  std::string title;  // in words
  gauntlet::operation operation = gauntlet::operation::challenges;
  std::vector<std::string> values;
  // A batch in another order each time, which a branch predictor cannot learn.
  bool is_in_random_order = false;
  std::size_t octets() const;  // of all values
};

// A value that can be made as long as one likes, and hurts what is not linear.
struct shape {
  std::string name;
  gauntlet::operation operation = gauntlet::operation::challenges;
  std::string prefix, repeat, suffix;
  bool is_rejected = false;  // the verdict, at every length

  // At least `octets` long, by as many repetitions as that takes.
  std::string value(std::size_t octets) const;
};

struct case_table {
  std::vector<input> inputs;
  std::vector<shape> shapes;
};

// Reads data/cases.json of the checkout that this was built from. Throws std::runtime_error, with
// what is wrong, for a file that cannot be read, has another shape, or does not hold the number of
// octets and elements that it says.
case_table load_cases();

// How many of what a value has.
struct element_counts {
  std::size_t auth_schemes = 0, token68s = 0, auth_params = 0, quoted_pairs = 0;

  std::size_t elements() const { return auth_schemes + token68s + auth_params; }
};

// Nothing for a value that is not valid. By the portable parser.
std::optional<element_counts> count(std::string_view value, gauntlet::operation);
std::optional<std::size_t> count_elements(std::string_view value, gauntlet::operation);

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_CASES_HPP_
