#ifndef GAUNTLET_CHALLENGES_HPP_
#define GAUNTLET_CHALLENGES_HPP_

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "gauntlet/chars.hpp"
#include "gauntlet/error.hpp"
#include "gauntlet/options.hpp"
#include "gauntlet/parse.hpp"
#include "gauntlet/reader.hpp"
#include "gauntlet/value.hpp"
#include "gauntlet/version.hpp"

// Ranges over a reader: challenges, credentials and auth_info for the three operations, without
// storage. They are as small as the reader, and read again where the reader would go on.
//
// CHOICE(all-or-nothing): the constructors of challenges, credentials and auth_info read the whole
// value once; if it is not valid, they are empty and status() tells why. Half of a broken field is
// nothing that a decision about security should rest on. The reader shows it to those who want it.
// [Challenges.NothingOfAnInvalidValueIsShown, Credentials.NothingOfInvalidOnesIsShown]

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// The end of every range in this header.
struct range_end {};

namespace detail {

// What was looked for: there or not.
template <typename T>
class found_or_not {
 public:
  constexpr found_or_not() noexcept = default;
  constexpr explicit found_or_not(const T& what) noexcept : what_(what), is_found_(true) {}

  constexpr explicit operator bool() const noexcept { return is_found_; }

  // What was found; an empty one if nothing was.
  constexpr const T& operator*() const noexcept { return what_; }
  constexpr const T* operator->() const noexcept { return &what_; }

 private:
  T what_{};
  bool is_found_ = false;
};

}  // namespace detail

// An auth-param that was looked for: there or not. Converts to true if it is there; `*` and `->`
// show it, or the empty auth-param if none was found.
//
//     const gauntlet::auth_info info("nextnonce=\"x\"");
//     const gauntlet::found_auth_param found = info.find("NextNonce");
//     assert(found && found->value.equals("x") && !info.find("rspauth"));
using found_auth_param = detail::found_or_not<auth_param>;

// How many auth-params unique_names() tells apart: as many as options::max_auth_params lets pass.
inline constexpr std::size_t max_unique_names = 64;

// The auth-params of one challenge, of credentials or of auth-info, in the order of the field: an
// input range.
//
//     const gauntlet::credentials credentials("Digest username=\"m\", nc=00000001");
//     std::size_t size = 0;
//     for (const gauntlet::auth_param& param : credentials.params()) {
//       size += param.name.size() + param.value.unescaped_size();
//     }
//     assert(size == 8 + 1 + 2 + 8);
//
// `Reader` is what it reads from: reader for auth_params, or element_reader for
// parsed_auth_params, the parameters among the elements that parse() stored, whose offsets are
// indices of elements.
template <typename Reader>
class basic_auth_params {
 public:
  // The parameter that it stands on lives in the iterator; its views are of the field.
  class iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = auth_param;

    constexpr iterator() noexcept = default;
    constexpr explicit iterator(const Reader& rest) noexcept : rest_(rest) { ++*this; }

    constexpr const auth_param& operator*() const noexcept { return rest_.param(); }
    constexpr const auth_param* operator->() const noexcept { return &rest_.param(); }

    // O(length of the parameter).
    constexpr iterator& operator++() noexcept {
      is_end_ = rest_.next() != event::auth_param;
      return *this;
    }
    constexpr void operator++(int) noexcept { ++*this; }

    // Where the parameter begins in the combined value.
    constexpr std::size_t offset() const noexcept { return rest_.offset(); }

    friend constexpr bool operator==(const iterator& at, range_end) noexcept { return at.is_end_; }

