#include "conformance/live/serve/host.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "conformance/live/serve/test/stage.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::serve {
namespace {

const std::string authorization = std::string("Authorization: ") + basic_credentials + "\r\n";

std::string body_of(const std::string& response) {
  const std::size_t head = response.find("\r\n\r\n");
  return head == std::string::npos ? "" : response.substr(head + 4);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

nlohmann::json state_of(stage& on, const std::string& id) {
  const nlohmann::json all = nlohmann::json::parse(body_of(on.ask("GET /cases.json")));
  for (const nlohmann::json& one : all["cases"]) {
    if (one["id"] == id) return one.value("state", nlohmann::json());
  }
  return {};
}

TEST(Host, AnswersACaseWithItsExactOctets) {
  const std::string line = "Basic realm=\"a\r\n \xff\x01\"  ";
  stage on({case_of("x/odd", {line, "Foo"})}, {});
  const std::string got = on.ask("GET /case/x/odd");
  EXPECT_EQ(got.substr(0, 25), "HTTP/1.1 401 Unauthorized");
  EXPECT_NE(got.find("\r\nConnection: close\r\nWWW-Authenticate: " + line +
                     "\r\nWWW-Authenticate: Foo\r\n\r\n"),
            std::string::npos)
      << got;
  EXPECT_EQ(on.ask("GET /case/x/odd", authorization).substr(0, 15), "HTTP/1.1 200 OK");
  EXPECT_EQ(body_of(on.ask("HEAD /case/x/odd")), "");
}

TEST(Host, KnowsPathsBelowACase) {
  stage on({case_of("x/basic", {"Basic realm=\"a\""}), case_of("x/basic/two", {"Foo"})}, {});
  const std::string refs = "/info/refs?service=git-upload-pack";
  EXPECT_NE(on.ask("GET /case/x/basic" + refs).find(": Basic realm=\"a\"\r\n"), std::string::npos);
  EXPECT_NE(on.ask("GET /case/x/basic/two" + refs).find(": Foo\r\n"), std::string::npos);
  EXPECT_EQ(on.ask("GET /case/x/basic/two").substr(9, 3), "401");
  EXPECT_EQ(on.ask("GET /case/x" + refs).substr(9, 3), "404");
  EXPECT_EQ(on.ask("GET /case/x/basics/a").substr(9, 3), "404");
  EXPECT_EQ(on.ask("GET /case/" + std::string(20'000, '/')).substr(9, 3), "404");
  // A redirect keeps what the client put there.
  const auto located = [&](const std::string& path) {
    const std::string got = on.ask("GET /case/live/redirect" + path, authorization);
    const std::size_t at = got.find("Location: ");
    return at == std::string::npos ? got.substr(9, 3)
                                   : got.substr(at + 10, got.find("\r\n", at) - at - 10);
  };
  EXPECT_EQ(located(""), "/case/live/redirect/second");
  EXPECT_EQ(located(refs), "/case/live/redirect/second" + refs);
  EXPECT_EQ(located("/second" + refs), "200");
  EXPECT_EQ(located("/seconds"), "/case/live/redirect/second/seconds");
  EXPECT_EQ(located("/a\rb"), "/case/live/redirect/second");
  const auto& did = on.on().look(on.shape("live/redirect")).attempt.requests;
  EXPECT_TRUE(
      std::any_of(did.begin(), did.end(), [](const auto& one) { return one.step == "/second"; }));
}

TEST(Host, GivesPathsOfNoCaseToTheAttemptUnderWay) {
  host_options options;
  options.is_driven = true;
  options.takes_any_path = true;
  stage with({case_of("t/basic", {"Basic realm=\"test\""})}, options);
  EXPECT_NE(with.ask("GET /v2/").find("404"), std::string::npos);
  const std::size_t shape = with.shape("t/basic");
  with.on().begin(shape);
  EXPECT_NE(with.ask("GET /v2/").find("WWW-Authenticate: Basic realm=\"test\""), std::string::npos);
  EXPECT_NE(with.ask("GET /v2/case/manifests/latest",
                     std::string("Authorization: ") + basic_credentials + "\r\n")
                .find(" 200 "),
            std::string::npos);
  EXPECT_EQ(with.on().look(shape).attempt.requests.size(), 2U);
}

TEST(Host, JudgesWhatComesBack) {
  stage on({case_of("x/basic", {"Newauth realm=\"a\", Basic realm=\"b\""}),
            case_of("x/decoy", {"Newauth realm=\"a, Basic realm=b\""})},
           {});
  on.ask("GET /case/x/basic");
  EXPECT_EQ(state_of(on, "x/basic")["if_silent"], "not-observable");
  on.ask("GET /case/live/known-basic");
  on.ask("GET /case/live/known-basic", authorization);
  EXPECT_EQ(state_of(on, "live/known-basic")["verdict"], "pass");
  // What it knows has changed, and so has what its silence is worth.
  EXPECT_EQ(state_of(on, "x/basic")["if_silent"], "over-strict");
  on.ask("GET /case/x/basic", authorization);
  EXPECT_EQ(state_of(on, "x/basic")["verdict"], "pass");
  on.ask("GET /case/x/decoy");
  on.ask("GET /case/x/decoy", authorization);
  EXPECT_EQ(state_of(on, "x/decoy")["verdict"], "smuggled");
  EXPECT_EQ(state_of(on, "x/decoy")["bad"], true);
  // Another try begins anew.
  on.ask("GET /case/x/decoy");
  EXPECT_EQ(state_of(on, "x/decoy")["attempts"], 2);
  EXPECT_EQ(state_of(on, "x/decoy")["if_silent"], "pass");
}

TEST(Host, KeepsTheExchanges) {
  stage on({case_of("x/basic", {"Basic realm=\"\xe4\""})}, {});
  on.ask("GET /case/x/basic", "X-Odd: \x80\r\n");
  on.ask("GET /case/x/basic", authorization);
  const nlohmann::json kept =
      nlohmann::json::parse(body_of(on.ask("GET /exchanges/x/basic")))["exchanges"];
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_NE(kept[0]["request"].get<std::string>().find("X-Odd: \u0080"), std::string::npos);
  EXPECT_NE(kept[0]["answer"].get<std::string>().find("Basic realm=\"\u00e4\""), std::string::npos);
  EXPECT_NE(kept[1]["request"].get<std::string>().find(basic_credentials), std::string::npos);
}

TEST(Host, TellsVerdictsAsTheyCome) {
  stage on({case_of("x/basic", {"Basic realm=\"a\""})}, {});
  origin::client listener(on.server().port());
  listener.send("GET /events HTTP/1.1\r\n\r\n");
  EXPECT_NE(listener.read_to("retry: 1000\n\n").find("text/event-stream"), std::string::npos);
  on.ask("GET /case/x/basic");
  const std::string event = listener.read_to("\n\n");
  const std::size_t data = event.find("data: ");
  ASSERT_NE(data, std::string::npos) << event;
  const nlohmann::json state =
      nlohmann::json::parse(event.substr(data + 6, event.find('\n', data) - data - 6));
  EXPECT_EQ(state["n"], on.shape("x/basic"));
  EXPECT_EQ(state["requests"], 1);
}

TEST(Host, ServesThePage) {
  stage on({}, {});
  EXPECT_NE(on.ask("GET /").find("<title>gauntlet serve"), std::string::npos);
  EXPECT_NE(on.ask("GET /page.css").find("text/css"), std::string::npos);
  EXPECT_NE(on.ask("GET /ca.pem").find("BEGIN CERTIFICATE"), std::string::npos);
  EXPECT_EQ(on.ask("GET /nowhere").substr(9, 3), "404");
  EXPECT_EQ(on.ask("GET /case/nowhere").substr(9, 3), "404");
  EXPECT_EQ(on.ask("POST /").substr(9, 3), "405");
}

TEST(Host, IsAProxyOnItsOtherPort) {
  host_options options;
  options.fields = live::proxy_fields;
  stage on({case_of("x/basic", {"Basic realm=\"a\""})}, options);
  const std::string get = "GET http://gauntlet.test/case/x/basic";
  const std::string asked = on.ask(get, authorization, proxy_listener);
  EXPECT_EQ(asked.substr(9, 3), "407");
  EXPECT_NE(asked.find("\r\nProxy-Authenticate: Basic realm=\"a\"\r\n"), std::string::npos);
  const std::string proxy_authorization = "Proxy-" + authorization;
  EXPECT_EQ(on.ask(get, proxy_authorization, proxy_listener).substr(9, 3), "200");
  EXPECT_EQ(on.ask("GET /", "", proxy_listener).substr(9, 3), "400");
  EXPECT_EQ(on.ask("GET http://example.org/", "", proxy_listener).substr(9, 3), "404");

  const std::string connect =
      "CONNECT c" + std::to_string(on.shape("x/basic")) + ".gauntlet.test:443";
  on.on().begin(on.shape("x/basic"));
  EXPECT_EQ(on.ask(connect, "", proxy_listener).substr(9, 3), "407");
  origin::client tunnel(on.server().port(proxy_listener));
  tunnel.send(connect + " HTTP/1.1\r\n" + proxy_authorization + "\r\n");
  EXPECT_EQ(tunnel.read_to("\r\n\r\n"), "HTTP/1.1 200 OK\r\n\r\n");
  ASSERT_TRUE(tunnel.start_tls(on.server().certificate_pem(), "c1.gauntlet.test"));
  tunnel.send("GET /case/x/basic HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(ends_with(tunnel.read_to_end(), "You came through the tunnel.\n"));
  EXPECT_EQ(on.on().look(on.shape("x/basic")).attempt.requests.size(), 2U);
}

TEST(Host, KeepsNoMoreThanItIsTold) {
  host_options options;
  options.max_kept_octets = 2000;
  stage on({case_of("x/basic", {"Basic realm=\"a\""})}, options);
  for (int i = 0; i < 30; ++i) on.ask("GET /case/x/basic", "X: " + std::string(200, 'x') + "\r\n");
  on.server().stop();
  const record kept = on.on().look(on.shape("x/basic"));
  EXPECT_LT(kept.exchanges.size(), 10U);
  EXPECT_EQ(kept.exchanges.size() + kept.not_kept, 30U);
}

}  // namespace
}  // namespace gauntlet::serve
