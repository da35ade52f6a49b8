#ifndef CONFORMANCE_LINT_WRITE_JSON_PARTS_HPP
#define CONFORMANCE_LINT_WRITE_JSON_PARTS_HPP

#include "conformance/lint/present.hpp"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::lint {

// [{"rfc":9110,"section":"11.5"}, ...]
nlohmann::ordered_json references_of(const shown_finding&);

}  // namespace gauntlet::lint

#endif