   private:
    Reader rest_{};
    bool is_end_ = true;
  };

  // No parameters.
  constexpr basic_auth_params() noexcept = default;

  // What `rest` still has to read up to anything else than an auth-param.
  constexpr explicit basic_auth_params(const Reader& rest) noexcept : rest_(rest) {}

  constexpr iterator begin() const noexcept { return iterator(rest_); }
  constexpr range_end end() const noexcept { return {}; }

  // The first auth-param with that name; names are case-insensitive (RFC 9110 section 11.2).
  // O(length).
  //
  // Which one counts when a name is repeated no RFC says; see unique_names().
  constexpr found_auth_param find(std::string_view name) const noexcept {
    for (const auth_param& param : *this) {
      if (param.name_is(name)) return found_auth_param(param);
    }
    return {};
  }

  // Whether each name stands only once, ASCII case aside, as RFC 9110 section 11.2 demands of a
  // challenge: ok, or repeated_auth_param with the offset of the first name that stood before, or
  // limit_auth_params when no repetition was found but there are more than max_unique_names
  // parameters (the offset is the first one beyond): those are compared with the first
  // max_unique_names, but not with each other. O(length * max_unique_names), with 1 KiB of stack.
  //
  // CHOICE(repeated-names): the grammar allows them and RFC 9110 gives no rule for reading them, so
  // the reader reports them all, and this function lets the caller refuse. [duplicates/adjacent,
  // duplicates/case-differs]
  //
  //     const gauntlet::auth_info info("a=1, b=2, A=3");
  //     const gauntlet::status unique = info.unique_names();
  //     assert(unique.code == gauntlet::errc::repeated_auth_param && unique.offset == 10);
  constexpr status unique_names() const noexcept {
    std::string_view names[max_unique_names];
    std::size_t count = 0;
    status result;
    for (iterator at = begin(); at != end(); ++at) {
      for (const std::string_view name : std::span(names, count)) {
        if (equals_ignore_case(name, at->name)) return {errc::repeated_auth_param, at.offset()};
      }
      if (count < max_unique_names) {
        names[count++] = at->name;
      } else if (result) {
        result = {errc::limit_auth_params, at.offset()};
      }
    }
    return result;
  }

 private:
  Reader rest_{};
};

using auth_params = basic_auth_params<reader>;
using parsed_auth_params = basic_auth_params<element_reader>;

// One challenge.
//
//     challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]          RFC 9110 section 11.3
//
//     const gauntlet::challenges list("Negotiate YII=, Basic realm=x");
//     const gauntlet::challenge first = *list.begin();
//     assert(first.is("negotiate") && first.has_token68() && first.token68() == "YII=");
//     assert(first.params().begin() == first.params().end());
//
// All views are of the field lines, which the caller keeps.
//
// `Reader` is as in basic_auth_params. parsed_challenge is a challenge, or the credentials, among
// the elements that parse() stored, which have to outlive it.
template <typename Reader>
class basic_challenge {
 public:
  // No challenge: empty scheme, no payload.
  constexpr basic_challenge() noexcept = default;

  // The challenge whose event::auth_scheme was the last event of `at`. O(length of the first
  // element).
  constexpr explicit basic_challenge(const Reader& at) noexcept
      : scheme_(at.scheme()), params_(at), offset_(at.offset()) {
    Reader ahead = at;
    has_token68_ = ahead.next() == event::token68;
    if (has_token68_) token68_ = ahead.token68();
  }

  // The auth-scheme as it stands in the field; is() compares.
  constexpr std::string_view scheme() const noexcept { return scheme_; }

  // Whether the auth-scheme is `name`: case-insensitive (RFC 9110 section 11.1).
  constexpr bool is(std::string_view name) const noexcept { return scheme_is(scheme_, name); }

  // Whether the payload is a token68. If not, it is a list of auth-params, which can be empty.
  constexpr bool has_token68() const noexcept { return has_token68_; }
  constexpr std::string_view token68() const noexcept { return token68_; }

  constexpr basic_auth_params<Reader> params() const noexcept { return params_; }

  // See auth_params.
  constexpr found_auth_param find(std::string_view name) const noexcept {
    return params_.find(name);
  }
  constexpr status unique_names() const noexcept { return params_.unique_names(); }

  // Where the auth-scheme begins in the combined value.
  constexpr std::size_t offset() const noexcept { return offset_; }

 private:
  std::string_view scheme_{};
  std::string_view token68_{};
  basic_auth_params<Reader> params_{};
  std::size_t offset_ = 0;
  bool has_token68_ = false;
};

using challenge = basic_challenge<reader>;
using parsed_challenge = basic_challenge<element_reader>;

// A challenge that was looked for: there or not, as found_auth_param.
using found_challenge = detail::found_or_not<challenge>;

namespace detail {

// Goes from challenge to challenge.
template <typename Reader>
class challenge_iterator {
 public:
  using difference_type = std::ptrdiff_t;
  using value_type = basic_challenge<Reader>;

