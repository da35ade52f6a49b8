#include "conformance/live/check/check.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/live/origin/server.hpp"
#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/digest.hpp"

namespace gauntlet::check {
namespace {

using model::verdict;

// A server that asks for a login, and what may be wrong with it.
struct character {
  std::string challenge = R"(Basic realm="files")";
  bool is_digest = false;
  std::string hashed_realm = "files";
  bool wants_basic_as_written = false;  // "Basic" in just these letters
  bool takes_any_password = false;
  bool options_without_challenge = false;
  bool calls_all_stale = false;
  bool is_proxy = false;
  std::string user = "user";
  std::string password = "secret";
  bool takes_auth_int = true;
  bool takes_userhash = true;
  bool takes_extended_user = true;
};

std::string answer_octets(int code, const std::string& lines) {
  return absl::StrCat("HTTP/1.1 ", code, " x\r\n", lines,
                      "Content-Length: 2\r\nConnection: close\r\n\r\n", code == 999 ? "" : "ok");
}

bool is_right(const character& of, const std::string& method, const std::string& value,
              const std::string& body, bool& knows_nonce) {
  const schemes::reading read = schemes::read(model::operation::credentials, value);
  if (!read.status || read.challenges.size() != 1) return false;
  const schemes::located_challenge& sent = read.challenges.front();
  if (of.wants_basic_as_written && sent.scheme != "Basic") return false;
  if (!of.is_digest)
    return gauntlet::equals_ignore_case(sent.scheme, "Basic") && sent.token68 &&
           (of.takes_any_password ||
            *sent.token68 ==
                schemes::encode_base64(of.user + ":" + of.password, schemes::alphabet::standard));
  if (!gauntlet::equals_ignore_case(sent.scheme, "Digest")) return false;
  std::optional<schemes::digest_input> in = schemes::digest_input_of(sent);
  const auto value_of = [&](const char* name) {
    const std::string* const found = find_value(sent, name);
    return found == nullptr ? std::string() : *found;
  };
  const std::string realm = value_of("realm");
  if (!in || realm.empty() || in->uri != "/private") return false;
  knows_nonce = in->nonce == "n1";
  in->method = method;
  in->realm = of.hashed_realm;
  in->password = of.password;
  in->body = body;
  if (!of.takes_auth_int && in->qop == "auth-int") return false;
  if (!of.takes_extended_user && !value_of("username*").empty()) return false;
  const bool is_hashed = value_of("userhash") == "true";
  if (is_hashed) in->username = of.user;
  const bool is_user =
      is_hashed ? of.takes_userhash && value_of("username") == schemes::digest_userhash(*in)
                : in->username == of.user;
  return knows_nonce && is_user && schemes::digest_response(*in) == value_of("response");
}

class Check : public testing::Test {
 protected:
  std::map<std::string, outcome> check(const character& of, bool with_user = true) {
    origin::options options;
    options.handler = [of](const origin::request& asked) {
      const auto line = wire::read_request_line(asked.message.head.start());
      const std::string method = line ? std::string(line->method) : "";
      const char* const field = of.is_proxy ? "Proxy-Authorization" : "Authorization";
      bool knows_nonce = true;
      const std::vector<std::string_view> values = asked.message.head.values(field);
      origin::answer made;
      made.close = true;
      if (values.size() == 1 && !of.calls_all_stale &&
          is_right(of, method, std::string(values.front()), asked.message.content, knows_nonce)) {
        made.octets = answer_octets(200, "");
        return made;
      }
      const bool is_stale = of.calls_all_stale && !values.empty();
      const bool is_silent = of.options_without_challenge && method == "OPTIONS";
      made.octets =
          answer_octets(401, is_silent ? ""
                                       : absl::StrCat("WWW-Authenticate: ", of.challenge,
                                                      is_stale ? ", stale=true" : "", "\r\n"));
      if (method == "HEAD") made.octets.resize(made.octets.size() - 2);
      return made;
    };
    auto server = origin::server::start(std::move(options));
    EXPECT_TRUE(server.ok()) << server.status();
    const auto at = read_url(absl::StrCat("http://127.0.0.1:", (*server)->port(), "/private"));
    EXPECT_TRUE(at.ok()) << at.status();
    check_options how;
    how.is_active = true;
    if (with_user) how.login = {.user = typed_.empty() ? of.user : typed_, .password = of.password};
    found_ = check_origin(*at, how);
    std::map<std::string, outcome> by_id;
    for (const outcome& one : found_.outcomes)
      EXPECT_TRUE(by_id.emplace(one.facts.id, one).second) << one.facts.id;
    return by_id;
  }

