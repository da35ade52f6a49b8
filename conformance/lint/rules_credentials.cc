// Credentials, and payloads that are no list of parameters.
#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/lint/mistake.hpp"
#include "conformance/lint/names.hpp"
#include "conformance/schemes/values/base64.hpp"

namespace gauntlet::lint {
namespace {

using kind = lexeme_kind;

std::optional<remark> own_form(const mistake& m) {
  if (m.is(model::operation::auth_info)) return std::nullopt;
  const vendor_form* form = vendor_form_of(m.value());
  if (form == nullptr) return std::nullopt;
  return remark{.at = m.at(),
                .text = absl::StrCat("this is ", std::string(form->what),
                                     ", whose form the grammar of RFC 9110 does not have"),
                .why_not = "the form is its vendor's: only what knows it reads it"};
}

// Where the payload begins that is meant to be a token68; `none` where it is parameters, or nothing.
// In `abc==,` and `abc=` the `=` belongs to a token68; in `realm=,` the value is missing.
std::size_t payload(const mistake& m) {
  if (m.is(model::operation::auth_info)) return mistake::none;
  const std::size_t scheme = m.scheme();
  if (scheme == mistake::none || !m.has(scheme + 1, kind::space)) return mistake::none;
  const std::size_t first = m.from(scheme + 1);
  if (first == mistake::none || !m.is_param(first)) return first;
  const std::size_t value = m.from(m.from(first + 1) + 1);
  if (m.has(value, kind::equals)) return first;
  const bool is_end = value == mistake::none || m.has(value, kind::comma);
  return is_end && !is_known_param(m.text(first)) ? first : mistake::none;
}

// `Bearer a, Bearer b`: what two clients, or a client and a proxy, wrote.
std::optional<remark> list_of_credentials(const mistake& m) {
  if (!m.is(model::operation::credentials)) return std::nullopt;
  const bool is_comma = m.octet() == ',';
  if (!is_comma && m.octet() != ';') return std::nullopt;
  const std::size_t first = payload(m);
  const std::size_t next = m.from(m.here() + 1);
  if (first == mistake::none) return std::nullopt;
  if (!is_comma && (next == mistake::none || !is_known_scheme(m.text(next)))) return std::nullopt;
  remark made{.at = m.at(),
              .text = "credentials are one scheme with its payload: there is no list of them"};
  const auto part = [&](std::size_t begin, std::size_t end) {
    std::string_view text = m.value().substr(begin, end - begin);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
  };
  const std::string_view one = part(0, m.offset());
  const std::string_view other = part(m.offset() + 1, m.value().size());
  if (other.empty() || one == other) {
    made.edits.push_back({{m.offset(), m.value().size()}, ""});
  } else {
    made.why_not = "which of them is meant is not known";
  }
  return made;
}

// `Bearer <token>`: the text of an example, or a variable that nobody filled in.
std::optional<remark> placeholder(const mistake& m) {
  const std::size_t first = payload(m);
  if (first == mistake::none || !m.is(model::operation::credentials)) return std::nullopt;
  const std::string_view text = m.value().substr(m.span(first).begin);
  const char open = text.front();
  if (open != '<' && open != '{' && open != '[' && open != '(' && open != '$') return std::nullopt;
  const char close = text.back();
  if (open != '$' && close != '>' && close != '}' && close != ']' && close != ')')
    return std::nullopt;
  return remark{.at = m.at(),
                .text = "this is a placeholder, not what was to stand in its place",
                .cause = schemes::span{m.span(first).begin, m.value().size()},
                .why_not = "what it stands for is not known"};
}

std::optional<remark> quoted_token68(const mistake& m) {
  const std::size_t first = payload(m);
  if (first == mistake::none || m.here() != first || m.octet() != '"') return std::nullopt;
  const std::string_view text = m.text(first);
  remark made{.at = m.at(), .text = "a token68 stands without DQUOTEs"};
  made.edits.push_back({m.at(), ""});
  if (m.has(first, kind::quoted)) {
    const std::size_t close = m.span(first).end - 1;
    made.edits.push_back({{close, close + 1}, ""});
  }
  if (text.find('\\') != std::string_view::npos) {
    made.edits.clear();
    made.why_not = "backslashes stand inside of the DQUOTEs";
  }
  return made;
}

std::optional<remark> token68_and_params(const mistake& m) {
  const std::size_t first = payload(m);
  if (m.is_at_end()) return std::nullopt;
  const bool begins_with_param = m.scheme() != mistake::none && m.is_param(m.from(m.scheme() + 1));
  if (begins_with_param) {
    // `Signature keyId="a" JldX...=`: a token68 after parameters.
    const std::size_t left = m.before(m.here());
    const std::size_t last = m.lexemes().size() - 1;
    if (left == mistake::none || !m.has(left, kind::quoted) || left + 1 == m.here() ||
        !gauntlet::is_token68(m.value().substr(m.span(m.here()).begin)) || m.is_param(m.here()) ||
        m.span(last).end - m.span(m.here()).begin < 8)
      return std::nullopt;
  } else {
    // `Basic QWxh realm="a"`, `Basic QWxh, realm="a"`.
    if (first == mistake::none) return std::nullopt;
    std::size_t name = m.here();
    if (m.has(name, kind::equals)) name = m.before(name);
    const bool is_after_comma = m.has(name, kind::comma);
    if (is_after_comma) name = m.from(name + 1);
    if (name == mistake::none || name <= first || !m.is_param(name)) return std::nullopt;
    std::size_t end = m.before(name);
    if (m.has(end, kind::comma)) end = m.before(end);
    if (end == mistake::none || end < first) return std::nullopt;
    const std::size_t begin = m.span(first).begin;
    if (!gauntlet::is_token68(m.value().substr(begin, m.span(end).end - begin)))
      return std::nullopt;
  }
  return remark{.at = m.at(),
                .text = "a token68 and parameters never stand together",
                .why_not = "which of the two is meant is not known"};
}

// Base64 that a line breaker of 64 or 76 columns has cut.
std::optional<remark> wrapped_base64(const mistake& m) {
  const std::size_t first = payload(m);
  if (first == mistake::none || !m.is(model::operation::credentials)) return std::nullopt;
  const std::size_t begin = m.span(first).begin;
  const std::string_view text = m.value().substr(begin);
  if (m.value().find(' ', begin) == std::string_view::npos) return std::nullopt;
  std::string joined;
  std::vector<edit> edits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '\t') {
      edits.push_back({{begin + i, begin + i + 1}, ""});
    } else {
      joined.push_back(text[i]);
    }
  }
  const bool is_base64 = joined.size() % 4 == 0 && gauntlet::is_token68(joined) &&
                         joined.size() >= 8 && joined.find_first_of("-._~") == std::string::npos;
  const bool is_scheme_of_base64 = gauntlet::equals_ignore_case(m.text(m.scheme()), "Basic") ||
                                   gauntlet::equals_ignore_case(m.text(m.scheme()), "Negotiate") ||
                                   gauntlet::equals_ignore_case(m.text(m.scheme()), "NTLM");
  if (!is_base64 || !is_scheme_of_base64) return std::nullopt;
  remark made{.at = m.at(),
              .text = "white space or a line break cuts the Base64 of the credentials",
              .cause = edits.front().at};
  made.edits = std::move(edits);
  return made;
}

