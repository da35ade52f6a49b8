#ifndef CONFORMANCE_RUNNER_GRAMMAR_READING_HPP
#define CONFORMANCE_RUNNER_GRAMMAR_READING_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/model/result.hpp"

// What the grammar engine says of values of which the suite does not tell it: verdicts do not rest
// on the parser. The engine is built when it is first asked. Thread-safe; O(length).
namespace gauntlet::runner {

// The result of field lines in grammar `recipient`; nothing if they are not valid.
std::optional<model::result> grammar_reading(model::operation,
                                             const std::vector<std::string>& lines);

// Where the quoted-strings of a combined value stand: [first, last) of the octets between the
// DQUOTEs. Nothing if the value is not in grammar `recipient`.
using octet_range = std::pair<std::size_t, std::size_t>;
std::optional<std::vector<octet_range>> quoted_strings(model::operation, std::string_view combined);

}  // namespace gauntlet::runner

#endif