  // Everything that is held against the server.
  static std::vector<std::string> faults(const std::map<std::string, outcome>& all) {
    std::vector<std::string> ids;
    for (const auto& [id, one] : all) {
      if (model::is_non_conforming(one.verdict, false)) ids.push_back(id);
    }
    return ids;
  }

  checked found_{};
  std::string typed_{};  // as a terminal has it, where that differs
};

const character digest{
    .challenge = R"(Digest realm="files", nonce="n1", qop="auth", algorithm=SHA-256)",
    .is_digest = true};

TEST_F(Check, AServerThatDoesAllOfItIsHeldNothingAgainst) {
  for (const character& of : {character{}, digest}) {
    const auto all = check(of);
    EXPECT_EQ(faults(all), std::vector<std::string>{}) << of.challenge;
    const std::string family = of.is_digest ? "origin/digest-sha-256" : "origin/basic";
    for (const char* id :
         {"/login", "/wrong-secret", "/scheme-in-upper-case", "/two-spaces-after-scheme"})
      EXPECT_EQ(all.at(family + id).verdict, verdict::pass) << all.at(family + id).said;
    EXPECT_EQ(all.at("origin/refusal/get").verdict, verdict::pass);
    EXPECT_EQ(all.at("origin/lint/well-formed").verdict, verdict::pass);
    EXPECT_EQ(found_.loop, "");
  }
}

TEST_F(Check, EveryAlgorithmOfDigest) {
  for (const char* algorithm :
       {"MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"}) {
    character of = digest;
    of.challenge = absl::StrCat(R"(Digest realm="files", nonce="n1", qop="auth, auth-int", )",
                                "userhash=true, charset=UTF-8, algorithm=", algorithm);
    of.user = "J\xC3\xA4s\xC3\xB8n";
    const auto all = check(of);
    EXPECT_EQ(faults(all), std::vector<std::string>{}) << algorithm;
    std::string family = absl::StrCat("origin/digest-", algorithm);
    for (char& c : family) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const char* id :
         {"/login", "/auth-int", "/userhash", "/extended-user", "/charset", "/forged-nonce"}) {
      ASSERT_EQ(all.count(family + id), 1U) << family << id;
      EXPECT_EQ(all.at(family + id).verdict, verdict::pass) << all.at(family + id).said;
    }
    EXPECT_EQ(all.at(family + "/counter-twice").verdict, verdict::lenient);
  }
}

TEST_F(Check, WhatIsOfferedAndRefusedIsOverStrict) {
  character of = digest;
  of.challenge =
      R"(Digest realm="files", nonce="n1", qop="auth,auth-int", userhash=true, charset=UTF-8)";
  of.user = "J\xC3\xA4s\xC3\xB8n";
  of.takes_auth_int = of.takes_userhash = of.takes_extended_user = false;
  EXPECT_EQ(faults(check(of)), (std::vector<std::string>{"origin/digest-md5/auth-int",
                                                         "origin/digest-md5/extended-user",
                                                         "origin/digest-md5/userhash"}));
}

TEST_F(Check, ANameInIso8859IsTold) {
  for (const bool is_promised : {false, true}) {
    character of;
    if (is_promised) of.challenge += ", charset=\"UTF-8\"";
    of.user = "J\xE4s\xF8n";
    typed_ = "J\xC3\xA4s\xC3\xB8n";
    const auto all = check(of);
    EXPECT_EQ(all.at("origin/basic/charset").verdict,
              is_promised ? verdict::over_strict : verdict::alternative);
    EXPECT_EQ(all.at("origin/basic/login").verdict, verdict::pass);
    EXPECT_EQ(all.at("origin/basic/two-spaces-after-scheme").verdict, verdict::pass);
  }
}

TEST_F(Check, ABodyDoesNotWaitForEver) {
  auto handler = [](const origin::request&) {
    origin::answer made;
    made.close = true;
    made.octets = answer_octets(401, "WWW-Authenticate: Basic realm=\"x\"\r\n");
    return made;
  };
  // A server that says 100, which this one does, and what was asked is whole.
  origin::options options;
  std::atomic<int> bodies = 0;
  options.handler = [&](const origin::request& asked) {
    if (asked.message.head.value("Expect") && asked.message.content == "gauntlet") ++bodies;
    return handler(asked);
  };
  auto server = origin::server::start(std::move(options));
  ASSERT_TRUE(server.ok());
  const auto at = read_url(absl::StrCat("127.0.0.1:", (*server)->port()));
  const checked all = check_origin(*at, {});
  EXPECT_EQ(bodies, 1);
  for (const outcome& one : all.outcomes) {
    if (one.facts.id != "origin/refusal/post-100-continue") continue;
    EXPECT_EQ(one.verdict, verdict::pass) << one.said;
    EXPECT_NE(describe(*one.shown).find("< HTTP/1.1 100"), std::string::npos);
  }
}

TEST_F(Check, ABearerTokenAndItsErrors) {
  for (const bool names_error : {true, false}) {
    origin::options options;
    options.handler = [=](const origin::request& asked) {
      origin::answer made;
      made.close = true;
      const auto sent = asked.message.head.value("Authorization");
      const auto read = schemes::read(model::operation::credentials, sent.value_or(""));
      const bool is_in = !read.challenges.empty() && read.status &&
                         gauntlet::equals_ignore_case(read.challenges.front().scheme, "Bearer") &&
                         read.challenges.front().token68 == "mF_9.B5f-4.1JqM";
      const bool says_error = names_error ? sent.has_value() : !sent;
      made.octets =
          is_in ? answer_octets(200, "")
                : answer_octets(
                      401, absl::StrCat("WWW-Authenticate: Bearer realm=\"x\"",
                                        says_error ? ", error=\"invalid_token\"" : "", "\r\n"));
      if (wire::read_request_line(asked.message.head.start())->method == "HEAD")
        made.octets.resize(made.octets.size() - 2);
      return made;
    };
    auto server = origin::server::start(std::move(options));
    ASSERT_TRUE(server.ok());
    check_options how;
    how.login.token = "mF_9.B5f-4.1JqM";
    const checked all = check_origin(*read_url(absl::StrCat("127.0.0.1:", (*server)->port())), how);
    std::map<std::string, verdict> by_id;
    for (const outcome& one : all.outcomes) by_id.emplace(one.facts.id, one.verdict);
    EXPECT_EQ(by_id.at("origin/bearer/login"), verdict::pass);
    EXPECT_EQ(by_id.at("origin/bearer/scheme-in-lower-case"), verdict::pass);
    const verdict wanted = names_error ? verdict::pass : verdict::alternative;
    EXPECT_EQ(by_id.at("origin/bearer/invalid-token"), wanted);
    EXPECT_EQ(by_id.at("origin/bearer/no-error"), wanted);
  }
}

TEST_F(Check, ALegalFormThatIsRefusedIsOverStrict) {
  character of;
  of.wants_basic_as_written = true;
  const auto all = check(of);
  EXPECT_EQ(faults(all), (std::vector<std::string>{"origin/basic/scheme-in-lower-case",
                                                   "origin/basic/scheme-in-upper-case"}));
  EXPECT_EQ(all.at("origin/basic/scheme-in-lower-case").verdict, verdict::over_strict);
}

TEST_F(Check, AnyPasswordIsFoundAndNothingElseIsShownByIt) {
  character of;
  of.takes_any_password = true;
  const auto all = check(of);
  EXPECT_EQ(faults(all), std::vector<std::string>{"origin/basic/wrong-secret"});
  EXPECT_EQ(all.count("origin/basic/scheme-in-lower-case"), 0U);
}

TEST_F(Check, A401WithoutChallengeIsFoundWithoutAUser) {
  character of;
  of.options_without_challenge = true;
  const auto all = check(of, false);
  const auto& one = all.at("origin/refusal/options");
  EXPECT_EQ(one.verdict, verdict::wrong_result);
  EXPECT_NE(describe(*one.shown).find("> OPTIONS /private HTTP/1.1\n"), std::string::npos);
}

TEST_F(Check, ALoginThatGoesRoundIsExplained) {
  character stale = digest;
  stale.calls_all_stale = true;
  check(stale);
  EXPECT_NE(found_.loop.find("calls every nonce stale"), std::string::npos) << found_.loop;
  character raw = digest;
  raw.challenge = R"(Digest realm="a \"b\"", nonce="n1", qop="auth", algorithm=SHA-256)";
  raw.hashed_realm = R"(a \"b\")";
  check(raw);
  EXPECT_NE(found_.loop.find("with its backslashes"), std::string::npos) << found_.loop;
  character other;
  other.wants_basic_as_written = false;
  other.challenge = R"(Basic realm="x")";
  other.is_digest = true;  // takes no Basic at all
  check(other);
  EXPECT_NE(found_.loop.find("the same challenge as before"), std::string::npos) << found_.loop;
}

