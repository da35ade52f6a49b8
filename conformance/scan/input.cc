#include "conformance/scan/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace gauntlet::scan {

std::optional<std::uint64_t> size_of_file(const std::string& name) {
  struct stat about = {};
  if ((name == "-" ? ::fstat(STDIN_FILENO, &about) : ::stat(name.c_str(), &about)) != 0 ||
      !S_ISREG(about.st_mode))
    return std::nullopt;
  return static_cast<std::uint64_t>(about.st_size);
}

absl::StatusOr<std::shared_ptr<input>> input::open(const std::string& name) {
  auto opened = std::make_shared<input>();
  opened->name_ = name;
  opened->descriptor_ = name == "-" ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened->descriptor_ < 0) return opened->failure("cannot open it");
  struct stat about = {};
  if (::fstat(opened->descriptor_, &about) != 0) return opened->failure("cannot open it");
  if (S_ISDIR(about.st_mode)) {
    errno = EISDIR;
    return opened->failure("cannot read it");
  }
  if (S_ISREG(about.st_mode) && about.st_size > 0) {
    // Standard input may be in the middle of a file.
    const off_t at = name == "-" ? ::lseek(STDIN_FILENO, 0, SEEK_CUR) : 0;
    if (at >= 0) {
      opened->is_file_ = true;
      opened->begin_ = static_cast<std::uint64_t>(at);
      opened->end_ = std::max(opened->begin_, static_cast<std::uint64_t>(about.st_size));
      ::posix_fadvise(opened->descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
  }
  return opened;
}

input::~input() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

absl::StatusOr<std::size_t> input::read_at(std::uint64_t at, char* to, std::size_t size) const {
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::pread(descriptor_, to + have, size - have, static_cast<off_t>(at + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure("cannot read it");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return have;
}

absl::StatusOr<std::size_t> input::read_some(char* to, std::size_t size,
                                             const process::cancellation* cancel) const {
  for (;;) {
    std::array<pollfd, 2> wait = {
        {{descriptor_, POLLIN, 0}, {cancel == nullptr ? -1 : cancel->descriptor(), POLLIN, 0}}};
    if (::poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR)
      return failure("cannot wait for it");
    if (cancel != nullptr && cancel->requested()) return 0;
    if (wait[0].revents == 0) continue;
    const ssize_t got = ::read(descriptor_, to, size);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return failure("cannot read it");
    return static_cast<std::size_t>(got);
  }
}

absl::Status input::failure(const char* what) const {
  return absl::UnavailableError(absl::StrCat(name_ == "-" ? "standard input" : name_, ": ", what,
                                             ": ", std::generic_category().message(errno)));
}

}  // namespace gauntlet::scan
