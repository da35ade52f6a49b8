#ifndef CONFORMANCE_LINT_JUDGE_HPP
#define CONFORMANCE_LINT_JUDGE_HPP

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/lint/finding.hpp"
#include "conformance/lint/message.hpp"
#include "conformance/model/result.hpp"

namespace gauntlet::lint {

// A field as it should be.
struct correction {
  std::string field{};               // the name as it is to be written
  std::vector<std::size_t> lines{};  // the field lines of the head that it takes the place of
  std::vector<std::string> values{};
  bool is_changed = false;  // they are others than what was there
  // What is left that MUST NOT be, and why nothing corrects it without guessing: one sentence each.
  std::vector<std::string> left{};
};

// What is said of a head.
struct judgement {
  std::vector<finding> findings{};
  std::vector<correction> corrections{};  // of each field that has findings which one can correct
  std::vector<std::string> left{};        // as correction::left, of the head as a whole
  std::size_t fields = 0;                 // authentication fields of the head
};

struct judge_settings {
  // Whose login it is: with it the responses of servers (rspauth) are computed.
  std::string user{};
  std::optional<std::string> password{};
  // A name that is none of the fields, but is to be read as one of them.
  std::string also{};
  model::operation also_as = model::operation::challenges;
};

// Judges heads, one after the other, and what each says to those before it: a challenge and the
// credentials that answer it. Memory is bounded, however many heads there are.
class judge {
 public:
  explicit judge(judge_settings = {});
  ~judge();
  judge(judge&&) noexcept;
  judge& operator=(judge&&) noexcept;

  judgement on(const head&);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace gauntlet::lint

#endif
