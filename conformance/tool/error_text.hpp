#ifndef CONFORMANCE_TOOL_ERROR_TEXT_HPP
#define CONFORMANCE_TOOL_ERROR_TEXT_HPP

#include <cstddef>
#include <gauntlet/error.hpp>
#include <string>
#include <string_view>

#include "conformance/model/result.hpp"

namespace gauntlet::tool {

// What the parser expected, or what is wrong, in words: "expected a comma or the end". The operation
// tells what is possible: there is no list of credentials.
std::string_view explain(gauntlet::errc, model::operation) noexcept;

// Two lines: the field line, and under the octet at `position` a caret with `message`. Octets
// outside %x20-7E are shown as \xHH, and the caret stands under the first column of what stands for
// its octet. A `position` at or after the end puts the caret after the last octet. A long line is
// cut at both ends to about `width` columns around the caret.
//
//     Foo a==b
//            ^ expected a comma or the end
std::string with_caret(std::string_view field_line, std::size_t position, std::string_view message,
                       std::size_t width = 100);

}  // namespace gauntlet::tool

#endif
