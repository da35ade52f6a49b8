#include "conformance/lint/redact.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <iterator>
#include <optional>

#include "conformance/lint/field.hpp"
#include "conformance/lint/mistake.hpp"
#include "conformance/lint/names.hpp"
#include "conformance/lint/octets.hpp"

namespace gauntlet::lint {
namespace {

using model::operation;
using schemes::span;
using kind = lexeme_kind;

// Parameters whose values say nothing of whose they are.
constexpr std::string_view public_values[] = {"realm",
                                              "algorithm",
                                              "qop",
                                              "nc",
                                              "userhash",
                                              "charset",
                                              "stale",
                                              "domain",
                                              "version",
                                              "service",
                                              "scope",
                                              "error",
                                              "error_description",
                                              "error_uri",
                                              "resource_metadata",
                                              "oauth_signature_method",
                                              "oauth_version",
                                              "max-age",
                                              "alg",
                                              "as_uri"};
// Of a challenge, which everybody may see, these few.
constexpr std::string_view secret_names[] = {"token",  "access_token", "id_token",  "password",
                                             "secret", "macaroon",     "api_key",   "apikey",
                                             "key",    "signature",    "assertion", "credential"};
// A token68 of a challenge that is shorter is no ticket.
constexpr std::size_t least_ticket = 16;

template <std::size_t N>
bool is_one_of(const std::string_view (&set)[N], std::string_view word) {
  return std::any_of(std::begin(set), std::end(set),
                     [&](std::string_view one) { return gauntlet::equals_ignore_case(one, word); });
}

class secrets {
 public:
  // Spans come in their order; what touches becomes one.
  void add(span at) {
    if (at.begin >= at.end) return;
    if (!spans_.empty() && spans_.back().end >= at.begin) {
      spans_.back().end = std::max(spans_.back().end, at.end);
    } else {
      spans_.push_back(at);
    }
  }
  std::vector<span> take() { return std::move(spans_); }

 private:
  std::vector<span> spans_{};
};

// The pieces of a value, with what is asked of them here.
struct pieces {
  std::string_view value;
  std::vector<lexeme> all;

  std::string_view text(std::size_t i) const {
    return value.substr(all[i].at.begin, all[i].at.end - all[i].at.begin);
  }
  bool has(std::size_t i, kind what) const { return i < all.size() && all[i].kind == what; }
  std::size_t skip_space(std::size_t i) const {
    while (has(i, kind::space)) ++i;
    return i;
  }
  // The `=` after the name at `i`; the number of pieces when there is none.
  std::size_t equals_after(std::size_t i) const {
    const std::size_t next = skip_space(i + 1);
    return has(i, kind::word) && has(next, kind::equals) ? next : all.size();
  }
};

// A quoted-string or token that nothing but a comma or the end follows.
bool is_whole_value(const pieces& p, std::size_t i) {
  if (!p.has(i, kind::word) && !p.has(i, kind::quoted)) return false;
  const std::size_t next = p.skip_space(i + 1);
  return next >= p.all.size() || p.has(next, kind::comma);
}

bool holds_jwt(std::string_view text) { return text.find("eyJ") != std::string_view::npos; }

std::vector<span> secrets_of_credentials(std::string_view value, bool has_scheme) {
  const pieces p{value, lexemes_of(value)};
  secrets found;
  std::size_t i = p.skip_space(0);
  if (has_scheme && p.has(i, kind::word) && p.equals_after(i) == p.all.size()) {
    const std::string_view glued = scheme_glued_to(p.text(i));
    if (!is_known_scheme(p.text(i))) found.add({p.all[i].at.begin + glued.size(), p.all[i].at.end});
    ++i;
  }
  for (; i < p.all.size(); ++i) {
    if (p.has(i, kind::space) || p.has(i, kind::comma)) continue;
    const std::size_t equals = p.equals_after(i);
    if (equals == p.all.size() || !is_known_param(p.text(i))) {
      found.add(p.all[i].at);
      continue;
    }
    const std::size_t next = p.skip_space(equals + 1);
    if (is_one_of(public_values, p.text(i)) && is_whole_value(p, next) &&
        !holds_jwt(p.text(next))) {
      i = next;
    } else {
      i = equals;  // what follows is hidden as it comes
    }
  }
  return found.take();
}

std::vector<span> secrets_of_challenges(std::string_view value) {
  const pieces p{value, lexemes_of(value)};
  secrets found;
  for (std::size_t i = 0; i < p.all.size(); ++i) {
    if (!p.has(i, kind::word)) continue;
    const std::size_t equals = p.equals_after(i);
    if (equals != p.all.size()) {
      const std::size_t next = p.skip_space(equals + 1);
      if (next < p.all.size() && (is_one_of(secret_names, p.text(i)) || holds_jwt(p.text(next)))) {
        found.add(p.all[next].at);
        i = next;
      }
      continue;
    }
    // A ticket: `Negotiate oYG1...`.
    if (i < 2 || !p.has(i - 1, kind::space) || !p.has(i - 2, kind::word)) continue;
    const std::size_t begin = p.all[i].at.begin;
    std::size_t end = begin;
    while (end < value.size() && (gauntlet::is_token68_char(value[end]) || value[end] == '='))
      ++end;
    if (end - begin < least_ticket) continue;
    found.add({begin, end});
    while (i + 1 < p.all.size() && p.all[i + 1].at.begin < end) ++i;
  }
  return found.take();
}

constexpr std::string_view secret_parts[] = {"cookie",     "token",         "secret",   "api-key",
                                             "apikey",     "password",      "session",  "signature",
                                             "credential", "authorization", "auth-key", "private"};

bool is_name_of_secret(std::string_view name) {
  return std::any_of(std::begin(secret_parts), std::end(secret_parts),
                     [&](std::string_view part) { return contains(name, part); });
}

bool is_token_octet(char c) { return gauntlet::is_token68_char(c) || c == '='; }

// User names, passwords and queries of URIs, and JSON Web Tokens.
std::vector<span> secrets_of_text(std::string_view text) {
  secrets found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("//")) {
      const std::size_t end = std::min(text.find_first_of("/?# \"<>", i + 2), text.size());
      const std::size_t at = text.substr(i + 2, end - i - 2).rfind('@');
      if (at == std::string_view::npos) continue;
      found.add({i + 2, i + 2 + at});
      i += 1 + at;
    } else if (text[i] == '?' || text[i] == '#') {
      const std::size_t end = std::min(text.find_first_of(" \"<>,;", i), text.size());
      // Without `=` it is no list of names and values, and often no URI.
      if (text.substr(i, end - i).find('=') == std::string_view::npos) continue;
      found.add({i + 1, end});
      i = end - 1;
    } else if (text.substr(i).starts_with("eyJ")) {
      std::size_t end = i;
      while (end < text.size() && is_token_octet(text[end])) ++end;
      found.add({i, end});
      i = end - 1;
    }
  }
  return found.take();
}

}  // namespace

