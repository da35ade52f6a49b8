#ifndef CONFORMANCE_LIVE_SERVERS_VERSION_HPP
#define CONFORMANCE_LIVE_SERVERS_VERSION_HPP

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::live {

// The first version number of a text: digits and dots with at least one dot, and what follows them
// without a space: "1.22.1", "2.9.0dev.12". Empty when there is none.
std::string version_in(std::string_view text);

// What a program says when it is asked for its version; empty when it says nothing.
std::string version_of(const std::vector<std::string>& command);

}  // namespace gauntlet::live

#endif
