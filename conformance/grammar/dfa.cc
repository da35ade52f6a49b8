#include "conformance/grammar/dfa.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace gauntlet::grammar_engine {
namespace {

using state = automaton::state;

template <typename Operation>
dfa product(const dfa& a, const dfa& b, Operation accepts) {
  dfa out;
  out.classes = octet_partition::common_refinement(a.classes, b.classes);
  out.graph.symbols = out.classes.size();
  std::map<std::pair<state, state>, state> numbers;
  std::deque<std::pair<state, state>> open;
  const auto number = [&](state first, state second) {
    const auto [entry, added] =
        numbers.emplace(std::make_pair(first, second), static_cast<state>(numbers.size()));
    if (added) {
      open.emplace_back(first, second);
      out.graph.accepting.push_back(accepts(a.graph.accepting[first], b.graph.accepting[second]));
      out.graph.next.resize(out.graph.next.size() + out.graph.symbols);
    }
    return entry->second;
  };
  out.graph.start = number(a.graph.start, b.graph.start);
  while (!open.empty()) {
    const auto [first, second] = open.front();
    open.pop_front();
    const state from = numbers[{first, second}];
    for (std::size_t symbol = 0; symbol < out.graph.symbols; ++symbol) {
      const char octet = static_cast<char>(out.classes.representative(symbol));
      const state target = number(a.step(first, octet), b.step(second, octet));
      out.graph.next[from * out.graph.symbols + symbol] = target;
    }
  }
  return minimised(out);
}

}  // namespace

automaton minimised(const automaton& in) {
  std::vector<state> order{in.start};
  std::vector<bool> seen(in.size());
  seen[in.start] = true;
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t symbol = 0; symbol < in.symbols; ++symbol) {
      const state target = in.step(order[i], symbol);
      if (!seen[target]) {
        seen[target] = true;
        order.push_back(target);
      }
    }
  }
  std::vector<state> block(in.size());
  for (const state at : order) block[at] = in.accepting[at] ? 1 : 0;
  std::size_t blocks = 0;
  for (;;) {
    std::map<std::vector<state>, state> numbers;
    std::vector<state> refined(in.size());
    for (const state at : order) {
      std::vector<state> key{block[at]};
      key.reserve(in.symbols + 1);
      for (std::size_t symbol = 0; symbol < in.symbols; ++symbol)
        key.push_back(block[in.step(at, symbol)]);
      // `order` is breadth-first and begins with the start, so the last round's numbers are, too.
      refined[at] =
          numbers.emplace(std::move(key), static_cast<state>(numbers.size())).first->second;
    }
    block = std::move(refined);
    if (numbers.size() == blocks) break;
    blocks = numbers.size();
  }
  automaton out;
  out.symbols = in.symbols;
  out.next.resize(blocks * in.symbols);
  out.accepting.resize(blocks);
  out.start = block[in.start];
  for (const state at : order) {
    out.accepting[block[at]] = in.accepting[at];
    for (std::size_t symbol = 0; symbol < in.symbols; ++symbol) {
      out.next[block[at] * in.symbols + symbol] = block[in.step(at, symbol)];
    }
  }
  return out;
}

std::vector<std::optional<std::size_t>> distances_to_acceptance(const automaton& in) {
  std::vector<std::vector<state>> sources(in.size());
  for (state from = 0; from < in.size(); ++from) {
    for (std::size_t symbol = 0; symbol < in.symbols; ++symbol)
      sources[in.step(from, symbol)].push_back(from);
  }
  std::vector<std::optional<std::size_t>> out(in.size());
  std::deque<state> open;
  for (state at = 0; at < in.size(); ++at) {
    if (in.accepting[at]) {
      out[at] = 0;
      open.push_back(at);
    }
  }
  while (!open.empty()) {
    const state at = open.front();
    open.pop_front();
    for (const state source : sources[at]) {
      if (!out[source]) {
        out[source] = *out[at] + 1;
        open.push_back(source);
      }
    }
  }
  return out;
}

std::vector<std::vector<std::uint16_t>> shortest_words(const automaton& in) {
  std::vector<std::vector<std::uint16_t>> out(in.size());
  std::vector<bool> seen(in.size());
  std::deque<state> open{in.start};
  seen[in.start] = true;
  while (!open.empty()) {
    const state at = open.front();
    open.pop_front();
    for (std::size_t symbol = 0; symbol < in.symbols; ++symbol) {
      const state target = in.step(at, symbol);
      if (seen[target]) continue;
      seen[target] = true;
      out[target] = out[at];
      out[target].push_back(static_cast<std::uint16_t>(symbol));
      open.push_back(target);
    }
  }
  return out;
}

std::optional<automaton::state> dfa::dead() const {
  const auto distances = distances_to_acceptance(graph);
  for (state at = 0; at < graph.size(); ++at) {
    if (!distances[at]) return at;
  }
  return std::nullopt;
}

