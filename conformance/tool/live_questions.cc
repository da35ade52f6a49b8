#include "conformance/tool/live_questions.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/compare/difference.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/live/check/credentials.hpp"
#include "conformance/live/check/forms.hpp"
#include "conformance/model/case.hpp"

namespace gauntlet::tool {
namespace {

using model::verdict;

// As clients write them. What a reader makes of a token68 depends on its octets, so that Basic has
// those of the login that was tried, where it is known; what Digest has is of nobody.
check::credentials sample(bool is_digest, const check::login& who) {
  if (!is_digest) {
    const std::string pair =
        who.password ? absl::StrCat(who.user, ":", *who.password) : "user:password";
    return {"Basic", absl::Base64Escape(pair), {}};
  }
  return {"Digest",
          "",
          {{"username", "user", true},
           {"realm", "a realm", true},
           {"nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c0", true},
           {"uri", "/", true},
           {"response", "6629fae49393a05397450978507c4ef1", true},
           {"qop", "auth", false},
           {"nc", "00000001", false},
           {"cnonce", "0a4f113b", true},
           {"opaque", "5ccc069c403ebaf9f0171e9517f40e41", true}}};
}

// The value of a field line.
std::string value_of(const std::string& line) { return line.substr(line.find(':') + 1); }

// Whether the login of a row was taken; nothing where that was not seen.
std::optional<bool> is_taken(const model::row& row) {
  const bool may_refuse = row.facts->parse == "may-accept";
  switch (row.verdict) {
    case verdict::pass:
      return !may_refuse;
    case verdict::lenient:
      return true;
    case verdict::over_strict:
      return false;
    default:
      return std::nullopt;
  }
}

// Whether a challenge was read as it is meant.
std::optional<bool> is_meant(const compare::reading& meant, const compare::reading& got,
                             const compare::comparison& compare) {
  if (!compare.can_tell(got, meant)) return std::nullopt;
  return got.how == compare::ending::accepted &&
         compare.between(meant, got) == compare::difference::none;
}

bool has_repeated_name(const model::challenge& of) {
  std::set<std::string> seen;
  return std::any_of(of.params.begin(), of.params.end(), [&](const model::param& one) {
    return !seen.insert(absl::AsciiStrToLower(one.name)).second;
  });
}

// Whether a server with that reader takes a login of another form as the plain one. Nothing where
// that depends on who uses the reader.
std::optional<bool> is_same_login(const compare::reading& plain, const compare::reading& other,
                                  const compare::known_reader& by) {
  using compare::ending;
  if (plain.how != ending::accepted || other.how == ending::unknown) return std::nullopt;
  if (other.how != ending::accepted) return false;
  const auto& first = std::get<model::credentials_result>(*plain.result);
  const auto& second = std::get<model::credentials_result>(*other.result);
  if (!absl::EqualsIgnoreCase(first.scheme, second.scheme)) return false;
  if (first.token68.has_value() != second.token68.has_value()) return false;
  if (first.token68 &&
      compare::user_pass_of(*first.token68) != compare::user_pass_of(*second.token68))
    return false;
  // Of a name that is repeated, whoever uses the reader takes one.
  if (has_repeated_name(second)) return std::nullopt;
  const compare::comparison alone(by.can_show, by.can_show);
  model::credentials_result like_first = second;
  like_first.scheme = first.scheme;
  like_first.token68 = first.token68;
  if (alone.between(plain, {ending::accepted, like_first, ""}) != compare::difference::none)
    return false;
  // A reader of one scheme has compared its name already, any other leaves that to its user; so it
  // is with the names of parameters.
  if (first.scheme != second.scheme && !by.can_show.only_schemes) return std::nullopt;
  const auto has_name_of = [&](const model::param& one) {
    return std::any_of(second.params.begin(), second.params.end(),
                       [&](const model::param& same) { return same.name == one.name; });
  };
  if (!std::all_of(first.params.begin(), first.params.end(), has_name_of)) return std::nullopt;
  return true;
}

}  // namespace

std::vector<question> logins_of(const std::vector<model::row>& rows, const check::login& who) {
  std::vector<question> made;
  for (const model::row& row : rows) {
    const std::string& id = row.facts->id;
    const bool is_digest = absl::StartsWith(id, "origin/digest");
    if (!is_digest && !absl::StartsWith(id, "origin/basic/")) continue;
    const std::string name = id.substr(id.rfind('/') + 1);
    const auto& forms = check::forms();
    const auto form = std::find_if(forms.begin(), forms.end(),
                                   [&](const check::form& one) { return name == one.id; });
    const std::optional<bool> taken = is_taken(row);
    if (form == forms.end() || !taken) continue;
    const check::credentials usual = sample(is_digest, who);
    const std::vector<std::string> lines = form->lines("Authorization", usual);
    if (lines.size() != 1) continue;
    made.push_back({check::to_text(usual), model::combine({value_of(lines.front())}), *taken});
  }
  return made;
}

std::vector<question> challenges_of(const std::vector<model::row>& rows) {
  std::vector<question> made;
  for (const model::row& row : rows) {
    const model::case_facts& facts = *row.facts;
    if (facts.operation != "challenges" || facts.parse != "must-accept" ||
        facts.lines.size() != 1 || absl::StartsWith(facts.id, "live/") ||
        absl::StartsWith(facts.id, "origin/"))
      continue;
    const bool is_right = row.verdict == verdict::pass;
    if (!is_right && row.verdict != verdict::wrong_result && row.verdict != verdict::smuggled &&
        row.verdict != verdict::over_strict)
      continue;
    const std::string value = model::combine(facts.lines);
    if (compare::is_pool_value(value)) made.push_back({"", value, is_right});
  }
  return made;
}

std::vector<compare::candidate> candidates(model::operation op, const std::vector<question>& asked,
                                           const std::vector<compare::known_reader>& readers) {
  const auto grammar = compare::grammar_reader(op);
  std::vector<compare::candidate> made;
  for (const compare::known_reader& reader : readers) {
    const compare::comparison with_grammar(reader.can_show, grammar->can_show());
    compare::candidate one{reader.name, {}};
    std::size_t said = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const compare::reading& plain = reader.readings[2 * i];
      const compare::reading& other = reader.readings[2 * i + 1];
      one.said.push_back(
          asked[i].plain.empty()
              ? is_meant(grammar->compare::reader::ask(asked[i].value), other, with_grammar)
              : is_same_login(plain, other, reader));
      if (one.said.back()) ++said;
    }
    if (2 * said >= asked.size()) made.push_back(std::move(one));
  }
  return made;
}

}  // namespace gauntlet::tool
