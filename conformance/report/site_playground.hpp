// The page where somebody pastes a field: the parser as WebAssembly, examples, and what everybody
// made of the values of the suite.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_PLAYGROUND_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_PLAYGROUND_HPP_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/report/site_writer.hpp"
#include "conformance/report/view.hpp"

namespace gauntlet::report {

inline constexpr const char* playground_part = "Playground";

// A script that defines `gauntlet`: the module of the npm package, which an installation has ready
// and a checkout compiles for this. Errors: what is missing, and what installs it.
[[nodiscard]] absl::StatusOr<std::string> playground_parser(const std::filesystem::path& checkout);

// The name under which the page looks for the answers to a value: FNV-1a of 64 bits, in
// hexadecimal, of the operation and the lines, each ended by LF. Its first two digits are those of
// the file.
[[nodiscard]] std::string value_key(std::string_view operation,
                                    const std::vector<std::string>& lines);

// Writes playground.html and playground/.
void write_playground(const views& all, const std::string& parser,
                      const std::filesystem::path& checkout, site_writer& to);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_PLAYGROUND_HPP_
