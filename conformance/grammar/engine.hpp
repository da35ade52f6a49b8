#ifndef CONFORMANCE_GRAMMAR_ENGINE_HPP
#define CONFORMANCE_GRAMMAR_ENGINE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/grammar/abnf.hpp"
#include "conformance/grammar/dfa.hpp"
#include "conformance/grammar/nfa.hpp"
#include "conformance/model/result.hpp"

// The second judge: reads the RFC's ABNF as data, builds automata from it, and answers with them.
// It knows nothing of the parser.
namespace gauntlet::grammar_engine {

using model::operation;

// The grammars (PROTOCOL.md, section 2.4).
enum class grammar : std::uint8_t {
  recipient,   // RFC 9110 section 11, lists as recipients must take them
  appendix_a,  // RFC 9110 Appendix A, lists as senders write them, BWS included
  sender,      // Appendix A without BWS, and realm only as quoted-string
  rfc7235,     // RFC 7235 Appendix C; it has no auth-info
};
std::string_view to_string(grammar) noexcept;  // "recipient", "appendix-a", "sender", "rfc7235"
std::optional<grammar> grammar_from_string(std::string_view name) noexcept;
inline constexpr std::array<grammar, 4> all_grammars{grammar::recipient, grammar::appendix_a,
                                                     grammar::sender, grammar::rfc7235};
inline constexpr std::array<operation, 3> all_operations{
    operation::challenges, operation::credentials, operation::auth_info};
bool has_operation(grammar, operation) noexcept;

// The rule that an operation is read with, such as "WWW-Authenticate".
std::string_view rule_name(operation) noexcept;

// Labels the octets of values by running a labelled automaton forwards for the states that the
// octets so far allow, then backwards along one of the ways. Tables of the size states^2 * classes;
// O(length) per value. Where the automaton is unambiguous, the labelling is the only one.
class labeller {
 public:
  explicit labeller(const labelled_nfa&);

  struct labelling {
    std::vector<label> octets;
    marks end = 0;
  };
  // False when the value is not in the language; `out` is then unspecified.
  bool run(std::string_view value, labelling& out) const;

  // The parts of the tables, for those who write them down elsewhere.
  struct origin {
    std::uint16_t state = 0;
    label what{};
  };
  const octet_partition& classes() const { return classes_; }
  std::size_t subsets() const { return subsets_; }
  std::size_t states() const { return states_; }
  std::uint16_t next(std::size_t subset, std::size_t octet_class) const {
    return next_[subset * classes_.size() + octet_class];
  }
  // Where a way that enters `state` from `subset` by an octet of the class comes from.
  const origin& before(std::size_t subset, std::size_t octet_class, std::size_t state) const {
    return before_[(subset * classes_.size() + octet_class) * states_ + state];
  }
  // The state in which a value that leads to `subset` ends; `no_state` where none is accepted
  // there.
  static constexpr std::uint16_t no_state = 0xFFFF;
  origin end(std::size_t subset) const { return ends_[subset]; }
  std::uint16_t start() const { return 0; }
  // The subset without states: no value begins with what leads there. `no_state` where every prefix
  // can be completed.
  std::uint16_t dead() const { return dead_; }

 private:
  octet_partition classes_;
  std::size_t states_ = 0;
  std::size_t subsets_ = 0;
  std::vector<std::uint16_t> next_;
  std::vector<origin> before_;
  std::vector<origin> ends_;  // what.begins: the marks at the end
  std::uint16_t dead_ = no_state;
};

// What the labels of a value say: its abstract result.
model::result result_of(operation, std::string_view value, const labeller::labelling&);

// The results of every labelling of a value, each once: more than one means an ambiguous grammar.
// Exponential in the length; for short values.
std::vector<model::result> all_results(const labelled_nfa&, operation, std::string_view value);

struct outcome {
  bool accepted = false;
  model::result result{};  // when accepted
  std::size_t offset = 0;  // when not: the length of the longest prefix that can be completed
};

// The automata of an operation in a grammar. `raw` is the rule itself, which applies to a combined
// field value; `line` is OWS rule OWS, what a single field line may carry before it is trimmed.
struct language {
  labelled_nfa raw_labelled;
  dfa raw;
  labeller raw_labeller;
  labelled_nfa line_labelled;
  dfa line;
  labeller line_labeller;
};

class engine {
 public:
  // The grammar files. The defaults are those of the RFCs, built in.
  struct sources {
    std::string section_text;  // in place of rfc9110.abnf when not empty
    std::string section_name = "rfc9110.abnf";
  };
  static absl::StatusOr<engine> load();
  static absl::StatusOr<engine> load(const sources&);

  engine(engine&&) noexcept;
  engine& operator=(engine&&) noexcept;
  ~engine();

  // Runs the rule on a combined field value: outcome, result and offset (PROTOCOL.md, section 2).
  // Thread-safe, as everything const here. O(length). The grammar must have the operation.
  outcome run(operation, grammar, std::string_view combined_value) const;
  // The same for field lines, combined (PROTOCOL.md, section 2.3).
  outcome run_lines(operation, grammar, const std::vector<std::string>& lines) const;

  // Built when first asked for, and kept.
  const language& of(operation, grammar) const;
  // The classes of octets that some operation of the grammar tells apart.
  const octet_partition& classes(grammar) const;
  // The rules, lists expanded, that the grammar is compiled from.
  const rule_list& rules(grammar) const;
  // The rules of the sections, lists as they stand.
  const rule_list& section_rules() const;

 private:
  struct parts;
  explicit engine(std::unique_ptr<parts>);
  std::unique_ptr<parts> parts_;
};

// A line without the SP and HTAB around it (RFC 9110 5.5).
std::string_view trimmed(std::string_view line) noexcept;
// Lines trimmed and joined with ", " (RFC 9110 5.3). No lines are the empty value.
std::string combined(const std::vector<std::string>& lines);

// A labelled automaton with OWS around it, and its own automata: for grammars that are not among
// the four, such as mutants of them.
language make_language(labelled_nfa raw);

}  // namespace gauntlet::grammar_engine

#endif
