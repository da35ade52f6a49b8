// What a CI system shows beside the code: a problem for each cause of failures, and for what could
// not be run.
#ifndef CONFORMANCE_REPORT_PROBLEMS_HPP
#define CONFORMANCE_REPORT_PROBLEMS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/report/analysis.hpp"

namespace gauntlet::report {

struct problem {
  std::string rule;   // the verdict, "could-not-start" or "interrupted"
  std::string title;  // "my-parser: smuggled, 3 cases: a value is cut short at a comma"
  std::vector<std::string> lines;  // the shortest input, what was expected, what came out, ...
  std::vector<std::string> cases;  // their ids
  // Equal in the next run for the same cause, whatever its cases are.
  std::string identity;
};

// The implementations in the order of the report, of each the worst first. Deviations that the
// expectations hold are none.
[[nodiscard]] std::vector<problem> find_problems(const analysis& a);

// The file of the project that problems are shown at: the adapter's, as the run has found it, or
// the one that names the adapter.
[[nodiscard]] std::string file_of_problems(const run_header& header);

// Each rule that a problem may have, and what it stands for in a sentence.
struct problem_rule {
  std::string_view name;
  std::string_view about;
};
[[nodiscard]] const std::vector<problem_rule>& problem_rules();

}  // namespace gauntlet::report

#endif
