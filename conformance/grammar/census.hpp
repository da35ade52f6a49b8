#ifndef CONFORMANCE_GRAMMAR_CENSUS_HPP
#define CONFORMANCE_GRAMMAR_CENSUS_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/grammar/engine.hpp"

namespace gauntlet::grammar_engine {

// How many values of each length a rule has: exact numbers, in decimal.
struct census_row {
  std::size_t length = 0;
  std::string over_classes;  // one octet of each class of the grammar
  std::string over_octets;   // all 256 octets
};

// The rule applies to the value as it stands; nothing is trimmed. O(length * states * classes)
// additions of numbers of O(length) digits.
std::vector<census_row> census(const engine&, operation, grammar, std::size_t longest);

}  // namespace gauntlet::grammar_engine

#endif
