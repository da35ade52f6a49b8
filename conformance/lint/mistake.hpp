#ifndef CONFORMANCE_LINT_MISTAKE_HPP
#define CONFORMANCE_LINT_MISTAKE_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/lint/edited_text.hpp"
#include "conformance/model/result.hpp"
#include "conformance/schemes/check.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::lint {

// What is wrong with a value, in octets of the value that was looked at.
struct remark {
  std::string rule{};
  schemes::span at{};
  std::string text{};
  std::optional<schemes::span> cause{};  // the octets to blame, where they are others
  std::vector<edit> edits{};             // what corrects it
  std::string why_not{};                 // or why nothing does without guessing
  // Of the scheme layer, where they are not those of the rule's row.
  std::optional<schemes::level> level{};
  std::vector<schemes::reference> refs{};
};

// A value in pieces, without regard to the grammar. `open_quote`: a DQUOTE that nothing closes, and
// what follows it.
enum class lexeme_kind { word, quoted, open_quote, equals, comma, space, other };
struct lexeme {
  lexeme_kind kind = lexeme_kind::other;
  schemes::span at{};
};
std::vector<lexeme> lexemes_of(std::string_view value);

// A place where a value leaves the grammar, and what stands around it. What is asked of it beyond
// the ends of the value is answered with nothing.
class mistake {
 public:
  mistake(model::operation, std::string_view value, gauntlet::status);

  using kind = lexeme_kind;
  std::size_t offset() const noexcept { return offset_; }
  gauntlet::errc code() const noexcept { return code_; }
  std::string_view value() const noexcept { return value_; }
  bool is(model::operation op) const noexcept { return operation_ == op; }
  bool is_at_end() const noexcept { return offset_ >= value_.size(); }
  char octet() const noexcept { return is_at_end() ? '\0' : value_[offset_]; }
  schemes::span at() const noexcept { return {offset_, is_at_end() ? offset_ : offset_ + 1}; }

  const std::vector<lexeme>& lexemes() const noexcept { return lexemes_; }
  // The piece that holds the octet at the error; the number of pieces at the end.
  std::size_t here() const noexcept { return here_; }
  bool has(std::size_t piece, lexeme_kind) const noexcept;
  std::string_view text(std::size_t piece) const noexcept;
  schemes::span span(std::size_t piece) const noexcept;
  // The next piece from `piece` on, or before it, that is no space; `none` when there is none.
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t from(std::size_t piece) const noexcept;
  std::size_t before(std::size_t piece) const noexcept;
  // Whether a name and `=` stand there; whether a scheme stands there with something after it that
  // makes it one.
  bool is_param(std::size_t piece) const noexcept;
  bool is_challenge(std::size_t piece) const noexcept;
  // The word that is the scheme of the challenge around the error; `none` when there is none.
  std::size_t scheme() const noexcept;
  // The first piece of the value of the parameter around the error: what stands after the last `=`
  // of its element; `none` outside of a value.
  std::size_t param_value() const noexcept;

 private:
  model::operation operation_;
  std::string_view value_;
  std::size_t offset_;
  gauntlet::errc code_;
  std::vector<lexeme> lexemes_;
  std::size_t here_ = 0;
};

// The sentence for it, the octet that is to blame, and what is likely meant. Never fails: the last
// rule, `grammar`, takes what no other does.
remark diagnose(const mistake&);

// Rules of the grammar: each says what it knows of a mistake, or nothing.
using grammar_rule = std::optional<remark> (*)(const mistake&);
struct named_grammar_rule {
  const char* id;
  grammar_rule look;
};
// In the order in which they are asked.
extern const std::vector<named_grammar_rule> rules_of_octets;       // rules_octets.cc
extern const std::vector<named_grammar_rule> rules_of_schemes;      // rules_schemes.cc
extern const std::vector<named_grammar_rule> rules_of_credentials;  // rules_credentials.cc
extern const std::vector<named_grammar_rule> rules_of_params;       // rules_params.cc
extern const std::vector<named_grammar_rule> rules_of_token68;      // rules_credentials.cc

}  // namespace gauntlet::lint

#endif
