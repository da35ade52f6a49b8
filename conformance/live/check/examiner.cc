#include "conformance/live/check/examiner.hpp"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "conformance/lint/judge.hpp"
#include "conformance/lint/rules.hpp"
#include "conformance/model/octets.hpp"

namespace gauntlet::check {

model::reference cite(int rfc, const char* section, model::requirement_level level) {
  return {rfc, "", section, "", level};
}

examiner::examiner(std::string family, check::door at, const check_options& options)
    : family_(std::move(family)),
      options_(options),
      prober_(std::move(at), options.dial, options.max_requests) {
  if (options.progress) prober_.progress = [this] { options_.progress(prober_.requests()); };
}

void examiner::found(const question& asked, model::verdict verdict, std::string said,
                     std::optional<exchange> shown, std::string alternative) {
  outcome made;
  made.facts.id = absl::StrCat(family_, "/", asked.id);
  made.facts.layer = "message";
  made.facts.title = asked.title;
  made.facts.operation = asked.operation;
  made.facts.parse = asked.parse;
  made.facts.generate = asked.generate;
  made.facts.expected = absl::StrCat("{\"outcome\":", model::to_json_string(asked.expected), "}");
  made.facts.level = asked.level;
  made.facts.requirements = asked.requirements;
  made.facts.refs = asked.refs;
  made.verdict = verdict;
  made.alternative = std::move(alternative);
  made.said = std::move(said);
  made.shown = std::move(shown);
  outcomes_.push_back(std::move(made));
}

void examiner::lint(const exchange& of) {
  if (!of.is_answered()) return;
  ++linted_;
  const wire::head& from = of.got.message.head;
  lint::head head;
  head.kind = lint::head_kind::response;
  head.start_line = from.start();
  head.status = of.code();
  head.method = of.method;
  head.target = door().form;
  head.host = door().authority;
  head.is_tls = door().dial.is_tls;
  for (const wire::field_line& line : from.fields) {
    if (line.has_colon)
      head.fields.push_back({.name = from.text(line.name), .value = from.text(line.value)});
  }
  for (const lint::finding& one : lint::judge().on(head).findings) {
    if (!rules_.insert(one.rule).second) continue;
    question asked;
    asked.id = absl::StrCat("lint/", one.rule);
    const lint::rule* const rule = lint::find_rule(one.rule);
    asked.title = rule == nullptr ? one.rule : rule->title;
    const bool is_must = one.level == schemes::level::must;
    has_must_ = has_must_ || is_must;
    asked.level = is_must                               ? model::requirement_level::must
                  : one.level == schemes::level::should ? model::requirement_level::should
                                                        : model::requirement_level::note;
    for (const schemes::reference& ref : one.refs)
      asked.refs.push_back({ref.rfc, ref.document, ref.section, "", asked.level});
    if (is_must) {
      found(asked, model::verdict::wrong_result, one.text, of);
    } else {
      found(asked, model::verdict::alternative, one.text, of, one.rule);
    }
  }
}

void examiner::finish_lint() {
  if (linted_ == 0 || has_must_) return;
  question asked;
  asked.id = "lint/well-formed";
  asked.title = "what it sends is in the grammar and follows the schemes";
  asked.requirements = {"R1"};
  asked.refs = {cite(9110, "2.2", model::requirement_level::must)};
  found(asked, model::verdict::pass,
        absl::StrCat("`gauntlet lint` finds nothing that a MUST forbids in ", linted_,
                     linted_ == 1 ? " answer" : " answers"));
}

bool examiner::asks_for_login(const exchange& of) const {
  return of.is_answered() && of.code() == door().refusal() &&
         !challenges_of(of, door()).challenges.empty();
}

void examiner::must_ask_for_login(const question& asked, const exchange& of) {
  const std::string field(door().challenge_field());
  if (!of.is_answered()) {
    found(asked, model::verdict::not_observable, of.fault, of);
  } else if (asks_for_login(of)) {
    found(asked, model::verdict::pass, outcome_of(of), of);
  } else if (of.code() == door().refusal()) {
    found(asked, model::verdict::wrong_result,
          absl::StrCat(outcome_of(of), " without a challenge in ", field), of);
  } else if (of.code() == (door().is_proxy ? 401 : 407)) {
    found(asked, model::verdict::wrong_result,
          absl::StrCat(outcome_of(of), ", but ", door().is_proxy ? "a proxy" : "an origin",
                       " asks with ", door().refusal(), " and ", field),
          of);
  } else {
    found(asked, model::verdict::not_observable,
          absl::StrCat("it answers ", outcome_of(of), ", which asks for no login"), of);
  }
}

checked examiner::take(const exchange* first) {
  checked made;
  made.outcomes = std::move(outcomes_);
  made.requests = prober_.requests();
  if (first != nullptr) {
    const std::vector<std::string> server = values_of(*first, "Server");
    if (!server.empty()) made.server = server.front();
  }
  return made;
}

}  // namespace gauntlet::check
