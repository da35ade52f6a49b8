#ifndef CONFORMANCE_GRAMMAR_DFA_HPP
#define CONFORMANCE_GRAMMAR_DFA_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/grammar/nfa.hpp"
#include "conformance/grammar/octets.hpp"

namespace gauntlet::grammar_engine {

// A complete deterministic automaton over the symbols 0..symbols-1.
struct automaton {
  using state = std::uint32_t;
  std::size_t symbols = 0;
  std::vector<state> next;  // by state * symbols + symbol
  std::vector<bool> accepting;
  state start = 0;

  std::size_t size() const { return accepting.size(); }
  state step(state from, std::size_t symbol) const { return next[from * symbols + symbol]; }
};

// The automaton with the fewest states for the same language, its states numbered in the order in
// which a breadth-first walk by symbols meets them, from 0, the start. Moore's refinement:
// O(states^2 * symbols) at worst.
automaton minimised(const automaton&);

// For each state the length of a shortest way to an accepting one; absent where there is none.
std::vector<std::optional<std::size_t>> distances_to_acceptance(const automaton&);

// For each state a shortest word that leads to it, the least by symbols among those. Every state
// must be reachable.
std::vector<std::vector<std::uint16_t>> shortest_words(const automaton&);

// A complete deterministic automaton over octets, by classes of octets.
struct dfa {
  octet_partition classes;
  automaton graph;

  std::size_t size() const { return graph.size(); }
  automaton::state step(automaton::state from, char octet) const {
    return graph.step(from, classes.class_of(static_cast<unsigned char>(octet)));
  }
  // The state from which no value is accepted; absent where every prefix can be completed. Only of
  // minimal automata, which have at most one.
  std::optional<automaton::state> dead() const;
  bool accepts(std::string_view value) const;
};

// Subset construction; the labels are dropped. The partition is that of the automaton's octet sets.
dfa determinised(const labelled_nfa&);

// The minimal automaton; octets that it treats alike in every state share a class.
dfa minimised(const dfa&);

// The same automaton with its transitions written over a finer partition.
dfa over(const octet_partition& finer, const dfa&);

// Languages. The result is minimal.
dfa both(const dfa&, const dfa&);
dfa either(const dfa&, const dfa&);
dfa difference(const dfa& in, const dfa& not_in);

// A shortest value that is accepted; absent when the language is empty.
std::optional<std::string> shortest_accepted(const dfa&);
// A shortest value in the one and not in the other; absent when the first language lies in the
// second.
std::optional<std::string> shortest_difference(const dfa& in, const dfa& not_in);

}  // namespace gauntlet::grammar_engine

#endif
