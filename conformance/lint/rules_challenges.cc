// Which schemes a value has, in which order, and how they are written.
#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/lint/names.hpp"
#include "conformance/lint/octets.hpp"
#include "conformance/lint/value_rules.hpp"

namespace gauntlet::lint {
namespace {

using schemes::located_challenge;
using schemes::located_param;

bool is_bare(const located_challenge& c) { return !c.token68 && c.params.empty(); }

// A token or a key where the scheme belongs: the grammar takes it for one.
void scheme_missing(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::credentials)) return;
  for (const located_challenge& c : value.reading.challenges) {
    if (!is_bare(c) || is_known_scheme(c.scheme) || !scheme_glued_to(c.scheme).empty()) continue;
    if (!is_jwt(c.scheme) && !is_key(c.scheme)) continue;
    out.push_back(
        {.at = c.scheme_at,
         .text = is_jwt(c.scheme)
                     ? "a JSON Web Token stands alone: the auth-scheme before it is missing"
                     : "a key or token stands alone: the auth-scheme before it is missing",
         .why_not = is_jwt(c.scheme) ? "it is `Bearer` in most cases, which only the "
                                       "server's documentation can say"
                                     : "which scheme was meant is not known"});
  }
}

// `Basic realm=`: the grammar takes a name and `=` for a token68.
void missing_value(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  for (const located_challenge& c : value.reading.challenges) {
    if (!c.token68 ||
        (!is_scheme(c, "Basic") && !is_scheme(c, "Digest") && !is_scheme(c, "Bearer")))
      continue;
    const std::size_t equals = c.token68->find('=');
    if (equals == std::string::npos || equals > 20 || equals + 1 != c.token68->size()) continue;
    out.push_back({.at = c.token68_at,
                   .text = "the parameter has no value, so that it is read as a token68",
                   .why_not = "what the value was to be is not known"});
  }
}

void scheme_glued(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::credentials)) return;
  for (const located_challenge& c : value.reading.challenges) {
    const std::string_view scheme = scheme_glued_to(c.scheme);
    if (scheme.empty() || !is_bare(c)) continue;
    const std::size_t place = c.scheme_at.begin + scheme.size();
    out.push_back({.at = {place, place},
                   .text = absl::StrCat("SP is missing after the scheme ", std::string(scheme)),
                   .edits = {{{place, place}, " "}}});
  }
}

// `Bearer undefined`: what a program wrote that had no token.
void placeholder(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::credentials)) return;
  for (const located_challenge& c : value.reading.challenges) {
    if (!c.token68) continue;
    const std::string_view words[] = {"undefined", "null",      "none",         "nil",
                                      "false",     "token",     "your_token",   "your-token",
                                      "xxx",       "yourtoken", "access_token", "YOUR_API_KEY"};
    if (std::none_of(std::begin(words), std::end(words), [&](std::string_view word) {
          return gauntlet::equals_ignore_case(word, *c.token68);
        }))
      continue;
    out.push_back({.at = c.token68_at,
                   .text = "this is a placeholder, not what was to stand in its place",
                   .why_not = "what it stands for is not known"});
  }
}

void scheme_spelling(const value_view& value, std::vector<remark>& out) {
  for (const located_challenge& c : value.reading.challenges) {
    const std::string_view name = scheme_name(c.scheme);
    if (name.empty() || name == c.scheme) continue;
    out.push_back({.at = c.scheme_at,
                   .text = absl::StrCat("the scheme is written otherwise than its specification "
                                        "writes it: ",
                                        std::string(name)),
                   .edits = {{c.scheme_at, std::string(name)}}});
  }
}

void unknown_scheme(const value_view& value, std::vector<remark>& out) {
  for (const located_challenge& c : value.reading.challenges) {
    if (c.scheme.empty() || is_known_scheme(c.scheme) || !scheme_glued_to(c.scheme).empty())
      continue;
    if (value.is(model::operation::credentials) && is_bare(c) &&
        (is_jwt(c.scheme) || is_key(c.scheme)))
      continue;
    out.push_back(
        {.at = c.scheme_at, .text = "the scheme is neither registered nor known from a vendor"});
  }
}

// Calls look(earlier, later) for the neighbours of each line.
template <typename Look>
void each_pair_of_a_line(const value_view& value, const Look& look) {
  if (!value.is(model::operation::challenges)) return;
  const std::vector<located_challenge>& all = value.reading.challenges;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (value.line_of(all[i].at.begin) == value.line_of(all[i - 1].at.begin))
      look(all[i - 1], all[i]);
  }
}

void several_challenges_one_line(const value_view& value, std::vector<remark>& out) {
  const std::size_t before = out.size();
  each_pair_of_a_line(value, [&](const located_challenge&, const located_challenge& later) {
    if (out.size() != before) return;
    out.push_back({.at = later.scheme_at,
                   .text = "a second challenge stands on the line: legal, but some clients see the "
                           "first one only"});
  });
}

void known_scheme_after_unknown(const value_view& value, std::vector<remark>& out) {
  each_pair_of_a_line(value, [&](const located_challenge& earlier, const located_challenge& later) {
    if (is_known_scheme(earlier.scheme) || !is_known_scheme(later.scheme)) return;
    out.push_back({.at = later.scheme_at,
                   .text = absl::StrCat(later.scheme,
                                        " stands after a scheme that clients do not "
                                        "know: many of them stop there")});
  });
}

