#ifndef CONFORMANCE_TOOL_PROJECT_FILE_HPP
#define CONFORMANCE_TOOL_PROJECT_FILE_HPP

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace gauntlet::tool {

// gauntlet.toml in the working directory: what `gauntlet run` need not be told again.
//
//     command = ["python3", "adapter.py"]
//     expectations = "ci/expectations.json"
//     track = "ci/results.ndjson"
struct project_file {
  std::vector<std::string> command;  // the adapter; what stands after `--` otherwise
  std::string expectations;
  std::string track;
};

// Each member may be missing. Errors: kNotFound without such a file; kInvalidArgument, with line
// and column, for what is not TOML, another member, or a value of another type.
absl::StatusOr<project_file> read_project_file(const std::filesystem::path& file);

}  // namespace gauntlet::tool

#endif
