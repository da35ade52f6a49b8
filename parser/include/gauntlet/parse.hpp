#ifndef GAUNTLET_PARSE_HPP_
#define GAUNTLET_PARSE_HPP_

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>

#include "gauntlet/error.hpp"
#include "gauntlet/options.hpp"
#include "gauntlet/reader.hpp"
#include "gauntlet/scan.hpp"
#include "gauntlet/value.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// One element of a field value, as parse() stores it: what one event of a reader tells.
//
//     auth_scheme    name is the auth-scheme                              RFC 9110 section 11.1
//     token68        name is the token68                                  RFC 9110 section 11.2
//     auth_param     name and value are those of the auth-param           RFC 9110 section 11.2
//
// The views are of the field lines.
//
//     constexpr gauntlet::element first{gauntlet::event::auth_scheme, {"Basic", {}}};
//     static_assert(first.kind == gauntlet::event::auth_scheme && first.param.name == "Basic");
struct element {
  event kind = event::end;
  auth_param param{};
};

// What parse() did.
//
// `error` is ok when the value is valid and all its elements were stored; else the reader's error;
// or output_too_small (with offset 0) when the value is valid but has more elements than fit.
// `size` is the number of elements found, also those that were not stored: as many as the storage
// has to hold. The first of them, up to the size of the storage, are in it whatever the error is;
// of a value that is not valid they are no more than what a prefix of it means.
struct [[nodiscard]] parse_result {
  status error{};
  std::size_t size = 0;

  constexpr explicit operator bool() const noexcept { return static_cast<bool>(error); }
};

namespace detail {

// Where parse() lets a reader put what it finds: into the storage as far as that goes.
struct element_storage {
  element* next_;
  element* last_;
  std::size_t size_ = 0;

  constexpr void put_auth_scheme(std::string_view scheme) noexcept {
    put(event::auth_scheme, scheme, {});
  }
  constexpr void put_token68(std::string_view token68) noexcept {
    put(event::token68, token68, {});
  }
  constexpr void put_auth_param(std::string_view name, const param_value& value) noexcept {
    put(event::auth_param, name, value);
  }

 private:
  constexpr void put(event kind, std::string_view name, const param_value& value) noexcept {
    ++size_;
    if (next_ == last_) return;
    next_->kind = kind;
    next_->param.name = name;
    next_->param.value = value;
    ++next_;
  }
};

template <typename Scanner, typename Input>
[[gnu::flatten]] constexpr parse_result parse_with(Input input, operation what,
                                                   std::span<element> storage,
                                                   const options& limits) noexcept {
  constexpr field_lines_of lines =
      std::is_same_v<Input, std::string_view> ? field_lines_of::one : field_lines_of::any;
  basic_reader<Scanner, element_storage, lines> reader(
      input, what, limits, {storage.data(), storage.data() + storage.size()});
  for (;;) {
    const event found = reader.next();
    if (found == event::end || found == event::error) break;
  }
  const std::size_t size = reader.output().size_;
  status error = reader.error();
  if (error && size > storage.size()) error = {errc::output_too_small, 0};
  return {error, size};
}

}  // namespace detail

// Reads a whole field value into storage of the caller's: the events of a reader, which see for the
// grammar, the errors and the lifetime of the views. O(length). No heap; nothing is written outside
// of `storage`.
//
//     std::array<gauntlet::element, 8> storage{};
//     const gauntlet::parse_result parsed =
//         gauntlet::parse("Basic realm=x, Foo", gauntlet::operation::challenges, storage);
//     assert(parsed && parsed.size == 3 && storage[1].param.value.equals("x"));
//
// kernel::parse() (kernel.hpp) does the same with the vector instructions of the processor.
constexpr parse_result parse(std::string_view field_value, operation what,
                             std::span<element> storage, const options& limits = {}) noexcept {
  return detail::parse_with<scalar_scanner>(field_value, what, storage, limits);
}

// The same for several field lines, read as the value that they combine to.
constexpr parse_result parse(std::span<const std::string_view> field_lines, operation what,
                             std::span<element> storage, const options& limits = {}) noexcept {
  return detail::parse_with<scalar_scanner>(field_lines, what, storage, limits);
}

// The elements would be views of an object that dies at the end of the statement.
template <typename Owner>
requires detail::dying_owner<Owner, std::string_view> parse_result parse(Owner&& field_value,
                                                                         operation what,
                                                                         std::span<element> storage,
                                                                         const options& limits = {})
= delete;

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_PARSE_HPP_
