#include "conformance/implementations/machine.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/process/child.hpp"

namespace gauntlet::implementations {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

fs::path cache_folder() {
  if (const std::string set = variable("GAUNTLET_CACHE"); !set.empty()) return set;
  if (const std::string set = variable("XDG_CACHE_HOME"); !set.empty())
    return fs::path(set) / "gauntlet";
  std::string home = variable("HOME");
  if (home.empty()) {
    const passwd* entry = getpwuid(getuid());
    if (entry != nullptr && entry->pw_dir != nullptr) home = entry->pw_dir;
  }
  return fs::path(home.empty() ? "/" : home) / ".cache" / "gauntlet";
}

}  // namespace

fs::path machine::find_program(const std::string& name) const {
  return process::find_program(name, search_path).value_or("");
}

std::string machine::apt_command(const std::vector<std::string>& packages) const {
  return absl::StrCat(root ? "" : "sudo ", "apt-get install --no-install-recommends ",
                      absl::StrJoin(packages, " "));
}

machine this_machine() {
  machine here;
  here.search_path = {"/usr/bin", "/bin"};
  for (const fs::path& folder : process::search_path()) {
    if (!folder.empty()) here.search_path.push_back(folder);
  }
  here.root = geteuid() == 0;
  here.terminal = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  here.cache = cache_folder();
  return here;
}

}  // namespace gauntlet::implementations
