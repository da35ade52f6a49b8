#include "gauntlet/kernel.hpp"

#if defined(__x86_64__)
#include "x86.hpp"
#elif defined(__aarch64__)
#include "neon.hpp"
#endif

namespace gauntlet {
inline namespace GAUNTLET_ABI {

bool kernel::runs_here(kernel_id id) noexcept {
  switch (id) {
    case kernel_id::portable:
      return true;
#if defined(__x86_64__)
    case kernel_id::sse2:
      return true;
    case kernel_id::ssse3:
      return __builtin_cpu_supports("ssse3");
    case kernel_id::avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
             __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    case kernel_id::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
             __builtin_cpu_supports("bmi2");
#elif defined(__aarch64__)
    case kernel_id::neon:
      return true;
#endif
    default:
      return false;
  }
}

kernel kernel::of(kernel_id wanted) noexcept {
  if (!runs_here(wanted)) return {};
  switch (wanted) {
#if defined(__x86_64__)
    case kernel_id::sse2:
      return {wanted, kernels::sse2::parse, kernels::sse2::parse_lines};
    case kernel_id::ssse3:
      return {wanted, kernels::ssse3::parse, kernels::ssse3::parse_lines};
    case kernel_id::avx512:
      return {wanted, kernels::avx512::parse, kernels::avx512::parse_lines};
    case kernel_id::avx2:
      return {wanted, kernels::avx2::parse, kernels::avx2::parse_lines};
#elif defined(__aarch64__)
    case kernel_id::neon:
      return {wanted, kernels::neon::parse, kernels::neon::parse_lines};
#endif
    default:
      return {};
  }
}

kernel kernel::best() noexcept {
  for (const kernel_id id :
       {kernel_id::avx512, kernel_id::avx2, kernel_id::ssse3, kernel_id::neon, kernel_id::sse2}) {
    if (runs_here(id)) return of(id);
  }
  return {};
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet
