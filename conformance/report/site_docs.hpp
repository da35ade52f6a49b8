// The documentation as pages of the site: the Markdown of a checkout, rendered with cmark-gfm.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_DOCS_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_DOCS_HPP_

#include <filesystem>

#include "conformance/report/site_writer.hpp"

namespace gauntlet::report {

inline constexpr const char* docs_part = "Documentation";

[[nodiscard]] bool has_docs(const std::filesystem::path& checkout);

// Writes docs/index.html, made of docs/README.md, and whatever it leads to within the checkout:
// pages, pictures, the text of other files, the names of what a folder holds. Every link leads to
// such a page, also without a server, or to where it led. A link to nothing is an error of `to`.
void write_docs(const std::filesystem::path& checkout, site_writer& to);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_DOCS_HPP_
