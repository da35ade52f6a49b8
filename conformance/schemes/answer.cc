// Credentials against the challenges that they answer.
#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/schemes/findings.hpp"
#include "conformance/schemes/values/hoba.hpp"
#include "conformance/schemes/values/lists.hpp"

namespace gauntlet::schemes {
namespace {

const reference answers_the_challenge = {9110, "", "11.4"};

class answer_check {
 public:
  answer_check(const part& rules, const part& asking, const located_challenge& challenge,
               const located_challenge& credentials)
      : rules_(rules),
        asking_(asking),
        credentials_(credentials),
        asked_(first_of_each(asking, challenge)),
        given_(first_of_each(rules, credentials)) {}

  // `others`: the same scheme's other challenges.
  findings run(const std::vector<const located_challenge*>& others) {
    for (std::size_t i = 0; i < rules_.params.size(); ++i) check_param(i, others);
    if (rules_.scheme == "HOBA") check_hoba();
    return std::move(to_);
  }

 private:
  template <typename... Text>
  void say(std::string_view rule, span at, const param_rule& of, const Text&... text) {
    to_.add(rule, level::must, at, absl::StrCat(of.name, " of ", rules_.scheme, " ", text...),
            of.refs, lower_case(of.name));
  }

  std::optional<std::string> wanted(std::size_t index) const {
    const std::size_t there = asking_.find(rules_.params[index].name);
    if (there != asking_.params.size()) return value_of(asking_, there, asked_);
    return rules_.params[index].default_value;
  }

  void check_param(std::size_t index, const std::vector<const located_challenge*>& others) {
    const param_rule& rule = rules_.params[index];
    if (rule.echo == echo::none) return;
    const std::optional<std::string> want = wanted(index);
    const std::optional<std::string> got = value_of(rules_, index, given_);
    const located_param* there = given_[index];
    if (rule.echo == echo::asked) {
      if (got && got != default_of(rule) && got != want)
        say("answer-unasked", there->value_at, rule, "is sent where the challenge asks for it.");
    } else if (!want && got) {
      if (there)
        say("answer-unasked", there->name_at, rule,
            "answers that of the challenge, which has none.");
    } else if (want && (!got || (!there && got != want))) {
      say("answer-dropped", credentials_.scheme_at, rule,
          "stands in the challenge and has to come back.");
    } else if (rule.echo == echo::same && got != want) {
      say("answer-changed", there->value_at, rule,
          is_of_another(index, others) ? "is that of another challenge."
                                       : "is another than that of the challenge.");
    } else if (rule.echo == echo::offered && want) {
      const std::vector<std::string_view> offered = split_list(*want);
      if (std::find(offered.begin(), offered.end(), *got) == offered.end())
        say("answer-not-offered", there->value_at, rule, "is none that the challenge offers.");
    }
  }

  static std::optional<std::string> default_of(const param_rule& rule) {
    if (!rule.default_value) return {};
    return rule.words.empty() ? *rule.default_value : lower_case(*rule.default_value);
  }

  bool is_of_another(std::size_t index, const std::vector<const located_challenge*>& others) const {
    const std::size_t there = asking_.find(rules_.params[index].name);
    return there != asking_.params.size() &&
           std::any_of(others.begin(), others.end(), [&](const located_challenge* other) {
             return value_of(asking_, there, first_of_each(asking_, *other)) ==
                    value_of(rules_, index, given_);
           });
  }

  // The result holds the challenge that it answers (RFC 7486, section 2).
  void check_hoba() {
    const std::size_t challenge = asking_.find("challenge");
    const std::size_t result = rules_.find("result");
    if (challenge == asking_.params.size() || result == rules_.params.size()) return;
    if (!asked_[challenge] || !given_[result]) return;
    const std::vector<std::string_view> divided = split(given_[result]->param.value, '.');
    if (divided.size() == 4 && divided[1] != asked_[challenge]->param.value)
      say("answer-changed", given_[result]->value_at, rules_.params[result],
          "holds another challenge than that of the server.");
  }

  const part& rules_;
  const part& asking_;
  const located_challenge& credentials_;
  const found_params asked_;
  const found_params given_;
  findings to_{};
};

bool is_same_scheme(std::string_view a, std::string_view b) {
  const scheme* known = find_scheme(a);
  return known ? known->is(b) : gauntlet::equals_ignore_case(a, b);
}

}  // namespace

std::vector<finding> check_answer(const reading& challenges, const reading& credentials) {
  if (credentials.challenges.empty()) return {};
  const located_challenge& given = credentials.challenges.front();
  std::vector<const located_challenge*> offered;
  for (const located_challenge& c : challenges.challenges) {
    if (is_same_scheme(given.scheme, c.scheme)) offered.push_back(&c);
  }
  const scheme* known = find_scheme(given.scheme);
  if (offered.empty()) {
    findings none;
    none.add("answer-scheme", level::should, given.scheme_at,
             known ? absl::StrCat("No challenge asks for ", known->name, ".")
                   : "No challenge asks for this scheme.",
             {answers_the_challenge});
    return none.take();
  }
  const part* rules = known ? known->of(model::operation::credentials) : nullptr;
  const part* asking = known ? known->of(model::operation::challenges) : nullptr;
  if (!rules || !asking || given.token68) return {};
  // The challenge that is meant is the one that they answer best.
  findings best;
  for (const located_challenge* c : offered) {
    findings made = answer_check(*rules, *asking, *c, given).run(offered);
    if (c == offered.front() || made.size() < best.size()) best = std::move(made);
  }
  return best.take();
}

}  // namespace gauntlet::schemes
