// The second implementation: what the ABNF says about a field value.
#ifndef GAUNTLET_PARSER_TEST_ORACLE_ORACLE_HPP_
#define GAUNTLET_PARSER_TEST_ORACLE_ORACLE_HPP_

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression.hpp"
#include "rules.hpp"

namespace oracle {

enum class field : unsigned char { challenges, credentials, auth_info };

struct parameter {
  std::string name;
  std::string value;  // after quoted-pair processing
  std::string raw;    // before it, without the DQUOTEs
  bool quoted = false;
  bool has_quoted_pair = false;
  std::size_t offset = 0;  // of the name
  bool operator==(const parameter&) const = default;
};

// One challenge or the credentials; for auth-info the only one, with an empty scheme.
struct payload {
  std::string scheme;
  std::optional<std::string> token68;
  std::vector<parameter> params;
  std::size_t offset = 0;          // of the scheme
  std::size_t token68_offset = 0;  // 0 without a token68
  bool operator==(const payload&) const = default;
};

using result = std::vector<payload>;

std::ostream& operator<<(std::ostream& out, const parameter& p);
std::ostream& operator<<(std::ostream& out, const payload& p);

// The octets as they are written in a test: printable ASCII as itself, the rest as \xHH.
std::string printable(std::string_view octets);

// The value of one field line, RFC 9110 section 5.5.
std::string_view trimmed(std::string_view line);
// Several field lines as one value, RFC 9110 section 5.3.
std::string combined(const std::vector<std::string_view>& lines);

struct verdict {
  bool accepted = false;
  // The length of the longest prefix that some string of the grammar begins with.
  std::size_t offset = 0;
};

// The position (Glushkov) automaton of an expression and all its subset states. A walk over many
// strings costs one table look-up per octet.
class automaton {
 public:
  using state = std::uint32_t;
  static constexpr state start = 0;

  explicit automaton(const expression& rule);

  state step(state from, char octet) const {
    return next_[from][static_cast<unsigned char>(octet)];
  }
  bool live(state s) const { return !subsets_[s].empty(); }
  bool accepting(state s) const { return accepting_[s]; }
  std::size_t size() const { return subsets_.size(); }

  verdict read(std::string_view value) const;

  // The roles that each octet can play: over all derivations when `value` is in the language, else,
  // for a `value` that is a viable prefix, over all derivations of all its completions. Bit r of an
  // element stands for role r. Several bits for a valid value would mean that the grammar is
  // ambiguous there.
  std::vector<unsigned> roles(std::string_view value, bool complete) const;

  // Number of states of the minimal automaton, the dead one included.
  std::size_t minimal_size() const;
  // A representative of each class of octets that the automaton never tells apart.
  std::string octet_classes() const;
  // For each live state one of the shortest strings that lead to it.
  std::vector<std::string> access_strings() const;

 private:
  struct position {
    octet_set octets;
    role plays;
    std::vector<std::uint16_t> follow;
    bool last = false;
  };
  struct ends {
    bool nullable;
    std::vector<std::uint16_t> first, last;
  };
  ends add(const expression& e, role plays);
  void connect(const std::vector<std::uint16_t>& from, const std::vector<std::uint16_t>& to);

  std::vector<position> positions_;
  std::vector<std::vector<std::uint16_t>> subsets_;
  std::vector<std::array<state, 256>> next_;
  std::vector<bool> accepting_;
};

// The rule of a field in a dialect.
class reference {
 public:
  reference(field f, dialect d);

  const automaton& machine() const { return machine_; }
  field which() const { return field_; }

  verdict read(std::string_view value) const { return machine_.read(value); }
  // The abstract result of an accepted value. Throws std::logic_error when two derivations
  // disagree.
  result parse(std::string_view value) const;
  // The elements that are complete in a viable prefix, and mean the same in all its completions:
  // used for what a reader may have said before it stops. Stops at the first octet whose role is
  // open.
  result parse_prefix(std::string_view prefix) const;

 private:
  result build(std::string_view value, const std::vector<unsigned>& roles) const;

  field field_;
  automaton machine_;
};

// The reference automata, built once.
const reference& recipient_of(field f);
const reference& sender_of(field f);

}  // namespace oracle

#endif  // GAUNTLET_PARSER_TEST_ORACLE_ORACLE_HPP_
