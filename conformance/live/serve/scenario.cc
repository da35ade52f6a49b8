#include "conformance/live/serve/scenario.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/live/serve/scenario_judges.hpp"
#include "conformance/schemes/values/digest.hpp"

namespace gauntlet::serve {
namespace {

constexpr char basic[] = "Basic realm=\"gauntlet\"";

std::string digest(std::string_view nonce, std::string_view realm, std::string_view more = "") {
  return absl::StrCat("Digest realm=\"", std::string(realm), "\", nonce=\"", std::string(nonce),
                      "\", qop=\"auth\", algorithm=MD5", std::string(more));
}

reply asks(const situation& at, std::string_view value, int status = 0) {
  reply made;
  made.status = status != 0 ? status : at.fields.status;
  made.fields.push_back(challenge_line(at.fields, value));
  return made;
}
reply redirects(std::string to) {
  reply made;
  made.status = 302;
  made.fields.push_back(absl::StrCat("Location: ", std::move(to)));
  return made;
}

// Authentication-Info for the credentials of this request.
std::string info_line(const situation& at, bool is_right, std::string_view next_nonce) {
  const live::evidence shown = at.shown();
  const char* const name =
      at.fields.status == 407 ? "Proxy-Authentication-Info" : "Authentication-Info";
  std::string line = absl::StrCat(name, ": ");
  if (!next_nonce.empty()) absl::StrAppend(&line, "nextnonce=\"", std::string(next_nonce), "\", ");
  if (shown.credentials() == nullptr) return line;
  std::optional<schemes::digest_input> input = schemes::digest_input_of(*shown.credentials());
  if (!input || input->qop.empty()) return line;
  input->password = is_right ? at.who.password : "another";
  return absl::StrCat(line, "qop=", input->qop, ", rspauth=\"",
                      schemes::digest_rspauth(*input).value_or(""), "\", cnonce=\"", input->cnonce,
                      "\", nc=", input->nc);
}

class book {
 public:
  // `wants`: what a client does, in words.
  void add(const char* id, const char* title, const char* wants,
           std::vector<const char*> requirements, std::vector<model::reference> refs,
           decltype(scenario::respond) respond, decltype(scenario::judge) judge,
           std::vector<std::string> lines = {}, bool needs_another_origin = false) {
    model::case_facts facts;
    facts.id = absl::StrCat("live/", id);
    facts.layer = "message";
    facts.title = title;
    facts.expected = absl::StrCat("{\"alternatives\":[{\"name\":\"", wants, "\"}]}");
    facts.operation = "challenges";
    facts.level = refs.front().level;
    for (const model::reference& one : refs) facts.level = std::min(facts.level, one.level);
    facts.refs = std::move(refs);
    facts.requirements.assign(requirements.begin(), requirements.end());
    facts.lines = std::move(lines);
    all_.push_back({std::make_shared<const model::case_facts>(std::move(facts)), std::move(respond),
                    std::move(judge), needs_another_origin});
  }
  std::vector<scenario> take() { return std::move(all_); }

