// One challenge against the part of its scheme.
#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/schemes/findings.hpp"
#include "conformance/schemes/values/basic.hpp"
#include "conformance/schemes/values/digest.hpp"

namespace gauntlet::schemes {
namespace {

std::string_view field_of(model::operation op) {
  switch (op) {
    case model::operation::challenges:
      return "WWW-Authenticate";
    case model::operation::credentials:
      return "Authorization";
    case model::operation::auth_info:
      break;
  }
  return "Authentication-Info";
}

absl::string_view abseil(std::string_view text) { return {text.data(), text.size()}; }

class part_check {
 public:
  part_check(model::operation op, const part& rules, const located_challenge& of, findings& to)
      : op_(op), rules_(rules), of_(of), to_(to) {}

  void run() {
    if (!check_payload()) return;
    found_ = first_of_each(rules_, of_);
    check_missing();
    for (const located_param& p : of_.params) check_param(p);
  }

 private:
  template <typename... Text>
  void payload(std::string_view rule, span at, const Text&... text) {
    to_.add(rule, level::must, at, absl::StrCat(rules_.scheme, " ", text...), rules_.refs);
  }
  template <typename... Text>
  void param(std::string_view rule, level weight, span at, const param_rule& of,
             const Text&... text) {
    to_.add(rule, weight, at, absl::StrCat(of.name, " of ", rules_.scheme, " ", text...), of.refs,
            lower_case(of.name));
  }

  // Whether the parameters are to be looked at.
  bool check_payload() {
    if (rules_.takes_other) return false;
    if (of_.token68) {
      if (!rules_.takes_token68) {
        payload("payload-kind", of_.token68_at,
                rules_.takes_params ? "takes parameters here, not a token68."
                                    : "stands alone here, without a token68.");
      } else if (rules_.token68_form && !is_elided(*of_.token68) &&
                 !rules_.token68_form->has(*of_.token68)) {
        const std::string_view fault =
            rules_.token68_form->name == "user-pass" ? fault_of_user_pass(*of_.token68) : "";
        payload("payload-value", of_.token68_at, "takes ", abseil(rules_.token68_form->words),
                " here", fault.empty() ? "" : "; the token68 ", abseil(fault), ".");
      }
      return false;
    }
    if (of_.params.empty() && rules_.takes_none) return false;
    if (!rules_.takes_params) {
      if (of_.params.empty()) {
        payload("payload-kind", of_.scheme_at, "needs a token68 here.");
      } else {
        payload("payload-kind", {of_.params.front().name_at.begin, of_.params.back().value_at.end},
                rules_.takes_token68 ? "takes a token68 here, not parameters."
                                     : "stands alone here, without parameters.");
      }
      return false;
    }
    if (of_.params.empty() && std::none_of(rules_.params.begin(), rules_.params.end(),
                                           [](const param_rule& r) { return r.is_required; })) {
      payload("payload-kind", of_.scheme_at, "needs at least one parameter here.");
      return false;
    }
    return true;
  }

  bool stands(const condition& c) const {
    const located_param* there = found_[c.param];
    return there && (c.value.empty() || gauntlet::equals_ignore_case(there->param.value, c.value));
  }
  bool any_stands(const std::vector<condition>& list) const {
    return std::any_of(list.begin(), list.end(), [&](const condition& c) { return stands(c); });
  }
  std::string in_words(const std::vector<condition>& list, const char* between) const {
    return absl::StrJoin(list, between, [&](std::string* out, const condition& c) {
      absl::StrAppend(out, rules_.params[c.param].name, c.value.empty() ? "" : "=", c.value);
    });
  }

  // Which of its messages this is: the parameters show it that only one of them has.
  std::vector<std::size_t> messages() const {
    std::vector<std::size_t> present;
    for (std::size_t message = 0; message < rules_.messages.size(); ++message) {
      for (std::size_t i = 0; i < rules_.params.size(); ++i) {
        if (rules_.params[i].message != message || !found_[i]) continue;
        present.push_back(message);
        break;
      }
    }
    return present;
  }

  void check_missing() {
    const std::vector<std::size_t> present = messages();
    const std::size_t message = present.empty() ? 0 : present.front();
    for (std::size_t i = 0; i < rules_.params.size(); ++i) {
      const param_rule& rule = rules_.params[i];
      if (!rule.is_required || found_[i] || any_stands(rule.unless)) continue;
      if (rule.message && *rule.message != message) continue;
      const std::string other =
          rule.unless.empty() ? "" : absl::StrCat(", or ", in_words(rule.unless, " or "));
      to_.add(
          "param-missing", rule.required_level, of_.scheme_at,
          rule.required_level == level::must
              ? absl::StrCat(rules_.scheme, " needs ", rule.name, other, " here.")
              : absl::StrCat(rules_.scheme, " is expected to have ", rule.name, other, " here."),
          rule.refs, lower_case(rule.name));
    }
    for (std::size_t i = 0; i < rules_.params.size(); ++i) {
      const param_rule& rule = rules_.params[i];
      if (found_[i] && rule.message && *rule.message != message)
        param("param-misplaced", level::should, found_[i]->name_at, rule, "belongs to the message ",
              rules_.messages[*rule.message], ", and this one is ", rules_.messages[message], ".");
    }
  }

