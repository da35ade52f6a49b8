#include <string>

#include "gauntlet/gauntlet.hpp"

std::string field_value();

bool is_basic() {
#ifdef COMPILE_FAIL
  const gauntlet::credentials credentials(field_value());
#else
  const std::string value = field_value();
  const gauntlet::credentials credentials(value);
#endif
  return credentials.is("Basic");
}
