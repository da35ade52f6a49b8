#include "conformance/tool/version.hpp"

#include <gauntlet/gauntlet.h>
#include <sys/utsname.h>

#include <gauntlet/kernel.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

std::string system_name() {
  utsname name{};
  return ::uname(&name) == 0 ? absl::StrCat(name.sysname, " ", name.machine) : "unknown";
}

// Those that this processor runs.
std::vector<std::string> kernels() {
  std::vector<std::string> made;
  for (const kernel_id id : every_kernel) {
    if (kernel::runs_here(id)) made.emplace_back(to_string(id));
  }
  return made;
}

}  // namespace

build_facts build() {
  return {GAUNTLET_TOOL_VERSION, GAUNTLET_TOOL_COMMIT, GAUNTLET_TOOL_DATE, GAUNTLET_TOOL_COMPILER,
          GAUNTLET_TOOL_BUILD_TYPE};
}

std::string version_text(bool json) {
  const build_facts of = build();
  if (json) {
    const nlohmann::ordered_json made = {
        {"name", "gauntlet"},          {"version", of.version},
        {"commit", of.commit},         {"date", of.date},
        {"compiler", of.compiler},     {"build_type", of.type},
        {"kernels", kernels()},        {"kernel", to_string(kernel::best().id())},
        {"abi", GAUNTLET_ABI_VERSION}, {"protocol", 1},
        {"system", system_name()}};
    return made.dump();
  }
  return absl::StrCat(
      "gauntlet ", of.version, "\ncommit    ", of.commit, ", ", of.date, "\ncompiler  ",
      of.compiler, ", ", of.type, "\nkernels   ", absl::StrJoin(kernels(), " "),
      "; the fastest here: ", std::string(to_string(kernel::best().id())), "\nABI       ",
      GAUNTLET_ABI_VERSION, " (gauntlet.h), protocol 1\nsystem    ", system_name());
}

}  // namespace gauntlet::tool