  void check_param(const located_param& p) {
    const std::size_t index = rules_.find(p.param.name);
    const bool is_never = std::any_of(
        rules_.never.begin(), rules_.never.end(),
        [&](const std::string& name) { return gauntlet::equals_ignore_case(name, p.param.name); });
    if (is_never) {
      to_.add("param-forbidden", level::must, p.name_at,
              absl::StrCat(rules_.scheme, " never sends ", absl::StrJoin(rules_.never, ", "), "."),
              rules_.refs, lower_case(p.param.name));
    } else if (index == rules_.params.size()) {
      check_unknown(p);
    } else {
      check_known(rules_.params[index], p);
    }
  }

  void check_unknown(const located_param& p) {
    if (rules_.refuses_unknown) {
      to_.add("param-unknown", level::must, p.name_at,
              absl::StrCat(rules_.scheme, " does not define this parameter, and refuses those."),
              rules_.refs, lower_case(p.param.name));
      return;
    }
    const scheme& whole = *find_scheme(rules_.scheme);
    for (const model::operation other :
         {model::operation::challenges, model::operation::credentials,
          model::operation::auth_info}) {
      const part* there = other == op_ ? nullptr : whole.of(other);
      if (!there) continue;
      const std::size_t index = there->find(p.param.name);
      if (index == there->params.size()) continue;
      param("param-misplaced", level::should, p.name_at, there->params[index], "belongs into ",
            abseil(field_of(other)), ", not into ", abseil(field_of(op_)), ".");
      return;
    }
  }

  void check_known(const param_rule& rule, const located_param& p) {
    const bool is_quoted = p.param.quoted.value_or(rule.quoting == quoting::quoted);
    // The realm of every scheme is looked at elsewhere.
    if (rule.quoting == quoting::quoted && !is_quoted && rule.name != "realm")
      param("param-unquoted", rule.quoting_level, p.value_at, rule,
            "is sent as a quoted-string only, in DQUOTEs.");
    if (rule.quoting == quoting::token && is_quoted)
      param("param-quoted", rule.quoting_level, p.value_at, rule,
            "is sent as a token only, without DQUOTEs.");
    check_value(rule, p);
    const bool lacks = std::any_of(rule.needs.begin(), rule.needs.end(), [&](const condition& c) {
      // What is required anyway is told once, as missing.
      return !found_[c.param] && !rules_.params[c.param].is_required;
    });
    if (lacks)
      param("param-needs", level::must, p.name_at, rule, "is sent together with ",
            in_words(rule.needs, ", "), " only.");
    if (any_stands(rule.excludes))
      param("params-exclude", level::must, p.name_at, rule, "is never sent together with ",
            in_words(rule.excludes, " or "), ".");
  }

  void check_value(const param_rule& rule, const located_param& p) {
    const std::string& value = p.param.value;
    if (is_elided(value)) return;
    if (rule.is_word) {
      if (!is_word(value, rule.words))
        param("param-value", level::must, p.value_at, rule, "is ",
              absl::StrJoin(rule.words, " or "), ", and nothing else.");
    } else if (rule.form && (!rule.form->has(value) ||
                             (rule.form->name == "digest" && !has_length_of_algorithm(value)))) {
      param("param-value", level::must, p.value_at, rule, "has to be ", abseil(rule.form->words),
            ".");
    }
  }

  // Whether a digest is as long as those of the algorithm beside it, where that is known.
  bool has_length_of_algorithm(const std::string& value) const {
    const std::size_t index = rules_.find("algorithm");
    if (index == rules_.params.size() || !found_[index]) return true;
    const std::optional<digest_algorithm> known = read_digest_algorithm(found_[index]->param.value);
    return !known || value.size() == (known->hash == hash::md5 ? 32U : 64U);
  }

  const model::operation op_;
  const part& rules_;
  const located_challenge& of_;
  findings& to_;
  found_params found_{};
};

}  // namespace

std::string lower_case(std::string_view text) { return absl::AsciiStrToLower(abseil(text)); }

std::vector<finding> findings::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const named& a, const named& b) {
    const auto key = [](const named& n) {
      return std::tie(n.finding.at.begin, n.finding.at.end, n.finding.rule, n.name);
    };
    return key(a) < key(b);
  });
  std::vector<finding> made;
  made.reserve(found_.size());
  for (named& n : found_) made.push_back(std::move(n.finding));
  found_.clear();
  return made;
}

found_params first_of_each(const part& rules, const located_challenge& of) {
  found_params found(rules.params.size(), nullptr);
  for (const located_param& p : of.params) {
    const std::size_t index = rules.find(p.param.name);
    if (index != found.size() && !found[index]) found[index] = &p;
  }
  return found;
}

std::optional<std::string> value_of(const part& rules, std::size_t param,
                                    const found_params& found) {
  const param_rule& rule = rules.params[param];
  std::optional<std::string> value = rule.default_value;
  if (found[param]) value = found[param]->param.value;
  if (value && !rule.words.empty()) value = lower_case(*value);
  return value;
}

void check_part(const model::operation op, const part& rules, const located_challenge& of,
                findings& to) {
  part_check(op, rules, of, to).run();
}

}  // namespace gauntlet::schemes
