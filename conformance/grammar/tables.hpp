#ifndef CONFORMANCE_GRAMMAR_TABLES_HPP
#define CONFORMANCE_GRAMMAR_TABLES_HPP

#include <string>

#include "conformance/grammar/engine.hpp"

namespace gauntlet::grammar_engine {

// A C++ header with the labelled automata of grammars recipient and sender, all operations, as
// constants: for programs that need the engine's answers without heap, libraries or start-up time.
// Its copy is parser/test/generated/automata.hpp: there, because parser/ includes nothing of the
// other folders.
std::string tables_header(const engine&);

// The minimal automaton of an operation as a Graphviz digraph: one edge for each pair of states,
// the dead state and what leads there left out.
std::string dot_graph(const engine&, operation, grammar, bool raw);

}  // namespace gauntlet::grammar_engine

#endif
