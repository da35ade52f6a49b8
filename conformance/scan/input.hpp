#ifndef CONFORMANCE_SCAN_INPUT_HPP
#define CONFORMANCE_SCAN_INPUT_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "conformance/process/cancel.hpp"

namespace gauntlet::scan {

// The octets of a regular file, "-" being standard input; nothing of a pipe or of what is not there.
std::optional<std::uint64_t> size_of_file(const std::string& name);

// An open file, whose parts can be read in any order, or a pipe.
class input {
 public:
  // Errors name the input: "standard input: cannot open it: ...".
  static absl::StatusOr<std::shared_ptr<input>> open(const std::string& name);
  input() = default;
  ~input();
  input(const input&) = delete;
  input& operator=(const input&) = delete;

  const std::string& name() const noexcept { return name_; }
  bool is_file() const noexcept { return is_file_; }
  // The part of a file that is to be read.
  std::uint64_t begin() const noexcept { return begin_; }
  std::uint64_t end() const noexcept { return end_; }

  // Reads up to `size` octets of a file; fewer only at the end.
  absl::StatusOr<std::size_t> read_at(std::uint64_t at, char* to, std::size_t size) const;
  // Reads what there is, at least one octet but at the end; nothing once `cancel` is requested.
  absl::StatusOr<std::size_t> read_some(char* to, std::size_t size,
                                        const process::cancellation* cancel) const;

 private:
  absl::Status failure(const char* what) const;

  std::string name_{};
  int descriptor_ = -1;
  bool is_file_ = false;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace gauntlet::scan

#endif
