// How a value is written: what the grammar takes, but a sender must not write, or readers stumble
// over.
#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/lint/names.hpp"
#include "conformance/lint/value_rules.hpp"
#include "conformance/schemes/values/ext_value.hpp"

namespace gauntlet::lint {
namespace {

using kind = lexeme_kind;
using schemes::located_challenge;
using schemes::located_param;

template <typename Look>
void each_param(const value_view& value, const Look& look) {
  for (const located_challenge& c : value.reading.challenges) {
    for (const located_param& p : c.params) look(c, p);
  }
}

bool is_quoted(const located_param& p) { return p.param.quoted.value_or(false); }

// What stands inside of the DQUOTEs.
std::string_view inside(const value_view& value, const located_param& p) {
  const std::string_view text = value.text(p.value_at);
  return is_quoted(p) && text.size() >= 2 ? text.substr(1, text.size() - 2) : text;
}

void bws(const value_view& value, std::vector<remark>& out) {
  each_param(value, [&](const located_challenge&, const located_param& p) {
    if (p.value_at.begin - p.name_at.end == 1) return;
    out.push_back({.at = {p.name_at.end, p.value_at.begin},
                   .text = "white space stands beside `=`, which a sender must not write",
                   .edits = {{{p.name_at.end, p.value_at.begin}, "="}}});
  });
}

void empty_element(const value_view& value, std::vector<remark>& out) {
  const std::vector<lexeme>& all = value.lexemes;
  const auto next_of = [&](std::size_t i) {
    while (++i < all.size() && all[i].kind == kind::space) {
    }
    return i;
  };
  const auto say = [&](std::size_t comma, schemes::span cut, const char* with) {
    out.push_back({.at = all[comma].at,
                   .text = "an empty element stands in the list, which a sender must not write",
                   .edits = {{cut, with}}});
  };
  std::size_t last = all.size();  // the last piece that is neither comma nor space
  bool is_wanted = true;          // an element, since nothing or a comma came before
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == kind::space) continue;
    if (all[i].kind != kind::comma) {
      is_wanted = false;
      last = i;
      continue;
    }
    const std::size_t next = next_of(i);
    const bool has_space = i > 0 && all[i - 1].kind == kind::space;
    if (next == all.size()) {
      const std::size_t begin = last == all.size() ? 0 : all[last].at.end;
      say(i, {std::min(begin, all[i].at.begin), all.back().at.end}, "");
      if (last != all.size()) break;
    } else if (is_wanted) {
      const bool takes_space = last == all.size() || (has_space && next > i + 1);
      say(i, {all[i].at.begin, takes_space ? all[next].at.begin : all[i].at.end}, "");
    } else if (has_space && all[last].kind == kind::word && all[next].kind == kind::word &&
               next_of(next) < all.size() && all[next_of(next)].kind == kind::equals &&
               (last == 0 || all[last - 1].kind == kind::comma ||
                (all[last - 1].kind == kind::space &&
                 (last == 1 || all[last - 2].kind == kind::comma)))) {
      // `Foo ,a=b`: the list of parameters begins with an empty element.
      say(i, {all[last].at.end, all[next].at.begin}, " ");
    }
    is_wanted = true;
  }
}

void needless_quoted_pair(const value_view& value, std::vector<remark>& out) {
  each_param(value, [&](const located_challenge&, const located_param& p) {
    if (!is_quoted(p)) return;
    const std::string_view text = inside(value, p);
    remark made{.text =
                    "a backslash escapes an octet that needs none: only DQUOTE and backslash do"};
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] != '\\') continue;
      const std::size_t at = p.value_at.begin + 1 + i;
      ++i;
      if (text[i] == '"' || text[i] == '\\') continue;
      if (made.edits.empty()) made.at = {at, at + 2};
      made.edits.push_back({{at, at + 1}, ""});
    }
    if (!made.edits.empty()) out.push_back(std::move(made));
  });
}

void apostrophes_in_value(const value_view& value, std::vector<remark>& out) {
  each_param(value, [&](const located_challenge&, const located_param& p) {
    const std::string& text = p.param.value;
    if (is_quoted(p) || text.size() < 2 || text.front() != '\'' || text.back() != '\'') return;
    out.push_back(
        {.at = p.value_at,
         .text = "apostrophes do not quote: they are two octets of the value",
         .edits = {{p.value_at, absl::StrCat("\"", text.substr(1, text.size() - 2), "\"")}}});
  });
}

