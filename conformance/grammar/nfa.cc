#include "conformance/grammar/nfa.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/grammar/dfa.hpp"

namespace gauntlet::grammar_engine {
namespace {

using state = labelled_nfa::state;

// The automaton under construction still has empty transitions, which carry marks.
struct builder {
  struct step {
    state target;
    marks begins;
  };
  struct edge {
    octet_set octets;
    role what;
    state target;
  };
  std::vector<std::vector<step>> empty;
  std::vector<std::vector<edge>> edges;

  state add() {
    empty.emplace_back();
    edges.emplace_back();
    return static_cast<state>(empty.size() - 1);
  }
  void connect(state from, state to, marks begins = 0) { empty[from].push_back({to, begins}); }
};

struct fragment {
  state first;
  state last;
};

class compiler {
 public:
  compiler(const rule_list& rules, const std::vector<role_place>& places)
      : rules_(rules), places_(places) {}

  absl::StatusOr<fragment> compile_rule(const std::string& name, role inherited) {
    const auto found = rules_.find(name);
    if (found == rules_.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("expected a rule named `", name, "`, found none"));
    }
    return compile_node(found->second.definition, name, inherited);
  }

  builder& built() { return built_; }

 private:
  const role_place* place_of(const node& in, const std::string& within) const {
    const role_place* best = nullptr;
    for (const role_place& place : places_) {
      if (place.text != in.text) continue;
      if (!place.within.empty() && place.within != within) continue;
      if (place.occurrence != 0 && place.occurrence != in.occurrence) continue;
      if (best == nullptr || (best->within.empty() && !place.within.empty()) ||
          (best->occurrence == 0 && place.occurrence != 0)) {
        best = &place;
      }
    }
    return best;
  }

  absl::StatusOr<fragment> compile_node(const node& in, const std::string& within, role inherited) {
    switch (in.kind) {
      case node_kind::alternation: {
        const fragment out{built_.add(), built_.add()};
        for (const node& child : in.children) {
          absl::StatusOr<fragment> part = compile_node(child, within, inherited);
          if (!part.ok()) return part;
          built_.connect(out.first, part->first);
          built_.connect(part->last, out.last);
        }
        return out;
      }
      case node_kind::concatenation: {
        const state first = built_.add();
        state last = first;
        for (const node& child : in.children) {
          absl::StatusOr<fragment> part = compile_node(child, within, inherited);
          if (!part.ok()) return part;
          built_.connect(last, part->first);
          last = part->last;
        }
        return fragment{first, last};
      }
      case node_kind::repetition: {
        const state first = built_.add();
        state last = first;
        for (std::size_t i = 0; i < in.min; ++i) {
          absl::StatusOr<fragment> part = compile_node(in.children.front(), within, inherited);
          if (!part.ok()) return part;
          built_.connect(last, part->first);
          last = part->last;
        }
        const state end = built_.add();
        built_.connect(last, end);
        if (in.max == no_maximum) {
          absl::StatusOr<fragment> part = compile_node(in.children.front(), within, inherited);
          if (!part.ok()) return part;
          built_.connect(last, part->first);
          built_.connect(part->last, part->first);
          built_.connect(part->last, end);
        } else {
          for (std::size_t i = in.min; i < in.max; ++i) {
            absl::StatusOr<fragment> part = compile_node(in.children.front(), within, inherited);
            if (!part.ok()) return part;
            built_.connect(last, part->first);
            built_.connect(part->last, end);
            last = part->last;
          }
        }
        return fragment{first, end};
      }
      case node_kind::list:
        return absl::InvalidArgumentError("expected lists to be expanded before compilation");
      case node_kind::reference:
      case node_kind::literal: {
        const role_place* place = place_of(in, within);
        const role what = place != nullptr ? place->what : inherited;
        absl::StatusOr<fragment> inner =
            in.kind == node_kind::reference ? compile_rule(in.text, what) : literal(in, what);
        if (!inner.ok() || place == nullptr || place->begins == 0) return inner;
        const state first = built_.add();
        built_.connect(first, inner->first, place->begins);
        return fragment{first, inner->last};
      }
      case node_kind::range: {
        const fragment out{built_.add(), built_.add()};
        built_.edges[out.first].push_back({octets_of(in.first, in.last), inherited, out.last});
        return out;
      }
      case node_kind::prose:
        return absl::InvalidArgumentError(absl::StrCat(
            "expected an element with a meaning, found the prose description <", in.text, ">"));
    }
    return absl::InternalError("unknown kind of node");
  }