void bare_scheme_first(const value_view& value, std::vector<remark>& out) {
  each_pair_of_a_line(value, [&](const located_challenge& earlier, const located_challenge& later) {
    if (!is_bare(earlier)) return;
    out.push_back({.at = earlier.scheme_at,
                   .text = absl::StrCat("a scheme without parameters stands before ", later.scheme,
                                        " on the line: some clients take what follows for its "
                                        "parameters")});
  });
}

void weaker_challenge_first(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  const auto weight = [](const located_challenge& c) {
    if (is_scheme(c, "Basic")) return 1;
    if (is_scheme(c, "NTLM")) return 2;
    if (is_scheme(c, "Digest")) return 3;
    if (is_scheme(c, "SCRAM-SHA-1") || is_scheme(c, "SCRAM-SHA-256")) return 4;
    return is_scheme(c, "Negotiate") || is_scheme(c, "Mutual") || is_scheme(c, "HOBA") ? 5 : 0;
  };
  const located_challenge* weakest = nullptr;
  for (const located_challenge& c : value.reading.challenges) {
    if (weight(c) == 0) continue;
    if (weakest != nullptr && weight(*weakest) < weight(c)) {
      out.push_back({.at = c.scheme_at,
                     .text = absl::StrCat(weakest->scheme, " stands before ", c.scheme,
                                          ", which is stronger: a client that takes the first one "
                                          "downgrades")});
      return;
    }
    if (weakest == nullptr || weight(c) < weight(*weakest)) weakest = &c;
  }
}

void challenge_twice(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  const std::vector<located_challenge>& all = value.reading.challenges;
  const auto is_same = [&](const located_challenge& a, const located_challenge& b) {
    return value.text(a.at) == value.text(b.at);
  };
  constexpr std::size_t most = 100;  // of a value that has more, the first are looked at
  for (std::size_t i = 1; i < std::min(all.size(), most); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!is_same(all[i], all[j])) continue;
      const std::size_t end = i + 1 < all.size() ? all[i + 1].at.begin : all[i].at.end;
      const std::size_t begin = i + 1 < all.size() ? all[i].at.begin : all[i - 1].at.end;
      out.push_back({.at = all[i].at,
                     .text = absl::StrCat("the same ", all[i].scheme, " challenge stands twice"),
                     .edits = {{{begin, end}, ""}}});
      break;
    }
  }
}

bool is_md5(const located_challenge& c) {
  const located_param* algorithm = find_param(c, "algorithm");
  return is_scheme(c, "Digest") &&
         (algorithm == nullptr || begins_with(algorithm->param.value, "MD5"));
}

void sha_256_after_md5(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  const located_challenge* md5 = nullptr;
  for (const located_challenge& c : value.reading.challenges) {
    if (!is_scheme(c, "Digest")) continue;
    if (is_md5(c)) {
      md5 = md5 == nullptr ? &c : md5;
    } else if (md5 != nullptr) {
      out.push_back({.at = c.scheme_at,
                     .text = "Digest with a stronger algorithm stands after the one with MD5: the "
                             "order is that of preference"});
      return;
    }
  }
}

void md5_alone(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  const located_challenge* md5 = nullptr;
  for (const located_challenge& c : value.reading.challenges) {
    if (!is_scheme(c, "Digest")) continue;
    if (!is_md5(c)) return;
    md5 = md5 == nullptr ? &c : md5;
  }
  if (md5 == nullptr) return;
  const located_param* algorithm = find_param(*md5, "algorithm");
  out.push_back({.at = algorithm == nullptr ? md5->scheme_at : algorithm->value_at,
                 .text = "Digest is offered with MD5 alone"});
}

// The token endpoint of a container registry: clients ask it for a token of a service.
void registry_without_service(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  for (const located_challenge& c : value.reading.challenges) {
    if (!is_scheme(c, "Bearer") || find_param(c, "service") != nullptr) continue;
    const located_param* realm = find_param(c, "realm");
    if (realm == nullptr || !begins_with(realm->param.value, "http")) continue;
    if (realm->param.value.find("token") == std::string::npos) continue;
    out.push_back({.at = realm->value_at,
                   .text =
                       "the realm is the token endpoint of a registry, but there is no `service`, "
                       "which many of its clients demand"});
  }
}

void resource_metadata_not_url(const value_view& value, std::vector<remark>& out) {
  if (!value.is(model::operation::challenges)) return;
  for (const located_challenge& c : value.reading.challenges) {
    const located_param* url = find_param(c, "resource_metadata");
    if (url == nullptr || begins_with(url->param.value, "https://")) continue;
    out.push_back(
        {.at = url->value_at,
         .text = "resource_metadata is no https URL, so that clients have nowhere to look",
         .why_not = "the URL of the metadata is not known"});
  }
}

}  // namespace

const std::vector<named_value_rule> rules_of_challenges = {
    {"scheme-missing", &scheme_missing},
    {"missing-value", &missing_value},
    {"scheme-glued", &scheme_glued},
    {"placeholder", &placeholder},
    {"scheme-spelling", &scheme_spelling},
    {"unknown-scheme", &unknown_scheme},
    {"several-challenges-one-line", &several_challenges_one_line},
    {"known-scheme-after-unknown", &known_scheme_after_unknown},
    {"bare-scheme-first", &bare_scheme_first},
    {"weaker-challenge-first", &weaker_challenge_first},
    {"challenge-twice", &challenge_twice},
    {"sha-256-after-md5", &sha_256_after_md5},
    {"md5-alone", &md5_alone},
    {"registry-without-service", &registry_without_service},
    {"resource-metadata-not-url", &resource_metadata_not_url},
};

}  // namespace gauntlet::lint
