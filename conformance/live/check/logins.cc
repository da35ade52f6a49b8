#include <algorithm>

#include "absl/strings/str_cat.h"
#include "conformance/live/check/examiner.hpp"
#include "conformance/live/check/forms.hpp"
#include "conformance/model/case.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "conformance/schemes/values/digest.hpp"
#include "conformance/schemes/values/lists.hpp"

namespace gauntlet::check {
namespace {

using model::requirement_level;
using model::verdict;

bool says(const schemes::located_challenge& in, std::string_view name, std::string_view value) {
  const std::string* const found = find_value(in, name);
  return found != nullptr && gauntlet::equals_ignore_case(*found, value);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

std::string algorithm_of(const schemes::located_challenge& challenge) {
  const std::string* const name = find_value(challenge, "algorithm");
  return name == nullptr ? "MD5" : *name;
}

// "basic", "digest-sha-256".
std::string slug_of(const schemes::located_challenge& challenge) {
  std::string slug = challenge.scheme;
  if (is_scheme(challenge, "Digest")) absl::StrAppend(&slug, "-", algorithm_of(challenge));
  for (char& c : slug) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
  return slug;
}

// A login by one challenge, and what it is tried with.
class login_by {
 public:
  login_by(examiner& with, schemes::located_challenge challenge, std::string value, bool over_http2)
      : examiner_(with),
        who_(with.options().login),
        over_http2_(over_http2),
        challenge_(std::move(challenge)),
        value_(std::move(value)),
        slug_(slug_of(challenge_)) {}

  std::string check();  // why it loops

 private:
  struct trial {
    exchange of{};
    std::optional<credentials> sent{};
  };

  bool is_digest() const { return is_scheme(challenge_, "Digest"); }
  question about(const std::string& id, const std::string& title) const {
    question asked;
    asked.id = absl::StrCat(slug_, "/", id);
    asked.title = absl::StrCat(challenge_.scheme, ": ", title);
    asked.operation = "credentials";
    return asked;
  }
  bool is_taken(const exchange& of) const {
    return of.is_answered() &&
           ((of.code() >= 200 && of.code() < 400) || (good_code_ != 0 && of.code() == good_code_));
  }

  trial log_in(const form* how, const login& who, ask what = {}, const digest_choice& choice = {},
               unsigned nc = 0);
  void learn(const exchange&);
  std::string why_it_loops(const trial& last);
  trial log_in_as_written();
  bool check_wrong_password();
  void check_bearer_error(const exchange& refused);
  void check_http2();
  void check_forms();
  void check_unknown_scheme();
  void check_digest();
  void check_methods();
  void check_info(const trial&);
  void must_be_refused(const question&, const trial&, const char* what);
  void must_take_user(const char* id, const char* title, user_form how, const char* section);
  bool still_works() { return is_taken(log_in(nullptr, who_).of); }

  examiner& examiner_;
  login who_;  // in the octets that the server takes
  bool over_http2_;
  schemes::located_challenge challenge_;
  std::string value_;  // the combined value that it stands in
  std::string slug_;
  unsigned nc_ = 0;
  int good_code_ = 0;
  unsigned stale_ = 0;  // times that the nonce was called stale
};

// Takes the nonce that the next login is to use.
void login_by::learn(const exchange& of) {
  if (!is_digest() || !of.is_answered()) return;
  const door& at = examiner_.door();
  if (of.code() == at.refusal()) {
    const schemes::reading read = challenges_of(of, at);
    for (const schemes::located_challenge& one : read.challenges) {
      if (slug_of(one) != slug_) continue;
      if (says(one, "stale", "true")) ++stale_;
      challenge_ = one;
      value_ = read.value;
      nc_ = 0;
      return;
    }
    return;
  }
  const schemes::reading info =
      schemes::read(model::operation::auth_info, model::combine(values_of(of, at.info_field())));
  if (info.challenges.empty()) return;
  const std::string* const next = find_value(info.challenges.front(), "nextnonce");
  if (next == nullptr) return;
  for (schemes::located_param& p : challenge_.params) {
    if (!gauntlet::equals_ignore_case(p.param.name, "nonce") || p.param.value == *next) continue;
    p.param.value = *next;
    nc_ = 0;
  }
}

login_by::trial login_by::log_in(const form* how, const login& who, ask what,
                                 const digest_choice& choice, unsigned nc) {
  const std::string uri = what.form.empty() ? examiner_.door().form : what.form;
  const std::vector<std::string> lines = what.lines;
  trial made;
  // Once more where the nonce was too old: that is no refusal (RFC 7616, section 3.3).
  for (int tries = 0; tries < 2; ++tries) {
    const unsigned stale_before = stale_;
    made.sent =
        answer(challenge_, who, {what.method, uri, what.body}, nc == 0 ? ++nc_ : nc, choice);
    if (!made.sent) {
      made.of.fault = "the challenge cannot be answered here";
      return made;
    }
    what.lines = lines;
    const std::string_view field = examiner_.door().credentials_field();
    const std::vector<std::string> added =
        how == nullptr
            ? std::vector<std::string>{absl::StrCat(std::string(field), ": ", to_text(*made.sent))}
            : how->lines(field, *made.sent);
    what.lines.insert(what.lines.end(), added.begin(), added.end());
    made.of = examiner_.ask().send(what);
    learn(made.of);
    if (stale_ == stale_before || choice.nonce || nc != 0) break;
  }
  return made;
}

std::string login_by::why_it_loops(const trial& last) {
  const login& who = who_;
  if (!last.of.is_answered()) return "";
  if (stale_ >= 2) return "it calls every nonce stale, also the one that it has just sent";
  if (is_digest()) {
    // The realm as it stands between its DQUOTEs, for a server that never takes the backslashes out.
    for (const schemes::located_param& p : challenge_.params) {
      if (!gauntlet::equals_ignore_case(p.param.name, "realm") || !p.param.quoted.value_or(false))
        continue;
      const std::string raw =
          value_.substr(p.value_at.begin + 1, p.value_at.end - p.value_at.begin - 2);
      if (raw == p.param.value) continue;
      digest_choice choice;
      choice.realm = raw;
      if (is_taken(log_in(nullptr, who, {}, choice).of))
        return "it hashes the realm with its backslashes, which are no part of the value (RFC "
               "9110, "
               "section 5.6.4)";
    }
  }
  const schemes::reading again = challenges_of(last.of, examiner_.door());
  if (again.challenges.empty())
    return "it refuses the login and names no challenge, so that a client does not know what was "
           "wrong";
  return "it answers the login with the same challenge as before: the user or the password is not "
         "right, or something on the way takes the field away";
}

bool login_by::check_wrong_password() {
  login wrong = who_;
  if (wrong.password) *wrong.password += "x";
  if (wrong.token) *wrong.token += "x";
  const trial tried = log_in(nullptr, wrong);
  question asked = about("wrong-secret", "a wrong password or token is refused, with a challenge");
  asked.expected = absl::StrCat("a ", examiner_.door().refusal(), " with a challenge");
  asked.requirements = {"R45", "R54"};
  asked.refs = {cite(9110, "11.4", requirement_level::should),
                cite(9110, "11.6.1", requirement_level::must)};
  if (is_taken(tried.of)) {
    examiner_.found(asked, verdict::wrong_result,
                    absl::StrCat("a wrong one is taken as the right one: ", outcome_of(tried.of)),
                    tried.of);
    return false;
  }
  if (tried.of.code() == 403) {
    examiner_.found(asked, verdict::alternative, "403 in place of a challenge", tried.of,
                    "status-403");
  } else {
    examiner_.must_ask_for_login(asked, tried.of);
    examiner_.lint(tried.of);
  }
  if (is_scheme(challenge_, "Bearer")) check_bearer_error(tried.of);
  return true;
}

// A token that is wrong is called invalid_token; where there was none, nothing is wrong with it.
void login_by::check_bearer_error(const exchange& refused) {
  question asked = about("invalid-token", "a wrong token is called invalid_token");
  asked.operation = "challenges";
  asked.level = requirement_level::should;
  asked.refs = {cite(6750, "3.1", requirement_level::should)};
  const auto error_of = [&](const schemes::located_challenge& one) {
    const std::string* const error = find_value(one, "error");
    return error == nullptr ? std::string("none") : *error;
  };
  std::string said = "none";
  for (const schemes::located_challenge& one :
       challenges_of(refused, examiner_.door()).challenges) {
    if (is_scheme(one, "Bearer")) said = error_of(one);
  }
  if (said == "invalid_token") {
    examiner_.found(asked, verdict::pass, "error=invalid_token", refused);
  } else {
    examiner_.found(asked, verdict::alternative,
                    absl::StrCat("its error is: ", model::printable(said.substr(0, 60))), refused,
                    said == "none" ? "without-error" : "other-error");
  }
  question first = about("no-error", "the challenge for no token tells no error");
  first.operation = "challenges";
  first.requirements = {"R111"};
  first.level = requirement_level::should;
  first.refs = {cite(6750, "3.1", requirement_level::should)};
  const std::string early = error_of(challenge_);
  examiner_.found(first, early == "none" ? verdict::pass : verdict::alternative,
                  early == "none" ? "none" : model::printable(early.substr(0, 60)), std::nullopt,
                  early == "none" ? "" : "error");
}

// A name or a password beyond ASCII goes out in UTF-8, as it came; in ISO-8859-1 where that alone
// is taken (RFC 7617, section 2.1 and appendix B).
login_by::trial login_by::log_in_as_written() {
  trial good = log_in(nullptr, who_);
  if (!good.sent || !who_.password || (is_ascii(who_.user) && is_ascii(*who_.password)))
    return good;
  question asked = about("charset", "a name and a password beyond ASCII are taken in UTF-8");
  const bool is_promised = says(challenge_, "charset", "UTF-8");
  asked.refs = {is_digest() ? cite(7616, "3.4", requirement_level::prose)
                            : cite(7617, "2.1", requirement_level::prose)};
  asked.level = requirement_level::prose;
  if (is_taken(good.of)) {
    examiner_.found(
        asked, verdict::pass,
        absl::StrCat("taken, ", is_promised ? "as charset promises" : "without charset"), good.of);
    return good;
  }
  login latin_1 = who_;
  const auto user = model::octets_from_utf8(who_.user);
  const auto password = model::octets_from_utf8(*who_.password);
  if (!user.ok() || !password.ok()) return good;
  latin_1.user = *user;
  latin_1.password = *password;
  trial other = log_in(nullptr, latin_1);
  if (!is_taken(other.of)) return good;
  who_ = latin_1;
  if (is_promised) {
    examiner_.found(asked, verdict::over_strict,
                    "taken in ISO-8859-1 alone, though charset promises UTF-8", good.of);
  } else {
    examiner_.found(asked, verdict::alternative, "taken in ISO-8859-1 alone", good.of, "latin-1");
  }
  return other;
}

void login_by::check_http2() {
  ask what;
  what.is_http2 = true;
  question asked = about("http2-login", "the login is taken over HTTP/2");
  asked.requirements = {"R59"};
  asked.refs = {cite(9110, "11.6.2", requirement_level::prose)};
  asked.level = requirement_level::prose;
  const trial good = log_in(nullptr, who_, what);
  examiner_.found(asked,
                  is_taken(good.of)       ? verdict::pass
                  : good.of.is_answered() ? verdict::over_strict
                                          : verdict::not_observable,
                  outcome_of(good.of), good.of);
  login wrong = who_;
  if (wrong.password) *wrong.password += "x";
  if (wrong.token) *wrong.token += "x";
  question refused = about("http2-wrong-secret", "a wrong one is refused over HTTP/2, too");
  refused.expected = "a 401 with a challenge";
  refused.requirements = {"R45", "R54"};
  refused.refs = {cite(9110, "11.6.1", requirement_level::must)};
  const trial tried = log_in(nullptr, wrong, what);
  if (is_taken(tried.of)) {
    examiner_.found(refused, verdict::wrong_result,
                    absl::StrCat("it is taken: ", outcome_of(tried.of)), tried.of);
  } else {
    examiner_.must_ask_for_login(refused, tried.of);
    examiner_.lint(tried.of);
  }
}

void login_by::check_forms() {
  for (const form& one : forms()) {
    if (!one.is_legal() && !examiner_.options().is_active) continue;
    if (is_digest() ? one.payload == form::token68 : one.payload == form::params) continue;
    question asked = about(one.id, one.title);
    asked.requirements = one.requirements;
    asked.refs = one.refs;
    asked.level = one.refs.front().level;
    asked.generate = one.generate;
    if (!one.is_legal()) {
      asked.parse = "may-accept";
      asked.expected = "reject";
    }
    trial tried = log_in(&one, who_);
    if (one.is_legal() && !is_taken(tried.of)) {
      // Once more, and the plain form beside it: what fails by itself shows nothing of the form.
      if (!still_works()) {
        examiner_.found(asked, verdict::not_observable,
                        "the plain login is not taken any more, either: it may limit attempts");
        return;
      }
      tried = log_in(&one, who_);
    }
    if (!tried.of.is_answered()) {
      examiner_.found(asked, one.is_legal() ? verdict::over_strict : verdict::pass, tried.of.fault,
                      tried.of);
    } else if (is_taken(tried.of)) {
      examiner_.found(asked, one.is_legal() ? verdict::pass : verdict::lenient,
                      absl::StrCat("taken: ", outcome_of(tried.of)), tried.of);
    } else {
      examiner_.found(asked, one.is_legal() ? verdict::over_strict : verdict::pass,
                      absl::StrCat("refused: ", outcome_of(tried.of)), tried.of);
    }
  }
}

void login_by::check_unknown_scheme() {
  ask what;
  what.lines = {absl::StrCat(std::string(examiner_.door().credentials_field()), ": Newauth abc")};
  what.is_made_up = true;
  const exchange got = examiner_.ask().send(what);
  question asked =
      about("unknown-scheme", "credentials of an unknown scheme are answered with a challenge");
  asked.requirements = {"R45"};
  asked.level = requirement_level::should;
  asked.refs = {cite(9110, "11.4", requirement_level::should)};
  if (is_taken(got)) {
    examiner_.found(asked, verdict::wrong_result,
                    absl::StrCat("they are taken for a login: ", outcome_of(got)), got);
  } else if (got.is_answered() && got.code() != 401 && got.code() != 407) {
    examiner_.found(asked, verdict::alternative, absl::StrCat("refused: ", outcome_of(got)), got,
                    absl::StrCat("status-", got.code()));
  } else {
    examiner_.must_ask_for_login(asked, got);
  }
}

void login_by::must_be_refused(const question& asked, const trial& tried, const char* what) {
  if (!tried.of.is_answered()) {
    examiner_.found(asked, verdict::not_observable, tried.of.fault, tried.of);
  } else if (is_taken(tried.of)) {
    examiner_.found(asked, verdict::wrong_result,
                    absl::StrCat(what, " is taken: ", outcome_of(tried.of)), tried.of);
  } else {
    // A server may say that only the nonce is wrong (RFC 7616, section 3.3): then a client goes on by
    // itself.
    const schemes::reading read = challenges_of(tried.of, examiner_.door());
    const bool is_stale = std::any_of(read.challenges.begin(), read.challenges.end(),
                                      [](const auto& one) { return says(one, "stale", "true"); });
    examiner_.found(
        asked, verdict::pass,
        absl::StrCat("refused: ", outcome_of(tried.of), is_stale ? ", with stale=true" : ""),
        tried.of);
  }
}

void login_by::must_take_user(const char* id, const char* title, user_form how,
                              const char* section) {
  digest_choice choice;
  choice.user = how;
  const trial tried = log_in(nullptr, who_, {}, choice);
  question asked = about(id, title);
  asked.refs = {cite(7616, section, requirement_level::prose)};
  asked.level = requirement_level::prose;
  examiner_.found(asked, is_taken(tried.of) ? verdict::pass : verdict::over_strict,
                  outcome_of(tried.of), tried.of);
}

void login_by::check_info(const trial& good) {
  const schemes::reading info =
      schemes::read(model::operation::auth_info,
                    model::combine(values_of(good.of, examiner_.door().info_field())));
  if (info.challenges.empty() || !good.sent) return;
  const std::optional<bool> right =
      rspauth_is_right(info.challenges.front(), *good.sent, who_, examiner_.door().form,
                       good.of.got.message.content);
  if (!right) return;
  question asked = about("rspauth", "the server's proof in Authentication-Info is right");
  asked.operation = "auth-info";
  asked.refs = {cite(7616, "3.5", requirement_level::prose)};
  asked.level = requirement_level::prose;
  examiner_.found(asked, *right ? verdict::pass : verdict::wrong_result,
                  *right ? "right" : "it is not what the password gives", good.of);
}

void login_by::check_digest() {
  const login& who = who_;
  const auto refused = [&](const char* id, const char* title, const digest_choice& choice,
                           const char* what) {
    question asked = about(id, title);
    asked.requirements = {"R108"};
    asked.refs = {cite(7616, "3.4", requirement_level::prose)};
    asked.level = requirement_level::prose;
    asked.expected = "reject";
    must_be_refused(asked, log_in(nullptr, who, {}, choice), what);
  };
  digest_choice forged;
  forged.nonce = "Z2F1bnRsZXQtbm9uY2U=";
  refused("forged-nonce", "a nonce that it never sent is refused", forged, "a nonce of our own");
  digest_choice elsewhere;
  elsewhere.realm = "another realm";
  refused("other-realm", "the realm of another place is refused", elsewhere, "another realm");
  digest_choice other_uri;
  other_uri.uri = examiner_.door().form + "?other";
  refused("other-uri", "a uri that is not the request's is refused", other_uri, "another uri");

  // The same counter twice (RFC 7616, section 3.4): a replay, which a server may detect.
  const trial first = log_in(nullptr, who);
  if (is_taken(first.of) && nc_ != 0 && find_value(challenge_, "qop") != nullptr) {
    const trial second = log_in(nullptr, who, {}, {}, nc_);
    question asked = about("counter-twice", "a counter that was used is noticed");
    asked.parse = "may-accept";
    asked.expected = "reject";
    asked.refs = {cite(7616, "5.5", requirement_level::prose)};
    asked.level = requirement_level::prose;
    examiner_.found(asked, is_taken(second.of) ? verdict::lenient : verdict::pass,
                    absl::StrCat(is_taken(second.of) ? "taken, so that a replay is: " : "refused: ",
                                 outcome_of(second.of)),
                    second.of);
  }
  const std::string* const offered = find_value(challenge_, "qop");
  const std::vector<std::string_view> qops =
      offered == nullptr ? std::vector<std::string_view>{} : schemes::split_list(*offered);
  const bool has_auth_int = std::any_of(qops.begin(), qops.end(), [](std::string_view one) {
    return gauntlet::equals_ignore_case(one, "auth-int");
  });
  if (has_auth_int) {
    ask what;
    what.method = "POST";
    what.body = "gauntlet";
    digest_choice integrity;
    integrity.qop = "auth-int";
    const trial tried = log_in(nullptr, who, what, integrity);
    question asked = about("auth-int", "qop=auth-int is taken, since it is offered");
    asked.refs = {cite(7616, "3.4", requirement_level::prose)};
    asked.level = requirement_level::prose;
    const bool is_refused = tried.of.code() == examiner_.door().refusal();
    examiner_.found(asked, is_refused ? verdict::over_strict : verdict::pass, outcome_of(tried.of),
                    tried.of);
  }
  if (says(challenge_, "userhash", "true")) {
    must_take_user("userhash", "the hash of the user is taken, since it is offered",
                   user_form::hashed, "3.4.4");
  }
  if (says(challenge_, "charset", "UTF-8") && !is_ascii(who.user)) {
    must_take_user("extended-user", "username* is taken, since charset is UTF-8",
                   user_form::extended, "3.4");
  }
}

void login_by::check_methods() {
  for (const char* method : {"HEAD", "OPTIONS", "POST"}) {
    ask what;
    what.method = method;
    if (what.method == "POST") what.body = "gauntlet";
    const trial tried = log_in(nullptr, who_, what);
    std::string slug = what.method;
    for (char& c : slug) c = static_cast<char>(c + 0x20);
    question asked =
        about(absl::StrCat("method-", slug), absl::StrCat("the login is taken with ", method));
    asked.refs = {cite(9110, "11.6.2", requirement_level::prose)};
    asked.level = requirement_level::prose;
    const bool is_refused = tried.of.is_answered() && tried.of.code() == examiner_.door().refusal();
    examiner_.found(asked,
                    !tried.of.is_answered() ? verdict::not_observable
                    : is_refused            ? verdict::over_strict
                                            : verdict::pass,
                    outcome_of(tried.of), tried.of);
  }
}

std::string login_by::check() {
  const trial good = log_in_as_written();
  if (!good.sent) return "";  // of a kind that is not known here
  question asked = about("login", "the plain login is taken");
  asked.requirements = {"R59"};
  asked.refs = {cite(9110, "11.6.2", requirement_level::prose)};
  asked.level = requirement_level::prose;
  if (!good.of.is_answered() || good.of.code() == examiner_.door().refusal()) {
    const std::string why = why_it_loops(good);
    examiner_.found(asked, verdict::not_observable,
                    why.empty() ? good.of.fault : absl::StrCat("not taken: ", why), good.of);
    return why;
  }
  good_code_ = good.of.code();
  if (!check_wrong_password()) return "";
  examiner_.found(asked, verdict::pass, absl::StrCat("taken: ", outcome_of(good.of)), good.of);
  check_info(good);
  check_forms();
  check_unknown_scheme();
  if (is_digest()) check_digest();
  check_methods();
  if (over_http2_) check_http2();
  return "";
}

}  // namespace

std::string check_logins(examiner& with, const exchange& first, bool over_http2) {
  const schemes::reading read = challenges_of(first, with.door());
  std::string loop;
  std::vector<std::string> done;
  for (const schemes::located_challenge& one : read.challenges) {
    const std::string slug = slug_of(one);
    if (std::find(done.begin(), done.end(), slug) != done.end()) continue;
    done.push_back(slug);
    const std::string why = login_by(with, one, read.value, over_http2).check();
    if (!why.empty()) loop = absl::StrCat(one.scheme, ": ", why);
  }
  return loop;
}

}  // namespace gauntlet::check
