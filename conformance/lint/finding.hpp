#ifndef CONFORMANCE_LINT_FINDING_HPP
#define CONFORMANCE_LINT_FINDING_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/lint/message.hpp"
#include "conformance/schemes/check.hpp"

namespace gauntlet::lint {

// A part of one field line of the head that a finding is about; octets of its value.
struct mark {
  std::size_t field = 0;  // index into head.fields
  std::size_t begin = 0;
  std::size_t end = 0;  // as begin: a caret in front of that octet
};

// What lint has to say of one message. A row of rules.json has the rest: title, explanation, which
// software stumbles over it.
struct finding {
  std::string rule{};
  schemes::level level = schemes::level::must;
  std::vector<schemes::reference> refs{};
  std::string text{};           // one sentence in plain words, without secrets
  std::optional<mark> at{};     // nothing: the head as a whole
  std::optional<mark> cause{};  // the octet that is to blame, where it is another one
  std::string field{};          // the name of the field as RFC 9110 writes it; empty: none
};

}  // namespace gauntlet::lint

#endif