  constexpr challenge_iterator() noexcept = default;
  constexpr explicit challenge_iterator(const Reader& rest) noexcept : rest_(rest) { ++*this; }

  constexpr value_type operator*() const noexcept { return value_type(rest_); }

  // O(length of the challenge).
  constexpr challenge_iterator& operator++() noexcept {
    event found = rest_.next();
    while (found == event::token68 || found == event::auth_param) found = rest_.next();
    is_end_ = found != event::auth_scheme;
    return *this;
  }
  constexpr void operator++(int) noexcept { ++*this; }

  friend constexpr bool operator==(const challenge_iterator& at, range_end) noexcept {
    return at.is_end_;
  }

 private:
  Reader rest_{};
  bool is_end_ = true;
};

// A field value that was read once, to its end.
template <operation What>
class checked_field {
 public:
  constexpr explicit checked_field(std::string_view field_value,
                                   const options& limits = {}) noexcept
      : checked_field(reader(field_value, What, limits)) {}
  constexpr explicit checked_field(std::span<const std::string_view> field_lines,
                                   const options& limits = {}) noexcept
      : checked_field(reader(field_lines, What, limits)) {}

  template <typename Owner>
  requires dying_owner<Owner, std::string_view>
  explicit checked_field(Owner&& field_value, const options& limits = {}) = delete;
  template <typename Owner>
  requires dying_owner<Owner, std::span<const std::string_view>>
  explicit checked_field(Owner&& field_lines, const options& limits = {}) = delete;
  explicit checked_field(std::initializer_list<std::string_view> field_lines,
                         const options& limits = {}) = delete;

  // Whether the whole value is valid. O(1).
  constexpr bool ok() const noexcept { return static_cast<bool>(status_); }

  // ok, or why there is nothing here. O(1).
  constexpr gauntlet::status status() const noexcept { return status_; }

 protected:
  constexpr const reader& start() const noexcept { return start_; }

 private:
  constexpr explicit checked_field(const reader& start) noexcept
      : start_(start), status_(read_to_end(start)) {
    if (!ok()) start_ = reader();
  }

  reader start_;
  gauntlet::status status_;
};

}  // namespace detail

// The challenges of WWW-Authenticate or Proxy-Authenticate, in order: an input range of challenge.
//
//     WWW-Authenticate = #challenge                                       RFC 9110 section 11.6.1
//
//     const gauntlet::challenges list(R"(Newauth realm="apps", type=1, Basic realm="simple")");
//     if (!list.ok()) return;  // list.status().code, list.status().offset
//     for (const gauntlet::challenge challenge : list) {
//       if (!challenge.is("Basic")) continue;
//       const gauntlet::found_auth_param realm = challenge.find("realm");
//       assert(realm && realm->value.equals("simple"));
//     }
//
// Constructed from one field line or several, see basic_reader, whose errors these are; empty
// unless the whole value is valid. Going through all challenges and their parameters costs
// O(length): each octet is read three or four times. All views are of the field lines, which the
// caller keeps, with the span of lines; the range itself can go.
class challenges : public detail::checked_field<operation::challenges> {
 public:
  using iterator = detail::challenge_iterator<reader>;

  using checked_field::checked_field;

  constexpr iterator begin() const noexcept { return iterator(start()); }
  constexpr range_end end() const noexcept { return {}; }
};

// The same for the elements that parse() stored, such as those of a kernel: an input range of
// parsed_challenge. Nothing of the field is read again.
//
//     std::array<gauntlet::element, 16> storage{};
//     const auto parsed = gauntlet::kernel::best().parse(
//         R"(Newauth realm="apps", type=1, Basic realm="simple")",
//         gauntlet::operation::challenges, storage);
//     std::size_t count = 0;
//     for (const auto challenge : gauntlet::parsed_challenges(parsed.elements(storage))) {
//       assert(challenge.find("Realm") && challenge.unique_names());
//       ++count;
//     }
//     assert(count == 2);
//
// For credentials the one challenge is the credentials; the elements of auth-info are
// parsed_auth_params. Going through all of it is O(number of elements). The elements have to
// outlive the range and what comes out of it.
class parsed_challenges {
 public:
  using iterator = detail::challenge_iterator<element_reader>;

  constexpr explicit parsed_challenges(std::span<const element> elements) noexcept
      : start_(elements) {}

