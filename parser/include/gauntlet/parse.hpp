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

namespace detail {
struct element_storage;
}

// One element of a field value, as parse() stores it: what one event of a reader tells.
//
//     kind()         what it has
//     auth_scheme    scheme()                                             RFC 9110 section 11.1
//     token68        token68()                                            RFC 9110 section 11.2
//     auth_param     param()                                              RFC 9110 section 11.2
//
// The views are of the field lines. A default-constructed one is of kind event::end, as no element
// of a field is.
//
//     constexpr gauntlet::element first(gauntlet::event::auth_scheme, "Basic");
//     static_assert(first.kind() == gauntlet::event::auth_scheme && first.scheme() == "Basic");
//     static_assert(first.token68().empty());
class element {
 public:
  constexpr element() noexcept = default;

  // `text` is the auth-scheme, the token68 or the name of the auth-param, and `value` that of the
  // auth-param. All are taken as they are. O(1).
  constexpr element(event kind, std::string_view text, const param_value& value = {}) noexcept
      : kind_(kind), param_{text, value} {}

  constexpr event kind() const noexcept { return kind_; }

  // The auth-scheme; empty for another kind. O(1).
  constexpr std::string_view scheme() const noexcept { return text_of(event::auth_scheme); }

  // The token68; empty for another kind. O(1).
  constexpr std::string_view token68() const noexcept { return text_of(event::token68); }

  // The auth-param. Says nothing for another kind. O(1).
  constexpr const auth_param& param() const noexcept { return param_; }

 private:
  friend detail::element_storage;

  constexpr std::string_view text_of(event wanted) const noexcept {
    return kind_ == wanted ? param_.name : std::string_view();
  }

  event kind_ = event::end;
  auth_param param_{};
};

namespace detail {
inline constexpr element no_element{};
}

// Reads elements that parse() stored, with the members of a reader, so that whatever reads from a
// reader reads from them, visit() and the ranges of challenges.hpp included, without looking at the
// field again.
//
//     std::array<gauntlet::element, 4> storage{};
//     const gauntlet::parse_result parsed =
//         gauntlet::parse("Foo a=b", gauntlet::operation::challenges, storage);
//     gauntlet::element_reader reader(parsed.elements(storage));
//     assert(reader.next() == gauntlet::event::auth_scheme && reader.scheme() == "Foo");
//     assert(reader.next() == gauntlet::event::auth_param && reader.param().value.equals("b"));
//     assert(reader.next() == gauntlet::event::end && reader.ok());
//
// The elements have to outlive it. next() is O(1), and so is everything else.
class element_reader {
 public:
  // Reads no elements.
  constexpr element_reader() noexcept = default;
  constexpr explicit element_reader(std::span<const element> elements) noexcept
      : elements_(elements) {}

  // Reads on to the next element, and answers its kind; event::end after the last.
  [[nodiscard]] constexpr event next() noexcept {
    if (count_ == elements_.size()) {
      last_ = &detail::no_element;
    } else {
      last_ = &elements_[count_++];
    }
    return last_->kind();
  }

  // What the last element has; see element.
  constexpr std::string_view scheme() const noexcept { return last_->scheme(); }
  constexpr std::string_view token68() const noexcept { return last_->token68(); }
  constexpr const auth_param& param() const noexcept { return last_->param(); }

  // Elements are those of a valid value.
  constexpr bool ok() const noexcept { return true; }
  constexpr gauntlet::status status() const noexcept { return {}; }

  // The index of the last element, where a reader has an offset in octets; after the end, how many
  // there are.
  constexpr std::size_t offset() const noexcept {
    return last_ == &detail::no_element ? count_ : count_ - 1;
  }

 private:
  std::span<const element> elements_{};
  const element* last_ = &detail::no_element;
  std::size_t count_ = 0;
};

// What parse() did.
//
// `status` is ok when the value is valid and all its elements were stored; else that of the reader;
// or output_too_small (with offset 0) when the value is valid but has more elements than fit.
// `size` is the number of elements found, also those that were not stored: as many as the storage
// has to hold. The first of them, up to the size of the storage, are in it whatever the status is;
// of a value that is not valid they are no more than what a prefix of it means. Elements of the
// storage after these may have been written to, and mean nothing: kernel::parse() finds out late
// that a value is not what it took it for.
struct [[nodiscard]] parse_result {
  gauntlet::status status{};
  std::size_t size = 0;

  constexpr explicit operator bool() const noexcept { return static_cast<bool>(status); }

  // Of the storage that parse() was given, the elements that it stored; none unless status is ok.
  // O(1).
  constexpr std::span<const element> elements(std::span<const element> storage) const noexcept {
    if (!status) return {};
    return {storage.data(), size < storage.size() ? size : storage.size()};
  }
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
    next_->kind_ = kind;
    next_->param_.name = name;
    next_->param_.value = value;
    ++next_;
  }
};

template <typename Scanner, typename Input>
[[gnu::flatten]] constexpr parse_result parse_with(Input input, operation what,
                                                   std::span<element> storage,
                                                   const options& limits) noexcept {
  using line =
      std::conditional_t<std::is_same_v<Input, std::string_view>, one_line, std::string_view>;
  basic_reader<Scanner, element_storage, line> reader(
      input, what, limits, {storage.data(), storage.data() + storage.size()});
  for (;;) {
    const event found = reader.next();
    if (found == event::end || found == event::error) break;
  }
  const std::size_t size = reader.output().size_;
  status answer = reader.status();
  if (answer && size > storage.size()) answer = {errc::output_too_small, 0};
  return {answer, size};
}

}  // namespace detail

// Reads a whole field value into storage of the caller's: the events of a reader, which see for the
// grammar, the errors and the lifetime of the views. O(length). No heap; nothing is written outside
// of `storage`.
//
//     std::array<gauntlet::element, 8> storage{};
//     const gauntlet::parse_result parsed =
//         gauntlet::parse("Basic realm=x, Foo", gauntlet::operation::challenges, storage);
//     assert(parsed && parsed.size == 3 && storage[1].param().value.equals("x"));
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
