// The comparison of agreement.hpp as a program, for processors that this machine only emulates.
// Exit status: 0 no difference, 1 differences, 2 no such kernel here.
#include "agreement.hpp"

int main(int argc, char** argv) {
  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    if (argc != 2 || to_string(id) != argv[1]) continue;
    if (!gauntlet::kernel::runs_here(id)) break;
    gauntlet::test::comparison with(gauntlet::kernel::of(id));
    compare_short_values(with, 3);
    compare_at_boundaries(with, 1);
    compare_mixed_values(with, 4000);
    compare_every_octet(with);
    std::printf("%s: %zu values, %zu differences\n", argv[1], with.values(), with.differences());
    return with.differences() == 0 ? 0 : 1;
  }
  return 2;
}
