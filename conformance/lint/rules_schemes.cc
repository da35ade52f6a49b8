// The scheme in front: missing, glued to what follows, or with something that is no SP after it.
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/lint/mistake.hpp"
#include "conformance/lint/names.hpp"

namespace gauntlet::lint {
namespace {

using kind = lexeme_kind;

bool is_first_word(const mistake& m, std::size_t piece) {
  const std::size_t left = m.before(piece);
  return m.has(piece, kind::word) && (left == mistake::none || m.has(left, kind::comma));
}

std::optional<remark> scheme_in_info(const mistake& m) {
  if (!m.is(model::operation::auth_info)) return std::nullopt;
  const std::size_t scheme = m.before(m.here());
  if (scheme == mistake::none || !is_first_word(m, scheme) || !m.is_param(m.here()) ||
      m.before(scheme) != mistake::none)
    return std::nullopt;
  remark made{.at = m.at(),
              .text = "Authentication-Info has parameters alone: no scheme stands before them",
              .cause = m.span(scheme)};
  made.edits.push_back({{m.span(scheme).begin, m.offset()}, ""});
  return made;
}

std::optional<remark> scheme_quoted(const mistake& m) {
  if (m.octet() != '"' || !m.has(m.here(), kind::quoted) || m.before(m.here()) != mistake::none)
    return std::nullopt;
  const schemes::span at = m.span(m.here());
  const std::string_view text = m.value().substr(at.begin + 1, at.end - at.begin - 2);
  remark made{.at = m.at(), .text = "a scheme stands without DQUOTEs"};
  if (gauntlet::is_token(text)) {
    made.edits.push_back({at, std::string(text)});
  } else if (at.end == m.value().size()) {
    // The whole value was quoted, by a configuration or a shell.
    std::string inner;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      inner.push_back(text[i]);
    }
    made.text = "the whole value stands in DQUOTEs";
    made.edits.push_back({at, inner});
  } else {
    made.why_not = "what is quoted is no scheme";
  }
  return made;
}

// The grammar takes HTAB there, since a comma may follow; the mistake is what does instead.
std::optional<remark> htab_after_scheme(const mistake& m) {
  const std::size_t space = m.octet() == '\t' ? m.here() : m.here() - 1;
  if (m.here() == 0 || !m.has(space, kind::space) || !is_first_word(m, space - 1))
    return std::nullopt;
  const std::size_t tab = m.text(space).find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  const schemes::span at = m.span(space);
  remark made{.at = m.at(), .text = "HTAB does not separate a scheme and its payload: SP does"};
  if (at.begin + tab != m.offset()) made.cause = schemes::span{at.begin + tab, at.begin + tab + 1};
  made.edits.push_back({at, " "});
  return made;
}

std::optional<remark> comma_after_scheme(const mistake& m) {
  std::size_t comma = mistake::none;
  if (m.has(m.here(), kind::equals)) {
    // `Basic, realm="x"`: `realm` is read as a second scheme.
    const std::size_t name = m.before(m.here());
    comma = name == mistake::none ? name : m.before(name);
  } else if (m.is(model::operation::credentials) && m.octet() == ',') {
    comma = m.here();
  }
  if (comma == mistake::none || !m.has(comma, kind::comma)) return std::nullopt;
  const std::size_t scheme = m.before(comma);
  if (scheme == mistake::none || !is_first_word(m, scheme)) return std::nullopt;
  // Of what stands later in a list, a name without a value is more likely.
  if (!is_known_scheme(m.text(scheme)) && m.before(scheme) != mistake::none) return std::nullopt;
  const std::size_t next = m.from(comma + 1);
  remark made{.at = m.at(), .text = "a comma stands between the scheme and its parameters"};
  if (m.span(comma).begin != m.offset()) made.cause = m.span(comma);
  const std::size_t end = next == mistake::none ? m.value().size() : m.span(next).begin;
  made.edits.push_back({{m.span(scheme).end, end}, " "});
  return made;
}

// `Bearer: abc`, `Basic=dXNlcg`, `AWS4-HMAC-SHA256Credential=`.
std::optional<remark> scheme_glued(const mistake& m) {
  if (m.is(model::operation::auth_info) || m.is_at_end()) return std::nullopt;
  const std::size_t word = m.here() == 0 ? mistake::none : m.here() - 1;
  if (word == mistake::none || !is_first_word(m, word)) return std::nullopt;
  const std::string_view text = m.text(word);
  const schemes::span at = m.span(word);
  if (is_known_scheme(text) && (m.octet() == ':' || m.octet() == '=')) {
    std::size_t end = m.offset() + 1;
    while (end < m.value().size() && m.value()[end] == ' ') ++end;
    remark made{.at = m.at(),
                .text = absl::StrCat("`", std::string(1, m.octet()),
                                     "` stands after the scheme, where SP belongs")};
    made.edits.push_back({{m.offset(), end}, " "});
    return made;
  }
  const std::string_view scheme = scheme_glued_to(text);
  if (scheme.empty()) return std::nullopt;
  const std::size_t place = at.begin + scheme.size();
  remark made{.at = m.at(),
              .text = absl::StrCat("SP is missing after the scheme ", std::string(scheme)),
              .cause = schemes::span{place, place}};
  made.edits.push_back({{place, place}, " "});
  return made;
}

// `realm="x"`, `key=AAAA`, `et3ggt/teg2`, `http://.../saml2-bearer abc`.
std::optional<remark> scheme_not_token(const mistake& m) {
  const std::string_view rest = m.value().substr(std::min(m.offset(), m.value().size()));
  if (m.is(model::operation::auth_info) || m.before(m.here()) != mistake::none) {
    const bool is_url = m.here() == 1 && rest.starts_with("://");
    if (!is_url || m.is(model::operation::auth_info)) return std::nullopt;
  }
  const std::size_t space = m.value().find(' ');
  const std::size_t end = space == std::string_view::npos ? m.value().size() : space;
  remark made{.at = m.at(),
              .text = "an auth-scheme is a token: it has no such octet",
              .why_not = "which scheme was meant is not known"};
  if (rest.starts_with("://")) {
    made.text =
        "a URL stands where the auth-scheme belongs, which is a token and has no `:` or `/`";
    made.cause = schemes::span{0, end};
  }
  return made;
}

std::optional<remark> scheme_missing(const mistake& m) {
  if (m.is(model::operation::auth_info) || m.is_at_end()) return std::nullopt;
  const std::size_t left = m.before(m.here());
  const bool is_first = left != mistake::none && m.before(left) == mistake::none &&
                        m.has(left, kind::word) && !is_known_scheme(m.text(left));
  if (!is_first) return std::nullopt;
  const std::string_view why = "which scheme was meant is not known";
  if (m.octet() == '=') {
    return remark{.at = m.at(),
                  .text = "a name and `=` stand first: the auth-scheme before them is missing",
                  .why_not = std::string(why)};
  }
  if (m.is(model::operation::credentials) && (m.octet() == '/' || m.octet() == ':') &&
      m.value().find(' ') == std::string_view::npos) {
    return remark{.at = m.at(),
                  .text = "a key or token stands alone: the auth-scheme before it is missing",
                  .why_not = std::string(why)};
  }
  return std::nullopt;
}

}  // namespace

const std::vector<named_grammar_rule> rules_of_schemes = {
    {"scheme-in-info", &scheme_in_info},         {"scheme-quoted", &scheme_quoted},
    {"htab-after-scheme", &htab_after_scheme},   {"scheme-glued", &scheme_glued},
    {"comma-after-scheme", &comma_after_scheme}, {"scheme-not-token", &scheme_not_token},
    {"scheme-missing", &scheme_missing},
};

}  // namespace gauntlet::lint
