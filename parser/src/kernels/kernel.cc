#include "gauntlet/kernel.hpp"

#if defined(__x86_64__)
#include "x86.hpp"
#endif

namespace gauntlet {
inline namespace GAUNTLET_ABI {
namespace {

template <typename Input>
parse_result dispatch(kernel_id id, Input input, operation what, std::span<element> storage,
                      const options& limits) noexcept {
  switch (id) {
#if defined(__x86_64__)
    case kernel_id::avx2:
      return kernels::avx2::parse(input, what, storage, limits);
#endif
    default:
      return gauntlet::parse(input, what, storage, limits);
  }
}

}  // namespace

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

kernel kernel::best() noexcept { return of(kernel_id::avx2); }

parse_result kernel::parse(std::string_view field_value, operation what, std::span<element> storage,
                           const options& limits) const noexcept {
  return dispatch(id_, field_value, what, storage, limits);
}

parse_result kernel::parse(std::span<const std::string_view> field_lines, operation what,
                           std::span<element> storage, const options& limits) const noexcept {
  return dispatch(id_, field_lines, what, storage, limits);
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet
