#ifndef CONFORMANCE_MODEL_CASE_FILE_HPP
#define CONFORMANCE_MODEL_CASE_FILE_HPP

#include "nlohmann/json_fwd.hpp"

namespace gauntlet::model {

// What a case of a file consists of: `one`, which is an object, then the `defaults` of `document`,
// then its `operation`.
nlohmann::json merged_case(const nlohmann::json& document, const nlohmann::json& one);

}  // namespace gauntlet::model

#endif
