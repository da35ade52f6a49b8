#include "conformance/grammar/suite.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace gauntlet::grammar_engine {
namespace {

using state = automaton::state;

// A word by what it says about every state: whether the state accepts it.
struct experiment {
  word symbols;
  std::vector<bool> accepted;
};

// One shortest word for each set of states that some word is accepted from. There are as many as
// the minimal automaton of the reversed language has states.
std::vector<experiment> experiments(const automaton& in) {
  std::vector<experiment> out{{{}, in.accepting}};
  std::set<std::vector<bool>> seen{in.accepting};
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (std::size_t symbol = 0; symbol < in.symbols; ++symbol) {
      std::vector<bool> accepted(in.size());
      for (state at = 0; at < in.size(); ++at) {
        accepted[at] = out[i].accepted[in.step(at, symbol)];
      }
      if (!seen.insert(accepted).second) continue;
      word symbols{static_cast<std::uint16_t>(symbol)};
      symbols.insert(symbols.end(), out[i].symbols.begin(), out[i].symbols.end());
      out.push_back({std::move(symbols), std::move(accepted)});
    }
  }
  return out;
}

void split(const std::vector<experiment>& tries, const std::vector<std::size_t>& weights,
           const std::vector<state>& block, std::vector<std::vector<word>>& out) {
  if (block.size() < 2) return;
  double total = 0;
  for (const state at : block) total += static_cast<double>(weights[at]);
  const auto information = [](double part) { return part > 0 ? part * std::log2(part) : 0.0; };
  const experiment* best = nullptr;
  double best_rest = 0;
  for (const experiment& candidate : tries) {
    double yes = 0;
    std::size_t count = 0;
    for (const state at : block) {
      if (!candidate.accepted[at]) continue;
      yes += static_cast<double>(weights[at]);
      ++count;
    }
    if (count == 0 || count == block.size()) continue;
    // What is still to be found out after the experiment, weighted; longer words cost a little.
    const double rest = information(yes) + information(total - yes) +
                        1e-6 * static_cast<double>(candidate.symbols.size());
    if (best == nullptr || rest < best_rest) {
      best = &candidate;
      best_rest = rest;
    }
  }
  std::vector<state> accepting, rejecting;
  for (const state at : block) {
    out[at].push_back(best->symbols);
    (best->accepted[at] ? accepting : rejecting).push_back(at);
  }
  split(tries, weights, accepting, out);
  split(tries, weights, rejecting, out);
}

word joined(const word& first, const word& second) {
  word out = first;
  out.insert(out.end(), second.begin(), second.end());
  return out;
}

