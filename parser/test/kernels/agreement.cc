// The comparison of agreement.hpp as a program, for processors that this machine only emulates, and
// for more values than a test has time for:
//
//     agreement KERNEL [COUNT LENGTH]    that many usual values and mutants of them, and every value
//                                        of so many octets, and sequence of so many pieces
//
// Exit status: 0 no difference, 1 differences, 2 no such kernel here.
#include "agreement.hpp"

#include <cstdlib>

int main(int argc, char** argv) {
  if (argc != 2 && argc != 4) return 2;
  const bool is_long = argc == 4;
  const std::size_t count = is_long ? std::strtoull(argv[2], nullptr, 10) : 4000;
  const std::size_t length = is_long ? std::strtoull(argv[3], nullptr, 10) : 3;
  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    if (to_string(id) != argv[1]) continue;
    if (!gauntlet::kernel::runs_here(id)) break;
    gauntlet::test::comparison with(gauntlet::kernel::of(id));
    compare_short_values(with, length);
    compare_pieces(with, length);
    compare_usual_values(with, count);
    if (!is_long) {
      compare_at_boundaries(with, 1);
      compare_mixed_values(with, count);
      compare_every_octet(with);
    }
    std::printf("%s: %zu values, %zu differences\n", argv[1], with.values(), with.differences());
    return with.differences() == 0 ? 0 : 1;
  }
  return 2;
}
