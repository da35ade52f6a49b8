#ifndef CONFORMANCE_COMPARE_LEARN_HPP
#define CONFORMANCE_COMPARE_LEARN_HPP

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/compare/reader.hpp"
#include "conformance/grammar/dfa.hpp"
#include "conformance/grammar/engine.hpp"
#include "conformance/process/cancel.hpp"

// The automaton of an implementation, learned by asking it.
namespace gauntlet::compare {

// Which of the values are in the language, in order.
using language = std::function<std::vector<bool>(const std::vector<std::string>&)>;

struct learn_options {
  std::size_t max_questions = 300'000;  // different values
  std::size_t max_states = 200;
  // More states than the hypothesis has, for which the last test is complete.
  std::size_t extra_states = 1;
  std::function<void(const std::string&)> progress{};
};

// What was learned: an automaton over classes of octets.
struct learned {
  // The octets that are treated alike; their first is the one that was asked.
  std::vector<grammar_engine::octet_set> symbols{};
  std::vector<std::string> octets{};  // the one of each symbol
  grammar_engine::automaton graph{};  // minimal
  std::size_t questions = 0;
  std::size_t rounds = 0;  // hypotheses
  // Whether the hypothesis passed its last test; else why not.
  bool is_tested = false;
  std::string why_not{};
};

// Learns with a discrimination tree whose counterexamples are analysed by binary search (Rivest and
// Schapire; Kearns and Vazirani). A hypothesis is tested with `samples`, then with its HSI suite for
// `extra_states`, then with each octet but NUL, CR and LF at each state, which splits the classes
// that began as those of grammar `recipient`.
//
// What the result says: an implementation that treats the octets of a symbol alike, and whose
// automaton has at most `extra_states` states more, has this very language. One that remembers names,
// as those that refuse a repeated one, is no finite automaton, and learning it gives up. Questions:
// O(states^2 symbols + states log(length)) for the hypotheses, and the size of the suites.
learned learn(const language&, const grammar_engine::octet_partition& classes,
              const std::vector<std::string>& samples, const learn_options&,
              const process::cancellation&);

// A shortest value in one of the two languages only, after `prefix`; nothing where they are equal.
struct witness {
  std::string value;
  bool in_learned = false;
};
std::optional<witness> difference_from(const learned&, const grammar_engine::dfa& other,
                                       const std::string& prefix);

// The automaton as a Graphviz graph; the state without a way to acceptance is left out.
std::string dot_graph(const learned&, const std::string& title);

}  // namespace gauntlet::compare

#endif
