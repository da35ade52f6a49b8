// What a peer is: a library that reads some of what an authentication field holds.
#ifndef GAUNTLET_BENCH_PEERS_PEER_HPP_
#define GAUNTLET_BENCH_PEERS_PEER_HPP_

#include <functional>
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
  std::function<std::optional<std::string>(const std::string& value, gauntlet::operation)> prepare;
  // Reads it, and says whether the library took it.
  std::function<bool(const std::string& prepared, gauntlet::operation)> read;
};

// What stands behind the auth-scheme, for libraries that want it cut off. Nothing for a value with
// a token68 or without parameters.
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

std::vector<peer> gauntlet_peers();
std::vector<peer> anchor_peers();
std::vector<peer> poco_peers();
std::vector<peer> beast_peers();
std::vector<peer> libsoup_peers();
std::vector<peer> httplib_peers();
std::vector<peer> re_peers();
std::vector<peer> osip_peers();
std::vector<peer> sofia_peers();

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_PEERS_PEER_HPP_
