#include "conformance/live/judge/evidence.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/model/case.hpp"
#include "conformance/runner/controls.hpp"
#include "conformance/schemes/values/basic.hpp"
#include "conformance/schemes/values/digest.hpp"

namespace gauntlet::live {
namespace {

std::string escaped(const std::string& value) {
  return absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}});
}

void prove_basic(const schemes::located_challenge& of, const login& who, evidence& to) {
  if (!of.token68) return;
  const std::optional<schemes::user_pass> read = schemes::read_user_pass(*of.token68);
  if (!read) return;
  to.proof =
      read->user_id == who.user && read->password == who.password ? proof::right : proof::wrong;
}

// Recomputes the response for each realm that the client may mean. Whether quoted-pairs are resolved
// before hashing is written nowhere, so both are right.
void prove_digest(const schemes::located_challenge& of, const sent_request& from, const login& who,
                  const std::vector<std::string>& realms, evidence& to) {
  std::optional<schemes::digest_input> input = schemes::digest_input_of(of);
  const std::string* const response = find_value(of, "response");
  if (!input || response == nullptr) return;
  input->password = who.password;
  input->method = from.method;
  input->body = from.content;
  if (input->username.empty()) {
    input->username = who.user;
    const std::optional<std::string> hash = schemes::digest_userhash(*input);
    const std::string* const sent = find_value(of, "username");
    if (!hash || sent == nullptr || *sent != *hash) {
      to.proof = proof::wrong;
      return;
    }
  }
  const std::string wanted = absl::AsciiStrToLower(*response);
  const auto fits = [&](const std::string& realm, const std::string& nonce) {
    schemes::digest_input tried = *input;
    tried.realm = realm;
    tried.nonce = nonce;
    return schemes::digest_response(tried) == wanted;
  };
  const std::string nonces[] = {input->nonce, escaped(input->nonce)};
  to.proof = proof::wrong;
  for (const std::string& nonce : nonces) {
    for (const std::string& realm : {input->realm, escaped(input->realm)}) {
      if (!fits(realm, nonce)) continue;
      to.proof = proof::right;
      return;
    }
  }
  for (const std::string& realm : realms) {
    if (!fits(realm, input->nonce)) continue;
    to.hashed_realm = realm;
    to.hashed_another = true;
    return;
  }
}

}  // namespace

model::challenge evidence::understood() const {
  model::challenge made;
  const schemes::located_challenge* const sent = credentials();
  if (sent == nullptr) return made;
  made.scheme = sent->scheme;
  if (!is_scheme(*sent, "Digest")) return made;
  for (const char* name : {"realm", "nonce", "opaque", "algorithm", "qop"}) {
    const std::string* value = find_value(*sent, name);
    if (value == nullptr) continue;
    if (hashed_another && std::string_view(name) == "realm") value = &hashed_realm;
    made.params.push_back({name, *value, std::nullopt});
  }
  return made;
}

evidence read_evidence(const sent_request& from, const login& who, const field_names& fields,
                       const std::vector<std::string>& realms) {
  evidence made;
  const std::string combined = model::combine(from.credentials);
  made.holds_control = runner::holds_control(combined);
  made.reading = schemes::read(model::operation::credentials, combined);
  if (!made.reading.status) {
    made.fault =
        absl::StrCat(from.credentials.size() > 1 ? "several lines that are no credentials: " : "",
                     std::string(gauntlet::to_string(made.reading.status.code)), " at octet ",
                     made.reading.status.offset);
    return made;
  }
  for (schemes::finding& one : schemes::check(made.reading, fields.credentials)) {
    if (one.level == schemes::level::must) made.findings.push_back(std::move(one));
  }
  const schemes::located_challenge& sent = made.reading.challenges.front();
  if (is_scheme(sent, "Basic")) prove_basic(sent, who, made);
  if (is_scheme(sent, "Digest")) prove_digest(sent, from, who, realms, made);
  if (is_scheme(sent, "Bearer") && sent.token68)
    made.proof = *sent.token68 == who.token ? proof::right : proof::wrong;
  return made;
}

std::vector<std::string> candidate_realms(const std::vector<std::string>& challenge_lines) {
  std::vector<std::string> made;
  const auto add = [&](std::string one) {
    if (std::find(made.begin(), made.end(), one) == made.end()) made.push_back(std::move(one));
  };
  std::vector<std::string> lines;
  for (const std::string& line : challenge_lines) lines.push_back(runner::with_spaces(line));
  const schemes::reading read = schemes::read(model::operation::challenges, model::combine(lines));
  for (const schemes::located_challenge& one : read.challenges) {
    for (const schemes::located_param& param : one.params) {
      if (!gauntlet::equals_ignore_case(param.param.name, "realm")) continue;
      const std::string& value = param.param.value;
      add(value);
      const schemes::span at = param.value_at;
      std::string raw = read.value.substr(at.begin, at.end - at.begin);
      add(raw);
      if (raw.size() >= 2 && raw.front() == '"') add(raw.substr(1, raw.size() - 2));
      for (const char stop : {',', '"', '\\', ' ', ';', '='})
        add(value.substr(0, value.find(stop)));
      add(absl::StrReplaceAll(value, {{",", ";"}}));
      add(absl::AsciiStrToLower(value));
      if (made.size() > 256) return made;
    }
  }
  add("");
  return made;
}

bool same_credentials(const evidence& a, const evidence& b) {
  const schemes::located_challenge* const x = a.credentials();
  const schemes::located_challenge* const y = b.credentials();
  if (x == nullptr || y == nullptr) return a.reading.value == b.reading.value;
  if (!gauntlet::equals_ignore_case(x->scheme, y->scheme) || x->token68 != y->token68) return false;
  const auto differs = [&](const char* name) {
    const std::string* const one = find_value(*x, name);
    const std::string* const other = find_value(*y, name);
    return (one == nullptr) != (other == nullptr) || (one != nullptr && *one != *other);
  };
  constexpr const char* kept[] = {"realm", "nonce", "username", "algorithm"};
  return std::none_of(std::begin(kept), std::end(kept), differs);
}

}  // namespace gauntlet::live
