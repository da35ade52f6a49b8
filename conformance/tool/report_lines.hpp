#ifndef CONFORMANCE_TOOL_REPORT_LINES_HPP
#define CONFORMANCE_TOOL_REPORT_LINES_HPP

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "conformance/tool/commands.hpp"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::tool {

// For the commands that add up their own reports (--merge): each line of each file that is not
// empty is a JSON document, which `use` takes or says what is wrong with. "-", and no files at all,
// is standard input. False after fail(), which names `command` and the place.
bool for_each_report(const char* command, const std::vector<std::string>& files,
                     const std::function<absl::Status(const nlohmann::json&)>& use,
                     command_context&);

}  // namespace gauntlet::tool

#endif
