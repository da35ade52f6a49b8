// Which rule breaks whom: for those who write the rules, where the other reports are for those who
// write parsers.
#ifndef GAUNTLET_CONFORMANCE_REPORT_RULES_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_RULES_HPP_

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/report/analysis.hpp"

namespace gauntlet::report {

// Of one rule, shape or reported value: who has something to say, and what they do with it.
struct rule_line {
  std::string name{};
  std::vector<std::string> what{};    // a sentence, or the lines of a value
  std::size_t judged = 0;             // implementations that can show something of it
  std::vector<std::size_t> counts{};  // of these, one for each column of the table
  std::vector<std::string> who{};     // the ids that the table is sorted by
  std::string case_id{};              // of a reported value
  std::string url{};                  // of a requirement: its section
};

// "5 of 40"; "-" for none.
[[nodiscard]] std::string share_text(std::size_t part, const rule_line& of);

// One kind of lines, those with the most names first; lines of which nobody shows anything are left
// out.
struct rule_table {
  std::string id{};
  std::string title{};
  std::string head{};  // of the first column
  std::string about{};
  std::vector<std::string> columns{};  // of the counts
  std::string who{};                   // of the names
  bool is_of_values = false;
  std::vector<rule_line> lines{};
};

// Requirements, shapes, and values from public reports in the grammar and outside of it; without
// those that have no lines. The reference is not counted.
[[nodiscard]] std::vector<rule_table> rule_tables(const analysis& a);

// How the tables are to be read.
[[nodiscard]] std::string rule_counting();

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_RULES_HPP_
