// Regular expressions over octets, written so that a rule reads like its ABNF.
//
//     a >> b    a b           concatenation
//     a | b     a / b         alternatives
//     *a        *a            any number
//     +a        1*a           one or more
//     -a        [ a ]         optional
//     as(r, a)  a             every octet that a takes plays the role r, unless a says otherwise
//     inside
//
// Plain and slow on purpose: this is the measure that the reader is held against, and it shares no
// code with it.
#ifndef GAUNTLET_PARSER_TEST_ORACLE_EXPRESSION_HPP_
#define GAUNTLET_PARSER_TEST_ORACLE_EXPRESSION_HPP_

#include <bitset>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace oracle {

using octet_set = std::bitset<256>;

// What an octet of a field value stands for. An abstract result follows from the roles of all
// octets and nothing else.
enum class role : unsigned char { ignored, scheme, token68, name, value, escape, quote };

struct node;

// A class of its own, because a pointer already has an operator*.
struct expression {
  std::shared_ptr<const node> root;
};

struct node {
  enum class kind : unsigned char { octet, nothing, sequence, choice, repetition, roled };
  kind what;
  octet_set octets;
  role plays = role::ignored;
  std::vector<expression> parts;
};

inline expression make(node::kind what, std::vector<expression> parts) {
  return {std::make_shared<const node>(node{what, {}, role::ignored, std::move(parts)})};
}
inline expression of(const octet_set& octets) {
  return {std::make_shared<const node>(node{node::kind::octet, octets, role::ignored, {}})};
}
inline expression nothing() { return make(node::kind::nothing, {}); }

inline expression operator>>(expression a, expression b) {
  return make(node::kind::sequence, {std::move(a), std::move(b)});
}
inline expression operator|(expression a, expression b) {
  return make(node::kind::choice, {std::move(a), std::move(b)});
}
inline expression operator*(expression a) { return make(node::kind::repetition, {std::move(a)}); }
inline expression operator+(expression a) { return a >> *a; }
inline expression operator-(expression a) { return nothing() | std::move(a); }
inline expression as(role plays, expression a) {
  return {std::make_shared<const node>(node{node::kind::roled, {}, plays, {std::move(a)}})};
}

// %xFIRST-LAST
inline octet_set octets(unsigned first, unsigned last) {
  octet_set all;
  for (unsigned octet = first; octet <= last; ++octet) all.set(octet);
  return all;
}
// Any one of the characters.
inline octet_set one_of(std::string_view characters) {
  octet_set all;
  for (char octet : characters) all.set(static_cast<unsigned char>(octet));
  return all;
}
// An ABNF string: letters match in either case (RFC 5234 section 2.3).
inline std::vector<octet_set> any_case(std::string_view letters) {
  std::vector<octet_set> all;
  for (char letter : letters) {
    octet_set one = one_of({&letter, 1});
    const auto octet = static_cast<unsigned char>(letter);
    const bool alpha = (octet >= 0x41 && octet <= 0x5A) || (octet >= 0x61 && octet <= 0x7A);
    if (alpha) one.set(octet ^ 0x20U);
    all.push_back(one);
  }
  return all;
}

// The string, in any case.
inline expression literal(std::string_view letters) {
  expression all = nothing();
  for (const octet_set& one : any_case(letters)) all = all >> of(one);
  return all;
}

// 1*octet, but not the word itself (in any case). With word = "ab" and t any octet of the set:
//
//     ( t but a ) *t / a [ ( t but b ) *t / b 1*t ]
inline expression run_but(const octet_set& set, std::string_view word) {
  const std::vector<octet_set> letters = any_case(word);
  expression rest = +of(set);
  for (std::size_t i = letters.size(); i-- > 0;) {
    if (i + 1 < letters.size()) rest = -rest;
    rest = (of(set & ~letters[i]) >> *of(set)) | (of(letters[i]) >> rest);
  }
  return rest;
}

}  // namespace oracle

#endif  // GAUNTLET_PARSER_TEST_ORACLE_EXPRESSION_HPP_
