// What the grammar says about a field value: the automata that the grammar engine made from the
// ABNF, run over constant tables. The property tests and the fuzz targets stand on it. No heap, and
// no table or function of the parser: what is written here a second time is so on purpose.
#ifndef GAUNTLET_PARSER_TEST_SUPPORT_ORACLE_HPP_
#define GAUNTLET_PARSER_TEST_SUPPORT_ORACLE_HPP_

#include <cstddef>
#include <cstdint>
#include <gauntlet/options.hpp>
#include <iterator>
#include <string_view>

#include "parser/test/generated/automata.hpp"

namespace gauntlet::test {

namespace tables = grammar_tables;

inline constexpr operation operations[] = {operation::challenges, operation::credentials,
                                           operation::auth_info};
inline constexpr grammar grammars[] = {grammar::recipient, grammar::sender};

// Values longer than this are judged (accepted or not, offset), but their elements are not looked
// at, so that all storage is static.
inline constexpr std::size_t max_analysed = 16384;

inline constexpr std::size_t max_subsets = 32;
inline constexpr std::size_t max_classes = 16;
inline constexpr std::size_t max_states = 24;

// The automata, by operation and grammar.
inline constexpr const tables::automaton* automata[] = {
    &tables::recipient_challenges, &tables::sender_challenges,   &tables::recipient_credentials,
    &tables::sender_credentials,   &tables::recipient_auth_info, &tables::sender_auth_info,
};
static_assert([] {
  for (const tables::automaton* each : automata) {
    if (each->subsets > max_subsets || each->classes > max_classes || each->states > max_states) {
      return false;
    }
  }
  return true;
}());

// Where the arrows of an automaton begin among the arrows of all.
constexpr std::size_t arrows_before(std::size_t index) {
  std::size_t all = 0;
  for (std::size_t i = 0; i < index; ++i) all += automata[i]->subsets * automata[i]->classes;
  return all;
}

// The engine's coverage of the grammar beside that of the code: one counter for each arrow of each
// automaton, which libFuzzer takes for edges. Other engines and the replay see an array. libFuzzer
// goes through all of them at each run and wants a multiple of 8.
#if defined(__linux__) && defined(__clang__)
[[gnu::section("__libfuzzer_extra_counters")]]
#endif
alignas(8) inline std::uint8_t arrows_taken[(arrows_before(std::size(automata)) + 7) / 8 * 8];

// An automaton, and for each pair of a subset and a state in it how the value can go on to an end.
// A pair without a way on is not a state that the octets allow.
class rule {
 public:
  rule(operation what, grammar mode)
      : what_(what),
        mode_(mode),
        table_(automata[index_of(what, mode)]),
        arrows_(arrows_taken + arrows_before(index_of(what, mode))) {
    const tables::automaton& table = *table_;
    for (std::size_t octet = 256; octet-- > 0;) {
      // Letters come last and win: a representative that is easy to read.
      example_[table.class_of[octet]] = static_cast<char>(static_cast<unsigned char>(octet));
    }
    for (const char octet : {'a', 'x'})
      example_[table.class_of[static_cast<unsigned char>(octet)]] = octet;
    for (auto& row : ways_) {
      for (way& each : row) each = {};
    }
    for (std::size_t subset = 0; subset < table.subsets; ++subset) {
      if (table.end[subset] != tables::none) ways_[subset][table.end[subset]] = {0, true, 0, 0};
    }
    // Breadth first: the ways of length n + 1 from those of length n.
    for (std::uint8_t length = 0; length < max_subsets; ++length) {
      for (std::size_t subset = 0; subset < table.subsets; ++subset) {
        for (std::size_t symbol = 0; symbol < table.classes; ++symbol) {
          const std::size_t next = table.next[subset * table.classes + symbol];
          if (next == table.dead) continue;
          for (std::size_t state = 0; state < table.states; ++state) {
            const way& rest = ways_[next][state];
            if (!rest.exists || rest.length != length) continue;
            const std::size_t origin = origin_of(subset, symbol, state) >> 8U;
            if (ways_[subset][origin].exists) continue;
            ways_[subset][origin] = {static_cast<std::uint8_t>(length + 1), true,
                                     static_cast<std::uint8_t>(symbol),
                                     static_cast<std::uint8_t>(state)};
          }
        }
      }
    }
  }

