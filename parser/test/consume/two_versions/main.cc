#include <cstdio>
#include <cstring>

#include "use.hpp"

int main() {
  const char text[] = "Foo a=\"b\", Bar, Basic realm=x y";
  const outcome a = use_this_version(text, std::strlen(text));
  const outcome b = use_next_version(text, std::strlen(text));
  std::printf("%lu %lu\n%lu %lu\n", a.challenges, a.error_offset, b.challenges, b.error_offset);
  const bool right =
      a.challenges == 3 && a.error_offset == 30 && b.challenges == 3 && b.error_offset == 30;
  // The copy has a member more: each half really used its own layout.
  return right && b.reader_size > a.reader_size ? 0 : 1;
}
