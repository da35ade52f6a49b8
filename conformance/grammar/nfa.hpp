#ifndef CONFORMANCE_GRAMMAR_NFA_HPP
#define CONFORMANCE_GRAMMAR_NFA_HPP

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/grammar/abnf.hpp"
#include "conformance/grammar/octets.hpp"

namespace gauntlet::grammar_engine {

// What an octet of a value is, in one derivation of it.
enum class role : std::uint8_t {
  ignored,  // white space, commas, the `=` of an auth-param
  scheme,
  token68,
  name,
  value,   // of a token, or of a quoted-string after quoted-pair processing
  escape,  // the backslash of a quoted-pair
  quote,   // the DQUOTEs of a quoted-string
};
std::string_view to_string(role) noexcept;

// What begins in front of an octet (or of the end): these marks cut the roles into elements, also
// into those without any octet.
enum mark : std::uint8_t {
  begins_challenge = 1,
  begins_token68 = 2,
  begins_param = 4,
  begins_token_value = 8,
  begins_quoted_value = 16,
};
using marks = std::uint8_t;

struct label {
  role what = role::ignored;
  marks begins = 0;
  friend auto operator<=>(const label&, const label&) = default;
};

// Which places of a grammar get a role: the element `text` (a rule's name in lower case, or octets
// of a literal), at its `occurrence` in the rule `within` (empty: in every rule; 0: everywhere).
// What stands below such a place inherits the role, unless a more specific place gives another.
struct role_place {
  std::string within;
  std::string text;
  std::size_t occurrence = 0;
  role what = role::ignored;
  marks begins = 0;
};

// The places of RFC 9110 section 11. They hold for every form of the grammar that keeps the names.
const std::vector<role_place>& authentication_roles();

// A nondeterministic automaton without empty transitions, whose transitions and ends carry labels.
struct labelled_nfa {
  using state = std::uint32_t;
  struct transition {
    octet_set octets;
    label what;
    state target;
  };
  std::vector<std::vector<transition>> transitions;  // by state
  std::vector<std::vector<marks>> ends;              // by state: sorted; empty where not accepting
  state start = 0;

  std::size_t size() const { return transitions.size(); }
};

// The automaton of a rule. Errors: kInvalidArgument for a rule that does not exist, a list that was
// not expanded, a prose description.
absl::StatusOr<labelled_nfa> compile(const rule_list& rules, const std::string& rule_name,
                                     const std::vector<role_place>& places);

// The same language and labellings with fewer states: drops states that are on no way from the
// start to an end, then merges states that cannot be told apart by their transitions.
labelled_nfa reduced(const labelled_nfa&);

labelled_nfa concatenate(const labelled_nfa& first, const labelled_nfa& second);
// Any number of the given octets, all ignored; and one given string, ignored.
labelled_nfa any_number_of(const octet_set& octets);
labelled_nfa exactly(std::string_view octets);

// The part of the language in which a parameter called `name`, in any ASCII case, has no token as
// value (or, with `keep_only`, the part in which at least one has).
labelled_nfa without_token_value(const labelled_nfa&, std::string_view name,
                                 bool keep_only = false);

// A value that has two labellings, with both.
struct ambiguity {
  std::string value;
  std::vector<label> first, second;
  marks first_end = 0, second_end = 0;
};

// Looks for a value whose octets can be labelled in two ways: a shortest one. Exact for every
// length, by the product of the automaton with itself: there is one if and only if some pair of
// states that is reachable by one value, and from which one rest of it leads both to an end, has
// differing labels on a common octet.
std::optional<ambiguity> find_ambiguity(const labelled_nfa&);

// Looks for a value of `part` that `whole` labels differently or does not have: a shortest one.
// `missing` tells which. Nothing: the language of `part` lies in that of `whole`, and wherever both
// label a value, they label it alike.
struct label_difference {
  std::string value;
  bool missing = false;
};
std::optional<label_difference> find_label_difference(const labelled_nfa& part,
                                                      const labelled_nfa& whole);

}  // namespace gauntlet::grammar_engine

#endif
