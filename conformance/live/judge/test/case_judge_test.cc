#include "conformance/live/judge/case_judge.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/model/results.hpp"
#include "conformance/runner/grammar_reading.hpp"
#include "conformance/schemes/values/digest.hpp"

namespace gauntlet::live {
namespace {

using model::parse_rule;

constexpr char basic[] = "Basic dXNlcjpwYXNzdzByZA==";

// A case with these lines; what it expects is what the grammar says.
model::test_case case_of(std::vector<std::string> lines, parse_rule rule = parse_rule::must_accept,
                         std::vector<model::named_alternative> alternatives = {}) {
  model::test_case made;
  made.facts = std::make_shared<model::case_facts>();
  made.rule = rule;
  made.combined = model::combine(lines);
  if (rule == parse_rule::must_accept)
    made.expect = runner::grammar_reading(model::operation::challenges, lines);
  made.lines = std::move(lines);
  made.alternatives = std::move(alternatives);
  return made;
}

// Right credentials of Digest; `hashed` in place of the realm that is sent back.
std::string digest(const std::string& realm, const std::string& nonce, const char* hashed = nullptr,
                   const std::string& algorithm = "MD5") {
  schemes::digest_input in;
  in.algorithm = *schemes::read_digest_algorithm(algorithm);
  in.username = login().user;
  in.password = login().password;
  in.realm = hashed != nullptr ? hashed : realm;
  in.nonce = nonce;
  in.method = "GET";
  in.uri = "/case/x";
  in.qop = "auth";
  in.nc = "00000001";
  in.cnonce = "abc";
  return "Digest username=\"user\", realm=\"" + realm + "\", nonce=\"" + nonce +
         "\", uri=\"/case/x\", algorithm=" + algorithm +
         ", qop=auth, nc=00000001, cnonce=\"abc\", response=\"" + *schemes::digest_response(in) +
         "\"";
}

attempt answered(const std::string& credentials) {
  attempt made;
  made.requests.push_back({"GET", "/case/x", {}, "", false});
  if (!credentials.empty()) made.requests.push_back({"GET", "/case/x", {credentials}, "", false});
  return made;
}

// A client that answers these controls, as one should.
knowledge knows(const std::vector<std::string>& names) {
  knowledge made;
  for (const control& one : controls()) {
    if (std::find(names.begin(), names.end(), one.name) == names.end()) continue;
    const bool is_basic = one.name == "basic";
    const std::string algorithm = one.name.find("sha-256") != std::string::npos ? "SHA-256" : "MD5";
    const attempt did =
        answered(is_basic ? basic : digest("control", "9c1a53e0b7d24f68", nullptr, algorithm));
    made.learn(one.challenge, read_evidence(did.requests[1], {}, origin_fields, {}));
  }
  return made;
}

std::string verdict(const model::test_case& of, const attempt& did, const knowledge& known) {
  const finding found = judge_case(of, did, known, {}, origin_fields);
  model::row row;
  row.verdict = found.judgement.verdict;
  row.alternative = found.judgement.alternative;
  return model::verdict_text(row);
}

const knowledge all = knows({"basic", "digest-md5", "digest-sha-256"});
const char plain[] = "Digest realm=\"a\", nonce=\"n\", qop=\"auth\", algorithm=MD5";

TEST(CaseJudge, AChallengeThatIsKnownHasToBeAnswered) {
  const model::test_case second = case_of({"Newauth realm=\"x\", Basic realm=\"y\""});
  EXPECT_EQ(verdict(second, answered(basic), all), "pass");
  EXPECT_EQ(verdict(second, answered(""), all), "over-strict");
  EXPECT_EQ(verdict(case_of({plain}), answered(digest("a", "n")), all), "pass");
}

TEST(CaseJudge, WhatIsNotKnownIsNotHeldAgainstIt) {
  const model::test_case second = case_of({"Newauth realm=\"x\", Basic realm=\"y\""});
  EXPECT_EQ(verdict(second, answered(""), {}), "not-observable");
  EXPECT_EQ(verdict(second, answered(""), knows({"digest-md5"})), "not-observable");
  EXPECT_EQ(verdict(case_of({"Foo a=b"}), answered(""), all), "not-observable");
  // SHA-256 alone, of a client that knows MD5.
  const std::string sha = "Digest realm=\"a\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256";
  EXPECT_EQ(verdict(case_of({sha}), answered(""), knows({"digest-md5"})), "pass");
}

TEST(CaseJudge, CredentialsForTextInQuotesAreSmuggled) {
  const model::test_case decoy = case_of({"Newauth realm=\"x, Basic realm=y\""});
  EXPECT_EQ(verdict(decoy, answered(basic), all), "smuggled");
  EXPECT_EQ(verdict(decoy, answered(""), all), "pass");
  EXPECT_EQ(verdict(case_of({"Newauth realm=\"x\""}), answered(basic), all), "wrong-result");
}

TEST(CaseJudge, DigestShowsWhatWasRead) {
  const model::test_case comma =
      case_of({"Digest realm=\"a, b\", nonce=\"n\", qop=\"auth\", algorithm=MD5"});
  EXPECT_EQ(verdict(comma, answered(digest("a, b", "n")), all), "pass");
  EXPECT_EQ(verdict(comma, answered(digest("a", "n")), all), "wrong-result");
  EXPECT_EQ(verdict(comma, answered(digest("a, b", "m")), all), "wrong-result");
  // Sent back as it is, but hashed as something else: known of a library.
  const finding found =
      judge_case(comma, answered(digest("a, b", "n", "a; b")), all, {}, origin_fields);
  EXPECT_EQ(found.judgement.verdict, model::verdict::wrong_result);
  EXPECT_NE(found.judgement.why.find("\"a; b\""), std::string::npos) << found.judgement.why;
  EXPECT_NE(found.got.find("a; b"), std::string::npos) << found.got;
  EXPECT_NE(found.judgement.expected.find("a, b"), std::string::npos) << found.judgement.expected;
}

TEST(CaseJudge, QuotedPairsMayBeHashedResolvedOrNot) {
  const model::test_case escaped =
      case_of({"Digest realm=\"a \\\"b\\\"\", nonce=\"n\", qop=\"auth\", algorithm=MD5"});
  EXPECT_EQ(verdict(escaped, answered(digest("a \\\"b\\\"", "n", "a \"b\"")), all), "pass");
  EXPECT_EQ(verdict(escaped, answered(digest("a \\\"b\\\"", "n", "a \\\"b\\\"")), all), "pass");
  // Not escaped again, they are no credentials.
  EXPECT_EQ(verdict(escaped, answered(digest("a \"b\"", "n")), all), "wrong-result");
}

TEST(CaseJudge, AWeakerChoiceHasANameAndIsNoFailure) {
  const std::string both = std::string("Basic realm=\"a\", ") + plain;
  EXPECT_EQ(verdict(case_of({both}), answered(basic), all), "alternative:weaker-scheme");
  EXPECT_EQ(verdict(case_of({both}), answered(basic), knows({"basic"})), "pass");
  const std::string three =
      both + ", Digest realm=\"a\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256";
  EXPECT_EQ(verdict(case_of({three}), answered(digest("a", "n")), all),
            "alternative:weaker-scheme");
  EXPECT_EQ(verdict(case_of({three}), answered(digest("a", "n", nullptr, "SHA-256")), all), "pass");
}

TEST(CaseJudge, InvalidValuesMayBeAnsweredOrNot) {
  const model::test_case invalid = case_of({"Basic realm=\"a"}, parse_rule::may_accept);
  EXPECT_EQ(verdict(invalid, answered(""), all), "pass");
  EXPECT_EQ(verdict(invalid, answered(basic), all), "lenient");
  EXPECT_EQ(verdict(case_of({"Foo =x"}, parse_rule::may_accept), answered(basic), all),
            "wrong-result");
}

TEST(CaseJudge, BrokenRulesOfASchemeAreAReason) {
  const model::test_case no_nonce = case_of({"Digest realm=\"a\", qop=\"auth\", algorithm=MD5"});
  EXPECT_EQ(verdict(no_nonce, answered(""), all), "alternative:scheme-rule");
  EXPECT_EQ(verdict(no_nonce, answered(digest("a", "")), all), "alternative:recovered");
  // Two of one algorithm.
  const model::test_case alike = case_of({std::string(plain) + ", " + plain});
  EXPECT_EQ(verdict(alike, answered(""), all), "alternative:scheme-rule");
  EXPECT_EQ(verdict(alike, answered(digest("a", "n")), all), "pass");
}

TEST(CaseJudge, AUserAgentUnfolds) {
  model::test_case folded = case_of({"Basic\r\n realm=\"a\""}, parse_rule::must_not_pass);
  folded.expect = runner::grammar_reading(model::operation::challenges, {"Basic   realm=\"a\""});
  EXPECT_EQ(verdict(folded, answered(""), all), "over-strict");
  EXPECT_EQ(verdict(folded, answered(basic), all), "alternative:sp");
  model::test_case nul =
      case_of({std::string("Basic realm=\"a\0b\"", 17)}, parse_rule::must_not_pass);
  nul.expect = runner::grammar_reading(model::operation::challenges, {"Basic realm=\"a b\""});
  EXPECT_EQ(verdict(nul, answered(""), all), "pass");
}

TEST(CaseJudge, FoldsOfDigestAreOneSpaceOrMore) {
  model::test_case folded =
      case_of({"Digest realm=\"a\r\n b\", nonce=\"n\", qop=\"auth\", algorithm=MD5"},
              parse_rule::must_not_pass);
  folded.expect =
      runner::grammar_reading(model::operation::challenges,
                              {"Digest realm=\"a   b\", nonce=\"n\", qop=\"auth\", algorithm=MD5"});
  EXPECT_EQ(verdict(folded, answered(digest("a b", "n")), all), "alternative:sp");
  EXPECT_EQ(verdict(folded, answered(digest("a   b", "n")), all), "alternative:sp");
  EXPECT_EQ(verdict(folded, answered(digest("ab", "n")), all), "wrong-result");
  EXPECT_EQ(verdict(folded, answered(digest("a\r b", "n")), all), "control-octet");
}

TEST(CaseJudge, AlternativesAreToldApartWhereTheyShow) {
  const auto digest_of = [](const char* realm) {
    return model::result(model::challenges_result{{"Digest",
                                                   {},
                                                   {{"realm", realm, {}},
                                                    {"nonce", "n", {}},
                                                    {"qop", "auth", {}},
                                                    {"algorithm", "MD5", {}}}}});
  };
  const model::test_case twice =
      case_of({"Digest realm=\"a\", realm=\"b\", nonce=\"n\", qop=\"auth\", algorithm=MD5"},
              parse_rule::implementation_defined,
              {{"first", digest_of("a")}, {"last", digest_of("b")}, {"reject", {}}});
  EXPECT_EQ(verdict(twice, answered(digest("a", "n")), all), "alternative:first");
  EXPECT_EQ(verdict(twice, answered(digest("b", "n")), all), "alternative:last");
  EXPECT_EQ(verdict(twice, answered(""), all), "alternative:reject");
  EXPECT_EQ(verdict(twice, answered(digest("c", "n")), all), "wrong-result");
}

TEST(CaseJudge, WhatIsSentUnaskedShowsNothing) {
  attempt unasked;
  for (int i = 0; i < 2; ++i) unasked.requests.push_back({"GET", "/case/x", {basic}, "", false});
  EXPECT_EQ(verdict(case_of({"Basic realm=\"a\""}), unasked, all), "not-observable");
  unasked.requests.push_back({"GET", "/case/x", {digest("a", "n")}, "", false});
  EXPECT_EQ(verdict(case_of({plain}), unasked, all), "pass");
  EXPECT_EQ(verdict(case_of({plain}), attempt{}, all), "not-run");
}

// What a client does wrong with a plain challenge, too, is told by that one alone.
TEST(CaseJudge, FaultsOfEveryAnswerAreToldOnce) {
  const auto quoted_qop = [](const std::string& realm, const std::string& nonce) {
    std::string made = digest(realm, nonce);
    made.replace(made.find("qop=auth"), 8, "qop=\"auth\"");
    return made;
  };
  knowledge sloppy;
  for (const control& one : controls()) {
    if (one.name != "digest-md5") continue;
    const attempt did = answered(quoted_qop("control", "9c1a53e0b7d24f68"));
    sloppy.learn(one.challenge, read_evidence(did.requests[1], {}, origin_fields, {}));
  }
  EXPECT_EQ(verdict(case_of({plain}), answered(quoted_qop("a", "n")), sloppy), "pass");
  EXPECT_EQ(verdict(case_of({plain}), answered(quoted_qop("a", "n")), all), "wrong-result");
}

}  // namespace
}  // namespace gauntlet::live
