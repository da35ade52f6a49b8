#include "conformance/live/check/credentials.hpp"

#include <openssl/rand.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/digest.hpp"
#include "conformance/schemes/values/lists.hpp"

namespace gauntlet::check {
namespace {

std::string value_or(const schemes::located_challenge& in, std::string_view name,
                     const char* otherwise) {
  const std::string* const value = find_value(in, name);
  return value == nullptr ? otherwise : *value;
}

std::string made_up_cnonce() {
  std::array<unsigned char, 12> octets{};
  if (RAND_bytes(octets.data(), octets.size()) != 1) return "0a4f113b0a4f113b";
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(octets.data()), octets.size()));
}

// The one that is asked for, if it is offered; else the first that is known here.
std::string choose_qop(const schemes::located_challenge& challenge, const std::string& wanted) {
  const std::string* const offered = find_value(challenge, "qop");
  if (offered == nullptr) return "";
  for (const std::string_view one : schemes::split_list(*offered)) {
    const bool is_known =
        gauntlet::equals_ignore_case(one, "auth") || gauntlet::equals_ignore_case(one, "auth-int");
    if (wanted.empty() ? is_known : gauntlet::equals_ignore_case(one, wanted))
      return std::string(one);
  }
  return "";
}

// ext-value of RFC 8187, of octets that are UTF-8.
std::string extended(std::string_view text) {
  std::string made = "UTF-8''";
  for (const char c : text) {
    const bool is_itself =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    made +=
        is_itself ? std::string(1, c) : absl::StrFormat("%%%02X", static_cast<unsigned char>(c));
  }
  return made;
}

std::optional<credentials> answer_digest(const schemes::located_challenge& challenge,
                                         const login& who, const hashed_request& request,
                                         unsigned nc, const digest_choice& choice) {
  const std::string* const algorithm = find_value(challenge, "algorithm");
  const auto known = schemes::read_digest_algorithm(algorithm == nullptr ? "MD5" : *algorithm);
  if (!known || !who.password || !find_value(challenge, "nonce")) return {};
  schemes::digest_input in;
  in.algorithm = *known;
  in.username = who.user;
  in.password = *who.password;
  in.realm = choice.realm.value_or(value_or(challenge, "realm", ""));
  in.nonce = choice.nonce.value_or(value_or(challenge, "nonce", ""));
  in.uri = choice.uri.value_or(request.uri);
  in.method = request.method;
  in.body = request.body;
  in.qop = choose_qop(challenge, choice.qop);
  if (find_value(challenge, "qop") != nullptr && in.qop.empty()) return {};
  in.cnonce = made_up_cnonce();
  in.nc = absl::StrFormat("%08x", nc);
  const std::optional<std::string> response = schemes::digest_response(in);
  const std::optional<std::string> hashed = schemes::digest_userhash(in);
  if (!response || !hashed) return {};
  credentials made;
  made.scheme = "Digest";
  const bool is_hashed = choice.user == user_form::hashed;
  const credentials::param user =
      choice.user == user_form::extended
          ? credentials::param{"username*", extended(who.user), false}
          : credentials::param{"username", is_hashed ? *hashed : who.user, true};
  made.params = {user,
                 {"realm", in.realm, true},
                 {"nonce", in.nonce, true},
                 {"uri", in.uri, true},
                 {"response", *response, true}};
  if (algorithm != nullptr) made.params.push_back({"algorithm", *algorithm, false});
  if (const std::string* const opaque = find_value(challenge, "opaque"))
    made.params.push_back({"opaque", *opaque, true});
  if (!in.qop.empty()) {
    made.params.push_back({"qop", in.qop, false});
    made.params.push_back({"nc", in.nc, false});
  }
  if (!in.qop.empty() || known->is_session) made.params.push_back({"cnonce", in.cnonce, true});
  if (is_hashed) made.params.push_back({"userhash", "true", false});
  return made;
}

}  // namespace

std::string quoted_string(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + "\"";
}

std::string payload(const credentials& from, std::string_view equals, std::string_view comma) {
  if (!from.token68.empty()) return from.token68;
  std::string text;
  for (const credentials::param& one : from.params) {
    if (!text.empty()) text.append(comma);
    text.append(one.name).append(equals);
    text.append(one.is_quoted ? quoted_string(one.value) : one.value);
  }
  return text;
}

std::string to_text(const credentials& from) {
  return absl::StrCat(from.scheme, " ", payload(from));
}

std::optional<credentials> answer(const schemes::located_challenge& challenge, const login& who,
                                  const hashed_request& request, unsigned nc,
                                  const digest_choice& choice) {
  if (is_scheme(challenge, "Basic")) {
    if (!who.password) return {};
    const std::string pair = absl::StrCat(who.user, ":", *who.password);
    return credentials{"Basic", schemes::encode_base64(pair, schemes::alphabet::standard), {}};
  }
  if (is_scheme(challenge, "Bearer")) {
    if (!who.token) return {};
    return credentials{"Bearer", *who.token, {}};
  }
  if (is_scheme(challenge, "Digest")) return answer_digest(challenge, who, request, nc, choice);
  return {};
}

std::optional<bool> rspauth_is_right(const schemes::located_challenge& info,
                                     const credentials& sent, const login& who,
                                     std::string_view uri, std::string_view body) {
  const std::string* const rspauth = find_value(info, "rspauth");
  if (rspauth == nullptr || !who.password) return {};
  schemes::digest_input in;
  in.username = who.user;
  in.password = *who.password;
  in.uri = uri;
  in.body = body;
  for (const credentials::param& one : sent.params) {
    if (one.name == "realm") in.realm = one.value;
    if (one.name == "nonce") in.nonce = one.value;
    if (one.name == "cnonce") in.cnonce = one.value;
    if (one.name == "nc") in.nc = one.value;
    if (one.name == "qop") in.qop = one.value;
    if (one.name == "algorithm")
      in.algorithm = schemes::read_digest_algorithm(one.value).value_or(in.algorithm);
  }
  const std::optional<std::string> right = schemes::digest_rspauth(in);
  return right && gauntlet::equals_ignore_case(*right, *rspauth);
}

}  // namespace gauntlet::check
