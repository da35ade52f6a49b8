#include <gauntlet/gauntlet.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/lint/mistake.hpp"

namespace gauntlet::lint {
namespace {

// What could not be told in any other way.
remark by_the_grammar(const mistake& m) {
  return {.rule = "grammar",
          .at = m.at(),
          .text = m.is_at_end() ? "the value ends too early"
                                : "the grammar has nothing that goes on like this",
          .why_not = "what was meant is not known"};
}

}  // namespace

remark diagnose(const mistake& m) {
  // The order is that of how sure a rule is of itself; a vendor's form is told before its octets.
  for (const std::vector<named_grammar_rule>* rules :
       {&rules_of_octets, &rules_of_credentials, &rules_of_schemes, &rules_of_params,
        &rules_of_token68}) {
    for (const named_grammar_rule& one : *rules) {
      if (std::optional<remark> made = one.look(m)) {
        made->rule = one.id;
        return *std::move(made);
      }
    }
  }
  return by_the_grammar(m);
}

}  // namespace gauntlet::lint
