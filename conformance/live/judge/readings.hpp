#ifndef CONFORMANCE_LIVE_JUDGE_READINGS_HPP
#define CONFORMANCE_LIVE_JUDGE_READINGS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/case.hpp"
#include "conformance/model/result.hpp"

namespace gauntlet::live {

// A reading that a case permits.
struct permitted_reading {
  std::string name{};  // of the alternative; empty: what a must-accept case expects
  model::challenges_result challenges{};
};

// All of them. Of a must-not-pass case: with SP for what must not pass, where a fold may be one SP or
// more, and what stands before the line's end. A may-accept case permits none by name.
std::vector<permitted_reading> permitted_readings(const model::test_case&);

// Whether refusing the value is permitted. A user agent may not refuse an obs-fold (RFC 9112,
// section 5.2).
bool may_be_refused(const model::test_case&);

// Whether the name stands in the value as a token, in quotes or not.
bool mentions(const model::test_case&, std::string_view name);

}  // namespace gauntlet::live

#endif
