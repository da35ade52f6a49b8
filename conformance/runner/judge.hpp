#ifndef CONFORMANCE_RUNNER_JUDGE_HPP
#define CONFORMANCE_RUNNER_JUDGE_HPP

#include <span>
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
  bool is_remark = false;           // with verdict::control_octet: not held against it
  std::vector<std::string> lost{};  // what `observes` took out of the comparison
  std::string expected{};           // JSON, where `observes` took more out of it than an order
  std::string why{};                // in words, where the verdict needs them
};

// Judges the answers to a parse or serialize case: one, or, with `lines` `each`, one for each line.
// `is_reference`: exact octets bind the writer, and no limit excuses a rejection.
judgement judge(const model::test_case&, std::span<const answer>, const observes&,
                bool is_reference);

// What the answers for each line come to: the results one after the other, without those lines that
// were rejected; a fault is one of the whole.
answer put_together(std::vector<answer>);

// Whether `got` is `expected` but for obs-folds: a run of SP that stands for one in `expected` (it
// has at least three: CR, LF and the SP after them) may be any run of one or more SP in `got`.
bool same_but_for_folds(const std::string& expected, const std::string& got);

}  // namespace gauntlet::runner

#endif
