#ifndef CONFORMANCE_TOOL_VERSION_HPP
#define CONFORMANCE_TOOL_VERSION_HPP

#include <string>

namespace gauntlet::tool {

// What this program was built from, and with what.
struct build_facts {
  std::string version;   // "0.1.0"
  std::string commit;    // 40 hexadecimal digits, "+changes" after them; "unknown"
  std::string date;      // of the commit; of the build where that is not known
  std::string compiler;  // "GNU 12.2.0"
  std::string type;      // "Release"
};
build_facts build();

// --version: for people, the first line is the name and the version; with `json` one JSON document.
std::string version_text(bool json);

}  // namespace gauntlet::tool

#endif
