#ifndef CONFORMANCE_LINT_VALUE_RULES_HPP
#define CONFORMANCE_LINT_VALUE_RULES_HPP

#include <cstddef>
#include <functional>
#include <vector>

#include "conformance/lint/field.hpp"
#include "conformance/lint/message.hpp"
#include "conformance/lint/mistake.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::lint {

// A value that the grammar takes, in its head.
struct value_view {
  const auth_field& field;
  const schemes::reading& reading;
  const std::vector<lexeme>& lexemes;
  // The number of the field line, among those of the field, that an octet of reading.value came
  // from.
  std::function<std::size_t(std::size_t)> line_of;

  bool is(model::operation op) const { return reading.operation == op; }
  std::string_view text(const schemes::span& at) const {
    return std::string_view(reading.value).substr(at.begin, at.end - at.begin);
  }
};

// What lint has to say of such a value beyond what its scheme demands (schemes::check).
using value_rule = void (*)(const value_view&, std::vector<remark>&);
struct named_value_rule {
  const char* id;
  value_rule look;
};
extern const std::vector<named_value_rule> rules_of_writing;     // rules_writing.cc
extern const std::vector<named_value_rule> rules_of_challenges;  // rules_challenges.cc

// All of it, and the scheme layer's, in the order of their places.
std::vector<remark> remarks_on(const value_view&);

}  // namespace gauntlet::lint

#endif
