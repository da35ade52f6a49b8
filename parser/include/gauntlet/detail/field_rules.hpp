#ifndef GAUNTLET_DETAIL_FIELD_RULES_HPP_
#define GAUNTLET_DETAIL_FIELD_RULES_HPP_

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "gauntlet/chars.hpp"
#include "gauntlet/reader.hpp"
#include "gauntlet/scan.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// The grammar and the limits of basic_reader, which is their contract.
//
// Each rule takes where its first octet stands, and answers the event that it leads to, or where
// what it looks for begins; nullptr if reading is over.

template <typename Scanner, typename Output, typename Line>
constexpr event basic_reader<Scanner, Output, Line>::next() noexcept {
  // One call of each rule, so that compilers which make one function of all of them do so once.
  const char* element = nullptr;
  bool is_first = false;
  switch (state_) {
    case state::start:
      element = find_first_element();
      break;
    case state::after_auth_scheme: {
      const char* const payload = skip_more_sp(at_ + 1);
      if (is(payload, detail::class_tchar | detail::class_token68)) {
        element = payload;
        is_first = true;
        break;
      }
      const char* const comma = find_comma_after_sp(payload);
      if (comma != nullptr) element = find_element(after_comma(comma));
      break;
    }
    case state::after_element: {
      const char* const comma = find_comma();
      if (comma == nullptr) break;
      // One SP is what nearly everybody writes.
      element = after_comma(comma);
      if (symbol(element) == ' ') [[likely]]
        ++element;
      if (!is(element, detail::class_tchar)) [[unlikely]]
        element = find_element(element);
      break;
    }
    case state::stopped:
      break;
  }
  if (element == nullptr) return code_ == errc::ok ? event::end : event::error;
  const detail::param_start start = is_first ? read_first_element(element) : read_element(element);
  if (start.value != nullptr) [[likely]]
    return read_auth_param(element, start.name_last, start.value);
  if (!ok()) return event::error;
  return is_first ? event::token68 : event::auth_scheme;
}

template <typename Scanner, typename Output, typename Line>
constexpr event basic_reader<Scanner, Output, Line>::stop(errc code, std::size_t offset) noexcept {
  state_ = state::stopped;
  code_ = code;
  offset_ = offset;
  return code == errc::ok ? event::end : event::error;
}

// The grammar forbids what stands at `at`, unless that is where reading has to stop anyway.
template <typename Scanner, typename Output, typename Line>
constexpr event basic_reader<Scanner, Output, Line>::fail(errc code, const char* at) noexcept {
  if (symbol(at) == detail::end_of_limit) return stop(errc::limit_length, max_length_);
  return stop(code, offset_of(at));
}

template <typename Scanner, typename Output, typename Line>
constexpr event basic_reader<Scanner, Output, Line>::exceed(errc limit, const char* at) noexcept {
  return stop(limit, offset_of(at));
}

// For the functions that look for what comes next, or where an auth-param begins: there is none, as
// said by `stop` or `fail`.
template <typename Scanner, typename Output, typename Line>
constexpr std::nullptr_t basic_reader<Scanner, Output, Line>::nothing(event) noexcept {
  return nullptr;
}

template <typename Scanner, typename Output, typename Line>
constexpr void basic_reader<Scanner, Output, Line>::found(const char* first, const char* last,
                                                          state next) noexcept {
  offset_ = offset_of(first);
  at_ = last;
  state_ = next;
}

// From the start of the value to its first element.
template <typename Scanner, typename Output, typename Line>
constexpr const char* basic_reader<Scanner, Output, Line>::find_first_element() noexcept {
  // No white space: the line was trimmed.
  if (is(at_, detail::class_tchar)) [[likely]]
    return at_;
  if (operation_ == operation::credentials) {
    return nothing(fail(errc::expected_auth_scheme, at_));
  }
  const int first = symbol(at_);
  if (first == detail::end_of_value) return nothing(stop(errc::ok, offset_of(at_)));
  if (first != ',') return nothing(fail(expected_element(), at_));
  if (is_sender_) return nothing(fail(errc::empty_element, at_));
  return find_element(after_comma(at_));
}

// From after a comma to the next element. A comma with nothing but white space between it and
// the comma before it is the end of an empty element.
template <typename Scanner, typename Output, typename Line>
constexpr const char* basic_reader<Scanner, Output, Line>::find_element(const char* at) noexcept {
  for (std::size_t empty_elements = 0;; ++empty_elements) {
    at = scanner_.skip_ows(at);
    const int next = symbol(at);
    if (detail::is_class(next, detail::class_tchar)) [[likely]]
      return at;
    const bool is_end = next == detail::end_of_value;
    errc code = errc::ok;
    if (!is_end && next != ',') {
      code = expected_element();
    } else if (is_sender_) {
      code = errc::empty_element;
    } else if (!is_end && empty_elements == max_empty_elements_) {
      code = errc::limit_empty_elements;
    }
    if (code != errc::ok || is_end) return nothing(fail(code, at));
    at = after_comma(at);
  }
}

