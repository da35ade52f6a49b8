// Live runs as pictures: which case fares how with which server, proxy or client.
#ifndef GAUNTLET_CONFORMANCE_REPORT_PICTURES_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_PICTURES_HPP_

#include "conformance/report/analysis.hpp"
#include "conformance/report/view.hpp"

namespace gauntlet::report {

// Whether the results are those of a live run: implementations are uses of programs, each asked the
// cases that it can be asked.
[[nodiscard]] bool is_live(const results& r);

// One picture for the families that were put to the same implementations: a row for each case, a
// column for each implementation, a cell with the verdict.
[[nodiscard]] view pictures_of(const analysis& a);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_PICTURES_HPP_
