// What a peer is: a library that reads some of what an authentication field holds.
#ifndef GAUNTLET_BENCH_PEERS_PEER_HPP_
#define GAUNTLET_BENCH_PEERS_PEER_HPP_

#include <gauntlet/options.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::bench {

struct peer {
  std::string name;
  std::string version;
  std::string function;    // that is called
  std::string leaves_out;  // of the grammar, or of the work
  // What the function is given for a field value, made before anything is timed; nothing when it
  // cannot be asked for such a value.
  std::optional<std::string> (*prepare)(const std::string& value, gauntlet::operation);
  // Reads it, and says whether the library took it. A NUL follows the last octet.
  bool (*read)(std::string_view prepared, gauntlet::operation);
};

// What follows the auth-scheme, for libraries that want it cut off. Nothing for a value with a
// token68 or without parameters.
inline std::optional<std::string> parameters_of(const std::string& value) {
  const std::size_t space = value.find(' ');
  if (space == std::string::npos) return std::nullopt;
  std::string parameters = value.substr(space + 1);
  const std::size_t equals = parameters.find('=');
  if (equals == std::string::npos || equals + 1 == parameters.size() ||
      parameters[equals + 1] == '=' || parameters.find_first_of(" ,/") < equals)
    return std::nullopt;
  return parameters;
}

// Those that the program was built with.
std::vector<peer> every_peer();

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_PEERS_PEER_HPP_
