#ifndef CONFORMANCE_RUNNER_JUDGE_HPP
#define CONFORMANCE_RUNNER_JUDGE_HPP

#include <string>
#include <vector>

#include "conformance/model/case.hpp"
#include "conformance/model/verdict.hpp"
#include "conformance/runner/observes.hpp"
#include "conformance/runner/protocol.hpp"

namespace gauntlet::runner {

// What an answer to a case is worth (PROTOCOL.md, sections 4 and 5).
struct judgement {
  model::verdict verdict = model::verdict::pass;
  std::string alternative{};        // the name, with verdict::alternative
  std::vector<std::string> lost{};  // what `observes` took out of the comparison
  std::string expected{};           // JSON, where `observes` reduced it
  std::string why{};                // in words, where the verdict needs them
};

// Judges the answer to a parse or serialize case. `is_reference`: exact octets bind the writer.
judgement judge(const model::test_case&, const answer&, const observes&, bool is_reference);

// Whether `got` is `expected` but for obs-folds: a run of SP that stands for one in `expected` (it
// has at least three: CR, LF and the SP after them) may be any run of one or more SP in `got`.
bool same_but_for_folds(const std::string& expected, const std::string& got);

}  // namespace gauntlet::runner

#endif
