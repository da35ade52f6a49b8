// Compiled twice: with these headers, and with a copy of them that carries the name of the next
// version.

#include "use.hpp"

#include <gauntlet/gauntlet.hpp>

// Not static: were the namespaces the same, this would be defined twice and not link.
namespace gauntlet {
inline namespace GAUNTLET_ABI {
unsigned long count(std::string_view text, status* error) {
  struct {
    unsigned long challenges = 0;
    void auth_scheme(std::string_view) { ++challenges; }
    void token68(std::string_view) {}
    void auth_param(const gauntlet::auth_param&) {}
  } found;
  *error = visit(reader(text, operation::challenges), found);
  return found.challenges;
}
}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

outcome GAUNTLET_USE(const char* data, unsigned long size) {
  gauntlet::status error;
  const unsigned long challenges = gauntlet::count({data, size}, &error);
  return {challenges, error.offset, sizeof(gauntlet::reader)};
}
