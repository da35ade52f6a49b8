#ifndef GAUNTLET_READER_HPP_
#define GAUNTLET_READER_HPP_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>

#include "gauntlet/chars.hpp"
#include "gauntlet/error.hpp"
#include "gauntlet/options.hpp"
#include "gauntlet/scan.hpp"
#include "gauntlet/value.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// What basic_reader::next() found.
enum class event : std::uint8_t {
  end = 0,      // the value was read to its end, and is valid
  auth_scheme,  // a challenge, or the credentials, begins: scheme()
  token68,      // its payload is a token68: token68()
  auth_param,   // one more auth-param of it, or of the auth-info: param()
  error,        // the value is not valid, or a limit was reached: status()
};

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

}  // namespace detail

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
// CHOICE(fewest-empty-elements): where a comma can separate challenges or auth-params, as in
// `Foo ,,Bar`, max_empty_elements counts by the reading with fewer empty elements, one here.
// [Options.MaxEmptyElements]
//
// CHOICE(needs-join): a quoted-string that crosses a field line is not glued by guesswork: the
// reader stops with needs_join, and join() makes the one view that can hold it.
// [combining-lines/quoted-string-crosses, combining-lines/quote-swallows-challenge]
//
// Not checked: that a name stands only once (see unique_names()), that realm or anything else
// that a scheme requires is there, that a token68 is base64, that a list of challenges has at least
// one.
//
// `Scanner` finds the ends of runs, see scalar_scanner; `Output` keeps what was found, see parse().
// Use reader unless you bring your own.
template <typename Scanner, typename Output = detail::last_found,
          detail::field_lines_of Lines = detail::field_lines_of::any>
class basic_reader {
  static_assert(std::is_trivially_copyable_v<Scanner> && std::is_trivially_copyable_v<Output>);

 public:
  // Reads one field line. SP and HTAB at its ends are not part of the value (RFC 9110 section 5.5);
  // offsets count from behind them, see shift(). O(white space removed).
  constexpr basic_reader(std::string_view field_value, operation what, const options& limits = {},
                         const Output& output = Output()) noexcept
      : basic_reader(nullptr, 0, what, limits, output) {
    start_line(field_value);
    shift_ = static_cast<std::size_t>(first_ - field_value.data());
  }

