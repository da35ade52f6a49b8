#ifndef CONFORMANCE_IMPLEMENTATIONS_PREPARE_HPP
#define CONFORMANCE_IMPLEMENTATIONS_PREPARE_HPP

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "conformance/implementations/machine.hpp"
#include "conformance/implementations/manifest.hpp"

namespace gauntlet::implementations {

// `text` with `{name}` replaced; `values` holds pairs of name and value.
struct placeholder {
  std::string name;  // with its braces
  std::string value;
};
std::string expand(std::string text, const std::vector<placeholder>& values);

// Where the npm packages of a folder with a lockfile are, or will be: a folder of the machine's cache that is
// named after the contents of the lockfile and of what is copied there with it, so that another
// version of this repository has another folder. Empty when there is no such lockfile.
std::filesystem::path npm_directory(const manifest&, const std::string& npm_folder, const machine&);
// Whether that folder has been filled, to the end.
bool npm_is_ready(const std::filesystem::path& npm_directory);
// Fills it with `npm ci --ignore-scripts`. Safe against another process that does the same.
// Errors: kUnavailable with npm's last words.
absl::Status fill_npm_directory(const manifest&, const std::string& npm_folder, const machine&);

// Where the build step of an entry puts its result: named after the contents of its inputs, the
// command, and size and time of the library's files and of the compiler. Empty without a build
// step.
std::filesystem::path build_directory(const manifest&, const manifest_entry&, const machine&);
// Runs the build step unless its folder is there already. Safe against another process that does
// the same. Errors: kFailedPrecondition with the compiler's first error, kNotFound without one.
absl::Status run_build(const manifest&, const manifest_entry&, const machine&);

}  // namespace gauntlet::implementations

#endif
