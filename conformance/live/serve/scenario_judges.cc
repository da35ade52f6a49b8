#include "conformance/live/serve/scenario_judges.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace gauntlet::serve {
namespace {

using live::sent_request;
using model::verdict;

// Clients that ask more often with what was refused are in a loop.
constexpr std::size_t most_repetitions = 4;
constexpr char not_followed[] = "it does not follow the redirect (its options may say so)";

finding says(verdict what, std::string why = "", std::string alternative = "") {
  finding made;
  made.judgement.verdict = what;
  made.judgement.why = std::move(why);
  made.judgement.alternative = std::move(alternative);
  return made;
}
finding passes(std::string why = "") { return says(verdict::pass, std::move(why)); }
finding nothing_shown(std::string why) {
  finding made = says(verdict::not_observable, std::move(why));
  made.judgement.lost.emplace_back("challenges");
  return made;
}

const std::string* param(const live::evidence& in, std::string_view name) {
  if (in.credentials() == nullptr) return nullptr;
  for (const schemes::located_param& one : in.credentials()->params) {
    if (gauntlet::equals_ignore_case(one.param.name, name)) return &one.param.value;
  }
  return nullptr;
}
live::evidence evidence_of(const sent_request& from, const login& who, const field_names& fields) {
  return live::read_evidence(from, who, fields, {});
}
bool has_nonce(const live::evidence& in, std::string_view nonce) {
  const std::string* const sent = param(in, "nonce");
  return sent != nullptr && *sent == nonce;
}

// Whether the client knows what a scenario is made of.
bool knows_basic(const knowledge& of) { return of.knows_scheme("Basic"); }
// One that sends its credentials unasked shows what becomes of them, whatever it knows.
bool sends_unasked(const attempt& did) { return !did.requests.front().credentials.empty(); }
bool knows_digest(const knowledge& of) { return of.shapes().count("digest MD5 auth") != 0; }

const sent_request* request_to(const attempt& did, std::string_view step, bool elsewhere = false) {
  for (const sent_request& one : did.requests) {
    if (one.is_elsewhere == elsewhere && one.step == step) return &one;
  }
  return nullptr;
}

}  // namespace

finding judge_control(const model::challenge& asked, const attempt& did, const login& who,
                      const field_names& fields) {
  const sent_request* const answer = live::first_answer(did);
  if (answer == nullptr) {
    if (sends_unasked(did))
      return nothing_shown("it sends its credentials with the first request, asked or not");
    return says(verdict::unsupported, "it does not answer " + live::shape_of(asked));
  }
  const live::evidence shown = evidence_of(*answer, who, fields);
  std::vector<std::string> wrong;
  if (!shown.fault.empty()) {
    wrong.push_back("it sent what is no credentials: " + shown.fault);
  } else if (!gauntlet::equals_ignore_case(shown.credentials()->scheme, asked.scheme)) {
    wrong.push_back(absl::StrCat("it answers with ", shown.credentials()->scheme));
  } else if (shown.proof == live::proof::wrong) {
    wrong.emplace_back(asked.scheme == "Digest"
                           ? "The response is not the right one."
                           : "These are not the credentials that it was given.");
  }
  for (const schemes::finding& one : shown.findings) wrong.push_back(one.text);
  const schemes::reading question =
      schemes::without_places(model::result(model::challenges_result{asked}));
  if (shown.fault.empty()) {
    for (const schemes::finding& one : schemes::check_answer(question, shown.reading)) {
      if (one.level == schemes::level::must) wrong.push_back(one.text);
    }
  }
  if (wrong.empty()) return passes();
  finding made = says(verdict::wrong_result, absl::StrJoin(wrong, " "));
  made.got = live::sent(*answer);
  return made;
}

// No credentials may come: nobody asked for them.
finding judge_unasked(const attempt& did, const knowledge& known, const login&,
                      const field_names&) {
  if (known.is_empty()) return nothing_shown("it answered no plain challenge");
  if (sends_unasked(did))
    return nothing_shown("it sends its credentials with the first request, asked or not");
  if (live::first_answer(did) == nullptr) return passes();
  finding made =
      says(verdict::wrong_result,
           "it sends its credentials, though no challenge of the response asks for them");
  made.got = live::sent(*live::first_answer(did));
  return made;
}

