#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/live/check/examiner.hpp"

namespace gauntlet::check {
namespace {

using model::requirement_level;
using model::verdict;

question refusal_question(const std::string& id, const std::string& title) {
  question asked;
  asked.id = absl::StrCat("refusal/", id);
  asked.title = title;
  asked.expected = "a 401 with a challenge";
  asked.requirements = {"R54", "R70"};
  asked.refs = {cite(9110, "11.6.1", requirement_level::must),
                cite(9110, "15.5.2", requirement_level::must)};
  return asked;
}

// Scheme and realm of each challenge: what may not depend on the method.
std::vector<std::pair<std::string, std::string>> demands(const exchange& of, const door& at) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const schemes::located_challenge& one : challenges_of(of, at).challenges) {
    const std::string* const realm = find_value(one, "realm");
    all.emplace_back(one.scheme, realm == nullptr ? "" : *realm);
  }
  return all;
}

void compare_head(examiner& with, const exchange& get, const exchange& head) {
  if (!with.asks_for_login(get) || !head.is_answered()) return;
  question asked = refusal_question("head-as-get", "HEAD is asked for the same login as GET");
  asked.requirements = {};
  asked.refs = {cite(9110, "9.3.2", requirement_level::should)};
  asked.level = requirement_level::should;
  if (head.code() != get.code()) {
    with.found(asked, verdict::alternative,
               absl::StrCat(outcome_of(head), " in place of ", outcome_of(get)), head,
               absl::StrCat("status-", head.code()));
  } else if (demands(get, with.door()) != demands(head, with.door())) {
    with.found(asked, verdict::alternative, "its challenges are others than those of GET", head,
               "other-challenges");
  } else {
    with.found(asked, verdict::pass, "the same schemes and realms", head);
  }
}

// Whether the server speaks HTTP/2; then it asks for the same login there.
bool compare_http2(examiner& with, const exchange& get) {
  question asked = refusal_question("over-http2", "the same login is asked for over HTTP/2");
  asked.requirements = {"R54", "R90", "R91", "R92"};
  asked.refs = {cite(9113, "8.2", requirement_level::must),
                cite(9110, "11.6.1", requirement_level::must)};
  ask what;
  what.is_http2 = true;
  const exchange got = with.ask().send(what);
  if (got.is_malformed) {
    with.found(asked, verdict::wrong_result, absl::StrCat("malformed: ", got.fault), got);
  } else if (!got.is_answered()) {
    with.found(asked, verdict::not_observable, absl::StrCat("no answer over HTTP/2: ", got.fault));
  } else if (!with.asks_for_login(get) || !with.asks_for_login(got)) {
    with.must_ask_for_login(asked, got);
  } else if (demands(get, with.door()) != demands(got, with.door())) {
    with.found(asked, verdict::alternative, "its challenges are others than over HTTP/1.1", got,
               "other-challenges");
  } else {
    with.found(asked, verdict::pass, "the same schemes and realms", got);
  }
  with.lint(got);
  return got.is_answered() || got.is_malformed;
}

// Credentials that are not in the grammar make no malformed message (RFC 9113, section 8.2.1).
void check_ill_formed_over_http2(examiner& with) {
  question asked = refusal_question("ill-formed-over-http2",
                                    "ill-formed credentials over HTTP/2 are no error of HTTP/2");
  asked.operation = "credentials";
  asked.generate = "must-not";
  asked.expected = "a response";
  asked.requirements = {"R94"};
  asked.refs = {cite(9113, "8.2.1", requirement_level::note)};
  asked.level = requirement_level::note;
  ask what;
  what.is_http2 = true;
  what.is_made_up = true;
  what.lines = {"Authorization: Basic \"a, =b"};
  const exchange got = with.ask().send(what);
  with.found(asked,
             got.is_malformed    ? verdict::wrong_result
             : got.is_answered() ? verdict::pass
                                 : verdict::not_observable,
             outcome_of(got), got);
}

// Requests that are not in the grammar, or too large: only to servers that want it.
void check_odd_requests(examiner& with) {
  const auto send = [&](const char* id, const char* title, std::vector<std::string> lines,
                        const char* requirement, model::reference ref, bool may_be_taken = false) {
    ask what;
    what.lines = std::move(lines);
    what.is_made_up = true;
    question asked = refusal_question(id, title);
    asked.operation = "credentials";
    asked.generate = "must-not";
    asked.expected = "a 4xx";
    asked.requirements = {requirement};
    asked.refs = {std::move(ref)};
    const exchange got = with.ask().send(what);
    // A server that closes before it has read all may take its own answer away with it.
    if (!got.is_answered()) {
      with.found(asked, verdict::not_observable, absl::StrCat("no answer: ", got.fault), got);
    } else if (got.code() < 500 && (got.code() >= 400 || may_be_taken)) {
      with.found(asked, verdict::pass, outcome_of(got), got);
    } else {
      with.found(asked, verdict::wrong_result, outcome_of(got), got);
    }
  };
  send("nul-in-credentials", "NUL in credentials", {std::string("Authorization: Basic YQ\0==", 26)},
       "R18", cite(9110, "5.5", requirement_level::must));
  send("bare-cr-in-credentials", "a CR alone in credentials", {"Authorization: Basic YQ\r=="},
       "R89", cite(9112, "2.2", requirement_level::must));
  send("large-credentials", "credentials of 64 KiB",
       {absl::StrCat("Authorization: Basic ", std::string(65536, 'A'))}, "R14",
       cite(9110, "5.4", requirement_level::must), true);
}

}  // namespace

checked check_origin(const target& at, const check_options& options) {
  door to;
  to.dial = at;
  to.form = at.path;
  to.authority = at.authority();
  examiner with("origin", to, options);

  const exchange get = with.ask().send({});
  if (!get.is_answered()) {
    checked made = with.take(nullptr);
    made.unreachable = get.fault;
    return made;
  }
  with.must_ask_for_login(refusal_question("get", "GET without credentials"), get);
  with.lint(get);
  const auto refused = [&](const char* id, const char* title, ask what) {
    const exchange got = with.ask().send(what);
    with.must_ask_for_login(refusal_question(id, title), got);
    with.lint(got);
    return got;
  };
  ask what;
  what.method = "HEAD";
  compare_head(with, get, refused("head", "HEAD without credentials", what));
  what.method = "OPTIONS";
  refused("options", "OPTIONS without credentials", what);
  what.method = "POST";
  what.body = "gauntlet";
  refused("post", "POST with a body, without credentials", what);
  what.waits_for_continue = true;
  refused("post-100-continue", "POST that waits for 100 (Continue), without credentials", what);
  const bool speaks_http2 = compare_http2(with, get);
  std::string loop;
  if (with.asks_for_login(get)) {
    if (options.is_active) check_odd_requests(with);
    if (options.is_active && speaks_http2) check_ill_formed_over_http2(with);
    loop = check_logins(with, get, speaks_http2);
  }
  with.finish_lint();
  checked made = with.take(&get);
  made.loop = std::move(loop);
  return made;
}

}  // namespace gauntlet::check
