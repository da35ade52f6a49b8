#ifndef CONFORMANCE_LINT_PRESENT_HPP
#define CONFORMANCE_LINT_PRESENT_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/lint/finding.hpp"
#include "conformance/lint/judge.hpp"
#include "conformance/lint/message.hpp"
#include "conformance/lint/reader.hpp"
#include "conformance/lint/rules.hpp"

// What is shown of a judgement. Secrets are taken out here and nowhere else: what writes the outputs
// has only this.
namespace gauntlet::lint {

// Columns [begin, end) of a shown line; a caret in front of the column when they are equal.
struct columns {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A field line as it is shown: octets outside %x20-7E as \xHH.
struct shown_line {
  std::string text{};
  columns at{};
  std::optional<columns> cause{};
};

struct shown_finding {
  std::string rule{};
  schemes::level level = schemes::level::must;
  std::string text{};
  std::vector<schemes::reference> refs{};
  std::string field{};
  std::vector<std::string> stumbles{};
  std::optional<shown_line> line{};
  // Where it is in the input; 0: not known. Columns count octets from 1.
  std::uint64_t offset = 0;
  std::uint64_t line_number = 0;
  std::uint64_t column = 0;
  std::uint64_t end_column = 0;
};

struct shown_message {
  std::string source{};  // the name of the input
  std::uint64_t line_number = 0;
  std::uint64_t record = 0;
  std::string title{};  // its start line; "field lines" where it has none
  std::size_t fields = 0;
  std::vector<shown_finding> findings{};
  std::vector<std::string> fixes{};  // corrected field lines, name and value
  std::vector<std::string> left{};   // what is not corrected, and why
};

// `what` says how the input's lines stand to the fields' values.
shown_message present(const std::string& source, format what, const head&, const judgement&,
                      bool shows_secrets);

// The whole head, corrected; escaped are only the secrets.
std::string present_fix(const head&, const judgement&, bool shows_secrets);

}  // namespace gauntlet::lint

#endif
