#include "conformance/schemes/values/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <gauntlet/gauntlet.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/schemes/values/ext_value.hpp"

namespace gauntlet::schemes {
namespace {

const EVP_MD* openssl_digest(hash which) {
  switch (which) {
    case hash::md5:
      return EVP_md5();
    case hash::sha_256:
      return EVP_sha256();
    case hash::sha_512_256:
      break;
  }
  return EVP_sha512_256();
}

// The response for the start of A2: the method, or nothing for rspauth.
std::optional<std::string> respond(const digest_input& in, std::string_view method) {
  const hash which = in.algorithm.hash;
  std::optional<std::string> ha1 =
      hex_digest(which, absl::StrCat(in.username, ":", in.realm, ":", in.password));
  if (!ha1) return {};
  if (in.algorithm.is_session)
    ha1 = hex_digest(which, absl::StrCat(*ha1, ":", in.nonce, ":", in.cnonce));
  std::string a2 = absl::StrCat(absl::string_view(method.data(), method.size()), ":", in.uri);
  if (gauntlet::equals_ignore_case(in.qop, "auth-int"))
    absl::StrAppend(&a2, ":", *hex_digest(which, in.body));
  const std::string ha2 = *hex_digest(which, a2);
  if (in.qop.empty()) return hex_digest(which, absl::StrCat(*ha1, ":", in.nonce, ":", ha2));
  return hex_digest(
      which, absl::StrCat(*ha1, ":", in.nonce, ":", in.nc, ":", in.cnonce, ":", in.qop, ":", ha2));
}

}  // namespace

std::optional<digest_algorithm> read_digest_algorithm(std::string_view name) {
  constexpr std::pair<std::string_view, digest_algorithm> known[] = {
      {"MD5", {hash::md5, false}},
      {"MD5-sess", {hash::md5, true}},
      {"SHA-256", {hash::sha_256, false}},
      {"SHA-256-sess", {hash::sha_256, true}},
      {"SHA-512-256", {hash::sha_512_256, false}},
      {"SHA-512-256-sess", {hash::sha_512_256, true}},
  };
  for (const auto& [text, algorithm] : known) {
    if (gauntlet::equals_ignore_case(text, name)) return algorithm;
  }
  return {};
}

std::optional<std::string> hex_digest(hash which, std::string_view octets) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(octets.data(), octets.size(), digest.data(), &size, openssl_digest(which),
                 nullptr) != 1)
    return {};
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text.push_back(digits[digest[i] >> 4]);
    text.push_back(digits[digest[i] & 0xF]);
  }
  return text;
}

std::optional<digest_input> digest_input_of(const located_challenge& credentials) {
  digest_input made;
  const std::string* const algorithm = find_value(credentials, "algorithm");
  const std::optional<digest_algorithm> known =
      read_digest_algorithm(algorithm ? *algorithm : "MD5");
  if (!known) return {};
  made.algorithm = *known;
  const std::pair<std::string_view, std::string digest_input::*> required[] = {
      {"realm", &digest_input::realm},
      {"nonce", &digest_input::nonce},
      {"uri", &digest_input::uri},
  };
  for (const auto& [name, member] : required) {
    const std::string* const value = find_value(credentials, name);
    if (!value) return {};
    made.*member = *value;
  }
  if (const std::string* const qop = find_value(credentials, "qop")) {
    const std::string* const cnonce = find_value(credentials, "cnonce");
    const std::string* const nc = find_value(credentials, "nc");
    if (!cnonce || !nc) return {};
    made.qop = *qop;
    made.cnonce = *cnonce;
    made.nc = *nc;
  } else if (const std::string* const cnonce = find_value(credentials, "cnonce")) {
    made.cnonce = *cnonce;  // for -sess
  }
  const std::string* const userhash = find_value(credentials, "userhash");
  if (userhash && gauntlet::equals_ignore_case(*userhash, "true")) return made;
  if (const std::string* const name = find_value(credentials, "username")) {
    made.username = *name;
    return made;
  }
  const std::string* const extended = find_value(credentials, "username*");
  std::optional<ext_value> read = extended ? read_ext_value(*extended) : std::nullopt;
  if (!read) return {};
  made.username = std::move(read->octets);
  return made;
}

std::optional<std::string> digest_response(const digest_input& in) {
  return respond(in, in.method);
}

std::optional<std::string> digest_rspauth(const digest_input& in) { return respond(in, ""); }

std::optional<std::string> digest_userhash(const digest_input& in) {
  return hex_digest(in.algorithm.hash, absl::StrCat(in.username, ":", in.realm));
}

}  // namespace gauntlet::schemes
