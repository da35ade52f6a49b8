#ifndef GAUNTLET_READER_HPP_
#define GAUNTLET_READER_HPP_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>

#include "gauntlet/chars.hpp"
#include "gauntlet/detail/reader_parts.hpp"
#include "gauntlet/error.hpp"
#include "gauntlet/event.hpp"
#include "gauntlet/options.hpp"
#include "gauntlet/scan.hpp"
#include "gauntlet/value.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// Reads the value of an authentication field: a flat stream of events, each found by a call of
// next().
//
//     WWW-Authenticate    = #challenge                                    RFC 9110 section 11.6.1
//     Authorization       = credentials                                   RFC 9110 section 11.6.2
//     Authentication-Info = #auth-param                                   RFC 9110 section 11.6.3
//     challenge   = auth-scheme [ 1*SP ( token68 / #auth-param ) ]        RFC 9110 section 11.3
//     credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]        RFC 9110 section 11.4
//     token68     = 1*( ALPHA / DIGIT /
//                       "-" / "." / "_" / "~" / "+" / "/" ) *"="          RFC 9110 section 11.2
//     auth-param  = token BWS "=" BWS ( token / quoted-string )           RFC 9110 section 11.2
//     #element    = [ element ] *( OWS "," OWS [ element ] )  recipient:  RFC 9110 section 5.6.1.2
//     #element    = [ element *( OWS "," OWS element ) ]        sender:   RFC 9110 section 5.6.1.1
//
// The events are, in order: for challenges and credentials an auth_scheme, then either one token68
// or any number of auth_param; for auth-info auth_param only; at last end or error, and that answer
// again from then on. No payload and an empty list of auth-params are the same: the grammar cannot
// tell them apart.
//
//     gauntlet::reader reader(R"(Newauth realm="apps", type=1, Basic realm="simple")",
//                             gauntlet::operation::challenges);
//     int schemes = 0, params = 0;
//     for (gauntlet::event event = reader.next(); event != gauntlet::event::end;
//          event = reader.next()) {
//       if (event == gauntlet::event::auth_scheme) ++schemes;  // reader.scheme()
//       if (event == gauntlet::event::auth_param) ++params;    // reader.param()
//       if (event == gauntlet::event::error) break;            // reader.status()
//     }
//     assert(reader.ok() && schemes == 2 && params == 3);
//
// Errors: those of errc up to limit_empty_elements. Events before an error are of a prefix that
// could have become valid, no more: decide after event::end, or look at validate() first. An
// element is reported only when the octet after it is known to be one that may follow, so nothing
// in an invalid value is cut short.
//
// Lifetime: all views are of the field lines, which the caller keeps; the span of lines has to
// outlive the reader too. A reader is trivially copyable, and a copy goes on by itself.
//
// Complexity: O(length) for all calls of next() together, each octet being looked at a small, fixed
// number of times, whatever the octets are. No heap, no recursion, nothing read outside of the
// lines, no padding or terminator needed.
//
// CHOICE(token68-or-auth-param): `Foo a=` and `Foo a==` are token68; `Foo a= b`, `Foo a =b` are
// auth-params. [token68/padding-one, token68/padding-two, token68/equals-sp, token68/sp-equals]
//
// CHOICE(comma-after-scheme): `Foo , a=b` is Foo with a=b (an empty element of its list of
// auth-params), but `Foo, a=b` is invalid: no SP, no list. [list/before-first-param-token,
// list/comma-after-scheme]
//
// CHOICE(limit-when-certain): a limit is reached as soon as the octets read leave no other meaning
// for an element than one too many; an octet that the grammar forbids before that is the error.
// [Options.GrammarErrorAtASmallerOffsetWins]
//
// CHOICE(needs-join): a quoted-string that crosses a field line is not glued by guesswork: the
// reader stops with needs_join, and join() makes the one view that can hold it.
// [combining-lines/quoted-string-crosses, combining-lines/quote-swallows-challenge]
//
// Not checked: that a name stands only once (see unique_names()), that realm or anything else
// that a scheme requires is there, that a token68 is base64, that a list of challenges has at least
// one.
//
// `Scanner` finds the ends of runs, see scalar_scanner; `Output` keeps what was found, see parse();
// `Line` is the type of a field line where there are several: a view of its octets, or a struct
// with their data and size, as in C. Use reader unless you bring your own. How the grammar is read:
// detail/field_rules.hpp.
template <typename Scanner, typename Output = detail::last_found, typename Line = std::string_view>
class basic_reader {
  static_assert(std::is_trivially_copyable_v<Scanner> && std::is_trivially_copyable_v<Output>);

