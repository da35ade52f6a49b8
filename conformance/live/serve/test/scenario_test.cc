#include "conformance/live/serve/scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "conformance/live/serve/reply_octets.hpp"
#include "conformance/live/serve/scenario_judges.hpp"
#include "conformance/live/wire/head.hpp"
#include "conformance/model/results.hpp"
#include "conformance/schemes/values/digest.hpp"

// Clients made of a few lines, which go through a scenario until its answer is a 200.
namespace gauntlet::serve {
namespace {

using live::knowledge;
using live::sent_request;

const scenario& find(const std::string& id) {
  const auto found = std::find_if(scenarios().begin(), scenarios().end(), [&](const scenario& one) {
    return one.facts->id == "live/" + id;
  });
  EXPECT_NE(found, scenarios().end()) << id;
  return *found;
}

struct response {
  reply said;
  std::string field(std::string_view name) const {
    for (const std::string& one : said.fields) {
      if (wire::same_name(std::string_view(one).substr(0, name.size()), name))
        return one.substr(name.size() + 2);
    }
    return "";
  }
};

// Sees the answer to its last request, and changes that into the next one; false: it ends.
using client = std::function<bool(const response&, sent_request&)>;

live::attempt play(const scenario& with, const client& who, std::size_t most = 12) {
  live::attempt did;
  sent_request next{"GET", "/case/" + with.facts->id, {}, "", false};
  while (did.requests.size() < most) {
    next.step = next.target.find("/second") == std::string::npos ? "" : "/second";
    did.requests.push_back(next);
    const live::login user;
    const situation now{did,
                        next.step,
                        "",
                        user,
                        live::origin_fields,
                        "/case/" + with.facts->id,
                        "http://elsewhere/case/" + with.facts->id};
    const response seen{with.respond(now)};
    if (!who(seen, next)) break;
  }
  return did;
}

std::string digest(const std::string& challenge, const sent_request& to, std::string nonce = "",
                   const char* count = "00000001") {
  const auto value = [&](const std::string& name) {
    const std::size_t at = challenge.find(name + "=\"") + name.size() + 2;
    return challenge.substr(at, challenge.find('"', at) - at);
  };
  schemes::digest_input in;
  in.username = live::login().user;
  in.password = live::login().password;
  in.realm = value("realm");
  in.nonce = nonce.empty() ? value("nonce") : nonce;
  in.method = "GET";
  in.uri = to.target;
  in.qop = "auth";
  in.nc = count;
  in.cnonce = "c";
  return "Digest username=\"user\", realm=\"" + in.realm + "\", nonce=\"" + in.nonce +
         "\", uri=\"" + in.uri + "\", algorithm=MD5, qop=auth, nc=" + in.nc +
         ", cnonce=\"c\", response=\"" + *schemes::digest_response(in) + "\"";
}

constexpr char basic[] = "Basic dXNlcjpwYXNzdzByZA==";

// MD5 with qop=auth alone.
bool is_known_digest(const std::string& challenge) {
  const std::size_t at = challenge.find("algorithm=MD5");
  return challenge.rfind("Digest", 0) == 0 && at != std::string::npos &&
         challenge.find("qop=\"auth\"") != std::string::npos &&
         challenge.compare(at + 13, 1, "-") != 0;
}

// Logs in where it is asked to, follows redirects without its credentials, and gives up where they
// are refused.
bool good(const response& seen, sent_request& next) {
  const std::string challenge = seen.field("WWW-Authenticate");
  if (seen.said.status == 401) {
    const bool is_stale = challenge.find("stale=true") != std::string::npos;
    if (!next.credentials.empty() && !is_stale) return false;
    if (challenge.rfind("Basic", 0) == 0)
      next.credentials = {basic};
    else if (is_known_digest(challenge))
      next.credentials = {digest(challenge, next)};
    else
      return false;
    return true;
  }
  if (seen.said.status != 302) return false;
  const std::string to = seen.field("Location");
  next.is_elsewhere = to.find("://") != std::string::npos;
  next.target = to;
  next.credentials.clear();
  return true;
}

const knowledge& all() {
  static const knowledge made = [] {
    knowledge learned;
    for (const live::control& one : live::controls()) {
      if (one.name != "basic" && one.name != "digest-md5") continue;
      const live::attempt did = play(find("known-" + one.name), good);
      learned.learn(one.challenge,
                    live::read_evidence(did.requests.back(), {}, live::origin_fields, {}));
    }
    return learned;
  }();
  return made;
}

std::string verdict(const std::string& id, const client& who, const knowledge& known = all()) {
  const live::finding found = find(id).judge(play(find(id), who), known, {}, live::origin_fields);
  model::row row;
  row.verdict = found.judgement.verdict;
  row.alternative = found.judgement.alternative;
  return model::verdict_text(row);
}

bool silent(const response&, sent_request&) { return false; }

TEST(Scenario, AGoodClientBreaksNothing) {
  for (const scenario& one : scenarios()) {
    const live::finding found = one.judge(play(one, good), all(), {}, live::origin_fields);
    EXPECT_FALSE(model::is_non_conforming(found.judgement.verdict, false))
        << one.facts->id << ": " << found.judgement.why;
  }
}

TEST(Scenario, OfASilentClientNothingIsHeldAgainstIt) {
  for (const scenario& one : scenarios()) {
    const live::finding found = one.judge(play(one, silent), {}, {}, live::origin_fields);
    EXPECT_FALSE(model::is_judged(found.judgement.verdict)) << one.facts->id;
  }
}

TEST(Scenario, WhoSendsUnaskedBreaksTheRule) {
  const auto eager = [](const response&, sent_request& next) {
    if (!next.credentials.empty()) return false;
    next.credentials = {basic};
    return true;
  };
  for (const char* id : {"no-challenge", "empty-field", "unknown-scheme", "challenge-in-trailer"}) {
    EXPECT_EQ(verdict(id, eager), "wrong-result") << id;
    EXPECT_EQ(verdict(id, silent), "pass") << id;
  }
  EXPECT_EQ(verdict("name-with-space", eager), "lenient");
  EXPECT_EQ(verdict("other-field", eager), "lenient");
  EXPECT_EQ(verdict("other-field", silent), "pass");
  EXPECT_EQ(verdict("challenge-with-200", eager), "alternative:logs-in");
  EXPECT_EQ(verdict("challenge-with-200", silent), "pass");
}

TEST(Scenario, WhoAnswersTheOtherStatusIsLenient) {
  EXPECT_EQ(verdict("other-status", silent), "pass");
  const auto answers = [](const char* own, bool other) {
    return [=](const response& seen, sent_request& next) {
      EXPECT_EQ(seen.said.status, 407);
      EXPECT_NE(seen.field("Proxy-Authenticate"), "");
      if (!next.credentials.empty() || next.has_other_field) return false;
      if (*own != '\0') next.credentials = {own};
      next.has_other_field = other;
      return true;
    };
  };
  EXPECT_EQ(verdict("other-status", answers(basic, false)), "lenient");
  EXPECT_EQ(verdict("other-status", answers("", true)), "lenient");
  // Behind a proxy it is the 401 of the origin, which asks by right.
  const auto behind = [](const live::attempt& did) {
    return find("other-status").judge(did, all(), {}, live::proxy_fields).judgement.verdict;
  };
  sent_request first;
  sent_request second;
  second.has_other_field = true;
  EXPECT_EQ(behind({{first, second}}), model::verdict::pass);
  second.credentials = {basic};
  EXPECT_EQ(behind({{first, second}}), model::verdict::lenient);
}

TEST(Scenario, WhoMissesAPlainChallengeIsTooStrict) {
  for (const char* id : {"name-in-lower-case", "chunked-body", "long-body", "early-hints"}) {
    EXPECT_EQ(verdict(id, silent), "over-strict") << id;
    EXPECT_EQ(verdict(id, good), "pass") << id;
  }
}

TEST(Scenario, LoginLoopsAreFound) {
  const auto stubborn = [](const response& seen, sent_request& next) {
    next.credentials.clear();
    return good(seen, next);
  };
  for (const char* id : {"wrong-password", "wrong-password-digest"}) {
    EXPECT_EQ(verdict(id, good), "pass") << id;
    EXPECT_EQ(verdict(id, stubborn), "wrong-result") << id;
  }
}

TEST(Scenario, StaleNoncesAreReplaced) {
  EXPECT_EQ(verdict("stale", good), "pass");
  EXPECT_EQ(verdict("stale",
                    [](const response& seen, sent_request& next) {
                      return next.credentials.empty() && good(seen, next);
                    }),
            "alternative:gives-up");
  EXPECT_EQ(
      verdict("stale",
              [](const response& seen, sent_request& next) {
                next.credentials = {digest(seen.field("WWW-Authenticate"), next, first_nonce)};
                return true;
              }),
      "wrong-result");
}

TEST(Scenario, CountersGoOn) {
  const auto then = [](const char* nonce, const char* count) {
    return [nonce, count](const response& seen, sent_request& next) {
      if (seen.said.status != 302) return good(seen, next);
      next.target += "/second";
      next.credentials = {digest("realm=\"gauntlet\"", next, nonce, count)};
      return true;
    };
  };
  EXPECT_EQ(verdict("next-nonce", then(second_nonce, "00000001")), "pass");
  EXPECT_EQ(verdict("next-nonce", then(first_nonce, "00000002")), "alternative:keeps-nonce");
  EXPECT_EQ(verdict("next-nonce", then(first_nonce, "00000001")), "wrong-result");
  EXPECT_EQ(verdict("next-nonce", good), "alternative:asks-again");
  EXPECT_EQ(verdict("nonce-again", then(first_nonce, "00000002")), "pass");
  EXPECT_EQ(verdict("nonce-again", then(first_nonce, "00000001")), "wrong-result");
  EXPECT_EQ(verdict("nonce-again", then(second_nonce, "00000001")), "alternative:gives-up");
}

// Asked again, the counter of the same nonce may go on, or begin anew.
TEST(Scenario, ANewChallengeWithTheOldNonceMayBeginANewCount) {
  const auto count = [](const char* second) {
    return [second](const response& seen, sent_request& next) {
      if (seen.said.status == 302) {
        next.target += "/second";
        next.credentials.clear();
        return true;
      }
      const bool is_second = next.target.find("/second") != std::string::npos;
      if (seen.said.status != 401) return false;
      next.credentials = {
          digest("realm=\"gauntlet\"", next, first_nonce, is_second ? second : "00000001")};
      return true;
    };
  };
  EXPECT_EQ(verdict("nonce-again", count("00000002")), "alternative:asks-again");
  EXPECT_EQ(verdict("nonce-again", count("00000001")), "alternative:counts-anew");
  EXPECT_EQ(verdict("nonce-again", count("00000003")), "wrong-result");
}

TEST(Scenario, DomainPermitsAndAsksForNothing) {
  const auto there = [](bool sends, const char* realm) {
    return [sends, realm](const response& seen, sent_request& next) {
      const bool goes_on = good(seen, next);
      if (sends && next.is_elsewhere) {
        next.credentials = {digest(realm, next, first_nonce, "00000002")};
        const std::size_t at = next.credentials.front().find("\"second\"");
        if (at != std::string::npos) next.credentials.front().replace(at + 1, 6, "gauntlet");
      }
      return goes_on;
    };
  };
  EXPECT_EQ(verdict("domain", there(false, "")), "alternative:asks-again");
  EXPECT_EQ(verdict("domain", there(true, "realm=\"gauntlet\"")), "alternative:sends-again");
  // Computed for another realm than the one that is sent.
  EXPECT_EQ(verdict("domain", there(true, "realm=\"second\"")), "wrong-result");
}

TEST(Scenario, CredentialsStayAtHome) {
  const auto leaking = [](const response& seen, sent_request& next) {
    const std::vector<std::string> kept = next.credentials;
    const bool goes_on = good(seen, next);
    if (next.is_elsewhere) next.credentials = kept;
    return goes_on;
  };
  EXPECT_EQ(verdict("redirect-elsewhere", good), "pass");
  EXPECT_EQ(verdict("redirect-elsewhere", leaking), "wrong-result");
}

TEST(Scenario, WhoSendsUnaskedShowsWhatBecomesOfIt) {
  const auto follows = [](bool keeps) {
    return [keeps](const response& seen, sent_request& next) {
      if (next.credentials.empty() && !next.is_elsewhere) next.credentials = {basic};
      if (seen.said.status != 302) return seen.said.status == 401 && !next.is_elsewhere;
      next.target = seen.field("Location");
      next.is_elsewhere = next.target.find("://") != std::string::npos;
      if (!keeps) next.credentials.clear();
      return true;
    };
  };
  const auto first = [&](const std::string& id, const client& who) {
    live::attempt did = play(find(id), who);
    did.requests.erase(did.requests.begin());  // the one before it had its credentials
    return find(id).judge(did, {}, {}, live::origin_fields).judgement;
  };
  EXPECT_EQ(first("redirect-elsewhere", follows(true)).verdict, model::verdict::wrong_result);
  EXPECT_EQ(first("redirect-elsewhere", follows(false)).verdict, model::verdict::pass);
  EXPECT_EQ(first("redirect", follows(true)).alternative, "sends-again");
  EXPECT_EQ(first("wrong-password", follows(true)).verdict, model::verdict::wrong_result);
  EXPECT_EQ(first("no-challenge", follows(true)).verdict, model::verdict::not_observable);
}

TEST(Scenario, TheSecondRealmCounts) {
  EXPECT_EQ(verdict("two-realms", good), "pass");
  EXPECT_EQ(verdict("two-realms",
                    [](const response& seen, sent_request& next) {
                      return next.target.find("/second") == std::string::npos && good(seen, next);
                    }),
            "alternative:gives-up");
}

TEST(Scenario, InfoIsRight) {
  response last;
  play(find("authentication-info"), [&](const response& seen, sent_request& next) {
    last = seen;
    return good(seen, next);
  });
  const std::string line = last.field("Authentication-Info");
  schemes::digest_input in;
  in.username = "user";
  in.realm = "gauntlet";
  in.password = live::login().password;
  in.nonce = first_nonce;
  in.uri = "/case/live/authentication-info";
  in.qop = "auth";
  in.nc = "00000001";
  in.cnonce = "c";
  EXPECT_NE(line.find("rspauth=\"" + *schemes::digest_rspauth(in) + "\""), std::string::npos)
      << line;
}

TEST(Scenario, IdsAreUnique) {
  std::set<std::string> ids;
  for (const scenario& one : scenarios()) EXPECT_TRUE(ids.insert(one.facts->id).second);
}

TEST(ReplyOctets, AreWhatAReplySays) {
  reply made;
  made.status = 401;
  made.fields = {"WWW-Authenticate: Basic realm=\"a\rb\""};
  made.body = "abcde";
  made.is_chunked = true;
  made.trailers = {"X: y"};
  made.before = "HTTP/1.1 103 Early Hints\r\n\r\n";
  const origin::answer out = octets_of(made, "GET");
  EXPECT_EQ(
      out.octets,
      "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain; "
      "charset=utf-8\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\nConnection: "
      "close\r\nWWW-Authenticate: Basic realm=\"a\rb\"\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\nX: "
      "y\r\n\r\n");
  EXPECT_TRUE(out.close);
  EXPECT_EQ(octets_of({}, "CONNECT").octets, "HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_TRUE(octets_of({}, "CONNECT").tunnel);
}

}  // namespace
}  // namespace gauntlet::serve
