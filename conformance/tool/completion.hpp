#ifndef CONFORMANCE_TOOL_COMPLETION_HPP
#define CONFORMANCE_TOOL_COMPLETION_HPP

#include <filesystem>
#include <string>
#include <vector>

#include "conformance/tool/command_tree.hpp"

namespace gauntlet::tool {

struct candidate {
  std::string word;
  std::string what;  // may be empty
};

// What the last of `words` may become: commands, options and what is known of their values. The
// others stand before it, after the program's name; `conformance` holds the suite's data. Nothing: a
// file, or anything.
std::vector<candidate> completions(const described_command& program,
                                   const std::vector<std::string>& words,
                                   const std::filesystem::path& conformance);

}  // namespace gauntlet::tool

#endif
