#include "gauntlet/gauntlet.hpp"

// A status says true when all is well, so that using it as an error number would turn it round.
int result_of(std::string_view value) {
  const gauntlet::status status = gauntlet::validate(value, gauntlet::operation::challenges);
#ifdef COMPILE_FAIL
  return status;
#else
  return static_cast<int>(status.code);
#endif
}
