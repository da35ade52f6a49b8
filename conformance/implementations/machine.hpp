#ifndef CONFORMANCE_IMPLEMENTATIONS_MACHINE_HPP
#define CONFORMANCE_IMPLEMENTATIONS_MACHINE_HPP

#include <filesystem>
#include <string>
#include <vector>

namespace gauntlet::implementations {

// What installing and starting depend on, as values, so that tests can make a machine up.
struct machine {
  // Where programs are looked for, in this order. /usr/bin comes first on a real machine: packages
  // of the distribution belong to the interpreters of the distribution.
  std::vector<std::filesystem::path> search_path;
  bool root = false;
  bool terminal = false;        // sudo may ask for a password
  std::filesystem::path cache;  // compiled adapters and npm packages; made when needed

  // The absolute path of a program, empty when there is none. A name with a slash is taken as it
  // is.
  std::filesystem::path find_program(const std::string& name) const;
  // "sudo apt-get install --no-install-recommends python3-webob", for people.
  std::string apt_command(const std::vector<std::string>& packages) const;
};

// This machine: PATH with /usr/bin and /bin in front, and the cache at $GAUNTLET_CACHE, or
// $XDG_CACHE_HOME/gauntlet, or ~/.cache/gauntlet.
machine this_machine();

}  // namespace gauntlet::implementations

#endif