bool dfa::accepts(std::string_view value) const {
  state at = graph.start;
  for (const char octet : value) at = step(at, octet);
  return graph.accepting[at];
}

dfa determinised(const labelled_nfa& in) {
  std::vector<octet_set> sets;
  std::set<std::string> known;
  for (const auto& transitions : in.transitions) {
    for (const auto& transition : transitions) {
      if (known.insert(transition.octets.to_string()).second) sets.push_back(transition.octets);
    }
  }
  dfa out;
  out.classes = octet_partition(sets);
  out.graph.symbols = out.classes.size();
  std::map<std::set<labelled_nfa::state>, state> numbers;
  std::deque<std::set<labelled_nfa::state>> open;
  const auto number = [&](const std::set<labelled_nfa::state>& subset) {
    const auto [entry, added] = numbers.emplace(subset, static_cast<state>(numbers.size()));
    if (added) {
      open.push_back(subset);
      out.graph.accepting.push_back(std::any_of(
          subset.begin(), subset.end(), [&](auto member) { return !in.ends[member].empty(); }));
      out.graph.next.resize(out.graph.next.size() + out.graph.symbols);
    }
    return entry->second;
  };
  out.graph.start = number({in.start});
  while (!open.empty()) {
    const std::set<labelled_nfa::state> subset = open.front();
    open.pop_front();
    const state from = numbers[subset];
    for (std::size_t symbol = 0; symbol < out.graph.symbols; ++symbol) {
      const std::uint8_t octet = out.classes.representative(symbol);
      std::set<labelled_nfa::state> target;
      for (const labelled_nfa::state member : subset) {
        for (const auto& transition : in.transitions[member]) {
          if (transition.octets[octet]) target.insert(transition.target);
        }
      }
      const state to = number(target);
      out.graph.next[from * out.graph.symbols + symbol] = to;
    }
  }
  return out;
}

dfa minimised(const dfa& in) {
  const automaton graph = minimised(in.graph);
  // Octets whose columns are equal share a class.
  std::map<std::vector<state>, octet_set> columns;
  for (std::size_t symbol = 0; symbol < graph.symbols; ++symbol) {
    std::vector<state> column;
    for (state at = 0; at < graph.size(); ++at) column.push_back(graph.step(at, symbol));
    columns[std::move(column)] |= in.classes.members(symbol);
  }
  std::vector<octet_set> sets;
  for (const auto& [column, octets] : columns) sets.push_back(octets);
  dfa merged;
  merged.classes = octet_partition(sets);
  merged.graph.symbols = merged.classes.size();
  merged.graph.accepting = graph.accepting;
  merged.graph.start = graph.start;
  for (state at = 0; at < graph.size(); ++at) {
    for (std::size_t symbol = 0; symbol < merged.graph.symbols; ++symbol) {
      merged.graph.next.push_back(
          graph.step(at, in.classes.class_of(merged.classes.representative(symbol))));
    }
  }
  // Once more, for the numbering: it depends on the order of the classes.
  merged.graph = minimised(merged.graph);
  return merged;
}

dfa over(const octet_partition& finer, const dfa& in) {
  dfa out;
  out.classes = octet_partition::common_refinement(finer, in.classes);
  out.graph.symbols = out.classes.size();
  out.graph.accepting = in.graph.accepting;
  out.graph.start = in.graph.start;
  for (state at = 0; at < in.size(); ++at) {
    for (std::size_t symbol = 0; symbol < out.graph.symbols; ++symbol) {
      out.graph.next.push_back(in.step(at, static_cast<char>(out.classes.representative(symbol))));
    }
  }
  return out;
}

dfa both(const dfa& a, const dfa& b) {
  return product(a, b, [](bool first, bool second) { return first && second; });
}

dfa either(const dfa& a, const dfa& b) {
  return product(a, b, [](bool first, bool second) { return first || second; });
}

dfa difference(const dfa& in, const dfa& not_in) {
  return product(in, not_in, [](bool first, bool second) { return first && !second; });
}

std::optional<std::string> shortest_accepted(const dfa& in) {
  const automaton graph = minimised(in.graph);
  const auto words = shortest_words(graph);
  std::optional<std::string> best;
  for (state at = 0; at < graph.size(); ++at) {
    if (!graph.accepting[at]) continue;
    if (best && words[at].size() >= best->size()) continue;
    best.emplace();
    for (const std::uint16_t symbol : words[at]) {
      best->push_back(static_cast<char>(in.classes.representative(symbol)));
    }
  }
  return best;
}

std::optional<std::string> shortest_difference(const dfa& in, const dfa& not_in) {
  return shortest_accepted(difference(in, not_in));
}

}  // namespace gauntlet::grammar_engine
