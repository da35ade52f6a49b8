#ifndef CONFORMANCE_TOOL_OUTPUT_FOLDER_HPP
#define CONFORMANCE_TOOL_OUTPUT_FOLDER_HPP

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace gauntlet::tool {

// The folder of a run's files. One run at a time has it; what the run before left stays whole until
// commit() puts the new set in its place. A run that is killed leaves results.ndjson.part.
//
// Errors name the file and what the system said.
class output_folder {
 public:
  // Creates the folder where it is missing and locks it, for as long as the object lives. What was
  // created goes again if nothing was put into it.
  static absl::StatusOr<std::unique_ptr<output_folder>> open(const std::filesystem::path& folder);
  ~output_folder();
  output_folder(const output_folder&) = delete;
  output_folder& operator=(const output_folder&) = delete;

  // Begins results.ndjson.part, in place of one that an earlier run left.
  absl::Status begin();
  // Appends to it.
  absl::Status append(std::string_view octets);
  // An empty folder for the files that go with the results: beside the others, until commit().
  absl::StatusOr<std::filesystem::path> beside();
  // Everything on the disk, then in its place. Of `replaced`, names in this folder, those go that
  // the new set does not have: a report never stands beside the results of another run.
  absl::Status commit(const std::vector<std::string>& replaced);

 private:
  output_folder(std::filesystem::path folder, std::vector<std::filesystem::path> created, int lock);

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> created_;  // the innermost first
  int lock_;
  int part_ = -1;
};

}  // namespace gauntlet::tool

#endif