// `realm="x, Basic realm=y"`: text that a reader which splits at commas takes for a challenge.
void challenge_inside_quotes(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  each_param(value, [&](const located_challenge&, const located_param& p) {
    if (!is_quoted(p)) return;
    const std::vector<lexeme> words = lexemes_of(p.param.value);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (words[i].kind != kind::comma) continue;
      std::size_t word = i + 1;
      while (word < words.size() && words[word].kind == kind::space) ++word;
      if (word >= words.size() || words[word].kind != kind::word) continue;
      const std::string_view text =
          std::string_view(p.param.value)
              .substr(words[word].at.begin, words[word].at.end - words[word].at.begin);
      const bool is_param = word + 1 < words.size() && words[word + 1].kind == kind::equals;
      if (!is_known_scheme(text) && !is_param) continue;
      out.push_back({.at = p.value_at,
                     .text = is_param ? "text in the quoted-string looks like a parameter"
                                      : "text in the quoted-string looks like a challenge"});
      return;
    }
  });
}

void comma_in_value(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  each_param(value, [&](const located_challenge&, const located_param& p) {
    if (!is_quoted(p) || p.param.value.find(',') == std::string::npos) return;
    out.push_back({.at = p.value_at,
                   .text = "a comma stands in the quoted-string: legal, but readers "
                           "that split at commas lose the rest"});
  });
}

void escaped_dquote(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  each_param(value, [&](const located_challenge&, const located_param& p) {
    if (!is_quoted(p)) return;
    const std::string_view text = inside(value, p);
    if (text.find("\\\"") == std::string_view::npos && text.find("\\\\") == std::string_view::npos)
      return;
    out.push_back({.at = p.value_at,
                   .text = "the quoted-string has an escaped octet: legal, but many "
                           "readers keep the backslash or stop there"});
  });
}

// `username*` is for names that a quoted-string cannot hold.
void needless_username_star(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::credentials)) return;
  each_param(value, [&](const located_challenge& c, const located_param& p) {
    if (!gauntlet::equals_ignore_case(c.scheme, "Digest") ||
        !gauntlet::equals_ignore_case(p.param.name, "username*"))
      return;
    const std::optional<schemes::ext_value> name = schemes::read_ext_value(p.param.value);
    const auto is_plain = [](char octet) { return octet >= ' ' && octet <= '~'; };
    if (!name || !std::all_of(name->octets.begin(), name->octets.end(), is_plain)) return;
    std::string quoted = "username=\"";
    for (const char octet : name->octets) {
      if (octet == '"' || octet == '\\') quoted.push_back('\\');
      quoted.push_back(octet);
    }
    out.push_back({.at = {p.name_at.begin, p.value_at.end},
                   .text = "username* holds a name that username can hold: many servers know the "
                           "latter only",
                   .edits = {{{p.name_at.begin, p.value_at.end}, quoted + "\""}}});
  });
}

void empty_realm(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  each_param(value, [&](const located_challenge&, const located_param& p) {
    if (!gauntlet::equals_ignore_case(p.param.name, "realm") || !p.param.value.empty()) return;
    out.push_back(
        {.at = p.value_at, .text = "the realm is empty: a dialog has nothing to show to its user"});
  });
}

void non_ascii_realm(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  for (const located_challenge& c : value.reading.challenges) {
    const bool has_charset = std::any_of(c.params.begin(), c.params.end(), [](const auto& p) {
      return gauntlet::equals_ignore_case(p.param.name, "charset");
    });
    for (const located_param& p : c.params) {
      if (has_charset || !gauntlet::equals_ignore_case(p.param.name, "realm") ||
          std::all_of(p.param.value.begin(), p.param.value.end(),
                      [](char octet) { return static_cast<unsigned char>(octet) < 0x80; }))
        continue;
      out.push_back({.at = p.value_at,
                     .text = "the realm has octets outside of ASCII, and nothing says which "
                             "characters they are"});
    }
  }
}

void long_field(const value_view& value, std::vector<remark>& out) {
  constexpr std::size_t usual_limit = 8190;
  if (value.reading.value.size() <= usual_limit) return;
  out.push_back({.at = {usual_limit, value.reading.value.size()},
                 .text = absl::StrCat("the field has ", value.reading.value.size(),
                                      " octets, which is more than common servers take")});
}

}  // namespace

const std::vector<named_value_rule> rules_of_writing = {
    {"bws", &bws},
    {"empty-element", &empty_element},
    {"needless-quoted-pair", &needless_quoted_pair},
    {"apostrophes-in-value", &apostrophes_in_value},
    {"challenge-inside-quotes", &challenge_inside_quotes},
    {"comma-in-value", &comma_in_value},
    {"escaped-dquote", &escaped_dquote},
    {"needless-username-star", &needless_username_star},
    {"empty-realm", &empty_realm},
    {"non-ascii-realm", &non_ascii_realm},
    {"long-field", &long_field},
};

}  // namespace gauntlet::lint