 public:
  // Reads the empty value. O(1).
  constexpr basic_reader() noexcept : basic_reader(std::string_view(), operation::auth_info) {}

  // Reads one field line. SP and HTAB at its ends are not part of the value (RFC 9110 section 5.5);
  // offsets count from the first octet after them, see shift(). O(white space removed).
  constexpr basic_reader(std::string_view field_value, operation what, const options& limits = {},
                         const Output& output = detail::empty<Output>) noexcept
      : basic_reader(nullptr, 0, what, limits, output) {
    start_first_line(field_value);
  }

  // Reads several field lines as the one value that they combine to: each without SP and HTAB at
  // its ends, with ", " between them (RFC 9110 sections 5.3 and 5.5). Results, errors and offsets
  // are those of that value, except that a quoted-string which crosses a line is needs_join. No
  // lines are the empty value.
  //
  //     const std::array<std::string_view, 2> lines{"Digest realm=x", "Basic realm=y"};
  //     gauntlet::reader reader(lines, gauntlet::operation::challenges);
  //     assert(reader.next() == gauntlet::event::auth_scheme && reader.scheme() == "Digest");
  constexpr basic_reader(std::span<const Line> field_lines, operation what,
                         const options& limits = {},
                         const Output& output = detail::empty<Output>) noexcept
      : basic_reader(field_lines.empty() ? nullptr : field_lines.data() + 1,
                     field_lines.empty() ? 0 : field_lines.size() - 1, what, limits, output) {
    const std::string_view line =
        field_lines.empty() ? std::string_view() : detail::octets_of(field_lines.front());
    start_first_line(line);
  }

  // A reader of an object that dies at the end of the statement would hold dangling views.
  template <typename Owner>
  requires detail::dying_owner<Owner, std::string_view> basic_reader(Owner&& field_value,
                                                                     operation what,
                                                                     const options& limits = {})
  = delete;
  template <typename Owner>
  requires detail::dying_owner<Owner, std::span<const std::string_view>> basic_reader(
      Owner&& field_lines, operation what, const options& limits = {})
  = delete;
  basic_reader(std::initializer_list<std::string_view> field_lines, operation what,
               const options& limits = {}) = delete;

  // Reads on to the next event.
  [[nodiscard]] constexpr event next() noexcept;

  // The auth-scheme, since the last event::auth_scheme. A view of the field.
  constexpr std::string_view scheme() const noexcept { return output_.scheme_; }

  // The token68, since the last event::token68. A view of the field.
  constexpr std::string_view token68() const noexcept { return output_.token68_; }

  // The auth-param, since the last event::auth_param. Its views are of the field; the reference is
  // good until the next call of next().
  constexpr const auth_param& param() const noexcept { return output_.param_; }

  // Whether nothing has stopped the reader: what it read so far is a prefix of a valid value, and
  // after event::end the value is valid. O(1).
  constexpr bool ok() const noexcept { return code_ == errc::ok; }

  // What stopped the reader; ok as long as nothing did. O(1).
  constexpr gauntlet::status status() const noexcept {
    return ok() ? gauntlet::status{} : gauntlet::status{code_, offset_};
  }

  constexpr const Output& output() const noexcept { return output_; }

  // Where in the combined value that stands which the last event is about: its first octet, or the
  // octet of the error, or at the end the length.
  constexpr std::size_t offset() const noexcept { return offset_; }

  // The number of octets that were removed from the front of the (first) line: what to add to an
  // offset to get a position in the line as it was given. For several lines see locate().
  //
  //     gauntlet::reader reader("  Basic =", gauntlet::operation::challenges);
  //     assert(reader.next() == gauntlet::event::auth_scheme);
  //     assert(reader.next() == gauntlet::event::error);
  //     assert(reader.status().offset == 6 && reader.shift() == 2);
  constexpr std::size_t shift() const noexcept { return shift_; }

 private:
  enum class state : std::uint8_t {
    start,
    after_auth_scheme,  // and the SP after it
    after_element,
    stopped,
  };

  constexpr basic_reader(const Line* more_lines, std::size_t more_lines_count, operation what,
                         const options& limits, const Output& output) noexcept
      : output_(output),
        more_lines_(more_lines),
        more_lines_count_(more_lines_count),
        max_length_(limits.max_length),
        challenges_left_(limits.max_challenges),
        max_auth_params_(limits.max_auth_params),
        auth_params_left_(limits.max_auth_params),
        max_empty_elements_(limits.max_empty_elements),
        operation_(what),
        is_sender_(limits.mode == grammar::sender),
        is_open_(what == operation::auth_info) {}