  fragment literal(const node& in, role what) {
    const state first = built_.add();
    state last = first;
    for (const char octet : in.text) {
      const auto plain = static_cast<unsigned char>(octet);
      octet_set octets;
      octets.set(plain);
      if (!in.case_sensitive) {
        octets.set(static_cast<unsigned char>(absl::ascii_tolower(plain)));
        octets.set(static_cast<unsigned char>(absl::ascii_toupper(plain)));
      }
      const state next = built_.add();
      built_.edges[last].push_back({octets, what, next});
      last = next;
    }
    return {first, last};
  }

  const rule_list& rules_;
  const std::vector<role_place>& places_;
  builder built_;
};

// Where empty transitions lead, with the marks met on the way; a state can be reached with several
// sets of marks.
std::set<std::pair<state, marks>> closure(const builder& built, state from) {
  std::set<std::pair<state, marks>> seen{{from, marks{0}}};
  std::deque<std::pair<state, marks>> open{{from, marks{0}}};
  while (!open.empty()) {
    const auto [at, begun] = open.front();
    open.pop_front();
    for (const builder::step& step : built.empty[at]) {
      const std::pair<state, marks> next{step.target, static_cast<marks>(begun | step.begins)};
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  return seen;
}

labelled_nfa without_empty_transitions(const builder& built, fragment whole) {
  labelled_nfa out;
  out.transitions.resize(built.empty.size());
  out.ends.resize(built.empty.size());
  out.start = whole.first;
  for (state from = 0; from < built.empty.size(); ++from) {
    for (const auto& [at, begun] : closure(built, from)) {
      for (const builder::edge& edge : built.edges[at]) {
        out.transitions[from].push_back({edge.octets, {edge.what, begun}, edge.target});
      }
      if (at == whole.last) out.ends[from].push_back(begun);
    }
    std::sort(out.ends[from].begin(), out.ends[from].end());
    out.ends[from].erase(std::unique(out.ends[from].begin(), out.ends[from].end()),
                         out.ends[from].end());
  }
  return out;
}

// The transitions of a state with each target taken for its class: one entry per label and class.
std::map<std::pair<label, state>, std::string> signature(
    const std::vector<labelled_nfa::transition>& transitions, const std::vector<state>& class_of) {
  std::map<std::pair<label, state>, octet_set> merged;
  for (const auto& transition : transitions) {
    merged[{transition.what, class_of[transition.target]}] |= transition.octets;
  }
  std::map<std::pair<label, state>, std::string> out;
  for (const auto& [key, octets] : merged) out.emplace(key, octets.to_string());
  return out;
}

std::uint8_t nice_octet(const octet_set& octets) {
  const octet_partition classes({octets});
  return classes.representative(octets[classes.representative(0)] ? 0 : 1);
}

constexpr std::size_t unreached = std::numeric_limits<std::size_t>::max();

}  // namespace

std::string_view to_string(role what) noexcept {
  switch (what) {
    case role::ignored:
      return "ignored";
    case role::scheme:
      return "scheme";
    case role::token68:
      return "token68";
    case role::name:
      return "name";
    case role::value:
      return "value";
    case role::escape:
      return "escape";
    case role::quote:
      return "quote";
  }
  return "";
}

const std::vector<role_place>& authentication_roles() {
  static const auto* places = new std::vector<role_place>{
      {"", "auth-scheme", 0, role::scheme, begins_challenge},
      {"", "token68", 0, role::token68, begins_token68},
      {"auth-param", "token", 1, role::name, begins_param},
      {"auth-param", "token", 2, role::value, begins_token_value},
      {"auth-param", "quoted-string", 0, role::value, begins_quoted_value},
      {"quoted-string", "dquote", 0, role::quote, 0},
      {"quoted-pair", "\\", 0, role::escape, 0},
  };
  return *places;
}

absl::StatusOr<labelled_nfa> compile(const rule_list& rules, const std::string& rule_name,
                                     const std::vector<role_place>& places) {
  compiler work(rules, places);
  absl::StatusOr<fragment> whole =
      work.compile_rule(absl::AsciiStrToLower(rule_name), role::ignored);
  if (!whole.ok()) return whole.status();
  return reduced(without_empty_transitions(work.built(), *whole));
}

labelled_nfa reduced(const labelled_nfa& in) {
  // Trim.
  std::vector<bool> reachable(in.size()), useful(in.size());
  std::vector<std::vector<state>> sources(in.size());
  std::deque<state> open{in.start};
  reachable[in.start] = true;
  while (!open.empty()) {
    const state at = open.front();
    open.pop_front();
    for (const auto& transition : in.transitions[at]) {
      if (transition.octets.none()) continue;
      sources[transition.target].push_back(at);
      if (!reachable[transition.target]) {
        reachable[transition.target] = true;
        open.push_back(transition.target);
      }
    }
  }
  for (state at = 0; at < in.size(); ++at) {
    if (reachable[at] && !in.ends[at].empty()) {
      useful[at] = true;
      open.push_back(at);
    }
  }
  while (!open.empty()) {
    const state at = open.front();
    open.pop_front();
    for (const state source : sources[at]) {
      if (!useful[source]) {
        useful[source] = true;
        open.push_back(source);
      }
    }
  }
  useful[in.start] = true;

  std::vector<std::vector<labelled_nfa::transition>> kept(in.size());
  for (state at = 0; at < in.size(); ++at) {
    if (!useful[at]) continue;
    for (const auto& transition : in.transitions[at]) {
      if (useful[transition.target] && transition.octets.any()) kept[at].push_back(transition);
    }
  }

  // Merge: refine from "same ends" until no two states of a class differ in their transitions.
  std::vector<state> class_of(in.size(), 0);
  std::size_t classes = 0;
  for (;;) {
    std::map<std::tuple<state, std::vector<marks>, std::map<std::pair<label, state>, std::string>>,
             state>
        numbers;
    std::vector<state> next(in.size(), 0);
    for (state at = 0; at < in.size(); ++at) {
      if (!useful[at]) continue;
      const auto key = std::make_tuple(class_of[at], in.ends[at], signature(kept[at], class_of));
      next[at] = numbers.emplace(key, static_cast<state>(numbers.size())).first->second;
    }
    class_of = next;
    if (numbers.size() == classes) break;
    classes = numbers.size();
  }

  labelled_nfa out;
  out.transitions.resize(classes);
  out.ends.resize(classes);
  out.start = class_of[in.start];
  std::vector<bool> done(classes);
  for (state at = 0; at < in.size(); ++at) {
    if (!useful[at] || done[class_of[at]]) continue;
    done[class_of[at]] = true;
    std::map<std::pair<label, state>, octet_set> merged;
    for (const auto& transition : kept[at]) {
      merged[{transition.what, class_of[transition.target]}] |= transition.octets;
    }
    for (const auto& [key, octets] : merged) {
      out.transitions[class_of[at]].push_back({octets, key.first, key.second});
    }
    out.ends[class_of[at]] = in.ends[at];
  }
  return out;
}

labelled_nfa concatenate(const labelled_nfa& first, const labelled_nfa& second) {
  labelled_nfa out = first;
  const state shift = static_cast<state>(first.size());
  for (state at = 0; at < second.size(); ++at) {
    auto transitions = second.transitions[at];
    for (auto& transition : transitions) transition.target += shift;
    out.transitions.push_back(std::move(transitions));
    out.ends.push_back(second.ends[at]);
  }
  for (state at = 0; at < first.size(); ++at) {
    const std::vector<marks> ended = first.ends[at];
    out.ends[at].clear();
    for (const marks begun : ended) {
      for (auto transition : second.transitions[second.start]) {
        transition.target += shift;
        transition.what.begins = static_cast<marks>(transition.what.begins | begun);
        out.transitions[at].push_back(transition);
      }
      for (const marks end : second.ends[second.start]) {
        out.ends[at].push_back(static_cast<marks>(begun | end));
      }
    }
    std::sort(out.ends[at].begin(), out.ends[at].end());
    out.ends[at].erase(std::unique(out.ends[at].begin(), out.ends[at].end()), out.ends[at].end());
  }
  return reduced(out);
}

labelled_nfa any_number_of(const octet_set& octets) {
  labelled_nfa out;
  out.transitions = {{{octets, {}, 0}}};
  out.ends = {{marks{0}}};
  return out;
}

labelled_nfa exactly(std::string_view octets) {
  labelled_nfa out;
  for (const char octet : octets) {
    const auto next = static_cast<state>(out.transitions.size() + 1);
    out.transitions.push_back({{octets_of(std::string(1, octet)), {}, next}});
    out.ends.emplace_back();
  }
  out.transitions.emplace_back();
  out.ends.push_back({marks{0}});
  return out;
}

labelled_nfa without_token_value(const labelled_nfa& in, std::string_view name, bool keep_only) {
  // The monitor beside each state: how many octets of `name` the current parameter's name has
  // shown; `other` once it differs; `seen` once such a parameter had a token.
  const std::size_t other = name.size() + 1;
  const std::size_t seen = name.size() + 2;
  labelled_nfa out;
  std::map<std::pair<state, std::size_t>, state> numbers;
  std::deque<std::pair<state, std::size_t>> open;
  const auto number = [&](state at, std::size_t progress) {
    const auto [entry, added] =
        numbers.emplace(std::make_pair(at, progress), static_cast<state>(out.transitions.size()));
    if (added) {
      out.transitions.emplace_back();
      out.ends.emplace_back();
      open.emplace_back(at, progress);
    }
    return entry->second;
  };
  out.start = number(in.start, other);
  while (!open.empty()) {
    const auto [at, progress] = open.front();
    open.pop_front();
    const state from = numbers[{at, progress}];
    for (const marks end : in.ends[at]) {
      const bool hit = progress == name.size() && (end & begins_token_value) != 0;
      if (keep_only ? hit || progress == seen : !hit) out.ends[from].push_back(end);
    }
    for (const auto& transition : in.transitions[at]) {
      const auto go = [&](const octet_set& octets, std::size_t next) {
        if (octets.none()) return;
        const state target = number(transition.target, next);
        out.transitions[from].push_back({octets, transition.what, target});
      };
      if (progress == seen) {
        go(transition.octets, seen);
        continue;
      }
      if (progress == name.size() && (transition.what.begins & begins_token_value) != 0) {
        if (keep_only) go(transition.octets, seen);
        continue;
      }
      const std::size_t shown = (transition.what.begins & begins_param) != 0 ? 0 : progress;
      if (transition.what.what == role::name) {
        octet_set matching;
        if (shown < name.size()) {
          const auto octet = static_cast<unsigned char>(name[shown]);
          matching.set(static_cast<unsigned char>(absl::ascii_tolower(octet)));
          matching.set(static_cast<unsigned char>(absl::ascii_toupper(octet)));
        }
        go(transition.octets & matching, shown + 1);
        go(transition.octets & ~matching, other);
      } else if (transition.what.what == role::value || transition.what.what == role::scheme) {
        go(transition.octets, other);
      } else {
        go(transition.octets, shown);
      }
    }
  }
  return reduced(out);
}

std::optional<ambiguity> find_ambiguity(const labelled_nfa& in) {
  // Nodes of the product: a pair of states and whether their labels have differed so far. A
  // shortest way from (start, start, equal) to an end with a difference is a shortest witness.
  struct origin {
    std::size_t parent;
    std::uint8_t octet;
    label first, second;
  };
  const std::size_t states = in.size();
  std::vector<origin> origins(states * states * 2, {unreached, 0, {}, {}});
  const auto index = [&](state a, state b, bool differ) {
    return (std::size_t{a} * states + b) * 2 + (differ ? 1 : 0);
  };
  std::deque<std::size_t> open{index(in.start, in.start, false)};
  origins[open.front()].parent = open.front();
  const auto trace = [&](std::size_t at, marks first_end, marks second_end) {
    ambiguity out;
    out.first_end = first_end;
    out.second_end = second_end;
    for (; origins[at].parent != at; at = origins[at].parent) {
      out.value.push_back(static_cast<char>(origins[at].octet));
      out.first.push_back(origins[at].first);
      out.second.push_back(origins[at].second);
    }
    std::reverse(out.value.begin(), out.value.end());
    std::reverse(out.first.begin(), out.first.end());
    std::reverse(out.second.begin(), out.second.end());
    return out;
  };
  while (!open.empty()) {
    const std::size_t at = open.front();
    open.pop_front();
    const bool differ = at % 2 == 1;
    const auto a = static_cast<state>(at / 2 / states);
    const auto b = static_cast<state>(at / 2 % states);
    for (const marks first_end : in.ends[a]) {
      for (const marks second_end : in.ends[b]) {
        if (differ || first_end != second_end) return trace(at, first_end, second_end);
      }
    }
    for (const auto& first : in.transitions[a]) {
      for (const auto& second : in.transitions[b]) {
        const octet_set common = first.octets & second.octets;
        if (common.none()) continue;
        const std::size_t next =
            index(first.target, second.target, differ || first.what != second.what);
        if (origins[next].parent != unreached) continue;
        origins[next] = {at, nice_octet(common), first.what, second.what};
        open.push_back(next);
      }
    }
  }
  return std::nullopt;
}

std::optional<label_difference> find_label_difference(const labelled_nfa& part,
                                                      const labelled_nfa& whole) {
  const dfa part_language = minimised(determinised(part));
  const dfa whole_language = minimised(determinised(whole));
  if (const auto missing = shortest_difference(part_language, whole_language)) {
    return label_difference{*missing, true};
  }
  struct origin {
    std::size_t parent;
    std::uint8_t octet;
  };
  std::vector<origin> origins(part.size() * whole.size() * 2, {unreached, 0});
  const auto index = [&](state a, state b, bool differ) {
    return (std::size_t{a} * whole.size() + b) * 2 + (differ ? 1 : 0);
  };
  std::deque<std::size_t> open{index(part.start, whole.start, false)};
  origins[open.front()].parent = open.front();
  while (!open.empty()) {
    const std::size_t at = open.front();
    open.pop_front();
    const bool differ = at % 2 == 1;
    const auto a = static_cast<state>(at / 2 / whole.size());
    const auto b = static_cast<state>(at / 2 % whole.size());
    for (const marks first_end : part.ends[a]) {
      for (const marks second_end : whole.ends[b]) {
        if (!differ && first_end == second_end) continue;
        label_difference out;
        for (std::size_t back = at; origins[back].parent != back; back = origins[back].parent) {
          out.value.push_back(static_cast<char>(origins[back].octet));
        }
        std::reverse(out.value.begin(), out.value.end());
        return out;
      }
    }
    for (const auto& first : part.transitions[a]) {
      for (const auto& second : whole.transitions[b]) {
        const octet_set common = first.octets & second.octets;
        if (common.none()) continue;
        const std::size_t next =
            index(first.target, second.target, differ || first.what != second.what);
        if (origins[next].parent != unreached) continue;
        origins[next] = {at, nice_octet(common)};
        open.push_back(next);
      }
    }
  }
  return std::nullopt;
}

}  // namespace gauntlet::grammar_engine
