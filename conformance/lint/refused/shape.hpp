#ifndef CONFORMANCE_LINT_REFUSED_SHAPE_HPP
#define CONFORMANCE_LINT_REFUSED_SHAPE_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace gauntlet::lint {

// What a value looks like around an octet, without what it says: each run of letters, digits and
// other octets of tokens is `w`, each run of white space a space, each run of octets above 0x7F
// `\x80`; delimiters stay, and a caret stands in front of the octet. At most 16 of these on either
// side. No secret is left, and values with the same fault mostly have the same shape:
//
//     shape_of("Basic realm=\"the \"inner\" realm\"", 18) == "w w=\"w \"^w\" w\""
std::string shape_of(std::string_view value, std::size_t at);

}  // namespace gauntlet::lint

#endif
