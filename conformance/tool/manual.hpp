#ifndef CONFORMANCE_TOOL_MANUAL_HPP
#define CONFORMANCE_TOOL_MANUAL_HPP

#include <map>
#include <string>

#include "conformance/tool/command_tree.hpp"

namespace gauntlet::tool {

// The manual pages of a program and of the commands that it lists, by their file's name, such as
// "gauntlet-run.1": sources for man and mandoc. What stands below a command is on its page.
std::map<std::string, std::string> manual_pages(const described_command& program);

}  // namespace gauntlet::tool

#endif
