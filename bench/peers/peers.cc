#include "bench/peers/peer.hpp"

// PEER(name) for each library that peers.cmake found.
#ifndef GAUNTLET_PEERS
#define GAUNTLET_PEERS
#endif

namespace gauntlet::bench {

#define PEER(name) peer name##_peer();
GAUNTLET_PEERS
#undef PEER

std::vector<peer> every_peer() {
#define PEER(name) name##_peer(),
  return {GAUNTLET_PEERS};
#undef PEER
}

}  // namespace gauntlet::bench
