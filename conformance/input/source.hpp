#ifndef CONFORMANCE_INPUT_SOURCE_HPP
#define CONFORMANCE_INPUT_SOURCE_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/input/inflater.hpp"
#include "conformance/process/cancel.hpp"

namespace gauntlet::input {

// The octets of a regular file, "-" being standard input; nothing of a pipe, of what is compressed
// and of what is not there.
std::optional<std::uint64_t> size_of_file(const std::string& name);

// An open file, whose parts can be read in any order, or a stream: a pipe, or whatever is compressed
// with gzip, which is known by its first octets and undone.
class source {
 public:
  // Errors name the input: "standard input: cannot open it: ...".
  static absl::StatusOr<std::shared_ptr<source>> open(const std::string& name);
  source() = default;
  ~source();
  source(const source&) = delete;
  source& operator=(const source&) = delete;

  const std::string& name() const noexcept { return name_; }
  bool is_file() const noexcept { return is_file_; }
  // The part of a file that is to be read.
  std::uint64_t begin() const noexcept { return begin_; }
  std::uint64_t end() const noexcept { return end_; }

  // Reads up to `size` octets of a file; fewer only at the end.
  absl::StatusOr<std::size_t> read_at(std::uint64_t at, char* to, std::size_t size) const;
  // Reads what there is of a stream, at least one octet but at the end; nothing once `cancel` is
  // requested. Errors: the system's, and a gzip member that is broken, with its place in the file.
  absl::StatusOr<std::size_t> read_some(char* to, std::size_t size,
                                        const process::cancellation* cancel);

 private:
  absl::StatusOr<std::size_t> read_stored(char* to, std::size_t size,
                                          const process::cancellation* cancel) const;
  absl::StatusOr<std::size_t> read_inflated(char* to, std::size_t size,
                                            const process::cancellation* cancel);
  std::string shown_name() const;
  absl::Status failure(const char* what) const;

  std::string name_{};
  int descriptor_ = -1;
  bool is_file_ = false;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  // Of a stream: its first octets, until it is known whether they are those of gzip.
  bool is_known_ = false;
  std::string first_{};
  std::unique_ptr<inflater> inflater_{};
  std::vector<char> compressed_{};
};

}  // namespace gauntlet::input

#endif