TEST_F(Check, SecretsStayOutOfWhatIsShown) {
  character of;
  of.wants_basic_as_written = true;
  for (const auto& [id, one] : check(of)) {
    EXPECT_EQ(one.said.find("dXNlcjpzZWNyZXQ"), std::string::npos) << id;
    if (one.shown) {
      EXPECT_EQ(describe(*one.shown).find("dXNlcjpzZWNyZXQ"), std::string::npos)
          << describe(*one.shown);
    }
  }
}

TEST_F(Check, WhatDoesNotAnswerIsSaid) {
  const auto at = read_url("http://127.0.0.1:1/");
  ASSERT_TRUE(at.ok());
  EXPECT_NE(check_origin(*at, {}).unreachable, "");
  EXPECT_NE(check_proxy(*at, {}).unreachable, "");
}

TEST_F(Check, TheBudgetIsKept) {
  origin::options options;
  std::atomic<int> asked = 0;
  options.handler = [&](const origin::request&) {
    ++asked;
    origin::answer made;
    made.octets = answer_octets(401, "WWW-Authenticate: Basic realm=\"x\"\r\n");
    made.close = true;
    return made;
  };
  auto server = origin::server::start(std::move(options));
  ASSERT_TRUE(server.ok());
  const auto at = read_url(absl::StrCat("127.0.0.1:", (*server)->port()));
  check_options how;
  how.max_requests = 3;
  how.login = {.user = "user", .password = "secret"};
  EXPECT_EQ(check_origin(*at, how).requests, 3U);
  (*server)->stop();
  // HTTP/2, which is asked for by libcurl, gets no further than its preface.
  EXPECT_LE(asked, 4);
}

