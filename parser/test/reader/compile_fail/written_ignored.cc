#include "gauntlet/gauntlet.hpp"

std::size_t joined(std::span<const std::string_view> lines, std::span<char> buffer) {
#ifdef COMPILE_FAIL
  gauntlet::join(lines, buffer);
  return 0;
#else
  return gauntlet::join(lines, buffer).value.size();
#endif
}
