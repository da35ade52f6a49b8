#include "conformance/compare/learn.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/model/text.hpp"

namespace gauntlet::compare {
namespace {

using grammar_engine::automaton;
using grammar_engine::octet_partition;
using grammar_engine::octet_set;
using state = automaton::state;

constexpr std::size_t at_once = 2048;

bool is_left_out(unsigned octet) { return octet == 0 || octet == '\r' || octet == '\n'; }

// Ends learning: there are no questions left, or nobody wants to know any more.
struct given_up {
  std::string why;
};

class learner {
 public:
  learner(const language& of, const octet_partition& classes, const learn_options& options,
          const process::cancellation& cancel)
      : of_(of), options_(options), cancel_(cancel) {
    for (std::size_t i = 0; i < classes.size(); ++i) {
      octet_set members = classes.members(i);
      for (unsigned octet = 0; octet < 256; ++octet)
        if (is_left_out(octet)) members.reset(octet);
      if (members.none()) continue;
      const std::uint8_t usual = classes.representative(i);
      const std::uint8_t first = members[usual] ? usual : first_of(members);
      add_symbol(members, static_cast<char>(first));
    }
  }

  learned run(const std::vector<std::string>& samples) {
    learned made;
    try {
      begin();
      for (;;) {
        build();
        ++made.rounds;
        tell(absl::StrCat(leaves_.size(), " states, ", octets_.size(), " symbols"));
        if (learn_from(samples) || learn_from_suite() || learn_from_octets()) continue;
        made.is_tested = true;
        break;
      }
    } catch (const given_up& end) {
      made.why_not = end.why;
    }
    if (!graph_.accepting.empty()) made.graph = grammar_engine::minimised(graph_);
    made.symbols = made.is_tested ? members_ : symbols_of_graph_;
    made.octets.assign(octets_.begin(),
                       octets_.begin() + static_cast<std::ptrdiff_t>(made.symbols.size()));
    made.questions = known_.size();
    return made;
  }

 private:
  // A node of the discrimination tree: a leaf is a state, an inner node has a word after which its
  // two sides differ.
  struct node {
    std::optional<std::size_t> leaf{};
    std::string after{};
    std::unique_ptr<node> sides[2]{};
  };

  static std::uint8_t first_of(const octet_set& of) {
    unsigned octet = 0;
    while (!of[octet]) ++octet;
    return static_cast<std::uint8_t>(octet);
  }

  void tell(const std::string& what) const {
    if (options_.progress) options_.progress(absl::StrCat(what, ", ", known_.size(), " questions"));
  }

  void add_symbol(const octet_set& members, char octet) {
    for (unsigned i = 0; i < 256; ++i) {
      if (members[i]) symbol_of_[i] = static_cast<std::uint16_t>(octets_.size());
    }
    members_.push_back(members);
    octets_.emplace_back(1, octet);
  }

  // --- Questions ---

  void ask(const std::vector<std::string>& values) {
    std::vector<std::string> open;
    for (const std::string& value : values) {
      if (known_.try_emplace(value, false).second) open.push_back(value);
    }
    for (std::size_t begin = 0; begin < open.size(); begin += at_once) {
      if (cancel_.requested()) throw given_up{"it was stopped"};
      const std::size_t end = std::min(open.size(), begin + at_once);
      const std::vector<std::string> some(open.begin() + static_cast<std::ptrdiff_t>(begin),
                                          open.begin() + static_cast<std::ptrdiff_t>(end));
      const std::vector<bool> found = of_(some);
      for (std::size_t i = 0; i < some.size(); ++i) known_[some[i]] = found[i];
      tell(absl::StrCat(leaves_.size(), " states"));
    }
    if (known_.size() > options_.max_questions)
      throw given_up{absl::StrCat("it took more than ", options_.max_questions, " questions")};
  }

  bool has(const std::string& value) {
    const auto found = known_.find(value);
    if (found != known_.end()) return found->second;
    ask({value});
    return known_[value];
  }

