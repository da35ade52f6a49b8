#ifndef CONFORMANCE_LIVE_SERVERS_FOLDER_HPP
#define CONFORMANCE_LIVE_SERVERS_FOLDER_HPP

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace gauntlet::live {

// Who programs under test run as: where this process is root, the user nobody, so that none of them
// has more rights than it would have elsewhere, and none changes its user by itself. Nothing where
// this process is an ordinary user.
std::optional<std::pair<uid_t, gid_t>> unprivileged_user();

// A new folder for the files of one program, which goes with the object, whatever is in it then. It
// belongs to the user that the program runs as.
class temporary_folder {
 public:
  // `owner`: nothing for this process's own user. Errors: what the system said.
  static absl::StatusOr<std::unique_ptr<temporary_folder>> make(
      const std::optional<std::pair<uid_t, gid_t>>& owner);
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Writes a file there, in subfolders that are made where they are missing.
  absl::Status write(const std::filesystem::path& name, std::string_view content) const;

 private:
  temporary_folder(std::filesystem::path path, const std::optional<std::pair<uid_t, gid_t>>& owner)
      : path_(std::move(path)), owner_(owner) {}
  absl::Status give_away(const std::filesystem::path& file) const;

  std::filesystem::path path_;
  std::optional<std::pair<uid_t, gid_t>> owner_;
};

}  // namespace gauntlet::live

#endif
