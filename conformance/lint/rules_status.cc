// What a status, a direction and a connection demand of the authentication fields.
#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/lint/message_rules.hpp"
#include "conformance/lint/mistake.hpp"
#include "conformance/lint/octets.hpp"

namespace gauntlet::lint {
namespace {

constexpr char www[] = "WWW-Authenticate";
constexpr char proxy[] = "Proxy-Authenticate";

mark whole(const message_view& m, std::size_t line) {
  return {line, 0, m.of.fields[line].value.size()};
}

void without_challenge(const message_view& m, int status, const char* wanted, const char* other,
                       std::vector<head_remark>& out) {
  if (m.of.status != status || m.find(wanted) != nullptr || m.find(other) != nullptr) return;
  out.push_back({.text = absl::StrCat("the response is a ", status, ", but has no ", wanted),
                 .why_not = "which scheme the server wants is not known"});
}

void without_challenge_401(const message_view& m, std::vector<head_remark>& out) {
  without_challenge(m, 401, www, proxy, out);
}

void without_challenge_407(const message_view& m, std::vector<head_remark>& out) {
  without_challenge(m, 407, proxy, www, out);
}

void field_of_other_status(const message_view& m, std::vector<head_remark>& out) {
  if (m.of.status != 401 && m.of.status != 407) return;
  const char* wanted = m.of.status == 401 ? www : proxy;
  const char* there = m.of.status == 401 ? proxy : www;
  const auth_field* found = m.find(there);
  if (found == nullptr || m.find(wanted) != nullptr) return;
  out.push_back({.text = absl::StrCat("a ", m.of.status, " has ", wanted, ", not ", there),
                 .at = whole(m, found->lines.front()),
                 .field = there,
                 .why_not = "whether the status or the field is the wrong one is not known"});
}

void empty_challenge_list(const message_view& m, std::vector<head_remark>& out) {
  if (m.of.status != 401 && m.of.status != 407) return;
  const char* wanted = m.of.status == 401 ? www : proxy;
  const auth_field* found = m.find(wanted);
  if (found == nullptr || found->value.find_first_not_of(", \t") != std::string::npos) return;
  out.push_back(
      {.text = absl::StrCat(wanted, " has no challenge, but a ", m.of.status, " has at least one"),
       .at = whole(m, found->lines.front()),
       .field = wanted,
       .why_not = "which scheme the server wants is not known"});
}

void challenge_on_403(const message_view& m, std::vector<head_remark>& out) {
  const auth_field* found = m.find(www);
  if (m.of.status != 403 || found == nullptr) return;
  // A scheme of the OAuth family answers 403 to a token whose scope is too small.
  if (found->value.find("insufficient_scope") != std::string::npos) return;
  out.push_back({.text = "a 403 with a challenge is legal, but no browser asks for a password: if "
                         "other credentials would do, the status is 401",
                 .at = whole(m, found->lines.front()),
                 .field = www});
}

void credentials_in_response(const message_view& m, std::vector<head_remark>& out) {
  if (m.of.kind != head_kind::response) return;
  for (const auth_field& field : m.fields) {
    if (field.kind.operation != model::operation::credentials) continue;
    out.push_back({.text = absl::StrCat(std::string(field.kind.name),
                                        " stands in a response: credentials are for requests, and "
                                        "whoever sees the response sees them"),
                   .at = whole(m, field.lines.front()),
                   .field = std::string(field.kind.name),
                   .why_not = "credentials are taken out, not corrected"});
  }
}

void response_field_in_request(const message_view& m, std::vector<head_remark>& out) {
  if (m.of.kind != head_kind::request) return;
  for (const auth_field& field : m.fields) {
    if (field.kind.operation == model::operation::credentials) continue;
    out.push_back({.text = absl::StrCat(std::string(field.kind.name),
                                        " stands in a request: it belongs to responses"),
                   .at = whole(m, field.lines.front()),
                   .field = std::string(field.kind.name)});
  }
}

// Basic, Bearer and what else sends its secret as it is, where everybody on the way reads it.
void over_http(const message_view& m, std::string_view scheme, std::string_view what,
               std::vector<head_remark>& out) {
  if (!is_cleartext(m.of)) return;
  for (const auth_field& field : m.fields) {
    if (field.kind.operation == model::operation::auth_info) continue;
    for (const lexeme& piece : lexemes_of(std::string_view(field.value).substr(0, 4096))) {
      const std::string_view word =
          std::string_view(field.value).substr(piece.at.begin, piece.at.end - piece.at.begin);
      const char before = piece.at.begin == 0 ? ',' : field.value[piece.at.begin - 1];
      if (piece.kind != lexeme_kind::word || !gauntlet::equals_ignore_case(word, scheme) ||
          (before != ',' && before != ' '))
        continue;
      const char after = piece.at.end < field.value.size() ? field.value[piece.at.end] : ' ';
      if (after != ' ' && after != ',') continue;
      const bool is_sent = field.kind.operation == model::operation::credentials;
      out.push_back(
          {.text = absl::StrCat(is_sent ? "the " : "clients will send the ", std::string(what),
                                is_sent ? " goes over http: who is on the way reads it"
                                        : " over http: who is on the way reads it"),
           .at = mark_of(field, piece.at),
           .field = std::string(field.kind.name),
           .why_not = "the connection needs TLS, not the field another value"});
      break;
    }
  }
}

void basic_over_http(const message_view& m, std::vector<head_remark>& out) {
  over_http(m, "Basic", "password", out);
}

void bearer_over_http(const message_view& m, std::vector<head_remark>& out) {
  over_http(m, "Bearer", "token", out);
}

// The part of a URI between `//` and `@`, without `@`.
std::string_view userinfo_of(std::string_view uri) {
  const std::size_t start = uri.find("//");
  if (start == std::string_view::npos) return {};
  const std::string_view authority =
      uri.substr(start + 2, uri.find_first_of("/?#", start + 2) - start - 2);
  const std::size_t at = authority.rfind('@');
  return at == std::string_view::npos ? std::string_view() : authority.substr(0, at);
}

template <typename Look>
void each_uri(const message_view& m, const Look& look) {
  look(m.of.target, std::optional<mark>());
  for (std::size_t i = 0; i < m.of.fields.size(); ++i) {
    const std::string_view name = m.of.fields[i].name;
    if (!gauntlet::equals_ignore_case(name, "Location") &&
        !gauntlet::equals_ignore_case(name, "Referer") &&
        !gauntlet::equals_ignore_case(name, "Content-Location"))
      continue;
    look(m.of.fields[i].value, std::optional<mark>(whole(m, i)));
  }
}

void userinfo_in_uri(const message_view& m, std::vector<head_remark>& out) {
  each_uri(m, [&](std::string_view uri, std::optional<mark> at) {
    if (userinfo_of(uri).find(':') == std::string_view::npos) return;
    out.push_back({.text = "a URI in the message holds a user name and a password",
                   .at = at,
                   .why_not = "it is taken out, not corrected"});
  });
}

void token_in_query(const message_view& m, std::vector<head_remark>& out) {
  each_uri(m, [&](std::string_view uri, std::optional<mark> at) {
    const std::size_t query = uri.find('?');
    if (query == std::string_view::npos) return;
    const std::string_view text = uri.substr(query, uri.find('#', query) - query);
    if (text.find("?access_token=") == std::string_view::npos &&
        text.find("&access_token=") == std::string_view::npos)
      return;
    out.push_back({.text = "an access token stands in the query of a URI, which goes into logs, "
                           "histories and Referer fields",
                   .at = at,
                   .why_not = "it belongs into Authorization"});
  });
}

void bearer_error_status(const message_view& m, std::vector<head_remark>& out) {
  const auth_field* found = m.find(www);
  if (m.of.status == 0 || found == nullptr || !contains(found->value, "Bearer")) return;
  const struct {
    std::string_view code;
    int status;
  } codes[] = {{"invalid_request", 400}, {"invalid_token", 401}, {"insufficient_scope", 403}};
  for (const auto& one : codes) {
    const std::size_t at = found->value.find(absl::StrCat("error=\"", std::string(one.code), "\""));
    if (at == std::string::npos || one.status == m.of.status) continue;
    out.push_back({.text = absl::StrCat("the error ", std::string(one.code), " goes with ",
                                        one.status, ", not with ", m.of.status),
                   .at = mark_of(*found, {at + 7, at + 7 + one.code.size()}),
                   .field = www,
                   .why_not = "whether the status or the code is the wrong one is not known"});
  }
}

void cors_hides_challenge(const message_view& m, std::vector<head_remark>& out) {
  const auth_field* found = m.find(www);
  if (m.of.status != 401 || found == nullptr || !find_value(m.of, "Access-Control-Allow-Origin"))
    return;
  const auto exposed = find_value(m.of, "Access-Control-Expose-Headers");
  if (exposed && (has_member(*exposed, www) || has_member(*exposed, "*"))) return;
  out.push_back({.text = "scripts of other origins may read the response, but not its challenge: "
                         "Access-Control-Expose-Headers does not name WWW-Authenticate",
                 .at = whole(m, found->lines.front()),
                 .field = www});
}

bool has_connection_scheme(const auth_field& field, bool with_token) {
  for (const std::string_view scheme : {"NTLM", "Negotiate"}) {
    const std::size_t at = field.value.find(scheme);
    if (at == std::string::npos) continue;
    const std::size_t end = at + scheme.size();
    const bool has_token = end + 1 < field.value.size() && field.value[end] == ' ' &&
                           gauntlet::is_token68_char(field.value[end + 1]);
    if (!with_token || has_token) return true;
  }
  return false;
}

void ntlm_over_http2(const message_view& m, std::vector<head_remark>& out) {
  if (!m.of.start_line.starts_with("HTTP/2") && !m.of.start_line.starts_with("HTTP/3")) return;
  const auth_field* found = m.find(www);
  if (found == nullptr || !has_connection_scheme(*found, false)) return;
  out.push_back({.text = "NTLM and Negotiate authenticate a connection, which HTTP/2 and HTTP/3 do "
                         "not let them: clients have to fall back to HTTP/1.1",
                 .at = whole(m, found->lines.front()),
                 .field = www});
}

void handshake_connection_close(const message_view& m, std::vector<head_remark>& out) {
  const auto connection = find_value(m.of, "Connection");
  if (m.of.kind != head_kind::response || !connection || !has_member(*connection, "close")) return;
  for (const char* name : {www, proxy}) {
    const auth_field* found = m.find(name);
    if (found == nullptr || (m.of.status != 401 && m.of.status != 407) ||
        !has_connection_scheme(*found, true))
      continue;
    out.push_back({.text = "the connection closes in the middle of the handshake that it carries, "
                           "which starts again and again",
                   .at = whole(m, found->lines.front()),
                   .field = name});
  }
}

}  // namespace

const std::vector<named_message_rule> rules_of_status = {
    {"401-without-challenge", &without_challenge_401},
    {"407-without-challenge", &without_challenge_407},
    {"field-of-other-status", &field_of_other_status},
    {"empty-challenge-list", &empty_challenge_list},
    {"challenge-on-403", &challenge_on_403},
    {"credentials-in-response", &credentials_in_response},
    {"response-field-in-request", &response_field_in_request},
    {"basic-over-http", &basic_over_http},
    {"bearer-over-http", &bearer_over_http},
    {"userinfo-in-uri", &userinfo_in_uri},
    {"token-in-query", &token_in_query},
    {"bearer-error-status", &bearer_error_status},
    {"cors-hides-challenge", &cors_hides_challenge},
    {"ntlm-over-http2", &ntlm_over_http2},
    {"handshake-connection-close", &handshake_connection_close},
};

}  // namespace gauntlet::lint