  // --- The hypothesis ---

  void begin() {
    const bool accepts = has("");
    root_.sides[accepts ? 1 : 0] = new_leaf("");
  }

  std::unique_ptr<node> new_leaf(const std::string& access) {
    if (leaves_.size() == options_.max_states)
      throw given_up{absl::StrCat("it has more than ", options_.max_states, " states")};
    auto made = std::make_unique<node>();
    made->leaf = leaves_.size();
    leaves_.push_back(made.get());
    access_.push_back(access);
    return made;
  }

  // The states that values lead to; a side of the tree that is not there yet becomes one. All of them
  // go down the tree together, since one question at a time is slow.
  std::vector<std::size_t> sift(const std::vector<std::string>& values) {
    std::vector<node*> at(values.size(), &root_);
    for (;;) {
      std::vector<std::string> questions;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (!at[i]->leaf) questions.push_back(values[i] + at[i]->after);
      }
      if (questions.empty()) break;
      ask(questions);
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (at[i]->leaf) continue;
        std::unique_ptr<node>& side = at[i]->sides[has(values[i] + at[i]->after) ? 1 : 0];
        if (!side) side = new_leaf(values[i]);
        at[i] = side.get();
      }
    }
    std::vector<std::size_t> found;
    for (const node* one : at) found.push_back(*one->leaf);
    return found;
  }

  // The hypothesis is the one before until this one is whole: questions may end on the way.
  void build() {
    automaton made;
    made.symbols = octets_.size();
    // States may be found on the way.
    for (std::size_t done = 0; done < leaves_.size();) {
      std::vector<std::string> values;
      const std::size_t end = leaves_.size();
      for (std::size_t at = done; at < end; ++at) {
        for (const std::string& octet : octets_) values.push_back(access_[at] + octet);
      }
      for (const std::size_t target : sift(values)) made.next.push_back(static_cast<state>(target));
      done = end;
    }
    for (const std::string& access : access_) made.accepting.push_back(has(access));
    made.start = static_cast<state>(sift({""}).front());
    graph_ = std::move(made);
    symbols_of_graph_ = members_;
  }

  state walk(const std::string& value) const {
    state at = graph_.start;
    for (const char octet : value)
      at = graph_.step(at, symbol_of_[static_cast<unsigned char>(octet)]);
    return at;
  }

  // --- Counterexamples ---

  // The value in the octets that stand for their symbols.
  std::string in_symbols(const std::string& value) const {
    std::string made;
    for (const char octet : value) made += octets_[symbol_of_[static_cast<unsigned char>(octet)]];
    return made;
  }

  bool is_counterexample(const std::string& value) {
    return has(value) != graph_.accepting[walk(value)];
  }

  // Splits a state: somewhere in the value the hypothesis takes a step that its language does not.
  void learn_from_one(const std::string& value) {
    const auto answer_from = [&](std::size_t at) {
      return has(access_[walk(value.substr(0, at))] + value.substr(at));
    };
    const bool first = answer_from(0);
    std::size_t low = 0;
    std::size_t high = value.size();
    while (high - low > 1) {
      const std::size_t middle = (low + high) / 2;
      (answer_from(middle) == first ? low : high) = middle;
    }
    const state before = walk(value.substr(0, low));
    const std::string access = access_[before] + value[low];
    const std::string after = value.substr(high);
    node& old = *leaves_[walk(value.substr(0, high))];
    const std::size_t number = *old.leaf;
    old.leaf.reset();
    old.after = after;
    auto kept = std::make_unique<node>();
    kept->leaf = number;
    leaves_[number] = kept.get();
    const bool is_in = has(access_[number] + after);
    old.sides[is_in ? 1 : 0] = std::move(kept);
    old.sides[is_in ? 0 : 1] = new_leaf(access);
  }

