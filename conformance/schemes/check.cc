#include "conformance/schemes/check.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "conformance/schemes/findings.hpp"

namespace gauntlet::schemes {
namespace {

const reference once_per_challenge = {9110, "", "11.2"};
const reference realm_is_quoted = {9110, "", "11.5"};

// What RFC 9110 says of every scheme, known or not. `rules` may be null.
void check_any_scheme(model::operation op, const part* rules, const located_challenge& of,
                      findings& to) {
  absl::flat_hash_set<std::string> seen;
  for (const located_param& p : of.params) {
    const std::string name = lower_case(p.param.name);
    if (!seen.insert(name).second) {
      const std::size_t index = rules ? rules->find(name) : 0;
      const bool is_once = rules && index != rules->params.size() && rules->params[index].is_once;
      const bool is_must = op == model::operation::challenges || is_once;
      to.add("param-twice", is_must ? level::must : level::should, p.name_at,
             "The name of this parameter stands twice; each stands once at most.",
             is_once ? rules->params[index].refs : std::vector{once_per_challenge}, name);
    }
    if (name == "realm" && p.param.quoted == false)
      to.add("param-unquoted", level::must, p.value_at,
             "realm is sent as a quoted-string only, in DQUOTEs.", {realm_is_quoted}, name);
  }
}

// Authentication-Info names no scheme: that of which it has the most names, and breaks the fewest
// rules; null when it has none of any.
const part* part_of_info(const located_challenge& info) {
  const part* best = nullptr;
  std::size_t most = 0;
  std::size_t fewest = 0;
  for (const scheme& s : all_schemes()) {
    const part* rules = s.of(model::operation::auth_info);
    if (!rules) continue;
    const found_params found = first_of_each(*rules, info);
    const auto count = static_cast<std::size_t>(
        std::count_if(found.begin(), found.end(), [](const located_param* p) { return p; }));
    if (count == 0 || count < most) continue;
    findings broken;
    check_part(model::operation::auth_info, *rules, info, broken);
    if (count > most || broken.size() < fewest) {
      best = rules;
      most = count;
      fewest = broken.size();
    }
  }
  return best;
}

// Challenges of a scheme and of one realm that have to differ in a parameter.
void check_alike(const part& rules, const std::vector<const located_challenge*>& challenges,
                 findings& to) {
  const param_rule& rule = rules.params[*rules.distinct];
  std::set<std::pair<std::optional<std::string>, std::optional<std::string>>> seen;
  const std::size_t realm = rules.find("realm");
  for (const located_challenge* c : challenges) {
    if (c->token68 || c->params.empty()) continue;
    const found_params found = first_of_each(rules, *c);
    std::optional<std::string> of_realm;
    if (realm != found.size()) of_realm = value_of(rules, realm, found);
    if (!seen.emplace(of_realm, value_of(rules, *rules.distinct, found)).second)
      to.add("challenges-alike", level::must, c->scheme_at,
             absl::StrCat("Two challenges of ", rules.scheme, " have the same ", rule.name, "."),
             rules.refs, lower_case(rule.name));
  }
}

// What lets a recipient that knows the scheme refuse a value. How it is quoted does not, since
// recipients take both forms (RFC 9110, section 11.2).
bool lets_refuse(const finding& f) {
  constexpr std::string_view rules[] = {"payload-kind", "payload-value", "param-missing",
                                        "param-value",  "param-unknown", "params-exclude"};
  return std::find(std::begin(rules), std::end(rules), f.rule) != std::end(rules);
}

// The first such finding in words.
std::string refusal(model::operation op, const part& rules, const located_challenge& of) {
  findings found;
  check_part(op, rules, of, found);
  for (const finding& f : found.take()) {
    if (lets_refuse(f)) return f.text;
  }
  return "";
}

}  // namespace

std::string_view to_string(level weight) noexcept {
  switch (weight) {
    case level::must:
      return "MUST";
    case level::security:
      return "SECURITY";
    case level::should:
      return "SHOULD";
    case level::interop:
      break;
  }
  return "INTEROP";
}

std::vector<finding> check(const reading& of, std::string_view field) {
  findings found;
  std::map<const part*, std::vector<const located_challenge*>> alike;
  for (const located_challenge& c : of.challenges) {
    const part* rules = nullptr;
    if (of.operation == model::operation::auth_info) {
      rules = part_of_info(c);
    } else if (const scheme* known = find_scheme(c.scheme)) {
      rules = known->of(of.operation);
    }
    check_any_scheme(of.operation, rules, c, found);
    if (!rules) continue;
    const bool has_field =
        field.empty() ||
        std::any_of(rules->fields.begin(), rules->fields.end(), [&](const std::string& name) {
          return gauntlet::equals_ignore_case(name, field);
        });
    if (!has_field)
      found.add("field-not-of-scheme", level::must, c.scheme_at,
                absl::StrCat(rules->scheme, " is not for this field."), rules->refs);
    check_part(of.operation, *rules, c, found);
    if (rules->distinct) alike[rules].push_back(&c);
  }
  for (const auto& [rules, challenges] : alike) check_alike(*rules, challenges, found);
  return found.take();
}

std::string reason_to_refuse(const model::result& result,
                             const std::optional<std::vector<std::string>>& only_schemes) {
  const reading of = without_places(result);
  const auto is_looked_at = [&](const scheme& s) {
    return !only_schemes || std::any_of(only_schemes->begin(), only_schemes->end(),
                                        [&](const std::string& name) { return s.is(name); });
  };
  if (of.operation == model::operation::auth_info) {
    std::string first;
    for (const scheme& s : all_schemes()) {
      const part* rules = s.of(of.operation);
      if (!rules || !is_looked_at(s)) continue;
      const std::string broken = refusal(of.operation, *rules, of.challenges.front());
      if (broken.empty()) return "";
      if (first.empty()) first = broken;
    }
    return first;
  }
  for (const located_challenge& c : of.challenges) {
    const scheme* known = find_scheme(c.scheme);
    const part* rules = known && is_looked_at(*known) ? known->of(of.operation) : nullptr;
    if (!rules) continue;
    if (std::string broken = refusal(of.operation, *rules, c); !broken.empty()) return broken;
  }
  return "";
}

}  // namespace gauntlet::schemes
