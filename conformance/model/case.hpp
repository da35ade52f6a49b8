#ifndef CONFORMANCE_MODEL_CASE_HPP
#define CONFORMANCE_MODEL_CASE_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/model/case_facts.hpp"
#include "conformance/model/result.hpp"

namespace gauntlet::model {

enum class case_kind { parse, serialize, cost };

// What a conforming recipient does with the value (PROTOCOL.md, section 4.2).
enum class parse_rule { must_accept, may_accept, must_not_pass, implementation_defined };

// One permitted outcome of an implementation-defined case. Without `expect` it is a rejection.
struct named_alternative {
  std::string name;
  std::optional<result> expect{};
};

// The value prefix + repeat * k + suffix, which the runner grows.
struct cost_shape {
  std::string prefix;
  std::string repeat;
  std::string suffix;
};

// What the scheme layer has to say of a value (PROTOCOL.md, section 4.1): octets [begin, end) of the
// combined value.
struct expected_finding {
  std::string rule;
  std::string level;  // "must" or "should"
  std::size_t begin = 0;
  std::size_t end = 0;
};

// One case, in the form in which the runner works with it. `facts` holds what the reports show of
// it.
struct test_case {
  std::shared_ptr<const case_facts> facts;
  case_kind kind = case_kind::parse;
  model::operation operation = model::operation::challenges;

  // Parse cases.
  parse_rule rule = parse_rule::must_accept;
  std::vector<std::string> lines{};
  std::string combined{};  // each line trimmed, joined with ", "
  std::optional<result> expect{};
  std::vector<named_alternative> alternatives{};
  std::optional<std::uint64_t> offset{};
  std::vector<std::string> decoys{};
  std::optional<std::vector<expected_finding>> findings{};  // nothing: the case does not say
  std::vector<std::string> answers{};  // lines of the challenge that the credentials answer

  // Serialize cases: `octets` is what the reference writes; with `refuse` nothing can be written.
  result structure{};
  std::string octets{};
  bool refuse = false;

  // Cost cases.
  cost_shape cost{};

  const std::string& id() const { return facts->id; }
};

// The value that field lines stand for: each without SP and HTAB at its ends (RFC 9110
// section 5.5), joined with ", " (section 5.3).
std::string combine(const std::vector<std::string>& lines);
std::string_view trim(std::string_view line);

// Reads case files and checks them against the schema in `schema_folder`. Every case is merged with
// its file's `defaults` and `operation` first.
//
// Errors are kInvalidArgument or kNotFound, one line each: `file: /cases/3/parse: expected ...`. At
// most ten are told for a file. Besides the schema it is an error: an id that occurs twice in all
// files of the loader, a code point above U+00FF, a member that occurs twice in an object, a result
// that does not fit the operation.
class case_loader {
 public:
  static absl::StatusOr<case_loader> open(const std::filesystem::path& schema_folder);
  ~case_loader();
  case_loader(case_loader&&) noexcept;
  case_loader& operator=(case_loader&&) noexcept;

  // A file, or every *.json below a folder in the order of their names. May be called more than
  // once.
  absl::Status load(const std::filesystem::path& file_or_folder);
  // The same for the text of one file; `name` stands in the messages.
  absl::Status load_text(const std::string& text, const std::string& name);

  // Everything loaded so far, in order.
  std::vector<test_case> take();

 private:
  struct state;
  explicit case_loader(std::unique_ptr<state>);
  std::unique_ptr<state> state_;
};

}  // namespace gauntlet::model

#endif
