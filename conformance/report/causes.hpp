// Failures of one implementation, grouped by what they have in common.
#ifndef GAUNTLET_CONFORMANCE_REPORT_CAUSES_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_CAUSES_HPP_

#include <string>
#include <string_view>
#include <vector>

#include "conformance/report/analysis.hpp"
#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

// What a reader probably does wrong: failures of one verdict that share a flag or a requirement,
// or whose results differ from what was expected in the same way.
struct cause {
  model::verdict kind = verdict::wrong_result;
  std::string difference;  // how the results differ: "a value is cut short at a comma"
  std::string mark;   // the flag or requirement that all rows have: "quoted-pair", "R23"; or empty
  std::string about;  // what the mark stands for, in a sentence; empty without one
  std::vector<const row*> rows;  // the shortest input first: that one is shown
};

// How the answer of a row differs from what was expected, in words. The words are few: rows with
// the same words differ in the same way.
[[nodiscard]] std::string difference_of(const row& r);

// The causes of the rows of `view` for which `wanted` holds: the worst verdict first, then the
// largest. Each row is in exactly one. A greedy cover: of the flags, the requirements, the
// differences and pairs of them, the one that explains most of what is left is taken, where a mark
// counts by the share of its judged cases that fail. O(causes * rows).
[[nodiscard]] std::vector<cause> find_causes(const implementation_view& view,
                                             bool (*wanted)(const row&));

// What a flag or a requirement stands for; empty for another name.
[[nodiscard]] std::string_view about_mark(std::string_view name);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_CAUSES_HPP_