// A 407 is a proxy's, and a 401 an origin's (RFC 9110, sections 11.6 and 11.7): whoever answers one
// where only the other can come from tells a password of the one to the other.
finding judge_other_status(const attempt& did, const knowledge& known, const login&,
                           const field_names& fields) {
  const bool uses_other = std::any_of(did.requests.begin(), did.requests.end(),
                                      [](const sent_request& one) { return one.has_other_field; });
  const bool answers = live::first_answer(did) != nullptr;
  if (known.is_empty() && !uses_other) return nothing_shown("it answered no plain challenge");
  if (fields.status == live::proxy_fields.status) {
    if (answers)
      return says(verdict::lenient, "it answers the 401 of an origin with Proxy-Authorization");
    return uses_other ? passes("it logs in at the origin") : passes();
  }
  if (uses_other)
    return says(verdict::lenient, "it sends Proxy-Authorization to an origin, without any proxy");
  if (answers) return says(verdict::lenient, "it answers a 407 with Authorization");
  if (sends_unasked(did))
    return nothing_shown("it sends its credentials with the first request, asked or not");
  return passes();
}

finding judge_success(const attempt& did, const knowledge& known, const login&,
                      const field_names&) {
  if (!knows_basic(known)) return nothing_shown("it does not answer Basic");
  return live::first_answer(did) == nullptr ? passes() : says(verdict::alternative, "", "logs-in");
}

// Answering is what is wanted: the response is a plain challenge in another dress.
finding judge_answer(const attempt& did, const knowledge& known, const login& who,
                     const field_names& fields) {
  if (!knows_basic(known)) return nothing_shown("it does not answer Basic");
  const sent_request* const answer = live::first_answer(did);
  if (answer == nullptr) {
    if (sends_unasked(did)) return nothing_shown("it sends its credentials with the first request");
    finding made = says(verdict::over_strict, "no credentials, though it answers Basic elsewhere");
    made.got = live::refused("sent no credentials");
    return made;
  }
  const live::evidence shown = evidence_of(*answer, who, fields);
  if (shown.fault.empty()) return passes();
  finding made = says(verdict::wrong_result, "it sent what is no credentials: " + shown.fault);
  made.got = live::sent(*answer);
  return made;
}

// A user agent that was refused twice gives up (RFC 9110, section 15.5.2).
finding judge_giving_up(const attempt& did, const knowledge& known, const login& who,
                        const field_names& fields) {
  if (known.is_empty() && !sends_unasked(did))
    return nothing_shown("it answered no plain challenge");
  std::vector<live::evidence> sent;
  for (const sent_request& one : did.requests) {
    if (!one.credentials.empty()) sent.push_back(evidence_of(one, who, fields));
  }
  if (sent.empty()) return nothing_shown("it sent no credentials");
  std::size_t most = 0;
  for (const live::evidence& one : sent) {
    most = std::max(most, static_cast<std::size_t>(std::count_if(
                              sent.begin(), sent.end(), [&](const live::evidence& other) {
                                return live::same_credentials(one, other);
                              })));
  }
  if (most <= 2) return passes();
  const std::string how =
      absl::StrCat("it sent the credentials that were refused ", most, " times");
  return most <= most_repetitions ? says(verdict::alternative, how, "repeats")
                                  : says(verdict::wrong_result, how + ": a login loop");
}

// stale=true: the nonce alone is refused, so that the client may go on without its user (RFC 7616,
// section 3.3).
finding judge_stale(const attempt& did, const knowledge& known, const login& who,
                    const field_names& fields) {
  if (!knows_digest(known)) return nothing_shown("it does not answer Digest with MD5");
  bool was_refused = false;
  bool repeats = false;
  for (const sent_request& one : did.requests) {
    if (one.credentials.empty()) continue;
    const live::evidence shown = evidence_of(one, who, fields);
    if (has_nonce(shown, second_nonce)) {
      return shown.proof == live::proof::right
                 ? passes()
                 : says(verdict::wrong_result, "the response is not that of the new nonce");
    }
    repeats = was_refused;
    was_refused = true;
  }
  if (!was_refused) return nothing_shown("it sent no credentials of Digest");
  if (repeats) return says(verdict::wrong_result, "it goes on with the nonce that is stale");
  return says(verdict::alternative, "it does not go on with the new nonce", "gives-up");
}

finding judge_next_nonce(const attempt& did, const knowledge& known, const login& who,
                         const field_names& fields) {
  if (!knows_digest(known)) return nothing_shown("it does not answer Digest with MD5");
  const sent_request* const second = request_to(did, "/second");
  if (second == nullptr) return nothing_shown(not_followed);
  if (second->credentials.empty()) return says(verdict::alternative, "", "asks-again");
  const live::evidence shown = evidence_of(*second, who, fields);
  if (shown.proof == live::proof::wrong)
    return says(verdict::wrong_result, "the response of the second request is not right");
  if (has_nonce(shown, second_nonce)) return passes();
  const std::string* const count = param(shown, "nc");
  if (count != nullptr && *count == "00000001") {
    return says(verdict::wrong_result,
                "it uses the nonce again without counting: nc is 00000001 twice");
  }
  return says(verdict::alternative, "it stays with the first nonce", "keeps-nonce");
}

