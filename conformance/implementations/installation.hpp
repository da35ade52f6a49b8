#ifndef CONFORMANCE_IMPLEMENTATIONS_INSTALLATION_HPP
#define CONFORMANCE_IMPLEMENTATIONS_INSTALLATION_HPP

#include <ostream>
#include <string>
#include <vector>

#include "conformance/implementations/machine.hpp"
#include "conformance/implementations/manifest.hpp"
#include "conformance/implementations/ready.hpp"
#include "conformance/implementations/survey.hpp"

namespace gauntlet::implementations {

// What is to be installed, and for whom.
struct installation_plan {
  std::vector<std::string> ids;                // of the implementations that lack something
  std::vector<std::string> apt;                // Debian packages, each once
  std::vector<std::vector<std::string>> sets;  // the same for each implementation, to fall back on
  std::vector<std::string> npm;                // folders whose lockfile's packages are needed
  double megabytes = 0;                        // on disk, as the manifest estimates it
  double limit_megabytes = 0;                  // what may be taken without asking; 0: no limit
  bool empty() const { return apt.empty() && npm.empty(); }
};

// Of the implementations `ids` (all, when empty) those that are missing and that the policy covers.
// The default set and named implementations have a limit of 100 MB in all; with `everything` there
// is none.
installation_plan plan_installation(const std::vector<implementation>&, install_policy,
                                    const std::vector<std::string>& ids = {});

// Carries a plan out. Says on `progress` what it installs and how many MB that takes before it does
// it, and at the end what did not work and why: not root, no apt, no network, no such package.
// Nothing of that is fatal. Never removes a package. Returns whether anything changed.
bool install(const installation_plan&, const manifest&, const machine&, std::ostream* progress);

}  // namespace gauntlet::implementations

#endif
