#ifndef GAUNTLET_OPTIONS_HPP_
#define GAUNTLET_OPTIONS_HPP_

#include <cstddef>
#include <cstdint>

#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// Which rule a field value is read by.
//
//     challenges     WWW-Authenticate, Proxy-Authenticate                 RFC 9110 11.6.1, 11.7.1
//                    = #challenge
//     credentials    Authorization, Proxy-Authorization                   RFC 9110 11.6.2, 11.7.2
//                    = credentials
//     auth_info      Authentication-Info, Proxy-Authentication-Info       RFC 9110 11.6.3, 11.7.3
//                    = #auth-param
enum class operation : std::uint8_t { challenges = 0, credentials = 1, auth_info = 2 };

// Whose side of the grammar.
//
// recipient: what a recipient has to accept: empty list elements (RFC 9110 section 5.6.1.2), BWS
// around "=" (5.6.3).
//
// sender: what a sender may generate: lists without empty elements (5.6.1.1), no BWS (5.6.3), realm
// only as a quoted-string (11.5). A subset of recipient, for checking one's own output; a recipient
// that uses it rejects valid fields.
enum class grammar : std::uint8_t { recipient = 0, sender = 1 };

// How to read one field value. Each limit is per call; there is none for a whole process.
//
// A limit that is exceeded has a code of its own (is_limit() tells): the value may well be valid. A
// grammar error at a smaller offset is reported in its place. The defaults hold every example of
// the RFCs and every deployed scheme that the conformance suite knows many times over.
//
//     constexpr gauntlet::options strict{.mode = gauntlet::grammar::sender, .max_challenges = 4};
//     static_assert(!gauntlet::validate("Foo a =b", gauntlet::operation::challenges, strict));
struct options {
  grammar mode = grammar::recipient;

  // Octets of the combined field value. Servers and clients commonly limit a whole header section
  // to between 8 and 256 KiB; Negotiate tokens with large Kerberos tickets come near 64 KiB.
  std::size_t max_length = std::size_t{64} * 1024;

  // Challenges in one field value.
  std::size_t max_challenges = 64;

  // Auth-params of one challenge, of the credentials, or of the whole auth-info.
  std::size_t max_auth_params = 64;

  // Empty list elements in a row, of which RFC 9110 section 5.6.1.2 wants "a reasonable number" to
  // be ignored: commas with nothing but white space between them, less one. "Foo, , Bar" and
  // "Foo ,,a=b" have one; "Foo," and "Foo , Bar" have none.
  std::size_t max_empty_elements = 64;
};

// Options without any limit, for tools that verify the parser or measure it, and for callers that
// bound the input otherwise. Time stays linear in the length of the value.
//
//     constexpr gauntlet::options sender = gauntlet::unlimited(gauntlet::grammar::sender);
//     static_assert(sender.mode == gauntlet::grammar::sender);
constexpr options unlimited(grammar mode = grammar::recipient) noexcept {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  return {mode, none, none, none, none};
}

// unlimited() in grammar recipient, as a constant.
//
//     static_assert(gauntlet::no_limits.max_challenges > 1'000'000);
inline constexpr options no_limits = unlimited();

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_OPTIONS_HPP_