  static constexpr std::size_t index_of(operation what, grammar mode) {
    return static_cast<std::size_t>(what) * 2 + static_cast<std::size_t>(mode);
  }

  operation what() const { return what_; }
  grammar mode() const { return mode_; }
  const tables::automaton& table() const { return *table_; }
  std::uint8_t* arrows() const { return arrows_; }

  std::size_t class_of(char octet) const {
    return table_->class_of[static_cast<unsigned char>(octet)];
  }
  std::size_t next(std::size_t subset, char octet) const {
    return table_->next[subset * table_->classes + class_of(octet)];
  }
  bool is_dead(std::size_t subset) const { return subset == table_->dead; }
  bool is_end(std::size_t subset) const { return table_->end[subset] != tables::none; }

  // Where a way that enters `state` of `next(subset, symbol)` comes from, `origin * 256 + label`.
  std::uint16_t origin_of(std::size_t subset, std::size_t symbol, std::size_t state) const {
    return table_->before[(subset * table_->classes + symbol) * table_->states + state];
  }

  // Whether octets that lead to `subset` can have led to `state` in a value that has an end.
  bool has_way(std::size_t subset, std::size_t state) const { return ways_[subset][state].exists; }

  // The first octet of a shortest way from a subset to an end; false when the subset is one.
  bool towards_end(std::size_t subset, char& octet) const {
    const way* best = nullptr;
    for (std::size_t state = 0; state < table_->states; ++state) {
      const way& each = ways_[subset][state];
      if (each.exists && (best == nullptr || each.length < best->length)) best = &each;
    }
    if (best == nullptr || best->length == 0) return false;
    octet = example_[best->symbol];
    return true;
  }

 private:
  struct way {
    std::uint8_t length = 0;
    bool exists = false;
    std::uint8_t symbol = 0;
    std::uint8_t state = 0;
  };

  operation what_;
  grammar mode_;
  const tables::automaton* table_;
  std::uint8_t* arrows_;
  char example_[max_classes]{};
  way ways_[max_subsets][max_states];
};

inline const rule& rule_of(operation what, grammar mode) {
  using op = operation;
  static const rule rules[] = {
      {op::challenges, grammar::recipient},  {op::challenges, grammar::sender},
      {op::credentials, grammar::recipient}, {op::credentials, grammar::sender},
      {op::auth_info, grammar::recipient},   {op::auth_info, grammar::sender},
  };
  return rules[rule::index_of(what, mode)];
}

// One element, by places in the combined value.
struct meant_element {
  enum class kind : std::uint8_t { auth_scheme, token68, auth_param };
  kind what = kind::auth_scheme;
  std::size_t begin = 0, end = 0;              // of the scheme, the token68 or the name
  std::size_t value_begin = 0, value_end = 0;  // inside the DQUOTEs
  bool is_quoted = false;
  std::size_t escapes = 0;
  std::size_t last = 0;  // after everything, the closing DQUOTE included
};

// The verdict on one combined value, and its elements. At most one in use at a time for each
// `Slot`: the storage is static.
template <int Slot = 0, std::size_t MaxAnalysed = max_analysed>
class basic_oracle {
 public:
  basic_oracle(const rule& of, std::string_view value) : rule_(&of), value_(value) {
    std::uint8_t* const taken = of.arrows();
    const tables::automaton& table = of.table();
    std::size_t subset = 0;
    const bool keeps = value.size() <= MaxAnalysed;
    if (keeps) subsets_[0] = 0;
    for (offset_ = 0; offset_ < value.size(); ++offset_) {
      const std::size_t arrow = subset * table.classes + of.class_of(value[offset_]);
      taken[arrow] = 1;
      subset = table.next[arrow];
      if (subset == table.dead) break;
      if (keeps) subsets_[offset_ + 1] = static_cast<std::uint8_t>(subset);
    }
    is_accepted_ = subset != table.dead && of.is_end(subset);
    is_analysed_ = keeps;
    if (keeps) label();
  }

