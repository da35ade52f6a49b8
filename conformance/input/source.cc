#include "conformance/input/source.hpp"

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

namespace gauntlet::input {
namespace {

bool is_compressed(int descriptor, off_t at) {
  std::array<char, 2> first{};
  const ssize_t got = ::pread(descriptor, first.data(), first.size(), at);
  return got == static_cast<ssize_t>(first.size()) && is_gzip({first.data(), first.size()});
}

}  // namespace

std::optional<std::uint64_t> size_of_file(const std::string& name) {
  // A pipe is not opened for this.
  struct stat about = {};
  if (name != "-" && (::stat(name.c_str(), &about) != 0 || !S_ISREG(about.st_mode)))
    return std::nullopt;
  const absl::StatusOr<std::shared_ptr<source>> opened = source::open(name);
  if (!opened.ok() || !(*opened)->is_file()) return std::nullopt;
  return (*opened)->end() - (*opened)->begin();
}

absl::StatusOr<std::shared_ptr<source>> source::open(const std::string& name) {
  auto opened = std::make_shared<source>();
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
    if (at >= 0 && !is_compressed(opened->descriptor_, at)) {
      opened->is_file_ = true;
      opened->begin_ = static_cast<std::uint64_t>(at);
      opened->end_ = std::max(opened->begin_, static_cast<std::uint64_t>(about.st_size));
      ::posix_fadvise(opened->descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
  }
  return opened;
}

source::~source() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

absl::StatusOr<std::size_t> source::read_at(std::uint64_t at, char* to, std::size_t size) const {
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

absl::StatusOr<std::size_t> source::read_some(char* to, std::size_t size,
                                              const process::cancellation* cancel) {
  if (!is_known_) {
    std::array<char, 2> first{};
    while (first_.size() < first.size()) {
      const absl::StatusOr<std::size_t> got =
          read_stored(first.data(), first.size() - first_.size(), cancel);
      if (!got.ok()) return got.status();
      if (*got == 0) break;
      first_.append(first.data(), *got);
    }
    if (cancel != nullptr && cancel->requested()) return 0;
    is_known_ = true;
    if (is_gzip(first_)) {
      inflater_ = std::make_unique<inflater>();
      inflater_->push(first_);
      compressed_.resize(inflater::default_block);
    }
  }
  if (inflater_ != nullptr) return read_inflated(to, size, cancel);
  if (!first_.empty()) {
    const std::size_t given = std::min(size, first_.size());
    std::copy_n(first_.begin(), given, to);
    first_.erase(0, given);
    return given;
  }
  return read_stored(to, size, cancel);
}

absl::StatusOr<std::size_t> source::read_inflated(char* to, std::size_t size,
                                                  const process::cancellation* cancel) {
  for (bool is_end = false;;) {
    if (const std::optional<inflater::piece> piece = inflater_->next(to, size)) {
      if (piece->fault.empty()) return piece->size;
      return absl::DataLossError(
          absl::StrCat(shown_name(), ": octet ", piece->member, ": ", std::string(piece->fault)));
    }
    if (is_end) return 0;
    const absl::StatusOr<std::size_t> got =
        read_stored(compressed_.data(), compressed_.size(), cancel);
    if (!got.ok()) return got.status();
    if (cancel != nullptr && cancel->requested()) return 0;
    is_end = *got == 0;
    inflater_->push({compressed_.data(), *got});
    if (is_end) inflater_->finish();
  }
}

absl::StatusOr<std::size_t> source::read_stored(char* to, std::size_t size,
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

std::string source::shown_name() const { return name_ == "-" ? "standard input" : name_; }

absl::Status source::failure(const char* what) const {
  return absl::UnavailableError(
      absl::StrCat(shown_name(), ": ", what, ": ", std::generic_category().message(errno)));
}

}  // namespace gauntlet::input