  constexpr iterator begin() const noexcept { return iterator(start_); }
  constexpr range_end end() const noexcept { return {}; }

 private:
  element_reader start_;
};

// Of a list of challenges the one whose auth-scheme stands first in `preferred`, which is the order
// of the caller's preference; of several with that auth-scheme the first. A user agent ought to
// answer the challenge that it considers the most secure of those that it understands (RFC 9110
// section 11.4). `list` is a challenges or a parsed_challenges.
//
//     const gauntlet::challenges list("Basic realm=a, Digest realm=b, Negotiate");
//     const auto found = gauntlet::select(list, {"digest", "basic"});
//     assert(found && found->is("Digest") && found->find("realm")->value.equals("b"));
//     assert(!gauntlet::select(list, {"Bearer"}));
//
// O(length of the field + number of challenges * preferred.size()).
template <typename Challenges>
constexpr auto select(const Challenges& list,
                      std::span<const std::string_view> preferred) noexcept {
  detail::found_or_not<typename Challenges::iterator::value_type> best;
  for (const auto each : list) {
    for (std::size_t i = 0; i < preferred.size(); ++i) {
      if (!each.is(preferred[i])) continue;
      best = decltype(best)(each);
      preferred = {preferred.data(), i};
    }
  }
  return best;
}
template <typename Challenges>
constexpr auto select(const Challenges& list,
                      std::initializer_list<std::string_view> preferred) noexcept {
  return select(list, std::span<const std::string_view>(preferred.begin(), preferred.size()));
}

// The credentials of Authorization or Proxy-Authorization.
//
//     Authorization = credentials                                         RFC 9110 section 11.6.2
//     credentials   = auth-scheme [ 1*SP ( token68 / #auth-param ) ]      RFC 9110 section 11.4
//
//     const gauntlet::credentials credentials("Bearer mF_9.B5f-4.1JqM");
//     assert(credentials.ok() && credentials.is("bearer"));
//     assert(credentials.token68() == "mF_9.B5f-4.1JqM");
//
// Constructed from one field line or several, see basic_reader, whose errors these are; without
// scheme and payload unless the value is valid. O(length).
//
// CHOICE(several-credentials): two Authorization lines are read as the value that they combine to,
// which is hardly ever valid, but `Digest a=b` with `c=d` is. A caller that got more than one line
// should refuse them before it comes here (RFC 9110 section 5.5, singleton fields).
// [combining-lines/credentials-two-basic, combining-lines/credentials-merge-into-one]
class credentials : public detail::checked_field<operation::credentials> {
 public:
  using checked_field::checked_field;

  // See challenge and auth_params.
  constexpr std::string_view scheme() const noexcept { return payload_.scheme(); }
  constexpr bool is(std::string_view name) const noexcept { return payload_.is(name); }
  constexpr bool has_token68() const noexcept { return payload_.has_token68(); }
  constexpr std::string_view token68() const noexcept { return payload_.token68(); }
  constexpr auth_params params() const noexcept { return payload_.params(); }
  constexpr found_auth_param find(std::string_view name) const noexcept {
    return payload_.find(name);
  }
  constexpr gauntlet::status unique_names() const noexcept { return payload_.unique_names(); }

 private:
  static constexpr challenge read_payload(reader start) noexcept {
    return start.next() == event::auth_scheme ? challenge(start) : challenge();
  }

  challenge payload_ = read_payload(start());
};

// The auth-params of Authentication-Info or Proxy-Authentication-Info.
//
//     Authentication-Info = #auth-param                                   RFC 9110 section 11.6.3
//
//     const gauntlet::auth_info info("rspauth=\"6629\", nc=00000001, qop=auth");
//     assert(info.ok() && info.find("qop")->value.equals("auth"));
//
// Constructed from one field line or several, see basic_reader, whose errors these are; empty
// unless the value is valid. O(length).
class auth_info : public detail::checked_field<operation::auth_info> {
 public:
  using checked_field::checked_field;

  constexpr auth_params params() const noexcept { return auth_params(start()); }

  // See auth_params.
  constexpr found_auth_param find(std::string_view name) const noexcept {
    return params().find(name);
  }
  constexpr gauntlet::status unique_names() const noexcept { return params().unique_names(); }
};

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_CHALLENGES_HPP_
