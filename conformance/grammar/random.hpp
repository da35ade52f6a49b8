#ifndef CONFORMANCE_GRAMMAR_RANDOM_HPP
#define CONFORMANCE_GRAMMAR_RANDOM_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/grammar/engine.hpp"

namespace gauntlet::grammar_engine {

// Random values of a rule, and values that miss it by one fault. The same seed gives the same
// values on every machine.
class value_generator {
 public:
  value_generator(const engine&, operation, grammar, std::uint64_t seed);

  // A value of the rule: a random walk of at least `length` octets over its automaton, then a
  // shortest way to an end.
  std::string valid(std::size_t length);

  // A valid value with one fault that made it invalid, also as a field line, which is trimmed.
  struct miss {
    std::string value;
    std::string fault;   // such as "delete octet 4, ="
    std::size_t offset;  // what can still be completed of the trimmed value
  };
  miss near_miss(std::size_t length);

  // A number below `bound`, which is not 0.
  std::size_t below(std::size_t bound);

 private:
  char octet_of(std::size_t octet_class);

  const engine& engine_;
  const operation operation_;
  const grammar grammar_;
  const dfa& rule_;
  std::vector<std::vector<std::size_t>> ways_;  // by state: classes that leave an end in reach
  std::vector<std::string> completions_;        // by state
  std::uint64_t state_;
};

}  // namespace gauntlet::grammar_engine

#endif
