#include <array>
#include <string_view>

#include "gauntlet/gauntlet.hpp"

// Without the deleted constructor these two pointers would be taken as the begin and end of one
// string.
gauntlet::event first_event() {
#ifdef COMPILE_FAIL
  gauntlet::reader reader({"Foo a=b", "c=d"}, gauntlet::operation::challenges);
#else
  const std::array<std::string_view, 2> lines{"Foo a=b", "c=d"};
  gauntlet::reader reader(lines, gauntlet::operation::challenges);
#endif
  return reader.next();
}
