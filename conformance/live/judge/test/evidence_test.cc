#include "conformance/live/judge/evidence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "conformance/live/judge/knowledge.hpp"

namespace gauntlet::live {
namespace {

evidence shown(std::vector<std::string> lines) {
  return read_evidence({"GET", "/", std::move(lines), "", false}, {}, origin_fields, {});
}

evidence right(evidence made) {
  made.proof = proof::right;
  return made;
}

TEST(Evidence, SaysWhetherTheSecretIsRight) {
  EXPECT_EQ(shown({"Basic dXNlcjpwYXNzdzByZA=="}).proof, proof::right);
  EXPECT_EQ(shown({"basic dXNlcjpwdw=="}).proof, proof::wrong);
  EXPECT_EQ(shown({"Bearer mF_9.B5f-4.1JqM"}).proof, proof::right);
  EXPECT_EQ(shown({"Bearer x"}).proof, proof::wrong);
  EXPECT_EQ(shown({"Negotiate YII="}).proof, proof::unknown);
  EXPECT_EQ(shown({"Digest username=\"user\", realm=\"x\", nonce=\"n\", uri=\"/\", response=\"0\""})
                .proof,
            proof::wrong);
}

TEST(Evidence, SaysWhatIsNoCredentials) {
  EXPECT_NE(shown({"Basic a, Basic b"}).fault, "");
  EXPECT_NE(shown({"Basic YTpi", "Basic YTpj"}).fault.find("several lines"), std::string::npos);
  EXPECT_EQ(shown({"Basic YTpi"}).fault, "");
  EXPECT_TRUE(shown({std::string("Digest realm=\"a\rb\"")}).holds_control);
}

TEST(Evidence, SaysWhatTheSchemeDoesNotAllow) {
  const evidence made =
      shown({"Digest username=\"user\", realm=\"x\", nonce=\"n\", uri=\"/\", "
             "response=\"00\", qop=\"auth\", nc=1, cnonce=\"c\""});
  EXPECT_TRUE(std::any_of(made.findings.begin(), made.findings.end(),
                          [](const schemes::finding& one) { return one.rule == "param-quoted"; }));
}

TEST(Evidence, CandidatesAreWhatClientsMakeOfARealm) {
  const std::vector<std::string> made =
      candidate_realms({"Digest realm=\"A, b\\\"c\", nonce=\"n\"", "Basic realm=\"second\""});
  for (const char* one : {"A, b\"c", "A", "A, b\\\"c", "A; b\"c", "a, b\"c", "second", ""})
    EXPECT_NE(std::find(made.begin(), made.end(), one), made.end()) << one;
}

TEST(Evidence, TheSameCredentialsAreToldFromNewOnes) {
  const auto digest = [](const char* nonce, const char* count) {
    return shown({std::string("Digest username=\"user\", realm=\"x\", nonce=\"") + nonce +
                  "\", uri=\"/\", response=\"00\", qop=auth, nc=" + count + ", cnonce=\"c\""});
  };
  EXPECT_TRUE(same_credentials(digest("n", "00000001"), digest("n", "00000002")));
  EXPECT_FALSE(same_credentials(digest("n", "00000001"), digest("m", "00000001")));
  EXPECT_TRUE(same_credentials(shown({"Basic YTpi"}), shown({"basic YTpi"})));
  EXPECT_FALSE(same_credentials(shown({"Basic YTpi"}), shown({"Basic YTpj"})));
}

TEST(Knowledge, ControlsAreOfAllShapes) {
  std::set<std::string> shapes;
  std::set<std::string> names;
  for (const control& one : controls()) {
    shapes.insert(shape_of(one.challenge));
    names.insert(one.name);
  }
  EXPECT_EQ(shapes.size(), controls().size());
  EXPECT_EQ(names.size(), controls().size());
  EXPECT_EQ(shapes.count("digest SHA-512-256-SESS without qop"), 1U);
}

TEST(Knowledge, WhatIsAnsweredWronglyIsNotKnown) {
  const model::challenge basic{"Basic", {}, {{"realm", "control", {}}}};
  knowledge made;
  made.learn(basic, shown({"Basic dXNlcjpwdw=="}));
  made.learn(basic, shown({"Bearer x"}));
  made.learn(basic, shown({"Basic a, b"}));
  EXPECT_TRUE(made.is_empty());
  made.learn(basic, shown({"bAsic dXNlcjpwYXNzdzByZA=="}));
  EXPECT_TRUE(made.can_answer({"BASIC", {}, {}}));
}

TEST(Knowledge, AnotherAlgorithmIsNotTheOneThatWasAskedFor) {
  const evidence md5 =
      shown({"Digest username=\"user\", realm=\"r\", nonce=\"n\", uri=\"/\", "
             "response=\"00\""});
  const model::challenge sha{"Digest", {}, {{"algorithm", "SHA-256", {}}}};
  knowledge made;
  made.learn(sha, right(md5));
  EXPECT_TRUE(made.is_empty());
  made.learn({"Digest", {}, {{"algorithm", "md5", {}}}}, right(md5));
  EXPECT_TRUE(made.can_answer({"Digest", {}, {{"algorithm", "MD5", {}}}}));
}

TEST(Knowledge, ShapesOfChallenges) {
  EXPECT_EQ(shape_of({"BASIC", {}, {}}), "basic");
  EXPECT_EQ(shape_of({"Digest", {}, {{"QOP", "auth-int, AUTH", {}}}}), "digest default auth");
  EXPECT_EQ(shape_of({"digest", {}, {{"algorithm", "sha-256", {}}, {"qop", "auth-int", {}}}}),
            "digest SHA-256 auth-int");
  EXPECT_EQ(shape_of({"Digest", {}, {{"qop", "x", {}}}}), "digest default another qop");
}

}  // namespace
}  // namespace gauntlet::live
