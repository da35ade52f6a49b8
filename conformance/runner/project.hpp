#ifndef CONFORMANCE_RUNNER_PROJECT_HPP
#define CONFORMANCE_RUNNER_PROJECT_HPP

#include <set>
#include <string>
#include <string_view>

#include "conformance/model/result.hpp"
#include "conformance/runner/observes.hpp"

namespace gauntlet::runner {

// Whether repeated names in one challenge are reduced as `observes.duplicates` says.
// Implementation-defined cases are judged before that step, since there it is the question.
enum class duplicates_step { reduced, left };

// Compares results as far as an adapter can observe (PROTOCOL.md, section 3.3). Both sides are
// reduced, in the order given there. `challenges`, `same_scheme` and `duplicates` reduce only what
// is expected: the adapter has already chosen what it shows.
class projection {
 public:
  projection(const observes& can, duplicates_step step) : can_(can), step_(step) {}

  // What is left of an expected result. Records in `lost` what was taken away or changed:
  // "only_schemes", "challenges", "same_scheme", "only_params", "params", "token68", "duplicates",
  // "order".
  model::result expected(const model::result&, std::set<std::string>& lost) const;
  // An answer in the form in which it can be compared with that.
  model::result got(const model::result&) const;

  // Whether they are the same; both already reduced. Letter case of schemes and names never counts
  // (RFC 9110, sections 11.1 and 11.2); `quoted` does where `observes` does not say
  // otherwise and the answer has it.
  bool same(const model::result& reduced_expected, const model::result& reduced_got) const;

  // Whether reducing took away all that there was to compare, so that no answer can be judged by
  // it.
  bool is_observable(const model::result& original) const;

 private:
  const observes& can_;
  duplicates_step step_;
};

}  // namespace gauntlet::runner

#endif