  // Whether one of the values was a counterexample; then the hypothesis has to be built anew.
  bool learn_from(const std::vector<std::string>& values) {
    std::vector<std::string> translated;
    for (const std::string& value : values) {
      if (value.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos)
        translated.push_back(in_symbols(value));
    }
    for (std::size_t begin = 0; begin < translated.size(); begin += at_once) {
      const std::size_t end = std::min(translated.size(), begin + at_once);
      ask({translated.begin() + static_cast<std::ptrdiff_t>(begin),
           translated.begin() + static_cast<std::ptrdiff_t>(end)});
      for (std::size_t i = begin; i < end; ++i) {
        if (!is_counterexample(translated[i])) continue;
        learn_from_one(translated[i]);
        return true;
      }
    }
    return false;
  }

  // For each state the words on its way down the tree: any two states have one in common that only one
  // of them accepts.
  std::vector<std::vector<std::string>> identifiers() const {
    std::vector<std::vector<std::string>> made(leaves_.size());
    std::vector<std::string> way;
    collect(root_, way, made);
    return made;
  }

  static void collect(const node& at, std::vector<std::string>& way,
                      std::vector<std::vector<std::string>>& to) {
    if (at.leaf) {
      to[*at.leaf] = way;
      return;
    }
    way.push_back(at.after);
    for (const auto& side : at.sides) {
      if (side) collect(*side, way, to);
    }
    way.pop_back();
  }

  // The HSI suite: after each state every word of at most extra_states + 1 symbols, and then what
  // identifies the state that it should lead to.
  bool learn_from_suite() {
    const auto tells = identifiers();
    for (state at = 0; at < leaves_.size(); ++at) {
      std::vector<std::string> values;
      add_words(access_[at], at, options_.extra_states + 1, tells, values);
      if (learn_from(values)) return true;
    }
    return false;
  }

  void add_words(const std::string& begin, state at, std::size_t more,
                 const std::vector<std::vector<std::string>>& tells,
                 std::vector<std::string>& to) const {
    for (const std::string& word : tells[at]) to.push_back(begin + word);
    if (more == 0) return;
    for (std::size_t symbol = 0; symbol < octets_.size(); ++symbol)
      add_words(begin + octets_[symbol], graph_.step(at, symbol), more - 1, tells, to);
  }

  // Whether an octet was found that is not like its symbol; then it has another one now.
  bool learn_from_octets() {
    const auto tells = identifiers();
    const auto is_like = [&](char octet, std::uint16_t symbol) {
      for (state at = 0; at < leaves_.size(); ++at) {
        const state next = graph_.step(at, symbol);
        for (const std::string& word : tells[next]) {
          if (has(access_[at] + octet + word) != has(access_[next] + word)) return false;
        }
      }
      return true;
    };
    ask_octets(tells);
    for (unsigned octet = 0; octet < 256; ++octet) {
      const auto one = static_cast<char>(octet);
      if (is_left_out(octet) || octets_[symbol_of_[octet]].front() == one) continue;
      if (is_like(one, symbol_of_[octet])) continue;
      members_[symbol_of_[octet]].reset(octet);
      for (std::uint16_t other = 0; other < octets_.size(); ++other) {
        if (!is_like(one, other)) continue;
        symbol_of_[octet] = other;
        members_[other].set(octet);
        return learn_from_octets();
      }
      octet_set alone;
      alone.set(octet);
      add_symbol(alone, one);
      return true;
    }
    return false;
  }

  // All that learn_from_octets() will ask of octets that are as expected, at once.
  void ask_octets(const std::vector<std::vector<std::string>>& tells) {
    std::vector<std::string> values;
    for (unsigned octet = 0; octet < 256; ++octet) {
      if (is_left_out(octet)) continue;
      for (state at = 0; at < leaves_.size(); ++at) {
        for (const std::string& word : tells[graph_.step(at, symbol_of_[octet])])
          values.push_back(access_[at] + static_cast<char>(octet) + word);
      }
    }
    ask(values);
  }

