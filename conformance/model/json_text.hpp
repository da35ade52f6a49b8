#ifndef CONFORMANCE_MODEL_JSON_TEXT_HPP
#define CONFORMANCE_MODEL_JSON_TEXT_HPP

#include <string>
#include <string_view>

#include "nlohmann/json_fwd.hpp"

namespace gauntlet::model {

// Whether every octet is in %x20-7E.
bool is_plain_ascii(std::string_view text);

// Whether a JSON text nests deeper than results files may: 64 levels. O(length); to be asked before
// the text is parsed or written, since the JSON library recurses.
bool is_too_deep(std::string_view text);

// A value on one line, in pure ASCII; what is not UTF-8 becomes U+FFFD. Escapes are those of
// append_json_string, so that a value that is written, read and written again has the same text.
std::string dump(const nlohmann::ordered_json& value);

}  // namespace gauntlet::model

#endif
