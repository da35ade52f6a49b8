#include "conformance/live/check/credentials.hpp"

#include <openssl/rand.h>

#include <algorithm>
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

const std::string* find(const schemes::located_challenge& in, std::string_view name) {
  for (const schemes::located_param& p : in.params) {
    if (gauntlet::equals_ignore_case(p.param.name, name)) return &p.param.value;
  }
  return nullptr;
}

std::string value_or(const schemes::located_challenge& in, std::string_view name,
                     const char* otherwise) {
  const std::string* const value = find(in, name);
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
  const std::string* const offered = find(challenge, "qop");
  if (offered == nullptr) return "";
  for (const std::string_view one : schemes::split_list(*offered)) {
    const bool is_known =
        gauntlet::equals_ignore_case(one, "auth") || gauntlet::equals_ignore_case(one, "auth-int");
    if (wanted.empty() ? is_known : gauntlet::equals_ignore_case(one, wanted))
      return std::string(one);
  }
  return "";
}

std::optional<credentials> answer_digest(const schemes::located_challenge& challenge,
                                         const login& who, const hashed_request& request,
                                         unsigned nc, const digest_choice& choice) {
  const std::string* const algorithm = find(challenge, "algorithm");
  const auto known = schemes::read_digest_algorithm(algorithm == nullptr ? "MD5" : *algorithm);
  if (!known || !who.password || !find(challenge, "nonce")) return {};
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
  if (find(challenge, "qop") != nullptr && in.qop.empty()) return {};
  in.cnonce = made_up_cnonce();
  in.nc = absl::StrFormat("%08x", nc);
  const std::optional<std::string> response = schemes::digest_response(in);
  const std::optional<std::string> hashed = schemes::digest_userhash(in);
  if (!response || !hashed) return {};
  credentials made;
  made.scheme = "Digest";
  made.params = {{"username", choice.hashes_user ? *hashed : who.user, true},
                 {"realm", in.realm, true},
                 {"nonce", in.nonce, true},
                 {"uri", in.uri, true},
                 {"response", *response, true}};
  if (algorithm != nullptr) made.params.push_back({"algorithm", *algorithm, false});
  if (const std::string* const opaque = find(challenge, "opaque"))
    made.params.push_back({"opaque", *opaque, true});
  if (!in.qop.empty()) {
    made.params.push_back({"qop", in.qop, false});
    made.params.push_back({"nc", in.nc, false});
  }
  if (!in.qop.empty() || known->is_session) made.params.push_back({"cnonce", in.cnonce, true});
  if (choice.hashes_user) made.params.push_back({"userhash", "true", false});
  return made;
}

using lines = std::vector<std::string>;

lines one_line(std::string_view field, const std::string& value) {
  return {absl::StrCat(absl::string_view(field.data(), field.size()), ": ", value)};
}

std::string changed(std::string text, int (*change)(int)) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [&](unsigned char c) { return static_cast<char>(change(c)); });
  return text;
}

int lower(int c) { return c >= 'A' && c <= 'Z' ? c + 0x20 : c; }
int upper(int c) { return c >= 'a' && c <= 'z' ? c - 0x20 : c; }

