#ifndef CONFORMANCE_LINT_READERS_JSON_HPP
#define CONFORMANCE_LINT_READERS_JSON_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/lint/readers/head_builder.hpp"
#include "simdjson.h"

namespace gauntlet::lint::readers {

using json = simdjson::dom::element;

// Reads documents one after the other; a document holds until the next one.
class json_parser {
 public:
  // Nothing: it is no JSON.
  std::optional<json> parse(std::string_view text);

 private:
  simdjson::dom::parser parser_{};
  std::string padded_{};
};

// A member of an object; nothing of what is no object.
std::optional<json> member(const json&, std::string_view name);
std::optional<std::string_view> string_of(const std::optional<json>&);
// A number, also one that is written as a string; the first of an array.
std::optional<std::int64_t> number_of(const std::optional<json>&);
// A string; the first of an array.
std::optional<std::string_view> text_of(const std::optional<json>&);

// The octets that a JSON string stands for, from the UTF-8 of its code points. One octet for each
// code point where all are at most U+00FF: so tools that keep octets write them, and our own files
// (conformance/PROTOCOL.md). With one above, the tool has decoded the octets as UTF-8, and they are
// UTF-8 again. Of two tools that write U+00E9 one has seen E9, the other C3 A9: that cannot be told
// apart, and makes no difference to a rule, since either is obs-text.
std::string_view octets_of(std::string_view utf8, std::string& room);

// Adds field lines from whatever shape tools write them in:
//
//     [["Name","value"], ...]                         [{"name":"Name","value":"value"}, ...]
//     ["Name: value", ...]                            ["Name","value","Name","value", ...]
//     {"Name":"value", "Name":["value","value"]}      {"name":["Name", ...],"value":["value", ...]}
//     "Name: value\r\nName: value\r\n"
//
// False when it is none of these, or a part of it is not. WWW_Authenticate is WWW-Authenticate.
bool add_fields(head_builder&, const json&, const place& at);

}  // namespace gauntlet::lint::readers

#endif
