#ifndef CONFORMANCE_TOOL_HELP_TEXT_HPP
#define CONFORMANCE_TOOL_HELP_TEXT_HPP

#include <cstddef>
#include <string>

#include "conformance/tool/command_tree.hpp"

namespace gauntlet::tool {

// What -h may fill: the classical terminal, without the line of the next prompt.
inline constexpr std::size_t screen_width = 80;
inline constexpr std::size_t screen_lines = 23;

// `text` in lines of at most `width` columns, broken at spaces; a word that is longer stands alone.
// `first` begins the first line, spaces up to column `indent` each other one.
std::string wrapped(const std::string& text, std::size_t width, const std::string& first,
                    std::size_t indent);

// All that there is to say: --help.
std::string full_help(const described_command&);

// What fits a screen, an example first: -h. The options with what they mean if there is room for
// that, else their names.
std::string short_help(const described_command&);

}  // namespace gauntlet::tool

#endif
