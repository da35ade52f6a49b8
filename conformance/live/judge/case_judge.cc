#include "conformance/live/judge/case_judge.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/live/judge/readings.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "conformance/runner/smuggled.hpp"
#include "conformance/schemes/check.hpp"

namespace gauntlet::live {
namespace {

using model::verdict;

constexpr std::size_t longest_without_limit = std::size_t{8} * 1024;

bool is_scheme(const model::challenge& of, std::string_view name) {
  return gauntlet::equals_ignore_case(of.scheme, name);
}

// How strong a choice is, of those that a client of HTTP/1.1 has; 0: not comparable.
int strength_of(const model::challenge& of) {
  if (is_scheme(of, "Basic")) return 1;
  if (!is_scheme(of, "Digest")) return 0;
  const std::string shape = shape_of(of);
  const auto holds = [&](const char* text) { return shape.find(text) != std::string::npos; };
  if (holds(" default") || holds(" MD5")) return 2;
  return holds(" SHA-") ? 3 : 0;
}

// What a challenge breaks of the rules of its scheme; how values are quoted is no such thing, since
// recipients take both forms (RFC 9110, section 11.2).
std::vector<std::string> broken_rules(const model::challenge& of) {
  std::vector<std::string> broken;
  for (const schemes::finding& one :
       schemes::check(schemes::without_places(model::result(model::challenges_result{of})), "")) {
    if (one.level <= schemes::level::should && one.rule != "param-unquoted" &&
        one.rule != "param-quoted")
      broken.push_back(one.text);
  }
  return broken;
}

// Schemes that clients know and prefer, and that no made-up user can log in with.
bool needs_more_than_a_password(const model::challenge& of) {
  return is_scheme(of, "Negotiate") || is_scheme(of, "NTLM") || is_scheme(of, "Kerberos");
}

class case_judge {
 public:
  case_judge(const model::test_case& of, const attempt& did, const knowledge& known,
             const login& who, const field_names& fields)
      : case_(of), did_(did), known_(known), login_(who), fields_(fields) {}

  finding judge() {
    if (did_.requests.empty()) return says(verdict::not_run, "the client asked for nothing");
    readings_ = permitted_readings(case_);
    const sent_request* const answered = first_answer(did_);
    if (answered == nullptr) {
      if (!did_.requests.front().credentials.empty()) {
        return not_observable(
            "it sends its credentials with the first request, so that they show nothing of the "
            "challenge");
      }
      return judge_silence();
    }
    shown_ = read_evidence(*answered, login_, fields_, candidate_realms(case_.lines));
    return judge_credentials(answered);
  }

 private:
  // Whether the client can answer one of the challenges, and every recipient has to read them.
  bool can_answer_any(const permitted_reading& of) const {
    return std::any_of(of.challenges.begin(), of.challenges.end(),
                       [&](const model::challenge& one) { return known_.can_answer(one); });
  }
  // Why the client may refuse a challenge that it knows: it breaks a rule of its scheme that the plain
  // one keeps. Empty: it may not.
  std::string excuse(const model::challenge& of) const {
    if (!known_.knows_scheme(of.scheme)) return "";
    const control* const plain = control_of(shape_of(of));
    std::vector<std::string> usual;
    if (plain != nullptr && known_.can_answer(of)) usual = broken_rules(plain->challenge);
    for (std::string& one : broken_rules(of)) {
      if (std::find(usual.begin(), usual.end(), one) == usual.end()) return std::move(one);
    }
    return "";
  }
  std::string excuse(const permitted_reading& of) const {
    for (const model::challenge& one : of.challenges) {
      if (std::string reason = excuse(one); !reason.empty()) return reason;
    }
    // What several challenges of one scheme have to differ in.
    for (const schemes::finding& one :
         schemes::check(schemes::without_places(model::result(of.challenges)), "")) {
      if (one.rule == "challenges-alike") return one.text;
    }
    return "";
  }
  bool is_tempting() const {
    const std::vector<std::string> schemes = known_.schemes();
    return std::any_of(schemes.begin(), schemes.end(),
                       [&](const std::string& one) { return mentions(case_, one); });
  }

  // No credentials came.
  finding judge_silence() {
    got_ = refused("sent no credentials");
    if (may_be_refused(case_)) {
      if (!is_tempting()) return nothing_to_answer();
      return case_.rule == model::parse_rule::implementation_defined ? alternative("reject")
                                                                     : says(verdict::pass);
    }
    const auto unanswerable = [&](const permitted_reading& one) { return !can_answer_any(one); };
    if (readings_.empty() || std::any_of(readings_.begin(), readings_.end(), unanswerable)) {
      // It had a choice, or nothing to answer: silence says something where something tempted it.
      if (!is_tempting() || readings_.size() != 1) return nothing_to_answer();
      return says(verdict::pass);
    }
    for (const permitted_reading& one : readings_) {
      if (std::string reason = excuse(one); !reason.empty())
        return alternative("scheme-rule", std::move(reason));
      for (const model::challenge& each : one.challenges) {
        if (needs_more_than_a_password(each)) {
          return not_observable(absl::StrCat("it may have chosen ", each.scheme,
                                             ", for which it has no credentials here"));
        }
      }
    }
    if (case_.combined.size() > longest_without_limit) return says(verdict::unsupported, "limit");
    const auto first =
        std::find_if(readings_.front().challenges.begin(), readings_.front().challenges.end(),
                     [&](const model::challenge& one) { return known_.can_answer(one); });
    expected_ = *first;
    return says(verdict::over_strict, absl::StrCat("no credentials, though it answers ",
                                                   first->scheme, " where that stands alone"));
  }

