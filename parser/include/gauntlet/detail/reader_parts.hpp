#ifndef GAUNTLET_DETAIL_READER_PARTS_HPP_
#define GAUNTLET_DETAIL_READER_PARTS_HPP_

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "gauntlet/value.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {
namespace detail {

// An object that owns octets or views and is about to die: a view of it would dangle. A type with a
// trivial destructor owns nothing.
template <typename T, typename View>
concept dying_owner = !std::is_lvalue_reference_v<T> && std::is_convertible_v<T, View> &&
                      !std::is_trivially_destructible_v<std::remove_cvref_t<T>>;

// Where a reader puts what it finds: the last one of each kind.
struct last_found {
  std::string_view scheme_{};
  std::string_view token68_{};
  auth_param param_{};

  constexpr void put_auth_scheme(std::string_view scheme) noexcept { scheme_ = scheme; }
  constexpr void put_token68(std::string_view token68) noexcept { token68_ = token68; }
  constexpr void put_auth_param(std::string_view name, const param_value& value) noexcept {
    param_.name = name;
    param_.value = value;
  }
};

// What an output is at first. Copied from a constant: a temporary would be written in words and read
// as vectors, which has to wait for the words (6 ns).
template <typename Output>
inline constexpr Output empty{};

// The beginning of an auth-param: where its name ends, and what follows the "=". Or none.
struct param_start {
  constexpr param_start(std::nullptr_t) noexcept {}
  constexpr param_start(const char* last, const char* after_equals) noexcept
      : name_last(last), value(after_equals) {}

  const char* name_last = nullptr;
  const char* value = nullptr;
};

// In place of the type of a field line: there is only one. A reader of one has less to ask itself.
struct one_line {
  constexpr operator std::string_view() const noexcept { return {}; }
};

}  // namespace detail

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_DETAIL_READER_PARTS_HPP_