bool shorter_first(const word& a, const word& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::vector<word> sorted_once(std::vector<word> words) {
  std::sort(words.begin(), words.end(), shorter_first);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

// The `index`-th octet of `pool` that is in the class; begins again where the pool ends.
char pick(std::string_view pool, std::size_t index, const octet_set& members) {
  std::string fitting;
  for (const char octet : pool) {
    if (members[static_cast<unsigned char>(octet)]) fitting.push_back(octet);
  }
  if (!fitting.empty()) return fitting[index % fitting.size()];
  std::size_t count = members.count();
  index %= count;
  for (unsigned octet = 0; octet < 256; ++octet) {
    if (members[octet] && index-- == 0) return static_cast<char>(octet);
  }
  return 0;
}

bool is_token_octet(const octet_set& members) {
  return members['x'] || members['!'] || members['r'] || members['e'] || members['a'] ||
         members['l'] || members['m'];
}

std::vector<std::string> made(const language& in, bool raw, const octet_partition& classes,
                              const std::vector<word>& words) {
  const value_maker make(in, raw);
  std::vector<std::string> out;
  out.reserve(words.size());
  for (const word& symbols : words) out.push_back(make(classes, symbols));
  return out;
}

// The automaton over pairs of a class and a label that accepts the labellings of values, and the
// class of each pair.
struct result_automaton {
  octet_partition classes;
  automaton graph;
  std::vector<std::uint16_t> class_of_symbol;
};

result_automaton make_result_automaton(const labelled_nfa& in, const octet_partition& finer) {
  result_automaton out;
  out.classes = octet_partition::common_refinement(determinised(in).classes, finer);
  std::set<std::pair<std::uint16_t, label>> pairs;
  const auto classes_of = [&](const octet_set& octets) {
    std::vector<std::uint16_t> found;
    for (std::size_t i = 0; i < out.classes.size(); ++i) {
      if (octets[out.classes.representative(i)]) found.push_back(static_cast<std::uint16_t>(i));
    }
    return found;
  };
  for (const auto& transitions : in.transitions) {
    for (const auto& transition : transitions) {
      for (const std::uint16_t one : classes_of(transition.octets))
        pairs.emplace(one, transition.what);
    }
  }
  // A class that no value holds still has to be sent: with any label it leads nowhere.
  for (std::size_t i = 0; i < out.classes.size(); ++i) {
    const auto number = static_cast<std::uint16_t>(i);
    const auto first = pairs.lower_bound({number, label{}});
    if (first == pairs.end() || first->first != number) pairs.emplace(number, label{});
  }
  std::map<std::pair<std::uint16_t, label>, std::size_t> numbers;
  for (const auto& pair : pairs) {
    numbers.emplace(pair, numbers.size());
    out.class_of_symbol.push_back(pair.first);
  }
  automaton graph;
  graph.symbols = numbers.size();
  std::map<std::set<labelled_nfa::state>, state> subsets;
  std::deque<std::set<labelled_nfa::state>> open;
  const auto number = [&](const std::set<labelled_nfa::state>& subset) {
    const auto [entry, added] = subsets.emplace(subset, static_cast<state>(subsets.size()));
    if (added) {
      open.push_back(subset);
      graph.accepting.push_back(std::any_of(subset.begin(), subset.end(),
                                            [&](auto member) { return !in.ends[member].empty(); }));
      graph.next.resize(graph.next.size() + graph.symbols);
    }
    return entry->second;
  };
  number({in.start});
  while (!open.empty()) {
    const std::set<labelled_nfa::state> subset = open.front();
    open.pop_front();
    const state from = subsets[subset];
    std::vector<std::set<labelled_nfa::state>> targets(graph.symbols);
    for (const labelled_nfa::state member : subset) {
      for (const auto& transition : in.transitions[member]) {
        for (const std::uint16_t one : classes_of(transition.octets)) {
          targets[numbers.at({one, transition.what})].insert(transition.target);
        }
      }
    }
    for (std::size_t symbol = 0; symbol < graph.symbols; ++symbol) {
      const state target = number(targets[symbol]);
      graph.next[from * graph.symbols + symbol] = target;
    }
  }
  out.graph = minimised(graph);
  return out;
}

result_automaton result_automaton_of(const engine& of, operation op, grammar g, bool raw) {
  const language& in = of.of(op, g);
  return make_result_automaton(raw ? in.raw_labelled : in.line_labelled, of.classes(g));
}

}  // namespace

std::vector<std::vector<word>> identifiers(const automaton& minimal,
                                           const std::vector<std::size_t>& weights) {
  std::vector<std::vector<word>> out(minimal.size());
  std::vector<state> all(minimal.size());
  for (state at = 0; at < minimal.size(); ++at) all[at] = at;
  split(experiments(minimal), weights, all, out);
  return out;
}

std::vector<word> hsi_suite(const automaton& minimal, std::size_t extra_states) {
  const auto access = shortest_words(minimal);
  std::vector<std::pair<word, state>> reached;
  for (state at = 0; at < minimal.size(); ++at) reached.emplace_back(access[at], at);
  std::size_t begin = 0;
  std::vector<word> out;
  for (std::size_t round = 0; round <= extra_states; ++round) {
    const std::size_t end = reached.size();
    // These words lead to every state of the tested automaton: each is asked for its own verdict,
    // which the words of the sets, being longer, need not show.
    for (std::size_t i = begin; i < end; ++i) out.push_back(reached[i].first);
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t symbol = 0; symbol < minimal.symbols; ++symbol) {
        word longer = reached[i].first;
        longer.push_back(static_cast<std::uint16_t>(symbol));
        reached.emplace_back(std::move(longer), minimal.step(reached[i].second, symbol));
      }
    }
    begin = end;
  }
  std::sort(reached.begin(), reached.end());
  reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
  std::vector<std::size_t> weights(minimal.size());
  for (const auto& [symbols, at] : reached) ++weights[at];
  const auto sets = identifiers(minimal, weights);
  for (const auto& [symbols, at] : reached) {
    for (const word& rest : sets[at]) out.push_back(joined(symbols, rest));
  }
  return sorted_once(std::move(out));
}

std::string representatives(const octet_partition& classes, const word& symbols) {
  std::string out;
  for (const std::uint16_t symbol : symbols)
    out.push_back(static_cast<char>(classes.representative(symbol)));
  return out;
}

