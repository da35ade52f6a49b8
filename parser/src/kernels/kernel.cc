#include "gauntlet/kernel.hpp"

#if defined(__x86_64__)
#include "x86.hpp"
#endif

namespace gauntlet {
inline namespace GAUNTLET_ABI {

bool kernel::runs_here(kernel_id id) noexcept {
  switch (id) {
    case kernel_id::portable:
      return true;
#if defined(__x86_64__)
    case kernel_id::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
             __builtin_cpu_supports("bmi2");
#endif
    default:
      return false;
  }
}

kernel kernel::of(kernel_id wanted) noexcept {
  if (!runs_here(wanted)) return {};
  switch (wanted) {
#if defined(__x86_64__)
    case kernel_id::avx2:
      return {wanted, kernels::avx2::parse, kernels::avx2::parse_lines};
#endif
    default:
      return {};
  }
}

kernel kernel::best() noexcept { return of(kernel_id::avx2); }

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet
