#include <string_view>
#include <vector>

#include "gauntlet/gauntlet.hpp"

std::vector<std::string_view> field_lines();

gauntlet::event first_event() {
#ifdef COMPILE_FAIL
  gauntlet::reader reader(field_lines(), gauntlet::operation::challenges);
#else
  const std::vector<std::string_view> lines = field_lines();
  gauntlet::reader reader(lines, gauntlet::operation::challenges);
#endif
  return reader.next();
}
