#ifndef CONFORMANCE_LIVE_CHECK_FORMS_HPP
#define CONFORMANCE_LIVE_CHECK_FORMS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/live/check/credentials.hpp"
#include "conformance/model/case_facts.hpp"

namespace gauntlet::check {

// A way to write credentials.
struct form {
  const char* id;
  const char* title;
  std::vector<std::string> requirements{};
  std::vector<model::reference> refs{};
  // "valid": senders may write it. "": they may not, but a recipient has to take it. "must-not": they
  // may not, and a recipient may refuse it; nearly all of these are not in the grammar.
  const char* generate = "valid";
  enum payload { any, params, token68 } payload = any;  // which it can be written with
  // Field lines, name and colon included.
  std::vector<std::string> (*lines)(std::string_view field, const credentials&);

  bool is_legal() const noexcept { return std::string_view(generate) != "must-not"; }
};
const std::vector<form>& forms();

}  // namespace gauntlet::check

#endif
