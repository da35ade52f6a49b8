#ifndef GAUNTLET_KERNEL_HPP_
#define GAUNTLET_KERNEL_HPP_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "gauntlet/options.hpp"
#include "gauntlet/parse.hpp"
#include "gauntlet/version.hpp"

// parse() with the vector instructions of the processor at hand. The only header of the parser that
// needs something linked: the library gauntlet::kernels.

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// One line for each kernel: its name, its number, the processors that may run it. Names and numbers
// never change and are never used again; new ones are added at the end.
#define GAUNTLET_KERNELS(KERNEL)                                               \
  KERNEL(portable, 0) /* every processor: what parse() of parse.hpp is */      \
  KERNEL(sse2, 1)     /* every x86-64 */                                       \
  KERNEL(ssse3, 2)    /* x86-64 with SSSE3 */                                  \
  KERNEL(avx2, 3)     /* x86-64 with AVX2, BMI1, BMI2 */                       \
  KERNEL(avx512, 4)   /* x86-64 with AVX-512 F, BW, VL, VBMI and BMI1, BMI2 */ \
  KERNEL(neon, 5)     /* every AArch64, little-endian */

// The forms of the parser: one grammar, and several ways to find the ends of runs.
//
//     static_assert(static_cast<int>(gauntlet::kernel_id::avx2) == 3);
enum class kernel_id : std::uint8_t {
#define GAUNTLET_KERNEL(name, number) name = number,
  GAUNTLET_KERNELS(GAUNTLET_KERNEL)
#undef GAUNTLET_KERNEL
};

// All of them, whether the library has them and this processor runs them or not.
//
//     static_assert(gauntlet::every_kernel[0] == gauntlet::kernel_id::portable);
inline constexpr kernel_id every_kernel[] = {
#define GAUNTLET_KERNEL(name, number) kernel_id::name,
    GAUNTLET_KERNELS(GAUNTLET_KERNEL)
#undef GAUNTLET_KERNEL
};

// The name of the enumerator; "unknown" for a number that is none. O(1).
//
//     static_assert(gauntlet::to_string(gauntlet::kernel_id::avx2) == "avx2");
constexpr std::string_view to_string(kernel_id id) noexcept {
  using std::string_view_literals::operator""sv;
  switch (id) {
#define GAUNTLET_KERNEL(name, number) \
  case kernel_id::name:               \
    return #name##sv;
    GAUNTLET_KERNELS(GAUNTLET_KERNEL)
#undef GAUNTLET_KERNEL
  }
  return "unknown"sv;
}
#undef GAUNTLET_KERNELS

// One of these forms, and one that this processor runs: there is no way to make another. A small
// value, to be got once and passed along; the library keeps none, and reads no environment.
//
// Results, errors and offsets are the same with every kernel, for every input. So are the
// guarantees: no heap, no state, nothing read outside of the field lines, linear time.
//
//     const gauntlet::kernel kernel = gauntlet::kernel::best();
//     std::array<gauntlet::element, 8> storage{};
//     const gauntlet::parse_result parsed =
//         kernel.parse("Basic realm=x, Foo", gauntlet::operation::challenges, storage);
//     assert(parsed && parsed.size == 3 && storage[2].scheme() == "Foo");
class kernel {
 public:
  // The portable one.
  constexpr kernel() noexcept
      : kernel(kernel_id::portable, detail::parse_with<scalar_scanner, std::string_view>,
               detail::parse_with<scalar_scanner, std::span<const std::string_view>>) {}

  // The fastest that this processor runs.
  static kernel best() noexcept;

  // That one if the library has it and this processor runs it, else the portable one: for tests and
  // measurements, which can tell by id().
  //
  //     for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
  //       const gauntlet::kernel kernel = gauntlet::kernel::of(id);
  //       assert((kernel.id() == id) == gauntlet::kernel::runs_here(id));
  //     }
  static kernel of(kernel_id wanted) noexcept;

  // Whether the library has it and this processor runs it. O(1).
  static bool runs_here(kernel_id id) noexcept;

  constexpr kernel_id id() const noexcept { return id_; }

  // As gauntlet::parse(). parsed_challenges (challenges.hpp) shows what it stored as a range.
  parse_result parse(std::string_view field_value, operation what, std::span<element> storage,
                     const options& limits = {}) const noexcept {
    return parse_(field_value, what, storage, limits);
  }
  parse_result parse(std::span<const std::string_view> field_lines, operation what,
                     std::span<element> storage, const options& limits = {}) const noexcept {
    return parse_lines_(field_lines, what, storage, limits);
  }

  // As gauntlet::validate(). O(length).
  //
  //     const gauntlet::kernel kernel = gauntlet::kernel::best();
  //     assert(kernel.validate("Basic realm=x", gauntlet::operation::challenges));
  //     assert(kernel.validate("Foo a=b c", gauntlet::operation::challenges).offset == 8);
  status validate(std::string_view field_value, operation what,
                  const options& limits = {}) const noexcept {
    return status_of(parse_(field_value, what, {}, limits));
  }
  status validate(std::span<const std::string_view> field_lines, operation what,
                  const options& limits = {}) const noexcept {
    return status_of(parse_lines_(field_lines, what, {}, limits));
  }

  template <typename Owner>
  requires detail::dying_owner<Owner, std::string_view> parse_result
  parse(Owner&& field_value, operation what, std::span<element> storage, const options& limits = {})
  const = delete;

  friend constexpr bool operator==(const kernel& a, const kernel& b) noexcept {
    return a.id_ == b.id_;
  }

 private:
  template <typename Input>
  using parse_function = parse_result(Input input, operation what, std::span<element> storage,
                                      const options& limits) noexcept;

  constexpr kernel(kernel_id id, parse_function<std::string_view>* parse_one,
                   parse_function<std::span<const std::string_view>>* parse_lines) noexcept
      : id_(id), parse_(parse_one), parse_lines_(parse_lines) {}

  // Of a parse() without storage, which a valid value may not fit into.
  static constexpr status status_of(const parse_result& parsed) noexcept {
    return parsed.status.code == errc::output_too_small ? status{} : parsed.status;
  }

  kernel_id id_;
  parse_function<std::string_view>* parse_;
  parse_function<std::span<const std::string_view>>* parse_lines_;
};

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_KERNEL_HPP_