  finding judge_credentials(const sent_request* answered) {
    got_ = accepted(shown_.understood());
    if (shown_.holds_control) {
      got_ = sent(*answered);
      return says(verdict::control_octet, "its credentials hold CR, LF or NUL");
    }
    if (!shown_.fault.empty()) {
      got_ = sent(*answered);
      return says(verdict::wrong_result,
                  absl::StrCat("it sent what is no credentials: ", shown_.fault));
    }
    const std::string scheme = shown_.credentials()->scheme;
    if (std::string why = runner::why_smuggled(model::challenges_result{{scheme, {}, {}}}, case_);
        !why.empty()) {
      return says(verdict::smuggled, std::move(why));
    }
    std::vector<const permitted_reading*> fitting;
    std::vector<std::string> why_not;
    for (const permitted_reading& one : readings_) {
      std::string why = mismatch(one);
      if (why.empty()) {
        fitting.push_back(&one);
      } else {
        why_not.push_back(std::move(why));
      }
    }
    if (!fitting.empty()) return judge_fitting(fitting);
    model::challenge understood = shown_.understood();
    // That a name is in the credentials of Digest is no sign that it was read in the challenge.
    if (std::string why = why_values_smuggled(understood); !why.empty())
      return says(verdict::smuggled, std::move(why));
    if (case_.rule == model::parse_rule::may_accept) {
      if (mentions(case_, scheme)) return says(verdict::lenient);
      return says(verdict::wrong_result, absl::StrCat("nothing in the value asks for ", scheme));
    }
    if (case_.rule == model::parse_rule::must_not_pass && readings_.empty() &&
        mentions(case_, scheme)) {
      return says(verdict::wrong_result,
                  "the value is not in the grammar, neither unchanged nor with SP for CR, LF and "
                  "NUL");
    }
    expect_same_scheme(scheme);
    return says(verdict::wrong_result, why_not.empty() ? "" : why_not.front());
  }

  std::string why_values_smuggled(const model::challenge& understood) const {
    model::challenge values{understood.scheme, {}, {}};
    for (const model::param& one : understood.params) {
      if (mentions(case_, one.name)) values.params.push_back(one);
    }
    return runner::why_smuggled(model::challenges_result{values}, case_);
  }

  // Why the credentials answer no challenge of this reading; empty: they do.
  std::string mismatch(const permitted_reading& of) {
    const std::string& scheme = shown_.credentials()->scheme;
    std::vector<const model::challenge*> meant;
    for (const model::challenge& one : of.challenges) {
      if (is_scheme(one, scheme)) meant.push_back(&one);
    }
    if (meant.empty()) return absl::StrCat("it answers ", scheme, ", for which no challenge asks");
    std::string why;
    bool is_any_recovered = false;
    for (const model::challenge* one : meant) {
      std::string here = mismatch(*one);
      if (here.empty() && !is_recovered_) return "";
      is_any_recovered = is_any_recovered || is_recovered_;
      if (why.empty()) why = std::move(here);
    }
    is_recovered_ = is_any_recovered;
    return is_any_recovered ? "" : why;
  }

  std::string mismatch(const model::challenge& of) {
    const std::string shape = shape_of(of);
    const schemes::reading asked =
        schemes::without_places(model::result(model::challenges_result{of}));
    std::vector<std::string> wrong;
    const auto add = [&](const schemes::finding& one) {
      if (one.level == schemes::level::must && !known_.is_usual(shape, one))
        wrong.push_back(one.text);
    };
    for (const schemes::finding& one : schemes::check_answer(asked, shown_.reading)) add(one);
    for (const schemes::finding& one : shown_.findings) add(one);
    if (shown_.hashed_another) {
      wrong.push_back(absl::StrCat("the response is that of the realm ",
                                   model::quoted_printable(shown_.hashed_realm.substr(0, 200))));
    } else if (shown_.proof == proof::wrong && known_.is_usually_proven(shape)) {
      wrong.emplace_back(is_scheme(of, "Digest")
                             ? "the response is that of no realm that it may have read"
                             : "these are not the credentials that it was given");
    }
    // What breaks its scheme's rules, or is of no shape that the client is known to answer, cannot be
    // answered by them.
    is_recovered_ = !wrong.empty() && (!known_.can_answer(of) || !excuse(of).empty());
    return is_recovered_ ? "" : absl::StrJoin(wrong, " ");
  }

