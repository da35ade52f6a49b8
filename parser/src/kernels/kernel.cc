#include "gauntlet/kernel.hpp"

// GAUNTLET_KERNELS_HERE: the kernels of this architecture, the fastest first, one line each: the
// name, which is also that of the namespace, and whether the processor has what it needs.
#if defined(__x86_64__)
#include "x86.hpp"
#define GAUNTLET_KERNELS_HERE(KERNEL) \
  KERNEL(avx512, has_avx512())        \
  KERNEL(avx2, has_avx2())            \
  KERNEL(ssse3, has_ssse3())          \
  KERNEL(sse2, true)

namespace {
bool has_ssse3() noexcept { return __builtin_cpu_supports("ssse3"); }
bool has_bmi() noexcept { return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"); }
bool has_avx2() noexcept { return __builtin_cpu_supports("avx2") && has_bmi(); }
bool has_avx512() noexcept {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") && has_bmi();
}
}  // namespace
#elif defined(__aarch64__) && !defined(__AARCH64EB__)
#include "neon.hpp"
#define GAUNTLET_KERNELS_HERE(KERNEL) KERNEL(neon, true)
#else
#define GAUNTLET_KERNELS_HERE(KERNEL)
#endif

namespace gauntlet {
inline namespace GAUNTLET_ABI {

bool kernel::runs_here(kernel_id id) noexcept {
  switch (id) {
#define GAUNTLET_KERNEL(name, needs) \
  case kernel_id::name:              \
    return needs;
    GAUNTLET_KERNELS_HERE(GAUNTLET_KERNEL)
#undef GAUNTLET_KERNEL
    case kernel_id::portable:
      return true;
    default:
      return false;
  }
}

kernel kernel::of(kernel_id wanted) noexcept {
  if (!runs_here(wanted)) return {};
  switch (wanted) {
#define GAUNTLET_KERNEL(name, needs) \
  case kernel_id::name:              \
    return {wanted, kernels::name::parse, kernels::name::parse_lines};
    GAUNTLET_KERNELS_HERE(GAUNTLET_KERNEL)
#undef GAUNTLET_KERNEL
    default:
      return {};
  }
}

kernel kernel::best() noexcept {
#define GAUNTLET_KERNEL(name, needs) \
  if (runs_here(kernel_id::name)) return of(kernel_id::name);
  GAUNTLET_KERNELS_HERE(GAUNTLET_KERNEL)
#undef GAUNTLET_KERNEL
  return {};
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet
