#ifndef CONFORMANCE_RUNNER_SELECT_HPP
#define CONFORMANCE_RUNNER_SELECT_HPP

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/model/case.hpp"

namespace gauntlet::runner {

// Which cases of the suite to run. What is empty selects everything; of one list any entry may fit,
// and all lists have to.
struct selection {
  std::vector<std::string> ids{};       // ids or globs over them
  std::vector<std::string> families{};  // "list"
  std::vector<std::string>
      sections{};  // "9110/5.6.3": that section of that RFC and those below it; "9110": all
  std::vector<std::string> flags{};         // "empty-element"
  std::vector<std::string> requirements{};  // "R23"
  std::vector<std::string> operations{};    // "credentials"
  std::vector<std::string> layers{};        // "scheme"
  std::vector<std::string> without{};       // families that are left out: "cost"
};

// Whether `text` matches `pattern`: `*` stands for anything without a slash, `**` for anything, `?`
// for one octet that is not a slash. O(pattern * text).
bool glob_matches(std::string_view pattern, std::string_view text);

// Whether a reference such as RFC 9110 section 5.6.1.2 lies in `section`, such as "9110/5.6.1".
bool in_section(const model::reference& ref, std::string_view section);

bool is_selected(const model::case_facts&, const selection&);

// What may have been meant by the first entry of the selection that fits no case: "; did you mean
// list?", or the names that there are. Empty when each fits some case.
std::string suggestion(const selection&, const std::vector<model::test_case>&);

// The selected cases, in order. Errors: kNotFound when an entry of the selection fits no case at
// all (a misspelt family must not look like success), naming it and what suggestion() says;
// kNotFound when nothing fits all lists.
absl::StatusOr<std::vector<model::test_case>> select(std::vector<model::test_case> cases,
                                                     const selection&);

}  // namespace gauntlet::runner

#endif