  finding judge_fitting(const std::vector<const permitted_reading*>& fitting) {
    const permitted_reading& first = *fitting.front();
    if (std::string weaker = weaker_than(first); !weaker.empty())
      return alternative("weaker-scheme", std::move(weaker));
    if (first.name.empty()) return is_recovered_ ? alternative("recovered") : says(verdict::pass);
    const auto other =
        std::find_if(fitting.begin(), fitting.end(), [&](const permitted_reading* one) {
          return one->name != first.name && case_.rule != model::parse_rule::must_not_pass;
        });
    if (other != fitting.end()) {
      return not_observable(
          absl::StrCat("fits several alternatives, ", first.name, " and ", (*other)->name));
    }
    return alternative(first.name);
  }

  // What the client could have chosen, and ought to (RFC 9110, section 11.4).
  std::string weaker_than(const permitted_reading& of) const {
    const std::string& scheme = shown_.credentials()->scheme;
    model::challenge chosen = shown_.understood();
    if (is_scheme(chosen, "Digest")) {
      // Without algorithm, credentials have that of their challenge.
      for (const model::challenge& one : of.challenges) {
        if (is_scheme(one, scheme) && strength_of(one) == strength_of(chosen)) chosen = one;
      }
    }
    const int strength = strength_of(chosen);
    if (strength == 0) return "";
    for (const model::challenge& one : of.challenges) {
      if (excuse(one).empty() && known_.can_answer(one) && strength_of(one) > strength)
        return absl::StrCat("it chose ", shape_of(chosen), ", and knows ", shape_of(one));
    }
    return "";
  }

  // What a failure is compared with in reports: the challenge that was to be understood, as far as
  // it shows.
  void expect_same_scheme(const std::string& scheme) {
    for (const permitted_reading& reading : readings_) {
      for (const model::challenge& one : reading.challenges) {
        if (!is_scheme(one, scheme)) continue;
        expected_ = one;
        return;
      }
    }
  }

  finding nothing_to_answer() {
    return not_observable(known_.is_empty()
                              ? "it answered no plain challenge, so it is not known what it knows"
                              : "nothing that this client is known to answer");
  }

  finding not_observable(std::string why) {
    finding made = says(verdict::not_observable, std::move(why));
    made.judgement.lost.emplace_back("challenges");
    return made;
  }

  finding alternative(const std::string& name, std::string why = "") {
    finding made = says(verdict::alternative, std::move(why));
    made.judgement.alternative = name;
    return made;
  }

  finding says(verdict what, std::string why = "") {
    finding made;
    made.judgement.verdict = what;
    made.judgement.why = std::move(why);
    if (what != verdict::pass && what != verdict::not_run) made.got = got_;
    if (expected_) made.judgement.expected = expected_text();
    if (expected_) made.judgement.lost.emplace_back("challenges");
    return made;
  }

  // The expected challenge with those parameters alone that credentials show.
  std::string expected_text() const {
    model::challenge shown{expected_->scheme, {}, {}};
    if (is_scheme(shown, "Digest")) {
      for (const model::param& one : expected_->params) {
        for (const char* name : {"realm", "nonce", "opaque", "algorithm", "qop"}) {
          if (gauntlet::equals_ignore_case(one.name, name))
            shown.params.push_back({one.name, one.value, std::nullopt});
        }
      }
    }
    std::string json = "{";
    model::append_json_member(json, model::challenges_result{shown});
    return json + "}";
  }

  const model::test_case& case_;
  const attempt& did_;
  const knowledge& known_;
  const login& login_;
  const field_names& fields_;
  std::vector<permitted_reading> readings_{};
  evidence shown_{};
  bool is_recovered_ = false;  // by the challenge that was looked at last
  std::string got_{};
  std::optional<model::challenge> expected_{};
};

}  // namespace

const sent_request* first_answer(const attempt& did) {
  if (did.requests.empty()) return nullptr;
  const std::vector<std::string>& unasked = did.requests.front().credentials;
  for (std::size_t i = 1; i < did.requests.size(); ++i) {
    const std::vector<std::string>& sent = did.requests[i].credentials;
    if (!sent.empty() && sent != unasked) return &did.requests[i];
  }
  return nullptr;
}

std::string accepted(const model::challenge& what) {
  std::string json = "{\"outcome\":\"accept\",";
  model::append_json_member(json, model::challenges_result{what});
  return json + "}";
}

std::string refused(const std::string& why) {
  return absl::StrCat("{\"outcome\":\"reject\",\"error\":", model::to_json_string(why), "}");
}

std::string sent(const sent_request& what) {
  constexpr std::size_t most = 2048;
  std::string json = "{\"lines\":[";
  for (const std::string& line : what.credentials) {
    if (json.back() != '[') json.push_back(',');
    model::append_json_string(json, std::string_view(line).substr(0, most));
  }
  return json + "]}";
}

finding judge_case(const model::test_case& of, const attempt& did, const knowledge& known,
                   const login& who, const field_names& fields) {
  return case_judge(of, did, known, who, fields).judge();
}

}  // namespace gauntlet::live