credentials with_scheme(credentials from, std::string scheme) {
  from.scheme = std::move(scheme);
  return from;
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

std::string with_payload(const credentials& from, const std::string& text) {
  return absl::StrCat(from.scheme, " ", text);
}

model::reference must(int rfc, const char* section) {
  return {rfc, "", section, "", model::requirement_level::must};
}
model::reference prose(int rfc, const char* section) {
  return {rfc, "", section, "", model::requirement_level::prose};
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

std::string to_text(const credentials& from) {
  return with_payload(from, payload(from, "=", ", "));
}

std::optional<credentials> answer(const schemes::located_challenge& challenge, const login& who,
                                  const hashed_request& request, unsigned nc,
                                  const digest_choice& choice) {
  if (gauntlet::equals_ignore_case(challenge.scheme, "Basic")) {
    if (!who.password) return {};
    const std::string pair = absl::StrCat(who.user, ":", *who.password);
    return credentials{"Basic", schemes::encode_base64(pair, schemes::alphabet::standard), {}};
  }
  if (gauntlet::equals_ignore_case(challenge.scheme, "Bearer")) {
    if (!who.token) return {};
    return credentials{"Bearer", *who.token, {}};
  }
  if (gauntlet::equals_ignore_case(challenge.scheme, "Digest"))
    return answer_digest(challenge, who, request, nc, choice);
  return {};
}

std::optional<bool> rspauth_is_right(const schemes::located_challenge& info,
                                     const credentials& sent, const login& who,
                                     std::string_view uri, std::string_view body) {
  const std::string* const rspauth = find(info, "rspauth");
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

const std::vector<form>& forms() {
  using view = std::string_view;
  static const std::vector<form> all = {
      {"scheme-in-lower-case",
       "the scheme in lower case",
       {"R34"},
       {prose(9110, "11.1")},
       "valid",
       true,
       true,
       [](view f, const credentials& c) {
         return one_line(f, to_text(with_scheme(c, changed(c.scheme, lower))));
       }},
      {"scheme-in-upper-case",
       "the scheme in upper case",
       {"R34"},
       {prose(9110, "11.1")},
       "valid",
       true,
       true,
       [](view f, const credentials& c) {
         return one_line(f, to_text(with_scheme(c, changed(c.scheme, upper))));
       }},
      {"field-name-in-lower-case",
       "the field's name in lower case",
       {"R7"},
       {prose(9110, "5.1")},
       "valid",
       true,
       true,
       [](view f, const credentials& c) {
         return one_line(changed(std::string(f), lower), to_text(c));
       }},
      {"two-spaces-after-scheme",
       "two SP after the scheme",
       {"R59"},
       {prose(9110, "11.4")},
       "valid",
       true,
       true,
       [](view f, const credentials& c) {
         return one_line(f, absl::StrCat(c.scheme, "  ", payload(c, "=", ", ")));
       }},
      {"spaces-around-value",
       "SP around the field's value",
       {"R16", "R84"},
       {must(9110, "5.5"), prose(9112, "5.1")},
       "",
       true,
       true,
       [](view f, const credentials& c) {
         return lines{
             absl::StrCat(absl::string_view(f.data(), f.size()), ":   ", to_text(c), "  ")};
       }},
      {"tabs-around-value",
       "HTAB around the field's value",
       {"R16", "R84"},
       {must(9110, "5.5"), prose(9112, "5.1")},
       "",
       true,
       true,
       [](view f, const credentials& c) {
         return lines{absl::StrCat(absl::string_view(f.data(), f.size()), ":\t", to_text(c), "\t")};
       }},
      {"names-in-upper-case",
       "the names of parameters in upper case",
       {"R36"},
       {prose(9110, "11.2")},
       "valid",
       true,
       false,
       [](view f, const credentials& c) {
         credentials made = c;
         for (credentials::param& one : made.params) one.name = changed(one.name, upper);
         return one_line(f, to_text(made));
       }},
      {"white-space-around-equals",
       "BWS around the equals signs",
       {"R30"},
       {must(9110, "5.6.3")},
       "",
       true,
       false,
       [](view f, const credentials& c) {
         return one_line(f, with_payload(c, payload(c, " =\t", ", ")));
       }},
      {"quoted-pair",
       "a quoted-pair for an octet that needs none",
       {"R31"},
       {must(9110, "5.6.4")},
       "",
       true,
       false,
       [](view f, const credentials& c) {
         std::string text = payload(c, "=", ", ");
         // In front of the first octet of a value that stands for itself.
         for (std::size_t i = 1; i < text.size(); ++i) {
           if (text[i - 1] != '"' || text[i] == '"' || text[i] == '\\') continue;
           text.insert(i, "\\");
           break;
         }
         return one_line(f, with_payload(c, text));
       }},
      {"other-order",
       "the parameters in the other order",
       {"R35"},
       {prose(9110, "11.2")},
       "valid",
       true,
       false,
       [](view f, const credentials& c) {
         credentials made = c;
         std::reverse(made.params.begin(), made.params.end());
         return one_line(f, to_text(made));
       }},
      {"empty-elements",
       "empty list elements between the parameters",
       {"R23"},
       {must(9110, "5.6.1.2")},
       "",
       true,
       false,
       [](view f, const credentials& c) {
         return one_line(f, with_payload(c, absl::StrCat(",", payload(c, "=", ", , "), ",")));
       }},
      {"no-space-after-comma",
       "no SP after the commas",
       {"R24"},
       {must(9110, "5.6.1.2")},
       "valid",
       true,
       false,
       [](view f, const credentials& c) {
         return one_line(f, with_payload(c, payload(c, "=", ",")));
       }},
      // Not in the grammar from here on.
      {"tab-after-scheme",
       "HTAB after the scheme",
       {"R6"},
       {prose(9110, "11.4")},
       "must-not",
       true,
       true,
       [](view f, const credentials& c) {
         return one_line(f, absl::StrCat(c.scheme, "\t", payload(c, "=", ", ")));
       }},
      {"no-space-after-scheme",
       "the scheme glued to its payload",
       {"R6"},
       {prose(9110, "11.4")},
       "must-not",
       true,
       true,
       [](view f, const credentials& c) {
         return one_line(f, absl::StrCat(c.scheme, payload(c, "=", ", ")));
       }},
      {"space-in-token68",
       "SP inside of the token68",
       {"R6"},
       {prose(9110, "11.2")},
       "must-not",
       false,
       true,
       [](view f, const credentials& c) {
         std::string text = c.token68;
         text.insert(text.size() / 2, " ");
         return one_line(f, with_payload(c, text));
       }},
      {"quoted-token68",
       "the token68 in DQUOTEs",
       {"R6"},
       {prose(9110, "11.2")},
       "must-not",
       false,
       true,
       [](view f, const credentials& c) {
         return one_line(f, with_payload(c, quoted_string(c.token68)));
       }},
      {"comma-before",
       "a comma before the credentials",
       {"R59"},
       {prose(9110, "11.6.2")},
       "must-not",
       true,
       true,
       [](view f, const credentials& c) { return one_line(f, absl::StrCat(", ", to_text(c))); }},
      {"another-after",
       "other credentials after a comma",
       {"R59"},
       {prose(9110, "11.6.2")},
       "must-not",
       true,
       true,
       [](view f, const credentials& c) {
         return one_line(f, absl::StrCat(to_text(c), ", Newauth abc"));
       }},
      {"no-comma-between",
       "a parameter without a comma before it",
       {"R6"},
       {prose(9110, "5.6.1")},
       "must-not",
       true,
       false,
       [](view f, const credentials& c) {
         return one_line(f, with_payload(c, payload(c, "=", " ")));
       }},
      {"two-lines",
       "the credentials on two lines",
       {"R21"},
       {prose(9110, "5.5")},
       "must-not",
       true,
       true,
       [](view f, const credentials& c) {
         lines made = one_line(f, to_text(c));
         made.push_back(made.front());
         return made;
       }},
  };
  return all;
}

}  // namespace gauntlet::check
