// What the pages show: JSON objects that the templates take, the same for report.html and for the
// pages of a site. Every leaf is a string or a bool and fit to be shown; every text is printable
// ASCII. Two members are lists of numbers, so that a page holds each name once: "who" cites
// implementations, "cases" cites cases (see expand).
#ifndef GAUNTLET_CONFORMANCE_REPORT_VIEW_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_VIEW_HPP_

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/report/analysis.hpp"
#include "conformance/report/causes.hpp"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::report {

using view = nlohmann::ordered_json;

// The name of a page: the id where that is a path of slugs, a hash of it where it could mean
// anything else to a file system or a browser. Two ids never have the same.
// The letter of the colour of a verdict; the word stands beside it, or a sign.
[[nodiscard]] const char* colour_of(verdict v);

[[nodiscard]] std::string page_name(const std::string& id);

class views {
 public:
  // `r` must outlive it.
  explicit views(const results& r);

  [[nodiscard]] const analysis& source() const { return a_; }

  // The first page: figures, the example of the RFC, causes, the matrix, readings, who is alike.
  [[nodiscard]] view overview() const;
  // When and how the results came about: for the foot of every page.
  [[nodiscard]] view run_facts() const;
  // One implementation: facts, causes with their cases, families.
  [[nodiscard]] view implementation(std::size_t i) const;
  // One family of cases.
  [[nodiscard]] view family(std::size_t f) const;
  // One case: what is sent, what is expected, who answers what.
  [[nodiscard]] view one_case(std::size_t c) const;

  // What stands for a number in "who" and in "cases": a name, and the page that it leads to.
  [[nodiscard]] view cited_implementation(std::size_t i) const;
  [[nodiscard]] view cited_case(std::size_t c) const;

 private:
  analysis a_;
  std::vector<std::vector<cause>> causes_;  // of each implementation's failures
};

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_VIEW_HPP_
