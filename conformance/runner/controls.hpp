#ifndef CONFORMANCE_RUNNER_CONTROLS_HPP
#define CONFORMANCE_RUNNER_CONTROLS_HPP

#include <string>
#include <string_view>

#include "conformance/model/result.hpp"

// CR, LF and NUL, which no field value may hold (RFC 9110, section 5.5).
namespace gauntlet::runner {

bool holds_control(std::string_view);
// Whether anything in the result does.
bool holds_control(const model::result&);

// The line with each obs-fold (CRLF SP) as one SP, then each CR, LF and NUL as one SP.
std::string with_spaces(std::string_view line);

// What stands before the first LF or CRLF that no SP or HTAB follows: the line as a reader has it
// that takes a lone LF for its end (RFC 9112, section 2.2).
std::string_view before_line_end(std::string_view line);

}  // namespace gauntlet::runner

#endif
