#ifndef CONFORMANCE_TOOL_LIVE_QUESTIONS_HPP
#define CONFORMANCE_TOOL_LIVE_QUESTIONS_HPP

#include <string>
#include <vector>

#include "conformance/compare/fingerprint.hpp"
#include "conformance/compare/likely.hpp"
#include "conformance/live/check/credentials.hpp"
#include "conformance/model/result.hpp"
#include "conformance/model/results.hpp"

// What `check` and `serve` found of a live server or client, as questions that readers can be asked
// as well.
namespace gauntlet::tool {

struct question {
  std::string plain{};  // a combined value, and the same in another form
  std::string value{};
  bool is_taken = false;  // whether the unknown one reads `value` as it reads `plain`
};

// Of the rows of `check`: the forms of logins with Basic and Digest on one line. `who` logged in,
// where that is known.
std::vector<question> logins_of(const std::vector<model::row>&, const check::login& who = {});
// Of the rows of `serve --run`: the challenges of the suite on one line that it answered in a way
// that shows how it read them. `plain` is empty: what is meant is what the grammar reads.
std::vector<question> challenges_of(const std::vector<model::row>&);

// What each reader says to the questions: `readers` were asked `plain` and `value` of each, in that
// order. Those that have nothing to say to most of them are left out.
std::vector<compare::candidate> candidates(model::operation, const std::vector<question>&,
                                           const std::vector<compare::known_reader>&);

}  // namespace gauntlet::tool

#endif