// `Basic user:password`: Base64 has no colon.
std::optional<remark> basic_not_encoded(const mistake& m) {
  const std::size_t first = payload(m);
  if (first == mistake::none || !m.is(model::operation::credentials) ||
      !gauntlet::equals_ignore_case(m.text(m.scheme()), "Basic"))
    return std::nullopt;
  const schemes::span at{m.span(first).begin, m.value().size()};
  const std::string text(m.value().substr(at.begin));
  if (text.find(':') == std::string::npos || text.find(',') != std::string::npos)
    return std::nullopt;
  remark made{.at = m.at(),
              .text = "a user name and a password stand as they are, where their Base64 belongs"};
  made.edits.push_back({at, schemes::encode_base64(text, schemes::alphabet::standard)});
  return made;
}

// `Bearer 5|abc`: the grammar takes `5|abc` for a name, so that the mistake shows at the end only.
std::optional<remark> token68_octet(const mistake& m) {
  const std::size_t first = payload(m);
  if (first == mistake::none) return std::nullopt;
  const std::size_t begin = m.span(first).begin;
  std::size_t at = begin;
  while (at < m.value().size() && gauntlet::is_token68_char(m.value()[at])) ++at;
  if (at >= m.value().size() || at > m.offset()) {
    at = m.offset();
    if (m.is_at_end()) return std::nullopt;
  }
  const char octet = m.value()[at];
  if (octet == ' ' || octet == '\t' || octet == ',' || octet == '"' || octet == '=')
    return std::nullopt;
  if (static_cast<unsigned char>(octet) >= 0x80 || static_cast<unsigned char>(octet) < 0x20)
    return std::nullopt;
  remark made{.at = m.at(),
              .text = absl::StrCat("a token68 cannot hold `", std::string(1, octet),
                                   "`: it has letters, digits and -._~+/, then `=`"),
              .why_not = "the payload is that of whoever issued it, who has to encode it"};
  if (at != m.offset()) made.cause = schemes::span{at, at + 1};
  return made;
}

std::optional<remark> text_after_token68(const mistake& m) {
  const std::size_t first = payload(m);
  if (first == mistake::none || m.is_at_end() || m.offset() == m.span(first).begin)
    return std::nullopt;
  const std::size_t left = m.before(m.here());
  if (left == mistake::none || left < first) return std::nullopt;
  return remark{.at = m.at(),
                .text = "something follows the payload, which is one token68 and nothing else",
                .why_not = "whether it belongs to the payload is not known"};
}

}  // namespace

const std::vector<named_grammar_rule> rules_of_credentials = {
    {"placeholder", &placeholder},
    {"quoted-token68", &quoted_token68},
    {"vendor-form", &own_form},
    {"basic-not-encoded", &basic_not_encoded},
    {"wrapped-base64", &wrapped_base64},
    {"token68-and-params", &token68_and_params},
    {"list-of-credentials", &list_of_credentials},
};

const std::vector<named_grammar_rule> rules_of_token68 = {
    {"token68-octet", &token68_octet},
    {"text-after-token68", &text_after_token68},
};

}  // namespace gauntlet::lint
