#include "conformance/live/scenarios/play.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "conformance/live/servers/test/sample.hpp"
#include "conformance/model/json_file.hpp"

namespace gauntlet::live {
namespace {

// What a server gets that answers every request with this: each request, as it came.
std::vector<std::string> requests_of(const scenario& of, const role& as,
                                     const std::string& answer) {
  const absl::StatusOr<std::unique_ptr<server>> started = server::start(answering(answer));
  EXPECT_TRUE(started.ok()) << started.status();
  const absl::StatusOr<std::unique_ptr<stage>> opened = stage::open();
  EXPECT_TRUE(opened.ok()) << opened.status();
  if (!started.ok() || !opened.ok()) return {};
  EXPECT_EQ(play(of, as, "", **started, **opened).ended, reply::how::answered);
  const auto kept = model::read_file((*started)->folder() / "requests");
  EXPECT_TRUE(kept.ok()) << kept.status();
  return absl::StrSplit(kept.value_or(""), "\r\n\r\n", absl::SkipEmpty());
}

scenario of_client(const std::string& line) {
  scenario made;
  made.from = sender::client;
  made.field = "Authorization";
  made.of.lines = {line};
  return made;
}

role page(const std::string& target) {
  role made;
  made.port = "web";
  made.target = target;
  return made;
}

TEST(Play, SendsTheTokenOfTheRole) {
  role as = page("/");
  as.token = "abc";
  const std::vector<std::string> got = requests_of(of_client("Bearer {{token}}"), as,
                                                   "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_EQ(got.size(), 1u);
  EXPECT_TRUE(absl::StrContains(got[0], "\r\nAuthorization: Bearer abc\r\n")) << got[0];
}

TEST(Play, AsksForThePageBefore) {
  scenario of = of_client("Basic {{basic}}");
  of.earlier = {{.fields = {"Authorization: Basic Zmlyc3Q="}}};
  const std::vector<std::string> got =
      requests_of(of, page("/{{turn}}"), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_EQ(got.size(), 2u);
  EXPECT_TRUE(absl::StartsWith(got[0], "GET /0 HTTP/1.1\r\n")) << got[0];
  EXPECT_TRUE(absl::StartsWith(got[1], "GET /0 HTTP/1.1\r\n")) << got[1];
  EXPECT_TRUE(absl::StrContains(got[0], "\r\nAuthorization: Basic Zmlyc3Q=\r\n")) << got[0];
  EXPECT_TRUE(absl::StrContains(got[1], "\r\nAuthorization: Basic dXNlcjpwYXNz\r\n")) << got[1];
}

TEST(Play, AnswersTheChallengeAlsoWithANonceOfItsOwn) {
  const std::vector<std::string> got = requests_of(
      of_client("Digest realm=\"{{realm}}\", nonce=\"{{unknown_nonce}}\", "
                "response=\"{{unknown_nonce_response}}\""),
      page("/"),
      "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\", qop=\"auth\"\r\n"
      "Content-Length: 0\r\n\r\n");
  ASSERT_EQ(got.size(), 2u);
  EXPECT_FALSE(absl::StrContains(got[0], "Authorization")) << got[0];
  EXPECT_TRUE(absl::StrContains(got[1], "Digest realm=\"a\", nonce=\"AAAA\", response=\""))
      << got[1];
  EXPECT_FALSE(absl::StrContains(got[1], "response=\"\"")) << got[1];
}

}  // namespace
}  // namespace gauntlet::live