TEST_F(Check, OverTls) {
  origin::options options;
  options.listeners = {{.is_tls = true}};
  options.handler = [](const origin::request& asked) {
    origin::answer made;
    made.close = true;
    made.octets =
        answer_octets(asked.from.is_tls ? 401 : 500, "WWW-Authenticate: Basic realm=\"x\"\r\n");
    return made;
  };
  auto server = origin::server::start(std::move(options));
  ASSERT_TRUE(server.ok());
  const std::string file = testing::TempDir() + "check_test.pem";
  std::ofstream(file) << (*server)->certificate_pem();
  const auto at = read_url(absl::StrCat("https://localhost:", (*server)->port()));
  ASSERT_TRUE(at.ok());
  EXPECT_NE(check_origin(*at, {}).unreachable.find("certificate"), std::string::npos);
  for (const bool trusts_anybody : {false, true}) {
    check_options how;
    how.dial.trusts_anybody = trusts_anybody;
    if (!trusts_anybody) how.dial.ca_file = file;
    const checked all = check_origin(*at, how);
    EXPECT_EQ(all.unreachable, "");
    ASSERT_FALSE(all.outcomes.empty());
    EXPECT_EQ(all.outcomes.front().verdict, verdict::pass) << all.outcomes.front().said;
  }
}

