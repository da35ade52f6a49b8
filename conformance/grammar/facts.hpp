#ifndef CONFORMANCE_GRAMMAR_FACTS_HPP
#define CONFORMANCE_GRAMMAR_FACTS_HPP

#include <string>
#include <vector>

#include "conformance/grammar/engine.hpp"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::grammar_engine {

// What the octets of a case show of it, as the members `requirements`, `refs` and `flags`: an empty
// element, BWS, a quoted-pair, the kind of fault where the value ends to be one. A value that shows
// nothing in particular cites the rule of its field.
void add_facts(nlohmann::ordered_json& to, const engine&, operation,
               const std::vector<std::string>& lines);

}  // namespace gauntlet::grammar_engine

#endif