template <typename Scanner, typename Output, typename Line>
constexpr errc basic_reader<Scanner, Output, Line>::expected_element() const noexcept {
  if (operation_ != operation::challenges) return errc::expected_auth_param;
  return is_open_ ? errc::expected_auth_scheme_or_auth_param : errc::expected_auth_scheme;
}

// From the end of an element to the comma after it.
template <typename Scanner, typename Output, typename Line>
constexpr const char* basic_reader<Scanner, Output, Line>::find_comma() noexcept {
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
template <typename Scanner, typename Output, typename Line>
constexpr detail::param_start basic_reader<Scanner, Output, Line>::read_element(
    const char* first) noexcept {
  const char* const last = scanner_.skip_tchar(first);
  if (!is_open_) return read_auth_scheme(first, last);
  if (symbol(last) == '=') [[likely]]
    return {last, last + 1};
  return read_name_or_auth_scheme(first, last);
}

// The same where no "=" follows at once.
template <typename Scanner, typename Output, typename Line>
constexpr detail::param_start basic_reader<Scanner, Output, Line>::read_name_or_auth_scheme(
    const char* first, const char* last) noexcept {
  const bool is_list_of_lists = operation_ == operation::challenges;
  if (!is_list_of_lists && auth_params_left_ == 0) {
    return nothing(exceed(errc::limit_auth_params, first));
  }
  const char* const equals = skip_bws(last);
  if (symbol(equals) == '=') return {last, equals + 1};
  if (!is_list_of_lists) return nothing(fail_at_equals(errc::expected_equals, equals));
  if (!ends_auth_scheme(last, equals)) {
    return nothing(fail(errc::expected_equals_or_comma, equals));
  }
  return read_auth_scheme(first, last);
}

// Whether a token that ends at `last` in a list of auth-params can be an auth-scheme, when what
// stands at `at`, after the white space there, is not "=".
template <typename Scanner, typename Output, typename Line>
constexpr bool basic_reader<Scanner, Output, Line>::ends_auth_scheme(
    const char* last, const char* at) const noexcept {
  const int next = symbol(at);
  if (next == ',' || next == detail::end_of_value) return true;
  if (is_sender_) return detail::is_class(next, detail::class_ows);
  return at != last && detail::is_class(next, detail::class_tchar | detail::class_token68) &&
         scanner_.skip_sp(last) == at;
}

//     auth-scheme = token                                               RFC 9110 section 11.1
template <typename Scanner, typename Output, typename Line>
constexpr std::nullptr_t basic_reader<Scanner, Output, Line>::read_auth_scheme(
    const char* first, const char* last) noexcept {
  const int next = symbol(last);
  const bool is_list_of_lists = operation_ == operation::challenges;
  if (is_list_of_lists) {
    if (challenges_left_ == 0) return nothing(exceed(errc::limit_challenges, first));
    --challenges_left_;
    auth_params_left_ = max_auth_params_;
    is_open_ = false;
  }
  state then = state::after_auth_scheme;
  if (next != ' ') {
    const bool is_complete =
        next == detail::end_of_value || (is_list_of_lists && (next == ',' || next == '\t'));
    if (!is_complete) return nothing(fail(errc::expected_sp, last));
    then = state::after_element;
  }
  output_.put_auth_scheme(view(first, last));
  found(first, last, then);
  return nullptr;
}

//     [ 1*SP ( token68 / #auth-param ) ]                                RFC 9110 section 11.3
template <typename Scanner, typename Output, typename Line>
constexpr const char* basic_reader<Scanner, Output, Line>::skip_more_sp(
    const char* at) const noexcept {
  return symbol(at) == ' ' ? scanner_.skip_sp(at) : at;
}

// After the SP: the comma of an empty list of auth-params, or of an empty element before the
// first one.
template <typename Scanner, typename Output, typename Line>
constexpr const char* basic_reader<Scanner, Output, Line>::find_comma_after_sp(
    const char* at) noexcept {
  const bool is_list_of_lists = operation_ == operation::challenges;
  const bool is_separator = is(at, detail::class_ows) || symbol(at) == ',';
  if (!is_separator || (is_sender_ && !is_list_of_lists)) {
    return nothing(fail(errc::expected_token68_or_auth_param, at));
  }
  const char* const comma = scanner_.skip_ows(at);
  if (symbol(comma) != ',') return nothing(fail(errc::expected_comma, comma));
  is_open_ = !is_sender_;
  return comma;
}

// The first element after auth-scheme and SP, of which only what follows tells whether it is a
// token68 or an auth-param.
template <typename Scanner, typename Output, typename Line>
constexpr detail::param_start basic_reader<Scanner, Output, Line>::read_first_element(
    const char* first) noexcept {
  // Nearly always the name of an auth-param whose value is a quoted-string, which is soon seen.
  const char* last = scanner_.end_of_tchar_nearby(first);
  if (!is_before_quoted_string(last)) {
    last = scanner_.skip_tchar_and_token68_char(first);
    if (!is_before_quoted_string(last)) return read_name_or_token68(first, last);
  }
  return {last, last + 1};
}

// Whether `="` stands at `at`.
template <typename Scanner, typename Output, typename Line>
constexpr bool basic_reader<Scanner, Output, Line>::is_before_quoted_string(
    const char* at) const noexcept {
  return symbol(at) == '=' && symbol(at + 1) == '"';
}

// `last` is where the octets end that both can have.
template <typename Scanner, typename Output, typename Line>
constexpr detail::param_start basic_reader<Scanner, Output, Line>::read_name_or_token68(
    const char* first, const char* last) noexcept {
  const int next = symbol(last);
  if (next == '/') {
    return read_token68(first, scanner_.skip_equals(scanner_.skip_token68_char(last)));
  }
  const char* equals = last;
  if (detail::is_class(next, detail::class_tchar)) {
    if (auth_params_left_ == 0) return nothing(exceed(errc::limit_auth_params, first));
    last = scanner_.skip_tchar(last);
    equals = skip_bws(last);
    if (symbol(equals) != '=') return nothing(fail_at_equals(errc::expected_equals, equals));
  } else if (next == '=') {
    const char* const value = last + 1;
    if (symbol(value) == '=') return read_token68(first, scanner_.skip_equals(value));
    const char* const at = skip_bws(value);
    if (symbol(at) == '"' || is(at, detail::class_tchar)) return {last, at};
    if (ends_token68(at, value)) return found_token68(first, value);
    return nothing(fail_at_equals(errc::expected_param_value, at));
  } else {
    equals = skip_bws(last);
    if (symbol(equals) != '=') {
      if (ends_token68(equals, last)) return found_token68(first, last);
      if (operation_ == operation::challenges) {
        return nothing(fail(errc::expected_equals_or_comma, equals));
      }
      return nothing(
          fail_at_equals(equals == last ? errc::expected_end : errc::expected_equals, equals));
    }
  }
  return {last, equals + 1};
}

// Whether a token68 that ends at `last` can be followed by what stands at `at`, which is `last`
// or after the white space there.
template <typename Scanner, typename Output, typename Line>
constexpr bool basic_reader<Scanner, Output, Line>::ends_token68(const char* at,
                                                                 const char* last) const noexcept {
  const int next = symbol(at);
  if (operation_ != operation::challenges) return next == detail::end_of_value && at == last;
  return next == ',' || next == detail::end_of_value || detail::is_class(next, detail::class_ows);
}

//     token68 = 1*( ... ) *"="                                          RFC 9110 section 11.2
template <typename Scanner, typename Output, typename Line>
constexpr std::nullptr_t basic_reader<Scanner, Output, Line>::read_token68(
    const char* first, const char* last) noexcept {
  if (ends_token68(last, last)) return found_token68(first, last);
  const bool is_list_of_lists = operation_ == operation::challenges;
  return nothing(fail(is_list_of_lists ? errc::expected_comma : errc::expected_end, last));
}

template <typename Scanner, typename Output, typename Line>
constexpr std::nullptr_t basic_reader<Scanner, Output, Line>::found_token68(
    const char* first, const char* last) noexcept {
  output_.put_token68(view(first, last));
  found(first, last, state::after_element);
  return nullptr;
}

//     BWS "=" BWS                                                       RFC 9110 section 11.2
template <typename Scanner, typename Output, typename Line>
constexpr const char* basic_reader<Scanner, Output, Line>::skip_bws(const char* at) const noexcept {
  return is_sender_ ? at : scanner_.skip_ows(at);
}

template <typename Scanner, typename Output, typename Line>
constexpr event basic_reader<Scanner, Output, Line>::fail_at_equals(errc code,
                                                                    const char* at) noexcept {
  return fail(is_sender_ && is(at, detail::class_ows) ? errc::bws_forbidden : code, at);
}

//     auth-param = token BWS "=" BWS ( token / quoted-string )          RFC 9110 section 11.2
//
// `at` follows the "=".
template <typename Scanner, typename Output, typename Line>
constexpr event basic_reader<Scanner, Output, Line>::read_auth_param(const char* name,
                                                                     const char* name_last,
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
  found(name, last, state::after_element);
  return event::auth_param;
}

//     quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE           RFC 9110 section 5.6.4
//
// `at` goes from the opening DQUOTE to what follows the closing one.
template <typename Scanner, typename Output, typename Line>
constexpr event basic_reader<Scanner, Output, Line>::read_quoted_string(
    const char*& at, std::size_t& quoted_pairs) noexcept {
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

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_DETAIL_FIELD_RULES_HPP_
