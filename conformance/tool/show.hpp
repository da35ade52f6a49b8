#ifndef CONFORMANCE_TOOL_SHOW_HPP
#define CONFORMANCE_TOOL_SHOW_HPP

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "conformance/report/report.hpp"
#include "conformance/tool/commands.hpp"

namespace gauntlet::tool {

// How standard output wants its tables: with colours on a terminal, unless `no_color`, NO_COLOR or
// TERM=dumb say otherwise.
report::terminal_options terminal_look(bool no_color, bool details);

// Adds --format, which may be repeated; and whether all of them are formats, else fail().
void add_format_option(CLI::App&, std::vector<std::string>& to);
bool formats_named(command_context&, const char* command, const std::vector<std::string>& names);

}  // namespace gauntlet::tool

#endif