  // Reads several field lines as the one value that they combine to: each without SP and HTAB at
  // its ends, with ", " between them (RFC 9110 sections 5.3 and 5.5). Results, errors and offsets
  // are those of that value, except that a quoted-string which crosses a line is needs_join. No
  // lines are the empty value.
  //
  //     const std::array<std::string_view, 2> lines{"Digest realm=x", "Basic realm=y"};
  //     gauntlet::reader reader(lines, gauntlet::operation::challenges);
  //     assert(reader.next() == gauntlet::event::auth_scheme && reader.scheme() == "Digest");
  constexpr basic_reader(std::span<const std::string_view> field_lines, operation what,
                         const options& limits = {}, const Output& output = {}) noexcept
      : basic_reader(field_lines.empty() ? nullptr : field_lines.data() + 1,
                     field_lines.empty() ? 0 : field_lines.size() - 1, what, limits, output) {
    const std::string_view line = field_lines.empty() ? std::string_view() : field_lines.front();
    start_line(line);
    shift_ = static_cast<std::size_t>(first_ - line.data());
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
  [[nodiscard]] constexpr event next() noexcept {
    // One call of each rule, so that compilers which make one function of all of them do so once.
    const char* element = nullptr;
    switch (state_) {
      case state::start:
        element = find_first_element();
        break;
      case state::after_auth_scheme: {
        const char* const payload = skip_more_sp(at_ + 1);
        if (is(payload, detail::class_tchar | detail::class_token68)) {
          return read_first_element(payload);
        }
        empty_row row;
        const char* const comma = find_comma_behind_sp(payload, row);
        if (comma != nullptr) element = find_element(behind_comma(comma), row);
        break;
      }
      case state::after_element: {
        const char* const comma = find_comma();
        if (comma == nullptr) break;
        // One SP is what nearly everybody writes.
        element = behind_comma(comma);
        if (symbol(element) == ' ') [[likely]]
          ++element;
        if (!is(element, detail::class_tchar)) [[unlikely]]
          element = find_element(element, {});
        break;
      }
      case state::stopped:
        break;
    }
    if (element == nullptr) return code_ == errc::ok ? event::end : event::error;
    return read_element(element);
  }

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

  // The number of octets that were removed in front of the (first) line: what to add to an offset
  // to get a position in the line as it was given. For several lines see locate().
  //
  //     gauntlet::reader reader("  Basic =", gauntlet::operation::challenges);
  //     assert(reader.next() == gauntlet::event::auth_scheme);
  //     assert(reader.next() == gauntlet::event::error);
  //     assert(reader.status().offset == 6 && reader.shift() == 2);
  constexpr std::size_t shift() const noexcept { return shift_; }

 private:
  enum class state : std::uint8_t {
    start,
    after_auth_scheme,  // and the SP behind it
    after_element,
    stopped,
  };

  constexpr basic_reader(const std::string_view* more_lines, std::size_t more_lines_count,
                         operation what, const options& limits, const Output& output) noexcept
      : output_(output),
        more_lines_(more_lines),
        more_lines_count_(more_lines_count),
        max_length_(limits.max_length),
        challenges_left_(limits.max_challenges),
        max_auth_params_(limits.max_auth_params),
        auth_params_left_(limits.max_auth_params),
        max_empty_elements_(limits.max_empty_elements),
        state_(state::start),
        operation_(what),
        is_sender_(limits.mode == grammar::sender),
        is_open_(what == operation::auth_info) {}

  // The combined value.
  //
  // Between two lines stand ", ", which no line holds. symbol() shows that comma, behind_comma()
  // passes it, and since white space after a comma never matters and every run but a quoted-string
  // ends at a comma, nothing else has to know about lines.

  constexpr void start_line(std::string_view line) noexcept {
    const std::string_view value = trim_ows(line);
    first_ = at_ = value.data();
    const std::size_t room = base_ < max_length_ ? max_length_ - base_ : 0;
    is_cut_ =
        value.size() > room || base_ > max_length_ || (value.size() == room && has_more_lines());
    scanner_.start(first_, first_ + (is_cut_ ? room : value.size()));
  }

  // The octet at `at`, or what stands behind the line.
  constexpr int symbol(const char* at) const noexcept {
    if (at != scanner_.last()) return static_cast<unsigned char>(*at);
    if (is_cut_) return detail::end_of_limit;
    return has_more_lines() ? ',' : detail::end_of_value;
  }

  constexpr bool has_more_lines() const noexcept {
    return Lines == detail::field_lines_of::any && more_lines_count_ != 0;
  }

  constexpr bool is(const char* at, int classes) const noexcept {
    return detail::is_class(symbol(at), classes);
  }

  // Where the value goes on behind the comma at `comma`.
  constexpr const char* behind_comma(const char* comma) noexcept {
    if (comma != scanner_.last()) [[likely]]
      return comma + 1;
    base_ = offset_of(comma) + 2;
    --more_lines_count_;
    const std::string_view line = *more_lines_;
    ++more_lines_;
    start_line(line);
    return first_;
  }

  constexpr std::size_t offset_of(const char* at) const noexcept {
    const auto offset = static_cast<std::size_t>(at - first_);
    return Lines == detail::field_lines_of::any ? base_ + offset : offset;
  }

  static constexpr std::string_view view(const char* first, const char* last) noexcept {
    return {first, static_cast<std::size_t>(last - first)};
  }

  // Events.

  constexpr event stop(errc code, std::size_t offset) noexcept {
    state_ = state::stopped;
    code_ = code;
    offset_ = offset;
    return code == errc::ok ? event::end : event::error;
  }

  // The grammar forbids what stands at `at`, unless that is where reading has to stop anyway.
  constexpr event fail(errc code, const char* at) noexcept {
    if (symbol(at) == detail::end_of_limit) return stop(errc::limit_length, max_length_);
    return stop(code, offset_of(at));
  }

  constexpr event exceed(errc limit, const char* at) noexcept { return stop(limit, offset_of(at)); }

  // For the functions that look for what comes next: there is nothing, as said by `stop` or `fail`.
  static constexpr const char* nothing(event) noexcept { return nullptr; }

  constexpr event found(event what, const char* first, const char* last, state next) noexcept {
    offset_ = offset_of(first);
    at_ = last;
    state_ = next;
    return what;
  }

  // The rules. Each takes where its first octet stands, and answers the event that it leads to, or
  // where what it looks for begins; nullptr if reading is over.

  // Empty list elements in a row.
  struct empty_row {
    std::size_t count = 0;
    std::size_t last_offset = 0;
    // The row began right behind an auth-scheme and SP: with one empty element more if it leads to
    // an auth-param, which then has to be in the same list.
    bool can_be_longer = false;
  };

  // From the start of the value to its first element.
  constexpr const char* find_first_element() noexcept {
    // No white space: the line was trimmed.
    if (is(at_, detail::class_tchar)) [[likely]]
      return at_;
    if (operation_ == operation::credentials) {
      return nothing(fail(errc::expected_auth_scheme, at_));
    }
    if (symbol(at_) == detail::end_of_value) return nothing(stop(errc::ok, offset_of(at_)));
    return find_element(at_, {});
  }

  // From behind a comma, or from the start of the value, to the next element.
  constexpr const char* find_element(const char* at, empty_row row) noexcept {
    for (;;) {
      at = scanner_.skip_ows(at);
      const int next = symbol(at);
      const bool is_element = detail::is_class(next, detail::class_tchar);
      const bool is_full = row.count == max_empty_elements_;
      if (is_full && row.can_be_longer && (is_element || next == ',') && leads_to_auth_param(at)) {
        return nothing(stop(errc::limit_empty_elements, row.last_offset));
      }
      if (is_element) return at;
      const bool is_end = next == detail::end_of_value;
      if (!is_end && next != ',') return nothing(fail(expected_element(), at));
      if (is_sender_) return nothing(fail(errc::empty_element, at));
      if (is_full) return nothing(exceed(errc::limit_empty_elements, at));
      if (is_end) return nothing(stop(errc::ok, offset_of(at)));
      ++row.count;
      row.last_offset = offset_of(at);
      at = behind_comma(at);
    }
  }

  // Whether the first element at or behind `at` is an auth-param, if there is one.
  constexpr bool leads_to_auth_param(const char* at) const noexcept {
    basic_reader ahead = *this;
    while (ahead.symbol(at) == ',') at = ahead.scanner_.skip_ows(ahead.behind_comma(at));
    const char* const name_last = ahead.scanner_.skip_tchar(at);
    return name_last != at && ahead.symbol(ahead.scanner_.skip_ows(name_last)) == '=';
  }

  constexpr errc expected_element() const noexcept {
    if (operation_ != operation::challenges) return errc::expected_auth_param;
    return is_open_ ? errc::expected_auth_scheme_or_auth_param : errc::expected_auth_scheme;
  }

  // From behind an element to the comma behind it.
  constexpr const char* find_comma() noexcept {
    if (symbol(at_) == ',') [[likely]]
      return at_;
    const char* const at = scanner_.skip_ows(at_);
    const int next = symbol(at);
    if (next == ',') return at;
    if (next == detail::end_of_value) return nothing(stop(errc::ok, offset_of(at)));
    return nothing(fail(errc::expected_comma, at));
  }

  // A token T is an auth-param of the open challenge if BWS "=" follows, else an auth-scheme: what
  // follows an auth-scheme never starts with "=".
  constexpr event read_element(const char* first) noexcept {
    const char* const name_last = scanner_.skip_tchar(first);
    const char* equals = name_last;
    if (is_open_ && symbol(equals) != '=') [[unlikely]] {
      if (operation_ != operation::challenges && auth_params_left_ == 0) {
        return exceed(errc::limit_auth_params, first);
      }
      equals = skip_bws(name_last);
      const int next = symbol(equals);
      if (next != '=') {
        if (operation_ != operation::challenges) {
          return fail_at_equals(errc::expected_equals, equals);
        }
        if (!ends_auth_scheme(name_last, equals)) {
          return fail(errc::expected_equals_or_comma, equals);
        }
        equals = nullptr;
      }
    }
    if (!is_open_ || equals == nullptr) return read_auth_scheme(first, name_last);
    return read_auth_param(first, name_last, equals + 1);
  }

  // Whether a token that ends at `last` in a list of auth-params can be an auth-scheme, when what
  // stands at `at`, behind the white space there, is not "=".
  constexpr bool ends_auth_scheme(const char* last, const char* at) const noexcept {
    const int next = symbol(at);
    if (next == ',' || next == detail::end_of_value) return true;
    if (is_sender_) return detail::is_class(next, detail::class_ows);
    return at != last && detail::is_class(next, detail::class_tchar | detail::class_token68) &&
           scanner_.skip_sp(last) == at;
  }

  //     auth-scheme = token                                               RFC 9110 section 11.1
  constexpr event read_auth_scheme(const char* first, const char* last) noexcept {
    const int next = symbol(last);
    const bool is_list_of_lists = operation_ == operation::challenges;
    if (is_list_of_lists) {
      if (challenges_left_ == 0) return exceed(errc::limit_challenges, first);
      --challenges_left_;
      auth_params_left_ = max_auth_params_;
      is_open_ = false;
    }
    state then = state::after_auth_scheme;
    if (next != ' ') {
      const bool is_complete =
          next == detail::end_of_value || (is_list_of_lists && (next == ',' || next == '\t'));
      if (!is_complete) return fail(errc::expected_sp, last);
      then = state::after_element;
    }
    output_.put_auth_scheme(view(first, last));
    return found(event::auth_scheme, first, last, then);
  }

  //     [ 1*SP ( token68 / #auth-param ) ]                                RFC 9110 section 11.3
  constexpr const char* skip_more_sp(const char* at) const noexcept {
    return symbol(at) == ' ' ? scanner_.skip_sp(at) : at;
  }

  // Behind the SP: the comma of an empty list of auth-params, or of an empty element in front of
  // the first one.
  constexpr const char* find_comma_behind_sp(const char* at, empty_row& row) noexcept {
    const bool is_list_of_lists = operation_ == operation::challenges;
    const bool is_separator = is(at, detail::class_ows) || symbol(at) == ',';
    if (!is_separator || (is_sender_ && !is_list_of_lists)) {
      return nothing(fail(errc::expected_token68_or_auth_param, at));
    }
    const char* const comma = scanner_.skip_ows(at);
    if (symbol(comma) != ',') return nothing(fail(errc::expected_comma, comma));
    row.last_offset = offset_of(at);
    row.can_be_longer = !is_sender_;
    if (!is_list_of_lists) {
      if (max_empty_elements_ == 0) return nothing(exceed(errc::limit_empty_elements, at));
      row.count = 1;
      row.can_be_longer = false;
    }
    is_open_ = !is_sender_;
    return comma;
  }

  // The first element after auth-scheme and SP, of which only what follows tells whether it is a
  // token68 or an auth-param.
  constexpr event read_first_element(const char* first) noexcept {
    // Nearly always the name of an auth-param whose value is a quoted-string, which is soon seen.
    const char* last = scanner_.end_of_tchar_nearby(first);
    const char* value = last + 1;
    if (symbol(last) != '=' || symbol(value) != '"') [[unlikely]] {
      const event outcome = read_token68_or_name(first, last, value);
      if (outcome != event::auth_param) return outcome;
    }
    return read_auth_param(first, last, value);
  }

  // If it is an auth-param, `last` goes behind its name and `value` behind the "=".
  constexpr event read_token68_or_name(const char* first, const char*& last,
                                       const char*& value) noexcept {
    last = scanner_.skip_tchar_and_token68_char(first);
    const int next = symbol(last);
    if (next == '/') {
      return read_token68(first, scanner_.skip_equals(scanner_.skip_token68_char(last)));
    }
    const char* equals = last;
    if (detail::is_class(next, detail::class_tchar)) {
      if (auth_params_left_ == 0) return exceed(errc::limit_auth_params, first);
      last = scanner_.skip_tchar(last);
      equals = skip_bws(last);
      if (symbol(equals) != '=') return fail_at_equals(errc::expected_equals, equals);
    } else if (next == '=') {
      value = last + 1;
      if (symbol(value) == '"') return event::auth_param;
      if (symbol(value) == '=') return read_token68(first, scanner_.skip_equals(value));
      const char* const at = skip_bws(value);
      if (symbol(at) == '"' || is(at, detail::class_tchar)) {
        value = at;
        return event::auth_param;
      }
      if (ends_token68(at, value)) return found_token68(first, value);
      return fail_at_equals(errc::expected_param_value, at);
    } else {
      equals = skip_bws(last);
      if (symbol(equals) != '=') {
        if (ends_token68(equals, last)) return found_token68(first, last);
        if (operation_ == operation::challenges) {
          return fail(errc::expected_equals_or_comma, equals);
        }
        return fail_at_equals(equals == last ? errc::expected_end : errc::expected_equals, equals);
      }
    }
    value = equals + 1;
    return event::auth_param;
  }

  // Whether a token68 that ends at `last` can be followed by what stands at `at`, which is `last`
  // or behind the white space there.
  constexpr bool ends_token68(const char* at, const char* last) const noexcept {
    const int next = symbol(at);
    if (operation_ != operation::challenges) return next == detail::end_of_value && at == last;
    return next == ',' || next == detail::end_of_value || detail::is_class(next, detail::class_ows);
  }

  //     token68 = 1*( ... ) *"="                                          RFC 9110 section 11.2
  constexpr event read_token68(const char* first, const char* last) noexcept {
    if (ends_token68(last, last)) return found_token68(first, last);
    const bool is_list_of_lists = operation_ == operation::challenges;
    return fail(is_list_of_lists ? errc::expected_comma : errc::expected_end, last);
  }

  constexpr event found_token68(const char* first, const char* last) noexcept {
    output_.put_token68(view(first, last));
    return found(event::token68, first, last, state::after_element);
  }

  //     BWS "=" BWS                                                       RFC 9110 section 11.2
  constexpr const char* skip_bws(const char* at) const noexcept {
    return is_sender_ ? at : scanner_.skip_ows(at);
  }

  constexpr event fail_at_equals(errc code, const char* at) noexcept {
    return fail(is_sender_ && is(at, detail::class_ows) ? errc::bws_forbidden : code, at);
  }

  //     auth-param = token BWS "=" BWS ( token / quoted-string )          RFC 9110 section 11.2
  //
  // `at` is behind the "=".
  constexpr event read_auth_param(const char* name, const char* name_last,
                                  const char* at) noexcept {
    if (auth_params_left_ == 0) return exceed(errc::limit_auth_params, name);
    int next = symbol(at);
    if (next != '"' && detail::is_class(next, detail::class_ows)) [[unlikely]] {
      at = skip_bws(at);
      next = symbol(at);
    }
    const char* last = at;
    param_value value;
    if (next == '"') [[likely]] {
      std::size_t quoted_pairs = 0;
      const event outcome = read_quoted_string(last, quoted_pairs);
      if (outcome == event::error) return outcome;
      value = param_value(view(at + 1, last - 1), quoted_pairs, true);
    } else if (detail::is_class(next, detail::class_tchar)) {
      if (is_sender_ && equals_ignore_case(view(name, name_last), {"realm", 5})) {
        return fail(errc::expected_quoted_string, at);
      }
      last = scanner_.skip_tchar(at);
      value = param_value(view(at, last), 0, false);
    } else {
      return fail_at_equals(errc::expected_param_value, at);
    }
    const int after = symbol(last);
    if (after != ',' && after != detail::end_of_value &&
        !detail::is_class(after, detail::class_ows)) {
      return fail(errc::expected_comma, last);
    }
    output_.put_auth_param(view(name, name_last), value);
    --auth_params_left_;
    is_open_ = true;
    return found(event::auth_param, name, last, state::after_element);
  }

  //     quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE           RFC 9110 section 5.6.4
  //
  // `at` goes from the opening DQUOTE to behind the closing one.
  constexpr event read_quoted_string(const char*& at, std::size_t& quoted_pairs) noexcept {
    const char* const dquote = at++;
    for (;;) {
      at = scanner_.skip_qdtext(at);
      if (at == scanner_.last()) break;
      const char octet = *at++;
      if (octet == '"') [[likely]]
        return event::auth_param;
      if (octet != '\\') return fail(errc::invalid_qdtext, at - 1);
      if (at == scanner_.last()) break;
      if (!is_quoted_pair_char(*at)) return fail(errc::invalid_quoted_pair, at);
      ++at;
      ++quoted_pairs;
    }
    if (symbol(at) == ',') return stop(errc::needs_join, offset_of(dquote));
    return fail(errc::unterminated_quoted_string, at);
  }

  Scanner scanner_{};
  Output output_;
  const char* first_ = nullptr;  // of the current line
  const char* at_ = nullptr;
  std::size_t base_ = 0;  // the offset of first_
  const std::string_view* more_lines_;
  std::size_t more_lines_count_;
  std::size_t shift_ = 0;
  std::size_t offset_ = 0;

  std::size_t max_length_;
  std::size_t challenges_left_;
  std::size_t max_auth_params_;
  std::size_t auth_params_left_;
  std::size_t max_empty_elements_;

  errc code_ = errc::ok;
  state state_;
  operation operation_;
  bool is_sender_;
  bool is_open_;         // a comma can be followed by an auth-param
  bool is_cut_ = false;  // the line goes on behind max_length_
};

// The reader to use. See basic_reader.
//
//     gauntlet::reader reader("Basic realm=x", gauntlet::operation::challenges);
//     assert(reader.next() == gauntlet::event::auth_scheme);
using reader = basic_reader<scalar_scanner>;

namespace detail {

constexpr status read_to_end(reader input) noexcept {
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
