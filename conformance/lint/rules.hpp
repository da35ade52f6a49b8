#ifndef CONFORMANCE_LINT_RULES_HPP
#define CONFORMANCE_LINT_RULES_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/schemes/check.hpp"

namespace gauntlet::lint {

// What does not read such a value, with versions, as a run of the suite found it (stumbles.json), or
// what is known from public reports.
struct stumble {
  std::string text{};
  std::string about{};  // only of findings whose text has this word; empty: of all
};

// A row of rules.json.
struct rule {
  std::string id{};
  schemes::level level = schemes::level::must;
  std::string title{};
  std::string what{};    // is wrong; one sentence
  std::string why{};     // it matters
  std::string remedy{};  // what to do
  std::vector<schemes::reference> refs{};
  std::vector<stumble> stumbles{};
  std::string example{};  // a head or a field that has it
};

// All rules in the order of the file: those of the scheme layer, too.
const std::vector<rule>& all_rules();
// Nothing: there is none of that name.
const rule* find_rule(std::string_view id);
// "RFC 9110, section 11.5".
std::string describe(const schemes::reference&);

}  // namespace gauntlet::lint

#endif
