#ifndef CONFORMANCE_LINT_MESSAGE_RULES_HPP
#define CONFORMANCE_LINT_MESSAGE_RULES_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/lint/field.hpp"
#include "conformance/lint/finding.hpp"
#include "conformance/lint/message.hpp"

namespace gauntlet::lint {

// What is wrong with a head.
struct head_remark {
  std::string rule{};
  std::string text{};
  std::optional<mark> at{};
  std::string field{};    // as RFC 9110 writes it
  std::string why_not{};  // why nothing corrects it without guessing; empty: something does
};

struct message_view {
  const head& of;
  const std::vector<auth_field>& fields;

  const auth_field* find(std::string_view name) const;
};

using message_rule = void (*)(const message_view&, std::vector<head_remark>&);
struct named_message_rule {
  const char* id;
  message_rule look;
};
extern const std::vector<named_message_rule> rules_of_status;  // rules_status.cc
extern const std::vector<named_message_rule> rules_of_lines;   // rules_lines.cc

std::vector<head_remark> remarks_on(const message_view&);

// Whether the value of a field line holds the word `text` of a list, without regard to case.
bool has_member(std::string_view value, std::string_view text);
// The first value of a field of that name; nothing when there is none.
std::optional<std::string_view> find_value(const head&, std::string_view name);
// Whether the exchange is known to go over the network without TLS.
bool is_cleartext(const head&);

}  // namespace gauntlet::lint

#endif
