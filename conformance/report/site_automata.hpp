// Learned automata as a page with pictures.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_AUTOMATA_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_AUTOMATA_HPP_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/report/site_writer.hpp"
#include "conformance/report/view.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {

inline constexpr const char* automata_part = "Automata";

// What `gauntlet learn --format json` wrote into the files *.json of a folder, in the order of their
// names. Errors: kNotFound without any; kInvalidArgument with the file and what is wrong in it.
struct learned_file {
  std::string name{};  // without .json
  view found{};
};
[[nodiscard]] absl::StatusOr<std::vector<learned_file>> automata_of(
    const std::filesystem::path& folder);

// Writes automata.html, and automata/NAME.dot and NAME.svg. Returns why pictures are missing; the page
// itself says so of those with too many states.
[[nodiscard]] std::vector<std::string> write_automata(const std::vector<learned_file>& all,
                                                      site_writer& to);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_AUTOMATA_HPP_
