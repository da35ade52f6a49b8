#ifndef CONFORMANCE_GRAMMAR_ABNF_HPP
#define CONFORMANCE_GRAMMAR_ABNF_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

// A reader for ABNF grammars: RFC 5234 with the case-sensitive strings of RFC 7405 and the list
// operator of RFC 9110 section 5.6.1.
namespace gauntlet::grammar_engine {

// Where something stands in a grammar file; both count from 1, columns in octets.
struct source_position {
  std::size_t line = 1;
  std::size_t column = 1;
  friend bool operator==(const source_position&, const source_position&) = default;
};

enum class node_kind : std::uint8_t {
  alternation,    // children, one of them
  concatenation,  // children, in order; none matches the empty string
  repetition,     // <min>*<max>child; an option is 0*1
  list,           // <min>#<max>child (RFC 9110 5.6.1)
  reference,      // text: a rule's name, in lower case
  literal,        // text: octets; case_sensitive or not
  range,          // first..last
  prose           // text: what stands between < and >; it has no meaning to a machine
};

inline constexpr std::size_t no_maximum = std::numeric_limits<std::size_t>::max();

struct node {
  node_kind kind = node_kind::concatenation;
  std::vector<node> children{};
  std::size_t min = 0;
  std::size_t max = no_maximum;
  std::string text{};
  bool case_sensitive = false;
  std::uint8_t first = 0;
  std::uint8_t last = 0;
  // For references and literals: the occurrence of that text in its rule, from 1. It
  // survives the expansion of lists, so that a role can be tied to a place in a rule.
  std::size_t occurrence = 0;
  source_position position{};
};

struct rule {
  std::string name;  // as its definition spells it
  node definition;
  source_position position;
  std::string file;
};

// Rules by their name in lower case: rule names are case-insensitive (RFC 5234 2.1).
using rule_list = std::map<std::string, rule, std::less<>>;

// Reads the rules of a grammar file. Does not check that every reference has a rule.
//
// Rules begin in the first column; a line that begins with SP or HTAB continues a rule. Lines end
// with CR LF or with LF alone. `=/` adds alternatives to a rule of the same file.
//
// Errors: kInvalidArgument, "NAME:LINE:COLUMN: expected ..., found ..."; also for a rule defined
// twice, a value above %xFF, a range or repetition whose end is below its beginning, and a
// repetition of more than 1000. O(length).
absl::StatusOr<rule_list> read_rules(std::string_view text, const std::string& file_name);

// The core rules of RFC 5234 Appendix B.1.
const rule_list& core_rules();

// read_rules, with the core rules added. Every reference must have a rule; no rule may refer to
// itself, directly or indirectly (such a grammar need not be regular); no core rule may be defined
// again.
absl::StatusOr<rule_list> read_grammar(std::string_view text, const std::string& file_name);

// Puts the rules of a second text in the place of, or beside, those of a grammar; then checks as
// read_grammar does.
absl::StatusOr<rule_list> overlay(const rule_list& base, std::string_view text,
                                  const std::string& file_name);

// What the list operator stands for.
enum class list_form : std::uint8_t {
  sender,              // RFC 9110 5.6.1.1: no empty elements
  recipient,           // RFC 9110 5.6.1.2: empty elements, no cardinality
  historic_recipient,  // RFC 7230 section 7, obsolete
};

// The same rules with every list written out. Errors: kInvalidArgument when a list is used and
// the grammar has no rule OWS.
//
//     expand_lists("x = #y"): x = [ y *( OWS "," OWS y ) ]                  sender
//                             x = [ y ] *( OWS "," OWS [ y ] )              recipient
//                             x = [ ( "," / y ) *( OWS "," [ OWS y ] ) ]    historic_recipient
absl::StatusOr<rule_list> expand_lists(const rule_list& rules, list_form form);

}  // namespace gauntlet::grammar_engine

#endif
