#include "gauntlet/gauntlet.hpp"

std::string_view scheme_of(std::string_view value) {
  gauntlet::reader reader(value, gauntlet::operation::credentials);
#ifdef COMPILE_FAIL
  reader.next();
#else
  if (reader.next() != gauntlet::event::auth_scheme) return {};
#endif
  return reader.scheme();
}