// Where the server asks again with the same nonce, a count that begins anew is the client's right:
// RFC 7616 counts what was sent with the nonce, and says nothing of a nonce that comes twice.
finding judge_counting(const attempt& did, const knowledge& known, const login& who,
                       const field_names& fields) {
  if (!knows_digest(known)) return nothing_shown("it does not answer Digest with MD5");
  const sent_request* const second = request_to(did, "/second");
  if (second == nullptr) return nothing_shown(not_followed);
  const bool is_asked_again = second->credentials.empty();
  std::size_t sent = 0;
  bool is_answered = false;
  bool is_anew = false;
  for (const sent_request& one : did.requests) {
    const live::evidence shown = evidence_of(one, who, fields);
    if (!has_nonce(shown, first_nonce)) continue;
    if (shown.proof == live::proof::wrong)
      return says(verdict::wrong_result, absl::StrCat("the response of request ", sent + 1,
                                                      " with the nonce is not right"));
    const std::string* const count = param(shown, "nc");
    const bool is_first_there = one.step == "/second" && !is_answered;
    is_answered = is_answered || is_first_there;
    ++sent;
    if (count == nullptr || *count == absl::StrCat(absl::Hex(sent, absl::kZeroPad8))) continue;
    if (is_first_there && is_asked_again && *count == "00000001") {
      is_anew = true;
      sent = 1;
      continue;
    }
    finding made = says(verdict::wrong_result,
                        absl::StrCat("nc does not count: request ", sent, " with the nonce"));
    made.got = live::sent(one);
    return made;
  }
  if (!is_answered)
    return says(verdict::alternative, "it sends no credentials after the redirect", "gives-up");
  if (!is_asked_again) return passes();
  return says(verdict::alternative, "", is_anew ? "counts-anew" : "asks-again");
}

// A permission to send: domain may name other servers, which nobody has to make use of.
finding judge_domain(const attempt& did, const knowledge& known, const login& who,
                     const field_names& fields) {
  if (!knows_digest(known)) return nothing_shown("it does not answer Digest with MD5");
  const sent_request* const second = request_to(did, "/second", true);
  if (second == nullptr) return nothing_shown(not_followed);
  if (second->credentials.empty()) return says(verdict::alternative, "", "asks-again");
  if (evidence_of(*second, who, fields).proof != live::proof::wrong)
    return says(verdict::alternative, "", "sends-again");
  finding made = says(verdict::wrong_result, "the response of the second request is not right");
  made.got = live::sent(*second);
  return made;
}

finding judge_redirect(const attempt& did, const knowledge& known, const login&,
                       const field_names&) {
  if (!knows_basic(known) && !sends_unasked(did)) return nothing_shown("it does not answer Basic");
  const sent_request* const second = request_to(did, "/second");
  if (second == nullptr) return nothing_shown(not_followed);
  return second->credentials.empty() ? says(verdict::alternative, "", "asks-again")
                                     : says(verdict::alternative, "", "sends-again");
}

// The protection space ends with the origin (RFC 9110, section 11.5).
finding judge_other_origin(const attempt& did, const knowledge& known, const login&,
                           const field_names&) {
  if (!knows_basic(known) && !sends_unasked(did)) return nothing_shown("it does not answer Basic");
  const sent_request* const second = request_to(did, "/second", true);
  if (second == nullptr) return nothing_shown(not_followed);
  if (second->credentials.empty()) return passes();
  finding made =
      says(verdict::wrong_result, "it sends its credentials to another origin, which did not ask");
  made.got = live::sent(*second);
  return made;
}

finding judge_two_realms(const attempt& did, const knowledge& known, const login& who,
                         const field_names& fields) {
  if (!knows_digest(known)) return nothing_shown("it does not answer Digest with MD5");
  bool asked = false;
  for (const sent_request& one : did.requests) {
    if (one.step != "/second") continue;
    if (!one.credentials.empty()) {
      const live::evidence shown = evidence_of(one, who, fields);
      const std::string* const realm = param(shown, "realm");
      if (realm != nullptr && *realm == "second") {
        return shown.proof == live::proof::wrong
                   ? says(verdict::wrong_result, "the response is not that of the second realm")
                   : passes();
      }
    }
    asked = true;
  }
  if (!asked) return nothing_shown(not_followed);
  // Nobody has to ask once more (RFC 9110, section 15.5.2).
  return says(verdict::alternative, "it does not answer the challenge of the second realm",
              "gives-up");
}

finding judge_info(const attempt& did, const knowledge& known, const login&, const field_names&) {
  if (!knows_digest(known)) return nothing_shown("it does not answer Digest with MD5");
  if (live::first_answer(did) == nullptr) return nothing_shown("it sent no credentials of Digest");
  return passes();
}

}  // namespace gauntlet::serve
