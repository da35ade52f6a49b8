#ifndef CONFORMANCE_IMPLEMENTATIONS_SURVEY_HPP
#define CONFORMANCE_IMPLEMENTATIONS_SURVEY_HPP

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "conformance/implementations/machine.hpp"
#include "conformance/implementations/manifest.hpp"
#include "conformance/process/child.hpp"

namespace gauntlet::implementations {

enum class availability {
  ready,         // `command` can be started
  build_needed,  // everything is there; the build step has to run first
  missing        // `missing` says what, `install_command` how to get it
};

// What an adapter said in its hello, and what is wrong with it if anything is.
struct hello_answer {
  std::string name;
  std::string version;
  std::string runtime;
  std::string error;  // not empty: the adapter cannot run, and why
};

// An implementation on this machine: what the runner starts.
struct implementation {
  manifest_entry entry;
  std::vector<std::string> command;         // argv; the first word is an absolute path when ready
  std::filesystem::path working_directory;  // the folder of the adapters
  std::filesystem::path build_directory;    // `{build}`; empty without a build step
  availability state = availability::missing;
  bool runtime_missing = false;  // its interpreter or compiler is not here
  bool in_default_set = false;   // as the manifest says, given the runtimes of this machine
  std::string missing;           // "Debian package python3-webob"; empty when nothing is
  std::string install_command;   // "apt-get install --no-install-recommends python3-webob"
  std::vector<std::string> apt;  // the Debian packages that are to be installed, runtime included
  bool npm = false;              // the npm folder is to be filled
  double megabytes = 0;          // of what is missing, as the manifest estimates it
  std::optional<hello_answer> hello;  // once probed
};

// The one way to start an adapter: a cleared environment, a session of its own, bounded memory and
// processor time.
process::start_options start_of(const implementation&);

// Room for an interpreter and its libraries, far from what would hurt the machine.
inline constexpr std::uint64_t adapter_memory = std::uint64_t{2} * 1024 * 1024 * 1024;

// Which of a manifest's implementations this machine has, in the manifest's order. Starts at most
// one process (dpkg-query, for all packages at once) unless the machine's package database does not
// know a library that may have come by another way: those are asked for a hello, side by side.
//
// `program` is the gauntlet program itself, for the adapter of the reference parser.
std::vector<implementation> survey(const manifest&, const machine&,
                                   const std::filesystem::path& program);

// Asks each of `all` that is ready for its hello and stops it again, side by side, each within
// `deadline`; fills `hello`. One whose hello is an error becomes `missing`.
void probe(std::vector<implementation>& all, const machine&,
           absl::Duration deadline = absl::Seconds(20));

}  // namespace gauntlet::implementations

#endif
