#include "gauntlet/gauntlet.hpp"

bool check(std::string_view value) {
#ifdef COMPILE_FAIL
  gauntlet::validate(value, gauntlet::operation::challenges);
  return true;
#else
  return static_cast<bool>(gauntlet::validate(value, gauntlet::operation::challenges));
#endif
}
