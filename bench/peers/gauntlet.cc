#include <array>
#include <gauntlet/gauntlet.hpp>

#include "bench/peers/peer.hpp"

#ifdef GAUNTLET_HAS_KERNELS
#include <gauntlet/kernel.hpp>
#endif

namespace gauntlet::bench {
namespace {

std::optional<std::string> as_it_is(const std::string& value, gauntlet::operation) { return value; }

}  // namespace

std::vector<peer> gauntlet_peers() {
  std::vector<peer> all;
  all.push_back({"gauntlet, headers only", "this checkout", "reader::next()", "", as_it_is,
                 [](const std::string& value, gauntlet::operation what) {
                   gauntlet::reader reader(value, what, gauntlet::no_limits);
                   for (;;) {
                     const gauntlet::event event = reader.next();
                     if (event == gauntlet::event::end) return true;
                     if (event == gauntlet::event::error) return false;
                   }
                 }});
#ifdef GAUNTLET_HAS_KERNELS
  const gauntlet::kernel kernel = gauntlet::kernel::best();
  all.push_back({"gauntlet, " + std::string(gauntlet::to_string(kernel.id())), "this checkout",
                 "kernel::parse()", "", as_it_is,
                 [kernel](const std::string& value, gauntlet::operation what) {
                   static std::array<gauntlet::element, 64> storage;
                   return static_cast<bool>(
                       kernel.parse(value, what, storage, gauntlet::no_limits));
                 }});
#endif
  return all;
}

}  // namespace gauntlet::bench
