#ifndef CONFORMANCE_LIVE_JUDGE_CASE_JUDGE_HPP
#define CONFORMANCE_LIVE_JUDGE_CASE_JUDGE_HPP

#include <string>

#include "conformance/live/judge/evidence.hpp"
#include "conformance/live/judge/knowledge.hpp"
#include "conformance/model/case.hpp"
#include "conformance/runner/judge.hpp"

namespace gauntlet::live {

// What came of an attempt, in the terms of a results file.
struct finding {
  runner::judgement judgement{};
  std::string got{};  // JSON, as of an answer: the challenge that was understood, or a rejection
};

// Judges what a client did with the challenges of a parse case (PROTOCOL.md, section 5.5). What it
// does not know is not held against it, and what it does wrong with every challenge neither: both
// are told by the controls.
finding judge_case(const model::test_case&, const attempt&, const knowledge&, const login&,
                   const field_names&);

// The first credentials that answer a challenge; null where there are none. Those that came with the
// first request were not asked for, and show nothing.
const sent_request* first_answer(const attempt&);

// `got` of an answer, of none, and of credentials that are none, as they came.
std::string accepted(const model::challenge&);
std::string refused(const std::string& why);
std::string sent(const sent_request&);

}  // namespace gauntlet::live

#endif
