#ifndef CONFORMANCE_LIVE_CHECK_EXAMINER_HPP
#define CONFORMANCE_LIVE_CHECK_EXAMINER_HPP

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/live/check/check.hpp"

namespace gauntlet::check {

// What is asked about, in the terms of a case.
struct question {
  std::string id{};  // below that of the examiner: "basic/two-lines"
  std::string title{};
  std::string operation = "challenges";
  std::string parse = "must-accept";  // "may-accept" where a recipient may refuse
  std::string generate = "valid";     // as form::generate
  std::string expected = "accept";    // in a word or more
  model::requirement_level level = model::requirement_level::must;
  std::vector<std::string> requirements{};
  std::vector<model::reference> refs{};
};

model::reference cite(int rfc, const char* section, model::requirement_level);

// Asks one door, and keeps what was found.
class examiner {
 public:
  // `family`: the first part of all ids.
  examiner(std::string family, door, const check_options&);

  const check_options& options() const noexcept { return options_; }
  const check::door& door() const noexcept { return prober_.door(); }
  prober& ask() noexcept { return prober_; }
  void found(const question&, model::verdict, std::string said,
             std::optional<exchange> shown = std::nullopt, std::string alternative = "");
  // Of an answer with a 401 or 407: what `lint` says of it, each rule once.
  void lint(const exchange&);
  // Whether the answer asks for a login: the status, and at least one challenge that can be read.
  bool asks_for_login(const exchange&) const;
  // Judges that it does: `what` was asked.
  void must_ask_for_login(const question&, const exchange&);
  // Passes when nothing was found that a MUST forbids.
  void finish_lint();

  checked take(const exchange* first);

 private:
  std::string family_;
  const check_options& options_;
  prober prober_;
  std::vector<outcome> outcomes_{};
  std::set<std::string> rules_{};
  std::size_t linted_ = 0;
  bool has_must_ = false;
};

// Logs in by each challenge of a first answer that is known here, in all forms, and looks how it
// fails; with `over_http2` some of it there, too. What it says to a login that goes round for ever:
// why; else empty.
std::string check_logins(examiner&, const exchange& first, bool over_http2 = false);

}  // namespace gauntlet::check

#endif
