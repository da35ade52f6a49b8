#include "conformance/grammar/census.hpp"

#include <gmpxx.h>

namespace gauntlet::grammar_engine {

std::vector<census_row> census(const engine& of, operation op, grammar g, std::size_t longest) {
  const dfa raw = over(of.classes(g), of.of(op, g).raw);
  const std::size_t states = raw.size();
  // How many strings of the length so far lead to each state.
  std::vector<mpz_class> by_class(states), by_octet(states);
  by_class[raw.graph.start] = 1;
  by_octet[raw.graph.start] = 1;
  std::vector<census_row> out;
  for (std::size_t length = 0;; ++length) {
    mpz_class classes = 0, octets = 0;
    for (automaton::state at = 0; at < states; ++at) {
      if (!raw.graph.accepting[at]) continue;
      classes += by_class[at];
      octets += by_octet[at];
    }
    out.push_back({length, classes.get_str(), octets.get_str()});
    if (length == longest) return out;
    std::vector<mpz_class> next_class(states), next_octet(states);
    for (automaton::state at = 0; at < states; ++at) {
      for (std::size_t symbol = 0; symbol < raw.graph.symbols; ++symbol) {
        const automaton::state target = raw.graph.step(at, symbol);
        next_class[target] += by_class[at];
        next_octet[target] +=
            by_octet[at] * static_cast<unsigned long>(raw.classes.members(symbol).count());
      }
    }
    by_class = std::move(next_class);
    by_octet = std::move(next_octet);
  }
}

}  // namespace gauntlet::grammar_engine