TEST(CheckTarget, UrlsAreRead) {
  EXPECT_EQ(read_url("example.org")->url(), "http://example.org/");
  EXPECT_EQ(read_url("https://example.org/a?b=c#d")->url(), "https://example.org/a?b=c");
  EXPECT_EQ(read_url("https://example.org:8443")->authority(), "example.org:8443");
  EXPECT_TRUE(read_url("http://[::1]:80/")->is_loopback());
  EXPECT_TRUE(read_url("http://127.3.2.1/")->is_loopback());
  EXPECT_FALSE(read_url("http://127.example.org/")->is_loopback());
  for (const char* wrong : {"", "ftp://x/", "http://u:p@x/", "http://:80/", "http://x:99999/"})
    EXPECT_FALSE(read_url(wrong).ok()) << wrong;
}

// A proxy as it should be: asks for a login, and passes on all else.
class Proxy : public testing::Test {
 protected:
  // `meddles`: adds a field to what goes through a tunnel, and gives its own 407 there.
  checked check(bool leaks, bool joins, bool meddles = false) {
    origin::options options;
    options.handler = [=](const origin::request& asked) {
      const auto line = wire::read_request_line(asked.message.head.start());
      origin::answer made;
      made.close = true;
      if (!asked.from.tunnel.empty()) {
        made.octets = in_tunnel(asked, meddles);
        return made;
      }
      const auto login = asked.message.head.value("Proxy-Authorization");
      if (!login || schemes::read(model::operation::credentials, *login).challenges.empty() ||
          schemes::read(model::operation::credentials, *login).challenges.front().token68 !=
              "dXNlcjpzZWNyZXQ=") {
        made.octets = answer_octets(407, "Proxy-Authenticate: Basic realm=\"p\"\r\n");
        if (line && line->method == "HEAD") made.octets.resize(made.octets.size() - 2);
        return made;
      }
      if (!line || line->method == "CONNECT") {
        made.octets = "HTTP/1.1 200 OK\r\n\r\n";
        made.close = false;
        made.tunnel = true;
        return made;
      }
      made.octets = forward(asked.message.head, *line, leaks, joins);
      return made;
    };
    auto server = origin::server::start(std::move(options));
    EXPECT_TRUE(server.ok());
    const auto at = read_url(absl::StrCat("http://127.0.0.1:", (*server)->port()));
    check_options how;
    how.login = {.user = "user", .password = "secret"};
    how.is_active = true;
    return check_proxy(*at, how);
  }

  static std::string in_tunnel(const origin::request& asked, bool meddles) {
    const auto to = read_url("http://" + asked.from.tunnel);
    auto opened = connection::open(*to, {});
    if (!opened.ok()) return answer_octets(502, "");
    const wire::head& head = asked.message.head;
    std::string octets = head.octets;
    if (meddles) octets.insert(octets.find("\r\n") + 2, "Via: 1.1 p\r\n");
    if (!opened->send(octets + asked.message.content).ok()) return answer_octets(502, "");
    const auto got = opened->receive(wire::read_request_line(head.start())->method);
    if (!got.ok()) return answer_octets(502, "");
    if (meddles && got->code == 407)
      return answer_octets(407, "Proxy-Authenticate: Basic realm=\"p\"\r\n");
    return got->message.head.octets + got->message.body;
  }

  static std::string forward(const wire::head& head, const wire::request_line& line, bool leaks,
                             bool joins) {
    const auto to = read_url(std::string(line.target));
    if (!to.ok()) return answer_octets(400, "");
    auto opened = connection::open(*to, {});
    if (!opened.ok()) return answer_octets(502, "");
    std::string octets = absl::StrCat(std::string(line.method), " ", to->path, " HTTP/1.1\r\n");
    for (const wire::field_line& one : head.fields) {
      if (!leaks && wire::same_name(head.text(one.name), "Proxy-Authorization")) continue;
      if (wire::same_name(head.text(one.name), "Content-Length")) continue;
      absl::StrAppend(&octets, std::string(head.text(one.name)), ":",
                      std::string(head.text(one.value)), "\r\n");
    }
    if (!opened->send(octets + "\r\n").ok()) return answer_octets(502, "");
    auto got = opened->receive(line.method);
    if (!got.ok()) return answer_octets(502, "");
    std::string back = got->message.head.octets;
    if (joins) {
      const std::size_t second = back.find("\r\nWWW-Authenticate: Basic");
      if (second != std::string::npos) back.erase(second, back.find("\r\n", second + 2) - second);
    }
    return back + got->message.body;
  }

