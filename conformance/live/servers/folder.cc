#include "conformance/live/servers/folder.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"

namespace gauntlet::live {
namespace {

namespace fs = std::filesystem;

// Whether every user may pass through the folder and all above it.
bool is_open_to_all(const fs::path& folder) {
  for (fs::path each = folder; !each.empty(); each = each.parent_path()) {
    struct stat found {};
    if (::stat(each.c_str(), &found) != 0 || (found.st_mode & S_IXOTH) == 0) return false;
    if (each == each.root_path()) break;
  }
  return true;
}

// Where temporary folders go: where the user wants them, unless another user has to get there and
// cannot.
fs::path folder_for(const std::optional<std::pair<uid_t, gid_t>>& owner) {
  std::error_code error;
  const fs::path usual = fs::temp_directory_path(error);
  const fs::path real = fs::canonical(usual, error);
  return !owner || is_open_to_all(real) ? usual : fs::path("/tmp");
}

}  // namespace

std::optional<std::pair<uid_t, gid_t>> unprivileged_user() {
  if (::geteuid() != 0) return std::nullopt;
  const passwd* nobody = ::getpwnam("nobody");
  if (nobody == nullptr) return std::nullopt;
  return std::make_pair(nobody->pw_uid, nobody->pw_gid);
}

absl::StatusOr<std::unique_ptr<temporary_folder>> temporary_folder::make(
    const std::optional<std::pair<uid_t, gid_t>>& owner) {
  std::string name = (folder_for(owner) / "gauntlet-live-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return absl::ErrnoToStatus(errno, name);
  std::unique_ptr<temporary_folder> made(new temporary_folder(name, owner));
  if (::chmod(name.c_str(), 0755) != 0) return absl::ErrnoToStatus(errno, name);
  if (absl::Status status = made->give_away(name); !status.ok()) return status;
  return made;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

absl::Status temporary_folder::give_away(const fs::path& file) const {
  if (owner_ && ::chown(file.c_str(), owner_->first, owner_->second) != 0)
    return absl::ErrnoToStatus(errno, file.string());
  return absl::OkStatus();
}

absl::Status temporary_folder::write(const fs::path& name, std::string_view content) const {
  const fs::path file = path_ / name;
  for (fs::path folder = path_; const fs::path& part : name.parent_path()) {
    folder /= part;
    std::error_code error;
    if (fs::create_directory(folder, error)) {
      if (absl::Status status = give_away(folder); !status.ok()) return status;
    } else if (error) {
      return absl::UnavailableError(absl::StrCat(folder.string(), ": ", error.message()));
    }
  }
  if (absl::Status status = model::write_file(file, content); !status.ok()) return status;
  return give_away(file);
}

}  // namespace gauntlet::live
