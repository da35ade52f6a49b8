#ifndef GAUNTLET_WRITER_HPP_
#define GAUNTLET_WRITER_HPP_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "gauntlet/chars.hpp"
#include "gauntlet/error.hpp"
#include "gauntlet/options.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// How the value of an auth-param is to be written. `realm` is always a quoted-string (RFC 9110
// section 11.5).
enum class quoting : std::uint8_t {
  automatic = 0,  // token where the value is one, else quoted-string
  quoted,         // quoted-string
  token,          // token; refused with expected_token where the value is none
};

// Writes one field value into a caller's buffer.
//
//     challenge   = auth-scheme [ 1*SP ( token68 / #auth-param ) ]        RFC 9110 section 11.3
//     credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]        RFC 9110 section 11.4
//     auth-param  = token BWS "=" BWS ( token / quoted-string )           RFC 9110 section 11.2
//
// `what` says which: a list of challenges (WWW-Authenticate, Proxy-Authenticate), credentials
// (Authorization, Proxy-Authorization), or a list of parameters (Authentication-Info,
// Proxy-Authentication-Info).
//
//     std::array<char, 256> buffer{};
//     gauntlet::writer out(buffer);
//     out.challenge("Digest");
//     out.param("realm", "api@example.org");
//     out.param("qop", "auth", gauntlet::quoting::quoted);
//     out.param("algorithm", "SHA-256", gauntlet::quoting::token);
//     const gauntlet::written written = out.finish();
//     assert(written && written.value ==
//                           R"(Digest realm="api@example.org", qop="auth", algorithm=SHA-256)");
//
// What is written is always in grammar `sender` and parses to exactly what was asked for: one SP
// after the scheme and after each comma, nothing around "=", a quoted-pair only for DQUOTE and
// backslash. No string of the caller's can begin a parameter, a challenge or a line that was not
// asked for: what cannot be represented is refused.
//
// Errors are sticky: each function answers the state of the writer, and after a refusal nothing
// more is written, so that it is enough to look at finish(). The refusals:
//
//     invalid_auth_scheme        the scheme is not a token
//     invalid_token68            the text does not match token68
//     invalid_auth_param_name    the name is not a token
//     invalid_auth_param_value   an octet that no quoted-string can hold: a CTL but HTAB, or DEL
//     expected_token             quoting::token for a value that is not a token
//     expected_quoted_string     quoting::token for realm
//     expected_auth_scheme       a payload before any auth-scheme; finished credentials without one
//     unexpected_auth_scheme     a second one in credentials; any in auth-info
//     unexpected_token68         after another payload; any in auth-info
//     unexpected_auth_param      after a token68
//     repeated_auth_param        the name stands in this challenge already
//     limit_length, limit_challenges, limit_auth_params
//
// A buffer that is too small is not a refusal: the writer goes on counting, and finish() answers
// output_too_small with the size that is needed. A writer over an empty span thus measures.
//
// The limits are those of the reader, so that a reader with the same options takes what was written
// (RFC 9110 section 2.3); `limits.mode` and `limits.max_empty_elements` mean nothing here.
//
// CHOICE(repeated-auth-param-in-writer): a name may stand once in a challenge, in credentials and
// in auth-info, ASCII case aside: RFC 9110 section 11.2 forbids more, and a recipient may take any
// of the values. The writer keeps no list of names but reads again what it wrote for this
// challenge, so one call costs at most O(max_length) and a challenge O(max_auth_params * its
// length). Names that did not fit into the buffer cannot be read again: a repetition of one is told
// when the buffer is large enough, and never written. [serialize/refuse-repeated-name,
// serialize/refuse-repeated-name-case]
//
// Not checked: that realm is there when the scheme requires it, or anything else that a scheme says
// of its parameters.
//
// The strings need to live during the call only, and must not overlap the buffer. The buffer's
// contents are unspecified after a refusal.
class writer {
 public:
  constexpr explicit writer(std::span<char> out, operation what = operation::challenges,
                            const options& limits = {}) noexcept
      : out_(out.data()),
        capacity_(out.size()),
        max_length_(limits.max_length),
        max_challenges_(limits.max_challenges),
        max_auth_params_(limits.max_auth_params),
        operation_(what) {}

  // Begins a challenge, or the credentials. O(scheme.size()).
  constexpr errc challenge(std::string_view scheme) noexcept {
    if (is_refused()) return error_;
    const bool is_first = payload_ == payload::no_auth_scheme;
    if (operation_ == operation::auth_info || (operation_ == operation::credentials && !is_first)) {
      return refuse(errc::unexpected_auth_scheme);
    }
    if (!is_token(scheme)) return refuse(errc::invalid_auth_scheme);
    if (challenges_ >= max_challenges_ && operation_ == operation::challenges) {
      return refuse(errc::limit_challenges);
    }
    if (!reserve(add(is_first ? 0 : separator.size(), scheme.size()))) return error_;

    if (!is_first) put(separator);
    put(scheme);
    ++challenges_;
    auth_params_ = 0;
    payload_ = payload::none;
    return error_;
  }

  // Gives the challenge, or the credentials, its token68.
  //
  //     token68 = 1*( ALPHA / DIGIT /
  //                   "-" / "." / "_" / "~" / "+" / "/" ) *"="              RFC 9110 section 11.2
  //
  // O(text.size()).
  constexpr errc token68(std::string_view text) noexcept {
    if (is_refused()) return error_;
    if (operation_ == operation::auth_info) return refuse(errc::unexpected_token68);
    if (payload_ == payload::no_auth_scheme) return refuse(errc::expected_auth_scheme);
    if (payload_ != payload::none) return refuse(errc::unexpected_token68);
    if (!is_token68(text)) return refuse(errc::invalid_token68);
    if (!reserve(add(1, text.size()))) return error_;

    put(space);
    put(text);
    payload_ = payload::token68;
    return error_;
  }

