#ifndef CONFORMANCE_GRAMMAR_SUITE_HPP
#define CONFORMANCE_GRAMMAR_SUITE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/grammar/dfa.hpp"
#include "conformance/grammar/engine.hpp"

// Test suites that are complete by construction, and how strong any other collection is.
namespace gauntlet::grammar_engine {

using word = std::vector<std::uint16_t>;

// For every state of a minimal automaton a set of words (H_q) such that any two states p and q have
// a word in both sets that one of them accepts and the other does not.
//
// Built as a decision tree: the words on the way from its root to the leaf of a state are the
// state's set. `weights` says how often the suite will append the set of each state; the tree is
// chosen to keep the sum small.
std::vector<std::vector<word>> identifiers(const automaton& minimal,
                                           const std::vector<std::size_t>& weights);

// The HSI suite of a minimal automaton with n states, sorted by length and symbols. For every state
// q with its access word a: a and every word u of at most extra_states symbols after it; and a, u
// of at most extra_states + 1 symbols, and each word of the set of the state that both lead to.
//
// An automaton over the same symbols with at most n + extra_states states that answers alike for
// every word of the suite accepts the same language (docs/how/grammar-engine.md has the argument).
std::vector<word> hsi_suite(const automaton& minimal, std::size_t extra_states);

// The octets of a word in representatives of its classes.
std::string representatives(const octet_partition&, const word&);

// The values of a suite, each once, in octets that show a person the shape: schemes, names and
// values get letters of their own, and the names of a value differ wherever the classes leave a
// choice. A value stands for its word: every octet is in the class that the word says.
class value_maker {
 public:
  // `in` must outlive the maker. With `raw` words are read as values of the rule, otherwise as
  // field lines.
  value_maker(const language& in, bool raw);
  std::string operator()(const octet_partition& classes, const word& symbols) const;

 private:
  const dfa& automaton_;
  const labeller& labeller_;
  std::vector<std::string> completions_;  // by state; empty where there is none, too
  std::vector<bool> alive_;
};

// The suite for accept and reject.
std::vector<std::string> complete_suite(const engine&, operation, grammar, std::size_t extra_states,
                                        bool raw);

// Every octet at every state: the HSI suite over 256 symbols with no extra state. What passes it
// and has at most as many states over single octets as the grammar needs over classes accepts the
// same language, whatever classes it uses.
std::vector<std::string> sweep_suite(const engine&, operation, grammar, bool raw);

// The suite for results: the HSI suite of the automaton that accepts a value together with the role
// of each octet, the roles left out of what is sent. See docs/how/grammar-engine.md for what it says.
std::vector<std::string> result_suite(const engine&, operation, grammar, std::size_t extra_states,
                                      bool raw);
// The number of states and of symbols (class and role) of that automaton.
struct result_automaton_size {
  std::size_t states = 0;
  std::size_t symbols = 0;
};
result_automaton_size size_of_result_automaton(const engine&, operation, grammar, bool raw);

// How many of the single-fault mutants of an automaton a collection of values tells from it. A
// mutant has one transition to another state or one state with the other verdict: for n states and
// k classes n * k * (n - 1) + n of them. No mutant of a minimal automaton accepts the same
// language.
struct strength {
  std::size_t mutants = 0;
  std::size_t killed = 0;
  std::size_t transitions = 0;
  std::size_t covered = 0;
  std::size_t values = 0;
};
strength strength_of(const dfa& minimal, const std::vector<std::string>& values);

}  // namespace gauntlet::grammar_engine

#endif
