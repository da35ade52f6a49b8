// Secrets that are planted in heads, and looked for in everything that is written.
#include "conformance/lint/redact.hpp"

#include <sstream>
#include <string>
#include <vector>

#include "conformance/lint/linter.hpp"
#include "conformance/lint/test/examples.hpp"
#include "gtest/gtest.h"

namespace gauntlet::lint {
namespace {

using model::operation;

TEST(Redact, HidesWhatIsSecretAndNoMore) {
  const struct {
    operation op;
    const char* value;
    const char* shown;
  } all[] = {
      {operation::credentials, "Basic dXNlcjpwYXNz", "Basic [redacted]"},
      {operation::credentials, "bearer abc", "bearer [redacted]"},
      {operation::credentials, "Bearer 5|abc", "Bearer [redacted]"},
      {operation::credentials, "eyJhbGci.eyJzdWIi.c2ln", "[redacted]"},
      {operation::credentials, "hunter2", "[redacted]"},
      {operation::credentials, "hunter2 or not", "[redacted] [redacted] [redacted]"},
      {operation::credentials, "BearereyJhbGci", "Bearer[redacted]"},
      {operation::credentials, "Basic QWxhZGRp=OnBh", "Basic [redacted]"},
      {operation::credentials, "Basic QWxh, QmFy", "Basic [redacted], [redacted]"},
      {operation::credentials, "Negotiate", "Negotiate"},
      {operation::credentials, "Digest username=\"u\", realm=\"r\", nc=00000001, response=\"f\"",
       "Digest username=[redacted], realm=\"r\", nc=00000001, response=[redacted]"},
      {operation::credentials, "Digest realm=\"hunter2, response=\"f\"", "Digest realm=[redacted]"},
      {operation::credentials, "Foo hunter2=1, b=2", "[redacted] [redacted], [redacted]"},
      {operation::challenges, "Basic realm=\"x\", charset=\"UTF-8\"",
       "Basic realm=\"x\", charset=\"UTF-8\""},
      {operation::challenges, "Negotiate oYG1MIGyoAMKAQChCwYJ", "Negotiate [redacted]"},
      {operation::challenges, "L402 macaroon=\"AGIAJEem==\", invoice=\"lnbc1\"",
       "L402 macaroon=[redacted], invoice=\"lnbc1\""},
      {operation::auth_info, "nextnonce=\"m\", qop=auth, rspauth=\"f\"",
       "nextnonce=[redacted], qop=auth, rspauth=[redacted]"},
  };
  for (const auto& one : all) EXPECT_EQ(redact(one.op, one.value), one.shown) << one.value;
}

TEST(Redact, LooksIntoOtherFields) {
  const struct {
    const char* name;
    const char* value;
    const char* shown;
  } all[] = {
      {"Cookie", " sid=hunter2", " [redacted]"},
      {"X-Api-Key", " hunter2", " [redacted]"},
      {"Location", " https://u:hunter2@a.example/", " https://[redacted]@a.example/"},
      {"Location", " /a?access_token=hunter2&b=1", " /a?[redacted]"},
      {"Location", " /a#access_token=hunter2", " /a#[redacted]"},
      {"X-Other", " eyJhbGci.eyJzdWIi.c2ln", " [redacted]"},
      {"Server", " nginx/1.22.1", " nginx/1.22.1"},
      {"LFS-Authenticate", " Basic realm=\"x\"", " Basic realm=\"x\""},
      {"X-Authorization", " Basic hunter2", " Basic [redacted]"},
  };
  for (const auto& one : all) {
    EXPECT_EQ(redact(one.value, secrets_of_line(one.name, one.value)), one.shown) << one.name;
  }
}

// Each place where a secret may stand; `hunter2secret` is what is looked for, also in the forms that
// a mistake gives it.
const std::vector<std::string>& planted() {
  static const std::vector<std::string> all = {
      "GET /a?key=hunter2secret HTTP/1.1\nHost: a.example\nAuthorization: Basic hunter2secret",
      "GET https://u:hunter2secret@a.example/ HTTP/1.1\nHost: a.example",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: hunter2secret",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: hunter2secret=1",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer hunter2secret|x",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer \"hunter2secret\"",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer a,hunter2secret",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer: hunter2secret",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearerhunter2secret",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Foo hunter2secret=\"x\", hunter2secret=y",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Digest username=\"hunter2secret\", x",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: Basic x\nAuthorization: Basic hunter2secret",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: http://hunter2secret x",
      "GET / HTTP/1.1\nHost: a.example\nAuthorization: key=hunter2secret",
      "GET / HTTP/1.1\nHost: a.example\nCookie: hunter2secret\nAuthorisation: hunter2secret",
      "GET / HTTP/1.1\nHost: a.example\nX-Api-Token: hunter2secret\nAuthorization: x",
      "HTTP/1.1 200 OK\nAuthorization: Bearer hunter2secret\nSet-Cookie: a=hunter2secret",
      "HTTP/1.1 401 x\nWWW-Authenticate: Negotiate hunter2secrethunter2secret, NTLM\nServer: x",
      "HTTP/1.1 302 x\nLocation: https://a.example/?token=hunter2secret",
      "HTTP/1.1 200 OK\nAuthentication-Info: hunter2secret=\"hunter2secret\", x",
  };
  return all;
}

std::string written(output what, bool is_fixed, bool shows_secrets) {
  std::ostringstream out;
  std::ostringstream fixed;
  const auto to = make_writer(what, out, {});
  linter_settings settings;
  settings.shows_secrets = shows_secrets;
  if (is_fixed) {
    settings.fixed = &fixed;
    settings.not_fixed = &out;
  }
  linter linting(settings, *to);
  linting.start("planted", format::head);
  for (const std::string& text : planted()) linting.on_head(head_of(text));
  linting.finish();
  return out.str() + fixed.str();
}

TEST(Redact, NoOutputHasAPlantedSecret) {
  for (const output what :
       {output::terminal, output::json, output::sarif, output::github, output::junit}) {
    const std::string text = written(what, false, false);
    EXPECT_EQ(text.find("hunter2"), std::string::npos)
        << text.substr(text.find("hunter2") < 200 ? 0 : text.find("hunter2") - 200, 400);
    EXPECT_GT(text.size(), 1000U);
  }
  const std::string fixed = written(output::terminal, true, false);
  EXPECT_EQ(fixed.find("hunter2"), std::string::npos)
      << fixed.substr(fixed.find("hunter2") < 200 ? 0 : fixed.find("hunter2") - 200, 400);
  // The test would find it.
  EXPECT_NE(written(output::terminal, false, true).find("hunter2secret"), std::string::npos);
  EXPECT_NE(written(output::terminal, true, true).find("hunter2secret"), std::string::npos);
}

TEST(Redact, ShowsTheOctetThatIsWrong) {
  std::ostringstream out;
  const auto to = make_writer(output::terminal, out, {});
  linter linting({}, *to);
  linting.start("x", format::head);
  linting.on_head(head_of("GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer 5|abc"));
  EXPECT_NE(out.str().find("Bearer [redacted]|[redacted]"), std::string::npos) << out.str();
}

}  // namespace
}  // namespace gauntlet::lint
