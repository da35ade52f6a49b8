#ifndef CONFORMANCE_RUNNER_SCHEME_RULES_HPP
#define CONFORMANCE_RUNNER_SCHEME_RULES_HPP

#include <optional>
#include <string>
#include <vector>

#include "conformance/model/result.hpp"

namespace gauntlet::runner {

// In words, the rule of its scheme that a reading breaks, as far as conformance/suite/schemes has
// the rules and the field alone shows it; empty when it breaks none. A recipient that knows the
// scheme may refuse such a value. How a value is quoted is no such rule: recipients take both forms
// (RFC 9110, section 11.2).
//
// `only_schemes`: the schemes to look at; all of them when it is not set. In auth-info, where the
// field does not name the scheme, the rules of each that may stand there have to be broken.
std::string broken_scheme_rule(const model::result& reading,
                               const std::optional<std::vector<std::string>>& only_schemes);

}  // namespace gauntlet::runner

#endif
