// What the renderers have in common: the rows of a results file, put in order and counted.
#ifndef GAUNTLET_CONFORMANCE_REPORT_ANALYSIS_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_ANALYSIS_HPP_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "conformance/model/figures.hpp"
#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

// How much of what one level asks for is met. Levels are never added up.
struct level_figure {
  std::uint64_t conforming = 0;
  std::uint64_t judged = 0;  // the answer said something; the rest could not be seen or was not run
  std::uint64_t cases = 0;
};

// A row of the matrix: one family of cases, in order of their ids.
struct family_view {
  std::string name;
  std::size_t first = 0;  // the family's cases are analysis::cases[first, first + size)
  std::size_t size = 0;
};

// A column of the matrix.
struct implementation_view {
  const implementation_info* info = nullptr;
  std::vector<const row*> rows;  // by index of the case; null where the run has no row
  model::figures figures;
  verdict_counts counts;
  std::vector<verdict_counts> families;  // by index of the family
  std::array<level_figure, requirement_level_count> levels;
  std::uint64_t known = 0;    // failures that the expectations file holds
  std::uint64_t reduced = 0;  // rows in which `observes` took something out of the comparison
  std::map<std::string, std::uint64_t> lost;          // what was taken out, how often
  std::map<std::string, std::uint64_t> alternatives;  // what was chosen, how often
  std::size_t cluster = 0;  // equal for columns with equal verdicts in every case
  std::size_t cluster_size = 1;

  [[nodiscard]] const level_figure& level(requirement_level l) const {
    return levels[static_cast<std::size_t>(l)];
  }
  [[nodiscard]] bool ran() const { return info->status == implementation_status::ran; }
};

// An index of `results`, which must outlive it. Implementations stand in the order of the report:
// references first, then each next to the one that it behaves most like (equal ones side by side),
// then those that did not run, in the order of the header.
class analysis {
 public:
  // O(rows log rows + implementations^2 * cases).
  explicit analysis(const results& r);

  [[nodiscard]] const results& source() const { return *source_; }
  [[nodiscard]] const std::vector<implementation_view>& implementations() const {
    return implementations_;
  }
  [[nodiscard]] const std::vector<family_view>& families() const { return families_; }
  [[nodiscard]] const std::vector<const case_facts*>& cases() const { return cases_; }
  [[nodiscard]] std::size_t ran() const { return ran_; }
  [[nodiscard]] const implementation_view* find(const std::string& id) const;

 private:
  void count(implementation_view& view) const;
  void order();

  const results* source_;
  std::vector<implementation_view> implementations_;
  std::vector<family_view> families_;
  std::vector<const case_facts*> cases_;
  std::size_t ran_ = 0;
};

// "werkzeug 2.2.2".
[[nodiscard]] std::string name_and_version(const implementation_info& info);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_ANALYSIS_HPP_
