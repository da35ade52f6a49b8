// The report as a folder of static pages, fit for GitHub Pages and for a browser without any server.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_HPP_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

// Writes into `directory`, which is created where it is missing:
//   index.html                            what this is, the figures, the ways into the rest
//   results.html, implementation/NAME.html, family/NAME.html, case/ID.html   the run
//   rules.html                            which rule breaks whom
//   pairs.html, pairs-OPERATION.json, .csv   what sets each two implementations apart
//   automata.html, automata/              what `gauntlet learn` found, of the folder `automata`
//   playground.html, playground/          the parser, and what everybody made of the suite's values
//   docs/                                 the documentation
// with relative links, their styles and scripts, cases.js (for the search) and .nojekyll. Files of
// the same names are replaced, others are left alone. The last two parts are made of `checkout`, a
// copy of this repository. Rules and pairs are of parsers: a live run has none. Returns a sentence
// for each part that could not be made, with what makes it. `progress` is told what is worked on, once a
// file. Errors: DataLoss where a file cannot be
// written or a page of the documentation links to nothing; those of automata_of().
[[nodiscard]] absl::StatusOr<std::vector<std::string>> write_site(
    const results& r, const std::string& directory, const std::filesystem::path& checkout = {},
    const std::filesystem::path& automata = {},
    const std::function<void(const std::string&)>& progress = {});

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_HPP_
