// Which rule breaks whom, as a page of the site.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_RULES_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_RULES_HPP_

#include "conformance/report/analysis.hpp"
#include "conformance/report/site_writer.hpp"

namespace gauntlet::report {

inline constexpr const char* rules_part = "Rules";

// Writes rules.html: the tables of `render_rules`.
void write_rules(const analysis& a, site_writer& to);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_RULES_HPP_