  const rule& of() const { return *rule_; }
  std::string_view value() const { return value_; }

  bool is_accepted() const { return is_accepted_; }

  // The length of the longest prefix that is a prefix of a value of the grammar; all of an accepted
  // one.
  std::size_t offset() const { return offset_; }

  // Whether elements are known: not for values longer than MaxAnalysed.
  bool is_analysed() const { return is_analysed_; }

  // The octets before this offset have one meaning, however the value goes on after offset().
  std::size_t certain() const { return certain_; }

  unsigned role(std::size_t at) const { return labels_[at] & 7U; }
  unsigned marks(std::size_t at) const { return labels_[at] >> 3U; }

  // The first element that begins at or after `at`, which moves past it; false when there is
  // none. Of a value that is not accepted only elements that are complete whatever follows: those
  // before offset() and not touching it.
  bool next_element(std::size_t& at, meant_element& found) const {
    using kind = meant_element::kind;
    while (at < certain_ && marks(at) == 0) ++at;
    if (at >= certain_) return false;
    const unsigned begins = marks(at);
    found = {};
    found.begin = at;
    const unsigned first = role(at);
    found.what = (begins & tables::begins_challenge) != 0 ? kind::auth_scheme
                 : (begins & tables::begins_token68) != 0 ? kind::token68
                                                          : kind::auth_param;
    std::size_t i = at + 1;
    while (i < certain_ && role(i) == first && marks(i) == 0) ++i;
    found.end = found.last = i;
    if (found.what == kind::auth_param) {
      constexpr unsigned begins_value = tables::begins_token_value | tables::begins_quoted_value;
      while (i < certain_ && (marks(i) & begins_value) == 0) ++i;
      if (i >= certain_) return false;
      found.is_quoted = (marks(i) & tables::begins_quoted_value) != 0;
      if (found.is_quoted) ++i;
      found.value_begin = i;
      for (; i < certain_; ++i) {
        if (role(i) == tables::escape) {
          ++found.escapes;
        } else if (role(i) != tables::value || (marks(i) != 0 && i != found.value_begin)) {
          break;
        }
      }
      found.value_end = found.last = i;
      if (found.is_quoted) {
        if (i >= certain_) return false;
        found.last = i + 1;
      }
    }
    if (!is_accepted_ && found.last >= offset_) return false;
    at = found.last;
    return true;
  }

 private:
  // Follows one way back from `state`, over the octets before offset_.
  template <typename Visit>
  void walk_back(std::size_t state, Visit visit) const {
    for (std::size_t i = offset_; i-- > 0;) {
      const std::uint16_t origin = rule_->origin_of(subsets_[i], rule_->class_of(value_[i]), state);
      visit(i, static_cast<std::uint8_t>(origin & 0xFFU));
      state = origin >> 8U;
    }
  }

  void label() {
    certain_ = offset_;
    const std::size_t last = subsets_[offset_];
    const auto keep = [](std::size_t i, std::uint8_t label) { labels_[i] = label; };
    if (is_accepted_) {
      walk_back(rule_->table().end[last], keep);
      return;
    }
    bool is_first = true;
    for (std::size_t state = 0; state < rule_->table().states; ++state) {
      if (!rule_->has_way(last, state)) continue;
      if (is_first) {
        walk_back(state, keep);
      } else {
        walk_back(state, [this](std::size_t i, std::uint8_t label) {
          if (labels_[i] != label && i < certain_) certain_ = i;
        });
      }
      is_first = false;
    }
  }

  const rule* rule_;
  std::string_view value_;
  std::size_t offset_ = 0;
  std::size_t certain_ = 0;
  bool is_accepted_ = false;
  bool is_analysed_ = false;

  static inline std::uint8_t subsets_[MaxAnalysed + 1];
  static inline std::uint8_t labels_[MaxAnalysed + 1];
};

using oracle = basic_oracle<0>;

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_SUPPORT_ORACLE_HPP_