value_maker::value_maker(const language& in, bool raw)
    : automaton_(raw ? in.raw : in.line), labeller_(raw ? in.raw_labeller : in.line_labeller) {
  const automaton& graph = automaton_.graph;
  const auto distances = distances_to_acceptance(graph);
  completions_.resize(graph.size());
  for (state at = 0; at < graph.size(); ++at) {
    alive_.push_back(distances[at].has_value());
    for (state here = at; alive_[at] && *distances[here] > 0;) {
      for (std::size_t symbol = 0; symbol < graph.symbols; ++symbol) {
        const state target = graph.step(here, symbol);
        if (!distances[target] || *distances[target] + 1 != *distances[here]) continue;
        completions_[at].push_back(static_cast<char>(automaton_.classes.representative(symbol)));
        here = target;
        break;
      }
    }
  }
}

std::string value_maker::operator()(const octet_partition& classes, const word& symbols) const {
  const std::string plain = representatives(classes, symbols);
  // The roles of the longest prefix that can be completed are those of its shortest completion.
  // After it a token has no role; it gets letters as a name would.
  state at = automaton_.graph.start;
  std::size_t viable = 0;
  for (; viable < plain.size(); ++viable) {
    const state next = automaton_.step(at, plain[viable]);
    if (!alive_[next]) break;
    at = next;
  }
  labeller::labelling labels;
  labeller_.run(plain.substr(0, viable) + completions_[at], labels);

  static constexpr std::string_view scheme_words[] = {"Foo", "Why", "Kit", "Zip", "Duo"};
  static constexpr std::string_view name_letters = "abcdefghijknopqstuvwxyz";
  static constexpr std::string_view value_digits = "123456789";
  static constexpr std::string_view token68_letters = "TUVWXYZ";
  static constexpr std::string_view punctuation = "!#$%&*'^`|";
  std::string out;
  std::size_t schemes = 0, names = 0, values = 0, token68s = 0, quoted = 0;
  std::size_t in_run = 0;
  bool in_token = false;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const octet_set& members = classes.members(symbols[i]);
    const label what = i < viable ? labels.octets[i] : label{};
    if (i >= viable && !is_token_octet(members)) in_token = false;
    if ((what.begins & begins_challenge) != 0) ++schemes, in_run = 0;
    if ((what.begins & begins_token68) != 0) ++token68s, in_run = 0;
    if ((what.begins & begins_param) != 0) ++names, in_run = 0;
    if ((what.begins & (begins_token_value | begins_quoted_value)) != 0) ++values, in_run = 0;
    role shown = what.what;
    if (i >= viable && is_token_octet(members)) {
      if (!in_token && (i == 0 || i > viable)) ++names, in_run = 0;
      // The octet that broke the rule goes on with the element in front of it.
      shown = i == viable && i > 0 ? labels.octets[i - 1].what : role::name;
      if (shown == role::ignored || shown == role::quote || shown == role::escape)
        shown = role::name;
      if (shown == role::name && names == 0) ++names;
      in_token = true;
    }
    char octet = static_cast<char>(classes.representative(symbols[i]));
    switch (shown) {
      case role::scheme: {
        const std::string_view text = scheme_words[(schemes + 4) % 5];
        const std::size_t place = std::min(in_run, text.size() - 1);
        octet = pick(members['x'] ? text.substr(place, 1) : punctuation,
                     members['x'] ? 0 : schemes - 1, members);
        break;
      }
      case role::name:
        octet = pick(members['x'] ? name_letters : punctuation, names - 1, members);
        break;
      case role::token68:
        octet = pick(token68_letters, token68s + in_run - 1, members);
        break;
      case role::value: {
        const bool in_quotes = i < viable && what.what == role::value &&
                               labels.octets[i].what == role::value && quoted % 2 == 1;
        if (in_quotes && members[0xE9]) {
          octet = static_cast<char>(0xE9);
        } else if (members['x'] || members['!']) {
          octet = pick(members['x'] ? value_digits : punctuation, values + in_run - 1, members);
        }
        break;
      }
      case role::quote:
        ++quoted;
        break;
      case role::ignored:
      case role::escape:
        break;
    }
    ++in_run;
    out.push_back(octet);
  }
  return out;
}

std::vector<std::string> complete_suite(const engine& of, operation op, grammar g,
                                        std::size_t extra_states, bool raw) {
  const language& in = of.of(op, g);
  const dfa full = over(of.classes(g), raw ? in.raw : in.line);
  return made(in, raw, full.classes, hsi_suite(full.graph, extra_states));
}