  // detail/field_cursor.hpp
  constexpr void start_first_line(std::string_view line) noexcept;
  constexpr void start_line(std::string_view line) noexcept;
  constexpr int symbol(const char* at) const noexcept;
  constexpr bool has_more_lines() const noexcept;
  constexpr bool is(const char* at, int classes) const noexcept;
  constexpr const char* after_comma(const char* comma) noexcept;
  constexpr std::size_t offset_of(const char* at) const noexcept;
  static constexpr std::string_view view(const char* first, const char* last) noexcept;

  // detail/field_rules.hpp
  constexpr event stop(errc code, std::size_t offset) noexcept;
  [[gnu::cold]] constexpr event fail(errc code, const char* at) noexcept;
  [[gnu::cold]] constexpr event exceed(errc limit, const char* at) noexcept;
  static constexpr std::nullptr_t nothing(event) noexcept;
  constexpr void found(const char* first, const char* last, state next) noexcept;
  constexpr const char* find_first_element() noexcept;
  constexpr const char* find_element(const char* at) noexcept;
  constexpr errc expected_element() const noexcept;
  constexpr const char* find_comma() noexcept;
  constexpr detail::param_start read_element(const char* first) noexcept;
  constexpr detail::param_start read_name_or_auth_scheme(const char* first,
                                                         const char* last) noexcept;
  constexpr bool ends_auth_scheme(const char* last, const char* at) const noexcept;
  constexpr std::nullptr_t read_auth_scheme(const char* first, const char* last) noexcept;
  constexpr const char* skip_more_sp(const char* at) const noexcept;
  constexpr const char* find_comma_after_sp(const char* at) noexcept;
  constexpr detail::param_start read_first_element(const char* first) noexcept;
  constexpr bool is_before_quoted_string(const char* at) const noexcept;
  constexpr detail::param_start read_name_or_token68(const char* first, const char* last) noexcept;
  constexpr bool ends_token68(const char* at, const char* last) const noexcept;
  constexpr std::nullptr_t read_token68(const char* first, const char* last) noexcept;
  constexpr std::nullptr_t found_token68(const char* first, const char* last) noexcept;
  constexpr const char* skip_bws(const char* at) const noexcept;
  [[gnu::cold]] constexpr event fail_at_equals(errc code, const char* at) noexcept;
  [[gnu::always_inline]] constexpr event read_auth_param(const char* name, const char* name_last,
                                                         const char* at) noexcept;
  [[gnu::always_inline]] constexpr event read_quoted_string(const char*& at,
                                                            std::size_t& quoted_pairs) noexcept;

  Scanner scanner_{};
  Output output_;
  const char* first_ = nullptr;  // of the current line
  const char* at_ = nullptr;
  std::size_t base_ = 0;  // the offset of first_
  const Line* more_lines_;
  std::size_t more_lines_count_;
  std::size_t shift_ = 0;
  std::size_t offset_ = 0;

  std::size_t max_length_;
  std::size_t challenges_left_;
  std::size_t max_auth_params_;
  std::size_t auth_params_left_;
  std::size_t max_empty_elements_;

  errc code_ = errc::ok;
  state state_ = state::start;
  operation operation_;
  bool is_sender_;
  bool is_open_;         // a comma can be followed by an auth-param
  bool is_cut_ = false;  // the line goes on after max_length_
};

// The reader to use. See basic_reader.
//
//     gauntlet::reader reader("Basic realm=x", gauntlet::operation::challenges);
//     assert(reader.next() == gauntlet::event::auth_scheme);
using reader = basic_reader<scalar_scanner>;

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

// The private functions, before anything calls them.
#include "gauntlet/detail/field_cursor.hpp"
#include "gauntlet/detail/field_rules.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {
namespace detail {

template <typename Reader>
constexpr status read_to_end(Reader input) noexcept {
  for (;;) {
    const event found = input.next();
    if (found == event::end || found == event::error) return input.status();
  }
}

}  // namespace detail

// Whether a field value is valid, and if not where it stops being so. O(length).
//
//     constexpr auto what = gauntlet::operation::challenges;
//     static_assert(gauntlet::validate("Basic realm=\"simple\"", what));
//     static_assert(gauntlet::validate("Basic abc/def=x", what).offset == 14);
constexpr status validate(std::string_view field_value, operation what,
                          const options& limits = {}) noexcept {
  return detail::read_to_end(reader(field_value, what, limits));
}

// The same for several field lines, read as the value that they combine to.
//
//     static constexpr std::array<std::string_view, 2> lines{"Digest a=b", "c=d"};
//     static_assert(gauntlet::validate(lines, gauntlet::operation::credentials));
constexpr status validate(std::span<const std::string_view> field_lines, operation what,
                          const options& limits = {}) noexcept {
  return detail::read_to_end(reader(field_lines, what, limits));
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_READER_HPP_
