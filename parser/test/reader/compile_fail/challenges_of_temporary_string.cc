#include <string>

#include "gauntlet/gauntlet.hpp"

std::string field_value();

bool has_basic() {
#ifdef COMPILE_FAIL
  const gauntlet::challenges list(field_value());
#else
  const std::string value = field_value();
  const gauntlet::challenges list(value);
#endif
  for (const gauntlet::challenge challenge : list) {
    if (challenge.is("Basic")) return true;
  }
  return false;
}
