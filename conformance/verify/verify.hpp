#ifndef CONFORMANCE_VERIFY_VERIFY_HPP
#define CONFORMANCE_VERIFY_VERIFY_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "conformance/grammar/engine.hpp"

// The reference parser against the grammar engine: the one place where the two meet. Of the parser
// it knows the public header only.
namespace gauntlet::grammar_engine {

struct disagreement {
  operation op = operation::challenges;
  grammar g = grammar::recipient;
  std::string value;
  std::string engine_says;
  std::string parser_says;
};

struct verification {
  std::uint64_t values = 0;  // one for each value, operation and grammar
  std::uint64_t accepted = 0;
  std::uint64_t differences = 0;
  std::vector<disagreement> first_differences{};  // at most 20
  double seconds = 0;
  void add(const verification& other);
};

// Called from time to time with the values so far and the share of the work that is done; from any
// thread, but never from two at once.
using progress_function = std::function<void(std::uint64_t values, double share)>;

// Compares the reader with the engine on every sequence of up to `length` of the symbols: whether
// the value is accepted, every event with the place of its views in the value, unescaped values,
// and the offset of a rejection. Values end at a page that cannot be read. Only grammars recipient
// and sender.
verification verify_sequences(const engine&, operation, grammar,
                              const std::vector<std::string>& symbols, std::size_t length,
                              unsigned threads, const progress_function& = {});

// The symbols for a grammar: a representative of each class, and for `sender`, where `words` is
// set, in place of the letters of realm the words `realm`, `REALM` and `real`. With those the rule
// about realm is met within few symbols.
std::vector<std::string> symbols_of(const engine&, grammar, bool words);

// The same comparison for given values.
verification verify_values(const engine&, operation, grammar,
                           const std::vector<std::string>& values);

// For random valid values and near-misses, `count` in all, of up to `longest` octets; each also
// after an unreadable page, and split at commas into field lines.
verification verify_random(const engine&, operation, grammar, std::uint64_t seed, std::size_t count,
                           std::size_t longest);

}  // namespace gauntlet::grammar_engine

#endif
