#ifndef CONFORMANCE_TOOL_MARKDOWN_HPP
#define CONFORMANCE_TOOL_MARKDOWN_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace gauntlet::tool {

// The section of a page under that heading, the heading included, down to the next one that is not
// below it; empty if there is none. An empty heading: the whole page.
std::string_view section_of(std::string_view page, std::string_view heading);

// Markdown as this project's pages use it, for a terminal: paragraphs and lists in lines of `width`
// columns, of a link its text, a table as a list of its rows, code as it is.
std::string plain_text(std::string_view markdown, std::size_t width);

}  // namespace gauntlet::tool

#endif
