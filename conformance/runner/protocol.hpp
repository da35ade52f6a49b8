#ifndef CONFORMANCE_RUNNER_PROTOCOL_HPP
#define CONFORMANCE_RUNNER_PROTOCOL_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/model/case.hpp"
#include "conformance/model/result.hpp"
#include "conformance/runner/observes.hpp"

// The messages of the adapter protocol, version 1 (PROTOCOL.md, section 3): one JSON document per
// line, requests one way and answers the other.
namespace gauntlet::runner {

// The longest answer that is read, its LF not counted.
inline constexpr std::size_t max_line = std::size_t{4} * 1024 * 1024;
// The longest answer to hello.
inline constexpr std::size_t max_hello = std::size_t{64} * 1024;
// How much of an adapter's free text (`error`, `reason`) is kept.
inline constexpr std::size_t max_text = 2048;

struct hello {
  std::string name;  // of the implementation; the rest may be empty
  std::string version, language, runtime, homepage, issues, license;
  std::vector<model::operation> operations;
  std::vector<model::operation> serializes;
  observes can_show;
  std::string observes_json;  // as the adapter wrote it
};

inline constexpr std::string_view hello_request = "{\"cmd\":\"hello\",\"protocol\":1}\n";
inline constexpr std::string_view stop_request = "{\"cmd\":\"stop\"}\n";

// Reads an answer to hello. Errors: kUnavailable with the adapter's own words when it answered with
// an error, kInvalidArgument for everything that is not an answer to hello of protocol 1, an unknown
// value of `observes` included.
absl::StatusOr<hello> read_hello(std::string_view line);

enum class outcome : std::uint8_t { accept, reject, fault, unsupported };
std::string_view to_string(outcome) noexcept;

struct answer {
  std::uint64_t seq = 0;
  runner::outcome outcome = runner::outcome::reject;
  std::optional<model::result> parsed{};            // accept of a parse
  std::optional<std::vector<std::string>> lines{};  // accept of a serialize
  std::string text{};                               // the adapter's words: `error` or `reason`
  std::optional<std::uint64_t> offset{};
};

// The answer without its seq as JSON, for reports. Of one whose text is longer than this, its
// beginning, size and hash: {"cut":"...","size":n,"sha256":"..."}.
inline constexpr std::size_t max_shown_answer = std::size_t{16} * 1024;
std::string to_json(const answer&);

// Reads answers. Holds the buffers of the JSON parser: one for each thread.
class answer_reader {
 public:
  answer_reader();
  ~answer_reader();
  // Reads one answer. `line`, without its LF, must be followed by at least `padding` octets that
  // may be read. `serialized` says whether the request was a serialize. Errors: kInvalidArgument,
  // saying what is wrong.
  absl::StatusOr<answer> read(std::string_view line, model::operation op, bool serialized);

  static const std::size_t padding;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// A request without its seq: `{"cmd":"parse","seq":` SEQ body.
struct request {
  model::operation operation = model::operation::challenges;
  bool serializes = false;
  std::string body{};
};

request parse_request(model::operation, const std::vector<std::string>& lines);
request serialize_request(const model::result& structure);
// Appends the whole line, LF included.
void append_request(std::string& out, const request&, std::uint64_t seq);

}  // namespace gauntlet::runner

#endif