 private:
  std::vector<scenario> all_;
};

using enum model::requirement_level;
model::reference rfc(int number, const char* section, model::requirement_level level) {
  return {number, "", section, "", level};
}

void add_controls(book& to) {
  for (const live::control& one : live::controls()) {
    const std::string line = one.line;
    to.add(("known-" + one.name).c_str(), one.title.c_str(),
           "credentials that keep the rules of their scheme", {}, {rfc(9110, "11.4", note)},
           [line](const situation& at) {
             const bool is_answered = at.did.requests.size() > 1 && !at.now().credentials.empty();
             return is_answered ? reply{} : asks(at, line);
           },
           [challenge = one.challenge](const attempt& did, const knowledge&, const login& who,
                                       const field_names& fields) {
             return judge_control(challenge, did, who, fields);
           },
           {line});
  }
}

void add_unasked(book& to) {
  using model::requirement_level;
  to.add(
      "no-challenge", "no challenge at all", "no credentials", {"R54", "R70"},
      {rfc(9110, "11.6.1", prose)},
      [](const situation& at) {
        reply made;
        made.status = at.fields.status;
        return made;
      },
      judge_unasked);
  to.add("empty-field", "a field without a challenge", "no credentials", {"R26", "R54"},
         {rfc(9110, "5.6.1.2", prose)}, [](const situation& at) { return asks(at, ""); },
         judge_unasked, {""});
  to.add("unknown-scheme", "a scheme that nobody knows", "no credentials", {"R42", "R71"},
         {rfc(9110, "11.4", prose)},
         [](const situation& at) { return asks(at, "Newauth realm=\"gauntlet\""); }, judge_unasked,
         {"Newauth realm=\"gauntlet\""});
  to.add("challenge-in-trailer", "a challenge in the trailer section", "no credentials", {"R81"},
         {rfc(9110, "6.5.1", must)},
         [](const situation& at) {
           reply made;
           made.status = at.fields.status;
           made.is_chunked = true;
           made.trailers.push_back(challenge_line(at.fields, basic));
           return made;
         },
         judge_unasked, {basic});
  to.add("challenge-with-200", "a challenge in a response that is a success",
         "credentials, or none", {"R55"}, {rfc(9110, "11.6.1", may)},
         [](const situation& at) { return asks(at, basic, 200); }, judge_success, {basic});
  to.add(
      "other-field", "the field of a proxy with a 401, or the other way round", "no credentials",
      {"R66"}, {rfc(9110, "11.7.1", note)},
      [](const situation& at) {
        const bool is_proxy = at.fields.status == 407;
        reply made;
        made.status = at.fields.status;
        made.fields.push_back(
            challenge_line(is_proxy ? live::origin_fields : live::proxy_fields, basic));
        return made;
      },
      [](const attempt& did, const knowledge& known, const login& who, const field_names& of) {
        // It shows a liberal reader, and breaks no rule.
        finding made = judge_unasked(did, known, who, of);
        if (made.judgement.verdict == model::verdict::wrong_result)
          made.judgement.verdict = model::verdict::lenient;
        return made;
      },
      {basic});
  to.add("other-status", "a 407 of an origin, or a 401 of an origin behind a proxy",
         "no credentials for who cannot ask for them", {"R66", "R73"},
         {rfc(9110, "15.5.8", note), rfc(9110, "11.7.1", note)},
         [](const situation& at) {
           const live::field_names& other =
               at.fields.status == 407 ? live::origin_fields : live::proxy_fields;
           reply made;
           made.status = other.status;
           made.fields.push_back(challenge_line(other, basic));
           return made;
         },
         judge_other_status, {basic});
  to.add(
      "name-with-space", "SP between the name of the field and the colon", "credentials, or none",
      {"R82"}, {rfc(9112, "5.1", note)},
      [](const situation& at) {
        reply made;
        made.status = at.fields.status;
        made.fields.push_back(absl::StrCat(std::string(at.fields.challenge), " : ", basic));
        return made;
      },
      [](const attempt& did, const knowledge& known, const login& who, const field_names& of) {
        // Nobody says what a user agent does with it.
        finding made = judge_answer(did, known, who, of);
        if (made.judgement.verdict == model::verdict::pass)
          made.judgement.verdict = model::verdict::lenient;
        if (made.judgement.verdict == model::verdict::over_strict)
          made.judgement.verdict = model::verdict::pass;
        return made;
      },
      {basic});
}

void add_dresses(book& to) {
  const auto add = [&](const char* id, const char* title, std::vector<const char*> requirements,
                       model::reference ref, void (*dress)(reply&, const situation&)) {
    to.add(id, title, "credentials of Basic", std::move(requirements), {std::move(ref)},
           [dress](const situation& at) {
             if (at.did.requests.size() > 1 && !at.now().credentials.empty()) return reply{};
             reply made = asks(at, basic);
             dress(made, at);
             return made;
           },
           judge_answer, {basic});
  };
  add("name-in-lower-case", "the name of the field in lower case", {"R7"}, rfc(9110, "5.1", prose),
      [](reply& made, const situation&) {
        for (char& c : made.fields.front()) {
          if (c == ':') break;
          if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        }
      });
  add("close-after-challenge", "the connection ends with the challenge", {},
      rfc(9112, "9.6", prose), [](reply& made, const situation&) { made.close = true; });
  add("chunked-body", "the challenge comes with a chunked body", {}, rfc(9112, "7.1", must),
      [](reply& made, const situation&) { made.is_chunked = true; });
  add("long-body", "the challenge comes with a body of 1 MiB", {}, rfc(9112, "6.3", prose),
      [](reply& made, const situation&) { made.body = std::string(std::size_t{1} << 20, '.'); });
  add("early-hints", "a 103 comes before the challenge", {}, rfc(9110, "15.2", must),
      [](reply& made, const situation&) { made.before = "HTTP/1.1 103 Early Hints\r\n\r\n"; });
  add("http-1.0", "the challenge comes with HTTP/1.0", {}, rfc(9112, "2.5", prose),
      [](reply& made, const situation&) {
        made.is_http_1_0 = true;
        made.close = true;
      });
  add("among-many-fields", "the challenge after 90 other fields", {}, rfc(9110, "5.4", prose),
      [](reply& made, const situation&) {
        std::vector<std::string> many;
        for (int i = 0; i < 90; ++i) many.push_back(absl::StrCat("X-Other-", i, ": value"));
        made.fields.insert(made.fields.begin(), many.begin(), many.end());
      });
}

void add_life(book& to) {
  to.add("wrong-password", "the credentials are refused, again and again", "it gives up", {"R72"},
         {rfc(9110, "15.5.2", should)}, [](const situation& at) { return asks(at, basic); },
         judge_giving_up, {basic});
  to.add("wrong-password-digest", "the credentials of Digest are refused, again and again",
         "it gives up", {"R72"}, {rfc(9110, "15.5.2", should)},
         [](const situation& at) { return asks(at, digest(first_nonce, "gauntlet")); },
         judge_giving_up, {digest(first_nonce, "gauntlet")});
  to.add("stale", "the nonce is stale, and a new one comes", "credentials with the new nonce", {},
         {rfc(7616, "3.3", may)},
         [](const situation& at) {
           if (at.now().credentials.empty()) return asks(at, digest(first_nonce, "gauntlet"));
           const live::evidence shown = at.shown();
           if (shown.reading.value.find(second_nonce) != std::string::npos) return reply{};
           return asks(at, digest(second_nonce, "gauntlet", ", stale=true"));
         },
         judge_stale, {digest(first_nonce, "gauntlet")});
  to.add("next-nonce", "nextnonce, and a redirect within the protection space",
         "credentials with the next nonce, a counter that goes on, or none before it is asked",
         {"R62"}, {rfc(7616, "3.5", should)},
         [](const situation& at) {
           if (at.now().credentials.empty()) return asks(at, digest(first_nonce, "gauntlet"));
           if (!at.step.empty()) return reply{};
           reply made = redirects(at.second_at(at.own_url));
           made.fields.push_back(info_line(at, true, second_nonce));
           return made;
         },
         judge_next_nonce, {digest(first_nonce, "gauntlet")});
  to.add("nonce-again", "the same nonce, and a redirect within the protection space",
         "credentials with a counter that goes on, or none before it is asked", {},
         {rfc(7616, "3.4", must)},
         [](const situation& at) {
           if (at.now().credentials.empty()) return asks(at, digest(first_nonce, "gauntlet"));
           return at.step.empty() ? redirects(at.second_at(at.own_url)) : reply{};
         },
         judge_counting, {digest(first_nonce, "gauntlet")});
  to.add(
      "domain", "a redirect to another origin that domain names",
      "credentials with the right response, or none", {}, {rfc(7616, "3.3", may)},
      [](const situation& at) {
        if (!at.step.empty()) return reply{};
        if (!at.now().credentials.empty()) return redirects(at.second_at(at.other_url));
        return asks(at, digest(first_nonce, "gauntlet", ", domain=\"" + at.other_url + "\""));
      },
      judge_domain, {digest(first_nonce, "gauntlet", ", domain=\"http://127.0.0.1/\"")}, true);
  to.add("redirect", "a redirect within the protection space",
         "credentials, or none before it is asked", {"R50"}, {rfc(9110, "11.5", may)},
         [](const situation& at) {
           if (at.now().credentials.empty()) return asks(at, basic);
           return at.step.empty() ? redirects(at.second_at(at.own_url)) : reply{};
         },
         judge_redirect, {basic});
  to.add(
      "redirect-elsewhere", "a redirect to another origin", "no credentials", {"R51", "R48"},
      {rfc(9110, "11.5", prose)},
      [](const situation& at) {
        if (!at.step.empty()) return reply{};
        if (at.now().credentials.empty()) return asks(at, basic);
        return redirects(at.second_at(at.other_url));
      },
      judge_other_origin, {basic}, true);
  to.add("two-realms", "a redirect to another realm of the same origin",
         "credentials for the second realm", {"R48", "R49"}, {rfc(9110, "11.5", prose)},
         [](const situation& at) {
           const bool is_second = !at.step.empty();
           const char* const realm = is_second ? "second" : "first";
           const live::evidence shown = at.shown();
           const model::challenge sent = shown.understood();
           const bool is_in = std::any_of(
               sent.params.begin(), sent.params.end(),
               [&](const model::param& one) { return one.name == "realm" && one.value == realm; });
           if (!is_in) return asks(at, digest(is_second ? second_nonce : first_nonce, realm));
           return is_second ? reply{} : redirects(at.second_at(at.own_url));
         },
         judge_two_realms, {digest(first_nonce, "first"), digest(second_nonce, "second")});
  to.add("authentication-info", "Authentication-Info with the right rspauth",
         "credentials of Digest, and no harm from what comes with the 200", {"R62", "R69", "R102"},
         {rfc(7616, "3.5", may)},
         [](const situation& at) {
           if (at.now().credentials.empty()) return asks(at, digest(first_nonce, "gauntlet"));
           reply made;
           made.fields.push_back(info_line(at, true, ""));
           return made;
         },
         judge_info, {digest(first_nonce, "gauntlet")});
  to.add("authentication-info-wrong", "Authentication-Info with an rspauth that is not right",
         "credentials of Digest, and no harm from what comes with the 200", {"R62"},
         {rfc(7616, "3.5", note)},
         [](const situation& at) {
           if (at.now().credentials.empty()) return asks(at, digest(first_nonce, "gauntlet"));
           reply made;
           made.fields.push_back(info_line(at, false, ""));
           return made;
         },
         judge_info, {digest(first_nonce, "gauntlet")});
}

}  // namespace

std::string situation::second_at(const std::string& url) const {
  return absl::StrCat(url, "/second", std::string(rest));
}

live::evidence situation::shown() const { return live::read_evidence(now(), who, fields, {}); }

std::string challenge_line(const live::field_names& fields, std::string_view value) {
  return absl::StrCat(std::string(fields.challenge), ": ", std::string(value));
}

const std::vector<scenario>& scenarios() {
  static const std::vector<scenario> all = [] {
    book made;
    add_controls(made);
    add_unasked(made);
    add_dresses(made);
    add_life(made);
    return made.take();
  }();
  return all;
}

}  // namespace gauntlet::serve