  static verdict of(const checked& all, const std::string& id) {
    for (const outcome& one : all.outcomes) {
      if (one.facts.id == id) return one.verdict;
    }
    ADD_FAILURE() << "no outcome " << id;
    return verdict::not_run;
  }
};

TEST_F(Proxy, OneThatDoesAllOfItIsHeldNothingAgainst) {
  const checked all = check(false, false);
  for (const outcome& one : all.outcomes)
    EXPECT_FALSE(model::is_non_conforming(one.verdict, false)) << one.facts.id << ": " << one.said;
  EXPECT_EQ(of(all, "proxy/refusal/connect"), verdict::pass);
  EXPECT_EQ(of(all, "proxy/relay/proxy-authorization"), verdict::pass);
  EXPECT_EQ(of(all, "proxy/relay/www-authenticate"), verdict::pass);
  EXPECT_EQ(of(all, "proxy/basic/scheme-in-upper-case"), verdict::pass);
  for (const char* id : {"proxy/chain/tunnel", "proxy/chain/next-asks", "proxy/chain/both-logins"})
    EXPECT_EQ(of(all, id), verdict::pass) << id;
}

TEST_F(Proxy, WhatIsDoneToATunnelIsFound) {
  const checked all = check(false, false, true);
  EXPECT_EQ(of(all, "proxy/chain/tunnel"), verdict::wrong_result);
  EXPECT_EQ(of(all, "proxy/chain/next-asks"), verdict::wrong_result);
}

// A server behind a proxy that asks for a login: the tunnel is opened, then it is as without.
TEST_F(Proxy, OnTheWayToAServer) {
  origin::options behind;
  behind.handler = [](const origin::request&) {
    origin::answer made;
    made.close = true;
    made.octets = answer_octets(401, "WWW-Authenticate: Basic realm=\"x\"\r\n");
    return made;
  };
  auto server = origin::server::start(std::move(behind));
  ASSERT_TRUE(server.ok());
  const auto at = read_url(absl::StrCat("http://127.0.0.1:", (*server)->port()));
  for (const bool logs_in : {true, false}) {
    origin::options options;
    options.handler = [](const origin::request& asked) {
      origin::answer made;
      if (!asked.from.tunnel.empty()) {
        made.octets = in_tunnel(asked, false);
      } else if (asked.message.head.value("Proxy-Authorization")) {
        made.octets = "HTTP/1.1 200 OK\r\n\r\n";
        made.tunnel = true;
      } else {
        made.octets = answer_octets(407, "Proxy-Authenticate: Basic realm=\"p\"\r\n");
      }
      made.close = !made.tunnel;
      return made;
    };
    auto proxy = origin::server::start(std::move(options));
    ASSERT_TRUE(proxy.ok());
    check_options how;
    how.dial.timeout = absl::Seconds(2);  // what comes of HTTP/2 in this tunnel
    how.dial.via = gateway{*read_url(absl::StrCat("http://127.0.0.1:", (*proxy)->port())),
                           logs_in ? "user:secret" : ""};
    const checked all = check_origin(*at, how);
    EXPECT_EQ(all.unreachable.empty(), logs_in) << all.unreachable;
    if (logs_in) {
      EXPECT_EQ(of(all, "origin/refusal/get"), verdict::pass);
    }
  }
}

TEST_F(Proxy, ALeakAndALostLineAreFound) {
  const checked all = check(true, true);
  EXPECT_EQ(of(all, "proxy/relay/proxy-authorization"), verdict::wrong_result);
  EXPECT_EQ(of(all, "proxy/relay/www-authenticate"), verdict::wrong_result);
}

}  // namespace
}  // namespace gauntlet::check
