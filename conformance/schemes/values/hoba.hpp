#ifndef CONFORMANCE_SCHEMES_VALUES_HOBA_HPP
#define CONFORMANCE_SCHEMES_VALUES_HOBA_HPP

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::schemes {

// HOBA-RES = kid "." challenge "." nonce "." sig (RFC 7486, section 2), each in base64url as it
// stands.
struct hoba_result {
  std::string kid{};
  std::string challenge{};
  std::string nonce{};
  std::string signature{};
};

// Nothing when there are not four parts, or one of them is empty.
std::optional<hoba_result> read_hoba_result(std::string_view result);

// What a HOBA signature is made over. The parts stand as they are sent: the nonce, the kid and the
// challenge in base64url, `algorithm` as its number in the registry ("0": RSA-SHA256), `origin` with
// its port.
struct hoba_tbs {
  std::string nonce{};
  std::string algorithm{};
  std::string origin{};
  std::string realm{};  // empty: the challenge has none
  std::string kid{};
  std::string challenge{};
  friend bool operator==(const hoba_tbs&, const hoba_tbs&) = default;
};

// HOBA-TBS = len ":" nonce len ":" alg len ":" origin len ":" [ realm ] len ":" kid len ":"
// challenge (RFC 7486, section 2); len is in decimal, in octets.
std::string to_octets(const hoba_tbs&);

// The way back; nothing when a length does not fit.
std::optional<hoba_tbs> read_hoba_tbs(std::string_view octets);

}  // namespace gauntlet::schemes

#endif
