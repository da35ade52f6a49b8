#include <array>
#include <gauntlet/gauntlet.hpp>

int main() {
  const gauntlet::kernel kernel = gauntlet::kernel::best();
  std::array<gauntlet::element, 4> storage{};
  const gauntlet::parse_result parsed =
      kernel.parse("Basic realm=\"simple\"", gauntlet::operation::challenges, storage);
  const bool is_right = parsed && parsed.size == 2 && storage[0].scheme() == "Basic" &&
                        storage[1].param().value.equals("simple");
  return is_right ? 0 : 1;
}
