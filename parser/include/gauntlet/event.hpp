#ifndef GAUNTLET_EVENT_HPP_
#define GAUNTLET_EVENT_HPP_

#include <cstdint>

#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// What basic_reader::next() found.
//
//     static_assert(gauntlet::event{} == gauntlet::event::end);
enum class event : std::uint8_t {
  end = 0,      // the value was read to its end, and is valid
  auth_scheme,  // a challenge, or the credentials, begins: scheme()
  token68,      // its payload is a token68: token68()
  auth_param,   // one more auth-param of it, or of the auth-info: param()
  error,        // the value is not valid, or a limit was reached: status()
};

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_EVENT_HPP_
