#ifndef CONFORMANCE_LINT_TEST_EXAMPLES_HPP
#define CONFORMANCE_LINT_TEST_EXAMPLES_HPP

#include <optional>
#include <string>
#include <vector>

#include "conformance/lint/judge.hpp"
#include "conformance/lint/message.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {

// An example of rules.json: a head or field lines as people write them, several heads of a trace
// (requests and responses in turn), or one field with its octets.
struct example {
  std::vector<std::string> texts{};   // with LF at the ends of lines
  std::optional<field_line> field{};  // views of `name` and `value`
  std::string name{};
  std::string value{};
  std::optional<bool> is_tls{};
  judge_settings settings{};
};
example read_example(const nlohmann::json&);

// The head that a text is; its views are of the text.
head head_of(const std::string& text);

// What is said of all heads of an example.
std::vector<judgement> judge_example(const example&);
std::vector<std::string> rules_in(const std::vector<judgement>&);

// The octets of a string of JSON (PROTOCOL.md, section 1).
std::string octets_of(const nlohmann::json&);

}  // namespace gauntlet::lint

#endif
