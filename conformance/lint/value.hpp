#ifndef CONFORMANCE_LINT_VALUE_HPP
#define CONFORMANCE_LINT_VALUE_HPP

#include <string>
#include <vector>

#include "conformance/lint/edited_text.hpp"
#include "conformance/lint/field.hpp"
#include "conformance/lint/mistake.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::lint {

// What is said of one field, places in octets of its combined value; and the value with everything
// corrected that can be without guessing.
struct looked_at {
  std::vector<remark> remarks{};
  std::vector<std::string>
      values{};               // corrected: one for each line, or one if lines had to be joined
  bool is_corrected = false;  // they differ from what was there
  std::vector<std::string> left{};  // what MUST NOT be, is left, and why
  bool is_valid = false;            // as it stands
  schemes::reading reading{};       // of a valid value
};
looked_at look_at(const auth_field&);

}  // namespace gauntlet::lint

#endif
