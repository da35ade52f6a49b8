#ifndef CONFORMANCE_SCHEMES_VALUES_DIGEST_HPP
#define CONFORMANCE_SCHEMES_VALUES_DIGEST_HPP

#include <optional>
#include <string>
#include <string_view>

#include "conformance/schemes/reading.hpp"

namespace gauntlet::schemes {

// The hash algorithms of Digest (RFC 7616, section 6.1).
enum class hash { md5, sha_256, sha_512_256 };

struct digest_algorithm {
  schemes::hash hash = schemes::hash::md5;
  bool is_session = false;  // -sess
  friend bool operator==(const digest_algorithm&, const digest_algorithm&) = default;
};

// Of its name, ASCII case aside; nothing for one that is not known here.
std::optional<digest_algorithm> read_digest_algorithm(std::string_view name);

// In hexadecimal, in lower case. Nothing when the crypto library refuses the algorithm, as one that
// is bound to FIPS 140 does with MD5.
std::optional<std::string> hex_digest(hash, std::string_view octets);

// What the response of Digest credentials is computed from. An empty `qop` is RFC 2069's.
struct digest_input {
  digest_algorithm algorithm{};
  std::string username{};  // the name itself, also where a hash of it is sent
  std::string realm{};
  std::string password{};
  std::string nonce{};
  std::string cnonce{};
  std::string nc{};
  std::string qop{};
  std::string method{};
  std::string uri{};
  std::string body{};  // looked at with qop=auth-int
};

// What credentials say of it: everything but the password, the method and the body. A `username*`
// is decoded. With userhash=true the name is empty: its hash is no name. Nothing when a parameter is
// missing, or the algorithm is not known.
std::optional<digest_input> digest_input_of(const located_challenge& credentials);

// response (RFC 7616, section 3.4.1), rspauth (3.5; the method does not count, `body` is that of
// the response) and the username with userhash=true (3.4.4).
std::optional<std::string> digest_response(const digest_input&);
std::optional<std::string> digest_rspauth(const digest_input&);
std::optional<std::string> digest_userhash(const digest_input&);

}  // namespace gauntlet::schemes

#endif
