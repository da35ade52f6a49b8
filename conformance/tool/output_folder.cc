#include "conformance/tool/output_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

constexpr char results_name[] = "results.ndjson";
constexpr char part_name[] = "results.ndjson.part";
constexpr char beside_name[] = ".part";

absl::Status failed(const fs::path& what, const std::string& why) {
  return absl::FailedPreconditionError(absl::StrCat(what.string(), ": ", why));
}
absl::Status failed(const fs::path& what, int error) { return failed(what, std::strerror(error)); }

// What was written is on the disk before it takes the place of something else.
absl::Status synchronize(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed(path, errno);
  const int error = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  // Some file systems have no such thing for a folder.
  return error == 0 || error == EINVAL ? absl::OkStatus() : failed(path, error);
}

}  // namespace

output_folder::output_folder(fs::path folder, std::vector<fs::path> created, int lock)
    : folder_(std::move(folder)), created_(std::move(created)), lock_(lock) {}

output_folder::~output_folder() {
  if (part_ >= 0) ::close(part_);
  std::error_code error;
  fs::remove_all(folder_ / beside_name, error);
  for (const fs::path& one : created_) fs::remove(one, error);  // not one that holds something
  ::close(lock_);
}

absl::StatusOr<std::unique_ptr<output_folder>> output_folder::open(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> created;
  for (fs::path one = folder; !one.empty() && !fs::exists(one, error); one = one.parent_path())
    created.push_back(one);
  fs::create_directories(folder, error);
  if (error) return failed(folder, error.message());
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return failed(folder, errno);
  const int lock = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return failed(folder, errno);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    ::close(lock);
    return failed(folder, why == EWOULDBLOCK
                              ? "another run writes its files here; wait for it, or use --out"
                              : std::strerror(why));
  }
  return std::unique_ptr<output_folder>(new output_folder(folder, std::move(created), lock));
}

absl::Status output_folder::begin() {
  const fs::path path = folder_ / part_name;
  part_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  return part_ < 0 ? failed(path, errno) : absl::OkStatus();
}

absl::Status output_folder::append(std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t written = ::write(part_, octets.data(), octets.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(folder_ / part_name, errno);
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

absl::StatusOr<fs::path> output_folder::beside() {
  fs::path path = folder_ / beside_name;
  std::error_code error;
  fs::remove_all(path, error);
  if (!error) fs::create_directory(path, error);
  if (error) return failed(path, error.message());
  return path;
}

absl::Status output_folder::commit(const std::vector<std::string>& replaced) {
  const fs::path from = folder_ / beside_name;
  std::error_code error;
  std::vector<fs::path> files;  // relative to `from`
  for (fs::recursive_directory_iterator at(from, error), end; !error && at != end;
       at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    files.push_back(at->path().lexically_relative(from));
    if (absl::Status status = synchronize(at->path()); !status.ok()) return status;
  }
  if (error) return failed(from, error.message());
  if (absl::Status status = synchronize(folder_ / part_name); !status.ok()) return status;

  fs::rename(folder_ / part_name, folder_ / results_name, error);
  if (error) return failed(folder_ / results_name, error.message());
  for (const std::string& name : replaced) {
    const bool is_new = std::find(files.begin(), files.end(), fs::path(name)) != files.end();
    if (!is_new) fs::remove_all(folder_ / name, error);
  }
  for (const fs::path& file : files) {
    fs::create_directories((folder_ / file).parent_path(), error);
    fs::rename(from / file, folder_ / file, error);
    if (error) return failed(folder_ / file, error.message());
  }
  return synchronize(folder_);
}

}  // namespace gauntlet::tool
