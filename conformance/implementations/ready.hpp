#ifndef CONFORMANCE_IMPLEMENTATIONS_READY_HPP
#define CONFORMANCE_IMPLEMENTATIONS_READY_HPP

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/implementations/machine.hpp"
#include "conformance/implementations/survey.hpp"

namespace gauntlet::implementations {

enum class install_policy {
  never,        // --no-install
  default_set,  // plain `gauntlet run`: the default set, or the named implementations
  everything    // --install: all that is known
};

struct ready_options {
  // Only these; empty means all. An unknown id is an error.
  std::vector<std::string> ids{};
  // Of all: those of these languages, letter case aside (an unknown one is an error), and of that
  // tier or a lighter one; 0 means every tier.
  std::vector<std::string> languages{};
  int tier = 0;
  install_policy policy = install_policy::default_set;
  // Where it is told what is installed and built, how many MB, and what went wrong. Null: nowhere.
  std::ostream* progress = nullptr;
};

// Loads the manifest at `adapters`/manifest.json, installs what the policy says, builds what has to
// be built, and returns the implementations in the manifest's order: state `ready`, or `missing`
// with the reason and the command that would get it. With named ids those are installed whether
// they are in the default set or not (unless the policy is `never`).
//
// Errors are those of the manifest, and kNotFound for an unknown id, which names the ids that are
// near. No apt, npm, network or compiler trouble is an error: such an implementation is `missing`.
//
//     auto all = make_ready(context.conformance / "adapters", context.program,
//                           {.ids = {}, .policy = install_policy::never, .progress = &std::cerr});
absl::StatusOr<std::vector<implementation>> make_ready(const std::filesystem::path& adapters,
                                                       const std::filesystem::path& program,
                                                       const ready_options&,
                                                       const machine& = this_machine());

}  // namespace gauntlet::implementations

#endif