std::vector<span> secrets_of(operation op, std::string_view value) {
  if (op == operation::challenges) return secrets_of_challenges(value);
  return secrets_of_credentials(value, op == operation::credentials);
}

std::vector<span> secrets_of_line(std::string_view name, std::string_view value) {
  std::optional<field_kind> kind = field_kind_of(trim(name));
  if (!kind) kind = misspelt_field_kind_of(trim(name));
  if (kind) return secrets_of(kind->operation, value);
  if (is_name_of_secret(name)) {
    const std::size_t begin = value.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return {{begin, value.size()}};
  }
  return secrets_of_text(value);
}

std::string redact(std::string_view octets, const std::vector<span>& secrets) {
  std::string made;
  std::size_t at = 0;
  for (const span& one : secrets) {
    made.append(octets.substr(at, one.begin - at));
    made.append(redacted_text);
    at = one.end;
  }
  made.append(octets.substr(at));
  return made;
}

std::string redact(operation op, std::string_view value) {
  return redact(value, secrets_of(op, value));
}

std::size_t place_in_redacted(std::size_t at, const std::vector<span>& secrets) {
  std::size_t gone = 0;
  std::size_t come = 0;
  for (const span& one : secrets) {
    if (one.begin >= at) break;
    if (at < one.end) return one.begin - gone + come;
    gone += one.end - one.begin;
    come += redacted_text.size();
  }
  return at - gone + come;
}

model::result redact(const model::result& of) {
  model::result made = of;
  const std::string hidden(redacted_text);
  const auto hide_params = [&](std::vector<model::param>& params) {
    for (model::param& p : params) {
      if (!is_one_of(public_values, p.name) || holds_jwt(p.value)) p.value = hidden;
      if (!is_known_param(p.name)) p.name = hidden;
    }
  };
  if (auto* one = std::get_if<model::credentials_result>(&made)) {
    if (!is_known_scheme(one->scheme)) one->scheme = hidden;
    if (one->token68) one->token68 = hidden;
    hide_params(one->params);
  } else if (auto* params = std::get_if<model::auth_info_result>(&made)) {
    hide_params(*params);
  } else {
    for (model::challenge& c : std::get<model::challenges_result>(made)) {
      if (c.token68 && c.token68->size() >= least_ticket) c.token68 = hidden;
      for (model::param& p : c.params) {
        if (is_one_of(secret_names, p.name) || holds_jwt(p.value)) p.value = hidden;
      }
    }
  }
  return made;
}

std::string redact_text(std::string text, std::string_view octets,
                        const std::vector<span>& secrets) {
  for (const span& one : secrets) {
    const std::string_view secret = octets.substr(one.begin, one.end - one.begin);
    if (secret.size() < 3) continue;
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + redacted_text.size()))
      text.replace(at, secret.size(), redacted_text);
  }
  return text;
}

}  // namespace gauntlet::lint
