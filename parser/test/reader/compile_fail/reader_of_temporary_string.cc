#include <string>

#include "gauntlet/gauntlet.hpp"

std::string field_value();

gauntlet::event first_event() {
#ifdef COMPILE_FAIL
  gauntlet::reader reader(field_value(), gauntlet::operation::challenges);
#else
  const std::string value = field_value();
  gauntlet::reader reader(value, gauntlet::operation::challenges);
#endif
  return reader.next();
}
