#ifndef CONFORMANCE_COMPARE_READER_HPP
#define CONFORMANCE_COMPARE_READER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/model/result.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/observes.hpp"
#include "conformance/runner/session.hpp"
#include "nlohmann/json_fwd.hpp"

// Implementations, and the grammar, as functions from a field value to a reading.
namespace gauntlet::compare {

// How a reading ended.
enum class ending : std::uint8_t {
  accepted,
  rejected,
  failed,   // an exception, a crash, a hang, an answer that is none
  unknown,  // it cannot be asked that, or was not asked
};

struct reading {
  ending how = ending::unknown;
  std::optional<model::result> result{};  // of what it accepted
  std::string text{};                     // its words, or what happened
  friend bool operator==(const reading&, const reading&) = default;
};

// One of those that are compared, for one operation. Values are combined field values.
class reader {
 public:
  virtual ~reader() = default;
  // One reading for each value, in order. After a cancellation what is left is `unknown`.
  virtual std::vector<reading> ask(const std::vector<std::string>& values) = 0;
  virtual std::string name() const = 0;  // with its version
  virtual const runner::observes& can_show() const = 0;
  virtual std::string observes_json() const = 0;  // the same as the adapter wrote it

  reading ask(const std::string& value) { return ask(std::vector<std::string>{value}).front(); }
};

// An adapter, started now and kept. What it said of a value it is not asked again. Errors: those of
// runner::session::open(); kUnimplemented where it does not have the operation.
absl::StatusOr<std::unique_ptr<reader>> open_adapter(model::operation, const std::string& id,
                                                     runner::session_options,
                                                     const process::cancellation&);

// Grammar `recipient` (PROTOCOL.md, section 2.4).
std::unique_ptr<reader> grammar_reader(model::operation);

// The reading in words: `Basic {realm="foo"}`, "rejects", "fails: ...".
std::string describe(const reading&);
// The object of the result, or "rejected", "failed", "unknown".
nlohmann::ordered_json to_json(const reading&);

}  // namespace gauntlet::compare

#endif
