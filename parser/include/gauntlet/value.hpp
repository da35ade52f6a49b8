#ifndef GAUNTLET_VALUE_HPP_
#define GAUNTLET_VALUE_HPP_

#include <cstddef>
#include <span>
#include <string_view>

#include "gauntlet/chars.hpp"
#include "gauntlet/error.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// The value of an auth-param, as it stood in the field: a token, or the inside of a quoted-string.
//
//     auth-param     = token BWS "=" BWS ( token / quoted-string )        RFC 9110 section 11.2
//     quoted-string  = DQUOTE *( qdtext / quoted-pair ) DQUOTE            RFC 9110 section 5.6.4
//     quoted-pair    = "\" ( HTAB / SP / VCHAR / obs-text )               RFC 9110 section 5.6.4
//
// The meaning of a value does not depend on which of the two forms it had (RFC 9110 section 5.5),
// so most callers want equals() or unescape_to(). A value is a view: it lives as long as the octets
// that were parsed. A default-constructed one is the empty token, which no field can hold.
//
// Not checked: a charset. obs-text stays as it is (RFC 9110 section 5.5).
//
//     std::array<char, 64> buffer{};
//     gauntlet::reader reader(R"(Basic realm="say \"hi\"")", gauntlet::operation::challenges);
//     while (reader.next() != gauntlet::event::auth_param) {
//     }
//     const gauntlet::param_value value = reader.param().value;
//     assert(value.raw() == R"(say \"hi\")" && value.unescaped_size() == 8);
//     assert(value.equals(R"(say "hi")"));
//     const auto unescaped = value.unescape_to(buffer);
//     assert(unescaped && unescaped.value == R"(say "hi")");
class param_value {
 public:
  constexpr param_value() noexcept = default;

  // A value that was a token. `token` is taken as it is, without a check. O(1).
  static constexpr param_value from_token(std::string_view token) noexcept {
    param_value value;
    value.raw_ = token;
    return value;
  }

  // A value that was a quoted-string. `inside` is what stood between the DQUOTEs, and
  // `quoted_pairs` the number of quoted-pairs in it; both are taken as they are. Wrong ones lead to
  // a wrong value, never to an access outside of `inside` or of a caller's buffer. O(1).
  static constexpr param_value from_quoted_string(std::string_view inside,
                                                  std::size_t quoted_pairs) noexcept {
    param_value value;
    value.raw_ = inside;
    value.quoted_pairs_ = quoted_pairs < inside.size() ? quoted_pairs : inside.size();
    value.is_quoted_string_ = true;
    return value;
  }

  constexpr bool is_quoted_string() const noexcept { return is_quoted_string_; }

  // Whether a backslash escapes something. If not, raw() is already the value. O(1).
  constexpr bool has_quoted_pair() const noexcept { return quoted_pairs_ != 0; }

  // The number of quoted-pairs. O(1).
  constexpr std::size_t quoted_pairs() const noexcept { return quoted_pairs_; }

  // The octets in the field: without the DQUOTEs, but with the backslashes. O(1).
  constexpr std::string_view raw() const noexcept { return raw_; }

  // The number of octets of the value with each quoted-pair replaced by the octet after its
  // backslash. O(1): the reader counted them.
  constexpr std::size_t unescaped_size() const noexcept { return raw_.size() - quoted_pairs_; }

  // Writes the value, each quoted-pair replaced by the octet after its backslash (RFC 9110 section
  // 5.6.4), to the front of `out`, which must not overlap the field. Writes nothing when `out` is
  // smaller than unescaped_size(), and tells that size. O(raw().size()). The view in the result
  // lives as long as the caller's buffer.
  constexpr written unescape_to(std::span<char> out) const noexcept {
    if (out.size() < unescaped_size()) return {errc::output_too_small, unescaped_size(), {}};
    std::size_t size = 0;
    for (std::size_t at = 0; at < raw_.size() && size < unescaped_size(); ++at) {
      out[size++] = raw_[skip_backslash(at)];
    }
    return {errc::ok, size, {out.data(), size}};
  }

  // Appends the value, unescaped as by unescape_to(), to a string or another container of octets:
  // `to` has append(const char*, std::size_t), or insert(iterator, const char*, const char*), or
  // push_back(char). O(raw().size()), and what the container does; throws what that throws.
  //
  //     struct octets {
  //       char all[8] = {};
  //       std::size_t size = 0;
  //       constexpr void push_back(char octet) { all[size++] = octet; }
  //     } to;
  //     gauntlet::param_value::from_quoted_string(R"(a\"b)", 1).append_unescaped(to);
  //     assert(std::string_view(to.all, to.size) == "a\"b");
  template <typename Octets>
  constexpr void append_unescaped(Octets& to) const {
    const char* first = raw_.data();
    const char* const last = first + raw_.size();
    if (quoted_pairs_ != 0) {
      for (const char* at = first; at != last; ++at) {
        if (*at != '\\' || at + 1 == last) continue;
        append_run(to, first, at);
        first = ++at;
      }
    }
    append_run(to, first, last);
  }

  // Whether the unescaped value is `octets`, octet for octet. Needs no buffer. O(raw().size()).
  constexpr bool equals(std::string_view octets) const noexcept {
    return matches(octets, detail::as_it_is);
  }

  // As equals(), but ASCII letters compare without regard to case, for the values that a scheme
  // defines so, such as algorithm, stale and qop of Digest. O(raw().size()).
  constexpr bool equals_ignore_case(std::string_view octets) const noexcept {
    return matches(octets, detail::to_lower);
  }

 private:
  template <typename Scanner, typename Output, typename Line>
  friend class basic_reader;

  constexpr param_value(std::string_view raw, std::size_t quoted_pairs,
                        bool is_quoted_string) noexcept
      : raw_(raw), quoted_pairs_(quoted_pairs), is_quoted_string_(is_quoted_string) {}

  template <typename Octets>
  static constexpr void append_run(Octets& to, const char* first, const char* last) {
    if constexpr (requires { to.append(first, std::size_t{}); }) {
      to.append(first, static_cast<std::size_t>(last - first));
    } else if constexpr (requires { to.insert(to.end(), first, last); }) {
      to.insert(to.end(), first, last);
    } else {
      for (; first != last; ++first) to.push_back(*first);
    }
  }

  // Where the octet stands that the octet at `at` means, and `at` moves there.
  constexpr std::size_t skip_backslash(std::size_t& at) const noexcept {
    if (quoted_pairs_ != 0 && raw_[at] == '\\' && at + 1 < raw_.size()) ++at;
    return at;
  }

  constexpr bool matches(std::string_view octets, char (*fold)(char) noexcept) const noexcept {
    if (octets.size() != unescaped_size()) return false;
    std::size_t at = 0;
    for (const char octet : octets) {
      if (at == raw_.size() || fold(raw_[skip_backslash(at)]) != fold(octet)) return false;
      ++at;
    }
    return true;
  }

  std::string_view raw_{};
  std::size_t quoted_pairs_ = 0;
  bool is_quoted_string_ = false;
};

// One auth-param.
//
//     auth-param = token BWS "=" BWS ( token / quoted-string )            RFC 9110 section 11.2
//
//     constexpr gauntlet::auth_param param{"Realm", gauntlet::param_value::from_token("x")};
//     static_assert(param.name_is("realm"));
struct auth_param {
  std::string_view name{};
  param_value value{};

  // Whether this is the parameter `wanted`; names are case-insensitive (RFC 9110 section 11.2).
  constexpr bool name_is(std::string_view wanted) const noexcept {
    return equals_ignore_case(name, wanted);
  }
};

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_VALUE_HPP_