  const language& of_;
  const learn_options& options_;
  const process::cancellation& cancel_;
  std::vector<octet_set> members_{};
  std::vector<std::string> octets_{};
  std::uint16_t symbol_of_[256]{};
  std::unordered_map<std::string, bool> known_{};
  node root_{};  // its word is the empty one
  std::vector<node*> leaves_{};
  std::vector<std::string> access_{};
  automaton graph_{};
  std::vector<octet_set> symbols_of_graph_{};  // of the hypothesis
};

std::string dot_text(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}});
}

}  // namespace

learned learn(const language& of, const octet_partition& classes,
              const std::vector<std::string>& samples, const learn_options& options,
              const process::cancellation& cancel) {
  return learner(of, classes, options, cancel).run(samples);
}

std::optional<witness> difference_from(const learned& of, const grammar_engine::dfa& other,
                                       const std::string& prefix) {
  struct place {
    state here;
    state there;
    std::string value;
  };
  state start = other.graph.start;
  for (const char octet : prefix) start = other.step(start, octet);
  std::deque<place> open{{of.graph.start, start, ""}};
  std::set<std::pair<state, state>> seen{{of.graph.start, start}};
  while (!open.empty()) {
    const place at = open.front();
    open.pop_front();
    if (of.graph.accepting[at.here] != other.graph.accepting[at.there])
      return witness{at.value, of.graph.accepting[at.here]};
    for (std::size_t symbol = 0; symbol < of.octets.size(); ++symbol) {
      // The other one may tell octets apart that this one does not.
      std::set<std::uint8_t> classes;
      const auto usual = static_cast<unsigned char>(of.octets[symbol].front());
      for (unsigned i = 0; i < 256; ++i) {
        const unsigned octet = (usual + i) % 256;
        if (!of.symbols[symbol][octet] ||
            !classes.insert(other.classes.class_of(static_cast<std::uint8_t>(octet))).second)
          continue;
        const state here = of.graph.step(at.here, symbol);
        const state there = other.step(at.there, static_cast<char>(octet));
        if (seen.emplace(here, there).second)
          open.push_back({here, there, at.value + static_cast<char>(octet)});
      }
    }
  }
  return std::nullopt;
}

std::string dot_graph(const learned& of, const std::string& title) {
  const auto alive = grammar_engine::distances_to_acceptance(of.graph);
  // The descriptions of octets come from a partition.
  const octet_partition names(of.symbols);
  const auto text_of = [&](const octet_set& octets) {
    std::string made;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (octets[names.representative(i)])
        absl::StrAppend(&made, made.empty() ? "" : " ", names.describe(i));
    }
    return made;
  };
  std::string out =
      absl::StrCat("digraph \"", dot_text(title), "\" {\n  label=\"", dot_text(title),
                   "\"; rankdir=LR; node [shape=circle, fontname=\"Helvetica\", fontsize=11]; edge "
                   "[fontname=\"Helvetica\", fontsize=9];\n  start [shape=point];\n");
  for (state at = 0; at < of.graph.size(); ++at) {
    if (!alive[at]) continue;
    absl::StrAppend(&out, "  ", at, of.graph.accepting[at] ? " [shape=doublecircle]" : "", ";\n");
  }
  if (alive[of.graph.start]) absl::StrAppend(&out, "  start -> ", of.graph.start, ";\n");
  for (state at = 0; at < of.graph.size(); ++at) {
    if (!alive[at]) continue;
    std::map<state, octet_set> edges;
    for (std::size_t symbol = 0; symbol < of.symbols.size(); ++symbol) {
      const state target = of.graph.step(at, symbol);
      if (alive[target]) edges[target] |= of.symbols[symbol];
    }
    for (const auto& [target, octets] : edges)
      absl::StrAppend(&out, "  ", at, " -> ", target, " [label=\"", dot_text(text_of(octets)),
                      "\"];\n");
  }
  return out + "}\n";
}

}  // namespace gauntlet::compare
