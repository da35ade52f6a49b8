// The anchors (bench/anchors) as peers: what the figures of the others mean on another machine.
#include "bench/anchors/anchors.hpp"

#include <benchmark/benchmark.h>

#include "bench/peers/peer.hpp"

namespace gauntlet::bench {
namespace {

std::optional<std::string> as_it_is(const std::string& value, gauntlet::operation) { return value; }

peer loop(std::string name, std::string leaves_out, octet_loop* of) {
  return {std::move(name),
          "anchor",
          "",
          std::move(leaves_out),
          as_it_is,
          [of](const std::string& value, gauntlet::operation) {
            benchmark::DoNotOptimize(of(value.data(), value.size()));
            return true;
          }};
}

}  // namespace

std::vector<peer> anchor_peers() {
  return {
      {"strings", "anchor", "", "nothing: the whole grammar, into strings and vectors", as_it_is,
       [](const std::string& value, gauntlet::operation what) {
         return build(value, what).has_value();
       }},
      loop("table4", "everything: looks each octet up, four a step", table4),
      loop("line-scan", "everything: looks for the end of a line", line_scan),
      loop("memchr", "everything: looks for one octet", absent_octet)};
}

}  // namespace gauntlet::bench