  // Adds a parameter. `value` is what the recipient is to get: it is escaped here, and must not be
  // by the caller. O(name.size() + value.size() + what this challenge holds already).
  constexpr errc param(std::string_view name, std::string_view value,
                       quoting form = quoting::automatic) noexcept {
    if (is_refused()) return error_;
    if (operation_ != operation::auth_info && payload_ == payload::no_auth_scheme) {
      return refuse(errc::expected_auth_scheme);
    }
    if (payload_ == payload::token68) return refuse(errc::unexpected_auth_param);
    if (!is_token(name)) return refuse(errc::invalid_auth_param_name);

    const bool is_realm = equals_ignore_case(name, realm);
    if (is_realm && form == quoting::token) return refuse(errc::expected_quoted_string);
    const bool as_token = form != quoting::quoted && !is_realm && is_token(value);
    if (form == quoting::token && !as_token) return refuse(errc::expected_token);

    std::size_t size = add(name.size(), add(1, value.size()));
    if (!as_token) {
      size = add(size, 2);
      for (const char octet : value) {
        if (!is_quoted_pair_char(octet)) return refuse(errc::invalid_auth_param_value);
        if (needs_quoted_pair(octet)) size = add(size, 1);
      }
    }
    if (auth_params_ >= max_auth_params_) return refuse(errc::limit_auth_params);
    if (auth_params_ != 0 && is_written(name)) return refuse(errc::repeated_auth_param);

    const std::string_view before = auth_params_ != 0                    ? separator
                                    : operation_ == operation::auth_info ? std::string_view{}
                                                                         : space;
    if (!reserve(add(before.size(), size))) return error_;
    put(before);
    if (auth_params_ == 0) first_auth_param_ = written_;
    put(name);
    put(equals_sign);
    if (as_token) {
      put(value);
    } else {
      put(dquote);
      put_escaped(value);
      put(dquote);
    }
    ++auth_params_;
    payload_ = payload::params;
    return error_;
  }

  // What stands in the buffer now, or why it does not. May be called at any time, and again. O(1).
  constexpr written finish() const noexcept {
    if (is_refused()) return {error_, 0, {}};
    if (operation_ == operation::credentials && payload_ == payload::no_auth_scheme) {
      return {errc::expected_auth_scheme, 0, {}};
    }
    if (error_ != errc::ok) return {error_, size_, {}};
    return {errc::ok, size_, {out_, written_}};
  }

 private:
  enum class payload : std::uint8_t { no_auth_scheme, none, token68, params };

  static constexpr std::string_view realm = "realm";
  static constexpr std::string_view separator = ", ";
  static constexpr std::string_view space = " ";
  static constexpr std::string_view equals_sign = "=";
  static constexpr std::string_view dquote = "\"";

  static constexpr bool needs_quoted_pair(char octet) noexcept {
    return octet == '"' || octet == '\\';
  }

  // Sums saturate: a size that std::size_t cannot hold exceeds any buffer and any limit.
  static constexpr std::size_t add(std::size_t a, std::size_t b) noexcept {
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
  }

  constexpr bool is_refused() const noexcept {
    return error_ != errc::ok && error_ != errc::output_too_small;
  }

  constexpr errc refuse(errc code) noexcept { return error_ = code; }

  // Counts an element of `size` octets. An element is written whole or not at all, and after one
  // that did not fit none is, so that the buffer holds whole elements and is_written() can read
  // them.
  constexpr bool reserve(std::size_t size) noexcept {
    if (size > max_length_ - size_) {
      refuse(errc::limit_length);
      return false;
    }
    size_ += size;
    if (size_ > capacity_) error_ = errc::output_too_small;
    return true;
  }

  constexpr void put(std::string_view text) noexcept {
    if (error_ != errc::ok) return;
    for (const char octet : text) out_[written_++] = octet;
  }

  constexpr void put_escaped(std::string_view value) noexcept {
    if (error_ != errc::ok) return;
    for (const char octet : value) {
      if (needs_quoted_pair(octet)) out_[written_++] = '\\';
      out_[written_++] = octet;
    }
  }

  // Reads the parameters of this challenge again: name "=" ( token / quoted-string ), separated by
  // ", ". Every step is bounded: the buffer is the caller's, who may have changed what stands there.
  constexpr bool is_written(std::string_view name) const noexcept {
    std::size_t at = first_auth_param_;
    while (at < written_) {
      const std::size_t first = at;
      while (at < written_ && out_[at] != '=') ++at;
      if (equals_ignore_case({out_ + first, at - first}, name)) return true;

      ++at;
      if (at < written_ && out_[at] == '"') {
        ++at;
        while (at < written_ && out_[at] != '"') at += out_[at] == '\\' ? 2 : 1;
      }
      while (at < written_ && out_[at] != ',') ++at;
      at += separator.size();
    }
    return false;
  }

  char* out_;
  std::size_t capacity_;
  std::size_t max_length_;
  std::size_t max_challenges_;
  std::size_t max_auth_params_;
  std::size_t size_ = 0;     // octets of the value so far
  std::size_t written_ = 0;  // of these, in the buffer
  std::size_t first_auth_param_ = 0;
  std::size_t challenges_ = 0;
  std::size_t auth_params_ = 0;
  operation operation_;
  payload payload_ = payload::no_auth_scheme;
  errc error_ = errc::ok;
};

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_WRITER_HPP_
