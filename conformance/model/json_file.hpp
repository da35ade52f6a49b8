#ifndef CONFORMANCE_MODEL_JSON_FILE_HPP
#define CONFORMANCE_MODEL_JSON_FILE_HPP

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::model {

absl::StatusOr<std::string> read_file(const std::filesystem::path& path);

// Writes a file anew. Errors: kDataLoss, the path and what the system said.
absl::Status write_file(const std::filesystem::path& path, std::string_view content);

// Parses a document and refuses a member that occurs twice in one object, which JSON readers
// otherwise resolve in silence. Errors: `name:LINE:COLUMN: ...` or `name: ...`.
absl::StatusOr<nlohmann::json> parse_json(const std::string& text, const std::string& name);

// A compiled JSON Schema.
class json_schema {
 public:
  static absl::StatusOr<json_schema> open(const std::filesystem::path& path);
  // The same of a text that is no file of its own.
  static absl::StatusOr<json_schema> compile(const std::string& text, const std::string& name);
  ~json_schema();
  json_schema(json_schema&&) noexcept;
  json_schema& operator=(json_schema&&) noexcept;

  // Errors: kInvalidArgument with one line for each fault, at most ten: `name: /json/pointer: what
  // is wrong; expected ...; found ...`. Not for several threads at once.
  absl::Status validate(const nlohmann::json& document, const std::string& name) const;

  // A file, parsed and validated. Errors: as of read_file(), parse_json() and validate().
  absl::StatusOr<nlohmann::json> read(const std::filesystem::path& file) const;

 private:
  struct state;
  explicit json_schema(std::unique_ptr<state>);
  std::unique_ptr<state> state_;
};

}  // namespace gauntlet::model

#endif