std::vector<std::string> sweep_suite(const engine& of, operation op, grammar g, bool raw) {
  const language& in = of.of(op, g);
  const dfa full = over(of.classes(g), raw ? in.raw : in.line);
  const auto access = shortest_words(full.graph);
  std::vector<std::size_t> weights(full.size());
  for (state at = 0; at < full.size(); ++at) {
    for (std::size_t symbol = 0; symbol < full.graph.symbols; ++symbol) {
      weights[full.graph.step(at, symbol)] += full.classes.members(symbol).count();
    }
  }
  const auto sets = identifiers(full.graph, weights);
  const value_maker make(in, raw);
  std::vector<std::string> out;
  const auto add = [&](state at, const std::optional<unsigned>& octet, state reached) {
    for (const word& rest : sets[reached]) {
      word symbols = access[at];
      if (octet) symbols.push_back(full.classes.class_of(static_cast<std::uint8_t>(*octet)));
      std::string value = make(full.classes, joined(symbols, rest));
      if (octet) value[access[at].size()] = static_cast<char>(*octet);
      out.push_back(std::move(value));
    }
  };
  for (state at = 0; at < full.size(); ++at) {
    out.push_back(make(full.classes, access[at]));
    add(at, std::nullopt, at);
    for (unsigned octet = 0; octet < 256; ++octet) {
      add(at, octet, full.step(at, static_cast<char>(octet)));
    }
  }
  std::sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> result_suite(const engine& of, operation op, grammar g,
                                      std::size_t extra_states, bool raw) {
  const result_automaton results = result_automaton_of(of, op, g, raw);
  std::vector<word> words;
  for (const word& symbols : hsi_suite(results.graph, extra_states)) {
    word classes;
    classes.reserve(symbols.size());
    for (const std::uint16_t symbol : symbols) classes.push_back(results.class_of_symbol[symbol]);
    words.push_back(std::move(classes));
  }
  return made(of.of(op, g), raw, results.classes, sorted_once(std::move(words)));
}

result_automaton_size size_of_result_automaton(const engine& of, operation op, grammar g,
                                               bool raw) {
  const result_automaton results = result_automaton_of(of, op, g, raw);
  return {results.graph.size(), results.graph.symbols};
}

strength strength_of(const dfa& minimal, const std::vector<std::string>& values) {
  const automaton& graph = minimal.graph;
  std::set<word> words;
  for (const std::string& value : values) {
    word symbols;
    for (const char octet : value) {
      symbols.push_back(minimal.classes.class_of(static_cast<unsigned char>(octet)));
    }
    words.insert(std::move(symbols));
  }
  strength out;
  out.values = words.size();
  out.transitions = graph.size() * graph.symbols;
  out.mutants = out.transitions * (graph.size() - 1) + graph.size();
  std::vector<bool> covered(out.transitions), verdict_seen(graph.size());
  // Only the words that take a transition can tell a mutant of it.
  std::vector<std::vector<const word*>> takers(out.transitions);
  for (const word& symbols : words) {
    state at = graph.start;
    for (const std::uint16_t symbol : symbols) {
      const std::size_t transition = at * graph.symbols + symbol;
      covered[transition] = true;
      if (takers[transition].empty() || takers[transition].back() != &symbols) {
        takers[transition].push_back(&symbols);
      }
      at = graph.next[transition];
    }
    verdict_seen[at] = true;
  }
  out.covered = static_cast<std::size_t>(std::count(covered.begin(), covered.end(), true));
  out.killed = static_cast<std::size_t>(std::count(verdict_seen.begin(), verdict_seen.end(), true));
  const auto accepts = [](const automaton& in, const word& symbols) {
    state at = in.start;
    for (const std::uint16_t symbol : symbols) at = in.step(at, symbol);
    return in.accepting[at];
  };
  automaton mutant = graph;
  for (std::size_t transition = 0; transition < out.transitions; ++transition) {
    for (state other = 0; other < graph.size(); ++other) {
      if (other == graph.next[transition]) continue;
      mutant.next[transition] = other;
      for (const word* symbols : takers[transition]) {
        if (accepts(mutant, *symbols) != accepts(graph, *symbols)) {
          ++out.killed;
          break;
        }
      }
    }
    mutant.next[transition] = graph.next[transition];
  }
  return out;
}

}  // namespace gauntlet::grammar_engine
