// The report as a folder of static pages, fit for GitHub Pages.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_HPP_

#include <string>

#include "absl/status/status.h"
#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

// Writes index.html, implementation/NAME.html, family/NAME.html and case/ID.html with relative links,
// page.css, page.js, cases.js (for the search) and .nojekyll into `directory`, which is created where
// it is missing. Files of the same names are replaced, others are left alone. Errors: DataLoss.
[[nodiscard]] absl::Status write_site(const results& r, const std::string& directory);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_HPP_
