#include "conformance/tool/report_lines.hpp"

#include <cstddef>
#include <fstream>
#include <iostream>
#include <istream>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {

bool for_each_report(const char* command, const std::vector<std::string>& files,
                     const std::function<absl::Status(const nlohmann::json&)>& use,
                     command_context& context) {
  const auto refuse = [&](const std::string& why) {
    fail(context, absl::StrCat(command, ": ", why));
    return false;
  };
  const auto read = [&](std::istream& in, const std::string& name) {
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      const std::string where = absl::StrCat(name, ":", number);
      const absl::StatusOr<nlohmann::json> document = model::parse_json(line, where);
      if (!document.ok()) return refuse(std::string(document.status().message()));
      if (const absl::Status used = use(*document); !used.ok())
        return refuse(absl::StrCat(where, ": ", std::string(used.message())));
    }
    return !in.bad() || refuse(absl::StrCat(name, ": cannot read it"));
  };
  if (files.empty()) return read(std::cin, "standard input");
  for (const std::string& file : files) {
    if (file == "-") {
      if (!read(std::cin, "standard input")) return false;
      continue;
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) return refuse(absl::StrCat(model::printable(file), ": cannot open it"));
    if (!read(in, model::printable(file))) return false;
  }
  return true;
}

}  // namespace gauntlet::tool
