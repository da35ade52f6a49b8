// Compiled twice: with these headers, and with a copy of them that carries the name of the next
// version.

#include "use.hpp"

#include <gauntlet/gauntlet.hpp>

// Not static: were the namespaces the same, this would be defined twice and not link.
namespace gauntlet {
inline namespace GAUNTLET_ABI {
unsigned long count(std::string_view text, status* error) {
  unsigned long challenges = 0;
  reader in(text, operation::challenges);
  for (;;) {
    switch (in.next()) {
      case event::auth_scheme:
        ++challenges;
        break;
      case event::token68:
      case event::auth_param:
        break;
      case event::end:
      case event::error:
        *error = in.status();
        return challenges;
    }
  }
}
}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

outcome GAUNTLET_USE(const char* data, unsigned long size) {
  gauntlet::status error;
  const unsigned long challenges = gauntlet::count({data, size}, &error);
  return {challenges, error.offset, sizeof(gauntlet::reader)};
}
