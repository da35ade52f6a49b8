#ifndef CONFORMANCE_GRAMMAR_PROVE_HPP
#define CONFORMANCE_GRAMMAR_PROVE_HPP

#include <string>
#include <vector>

#include "conformance/grammar/engine.hpp"

namespace gauntlet::grammar_engine {

// A statement about the grammars, decided for values of every length, and what was found.
struct fact {
  std::string group;
  std::string statement;
  bool holds = false;
  std::string found;
};

// Decides every fact that this project states about the grammars (docs/how/grammar-engine.md), by
// constructions on automata, so for all values; a negative control holds when it is flagged. Takes
// well under a second.
std::vector<fact> prove(const engine&);

}  // namespace gauntlet::grammar_engine

#endif
