#include "conformance/schemes/check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/model/case.hpp"
#include "conformance/schemes/data.hpp"
#include "conformance/schemes/forms.hpp"
#include "gtest/gtest.h"

namespace gauntlet::schemes {
namespace {

using model::operation;

std::string one_line(std::string_view rule, std::string_view level, std::size_t begin,
                     std::size_t end) {
  return std::string(rule) + " " + std::string(level) + " " + std::to_string(begin) + "-" +
         std::to_string(end) + "\n";
}

std::string lines_of(const std::vector<finding>& found) {
  std::string lines;
  for (const finding& f : found)
    lines += one_line(f.rule, f.level == level::must ? "must" : "should", f.at.begin, f.at.end);
  return lines;
}

// As a case has them: those of a pair stand among those of the credentials.
std::vector<finding> of_case(const model::test_case& c) {
  const reading value = read(c.operation, c.combined);
  if (!value.status) return {};
  std::vector<finding> found = check(value, c.facts->refs.front().field);
  if (!c.answers.empty()) {
    const reading asked = read(operation::challenges, model::combine(c.answers));
    for (finding& f : check_answer(asked, value)) found.push_back(std::move(f));
  }
  std::stable_sort(found.begin(), found.end(), [](const finding& a, const finding& b) {
    return std::tie(a.at.begin, a.at.end, a.rule) < std::tie(b.at.begin, b.at.end, b.rule);
  });
  return found;
}

std::vector<model::test_case> scheme_cases() {
  const std::string suite = GAUNTLET_TEST_CONFORMANCE "/suite";
  auto loader = model::case_loader::open(suite + "/schema");
  EXPECT_TRUE(loader.ok()) << loader.status();
  EXPECT_TRUE(loader->load(suite + "/cases/schemes").ok());
  return loader->take();
}

TEST(Check, FindsWhatTheCasesSay) {
  std::size_t pairs = 0;
  std::set<std::string> rules;
  for (const model::test_case& c : scheme_cases()) {
    if (!c.findings) continue;
    std::string expected;
    for (const model::expected_finding& f : *c.findings)
      expected += one_line(f.rule, f.level, f.begin, f.end);
    const std::vector<finding> found = of_case(c);
    EXPECT_EQ(lines_of(found), expected) << c.id();
    pairs += !c.answers.empty();
    for (const finding& f : found) rules.insert(f.rule);
  }
  EXPECT_GE(pairs, 40U);
  // Every rule has a case that breaks it.
  const std::set<std::string> all = {
      "answer-changed",  "answer-dropped",   "answer-not-offered",  "answer-scheme",
      "answer-unasked",  "challenges-alike", "field-not-of-scheme", "param-forbidden",
      "param-misplaced", "param-missing",    "param-needs",         "param-quoted",
      "param-twice",     "param-unknown",    "param-unquoted",      "param-value",
      "params-exclude",  "payload-kind",     "payload-value"};
  EXPECT_EQ(rules, all);
}

TEST(Check, SaysItInWordsThatHoldNoValue) {
  struct row {
    operation op;
    const char* value;
    const char* text;
    const char* section;
  };
  const row rows[] = {
      {operation::challenges, "Basic charset=UTF-8", "Basic needs realm here.", "7617 2"},
      {operation::challenges, "Digest realm=\"secret\", nonce=\"n\"",
       "Digest is expected to have qop here.", "7616 3.3"},
      {operation::credentials, "Digest realm=\"secret\"",
       "Digest needs username, or username* here.", "7616 3.4"},
      {operation::challenges, "Foo realm=secret",
       "realm is sent as a quoted-string only, in DQUOTEs.", "9110 11.5"},
      {operation::challenges, "Bearer scope=\"secret  s\"",
       "scope of Bearer has to be a list of printable ASCII words with one SP between.", "6750 3"},
      {operation::challenges, "Basic realm=\"secret\", charset=secret",
       "charset of Basic is UTF-8, and nothing else.", "7617 2.1"},
      {operation::challenges, "Hawk secret=secret",
       "Hawk does not define this parameter, and refuses those.", "@hapi/hawk 8.0.0"},
      {operation::challenges, "Digest realm=\"secret\", nonce=\"n\", qop=\"auth\", uri=\"/secret\"",
       "uri of Digest belongs into Authorization, not into WWW-Authenticate.", "7616 3.4"},
      {operation::challenges, "Basic realm=", "Basic takes parameters here, not a token68.",
       "7617 2"},
      {operation::challenges, "Bearer", "Bearer needs at least one parameter here.", "6750 3"},
      {operation::credentials, "Basic", "Basic needs a token68 here.", "7617 2"},
      {operation::credentials, "Basic secret",
       "Basic takes Base64 of user-id \":\" password here; the token68 is not Base64 with its "
       "padding.",
       "7617 2"},
      {operation::credentials, "Basic YWI=",
       "Basic takes Base64 of user-id \":\" password here; the token68 holds no \":\" once it is "
       "decoded.",
       "7617 2"},
      {operation::credentials, "Basic YToA",
       "Basic takes Base64 of user-id \":\" password here; the token68 holds a control character "
       "once it is decoded.",
       "7617 2"},
  };
  for (const row& r : rows) {
    const std::vector<finding> found = check(read(r.op, r.value), "");
    const auto told = std::find_if(found.begin(), found.end(),
                                   [&](const finding& f) { return f.text == r.text; });
    ASSERT_NE(told, found.end()) << r.value << "\n" << (found.empty() ? "" : found[0].text);
    const reference& ref = told->refs.at(0);
    EXPECT_EQ(ref.rfc != 0 ? std::to_string(ref.rfc) + " " + ref.section : ref.document, r.section);
  }
  for (const model::test_case& c : scheme_cases()) {
    for (const finding& f : of_case(c)) {
      EXPECT_FALSE(f.refs.empty()) << c.id();
      EXPECT_EQ(f.text.back(), '.') << f.text;
      for (const char* of_the_input : {"0123456789abcdef", "dXNlcj", "/dir/", "mF_9", "6f1c"})
        EXPECT_EQ(f.text.find(of_the_input), std::string::npos) << f.text;
    }
  }
}

TEST(Check, OfAHostileValueIsLinear) {
  // Each parameter is looked at once: with a square of them this would take minutes.
  std::string value = "Digest username*=a";
  for (int i = 0; i < 200000; ++i) value += ",username*=a,a" + std::to_string(i) + "=b";
  EXPECT_GT(check(read(operation::credentials, value), "").size(), 200000U);
}

TEST(CheckAnswer, TellsThatAValueIsThatOfAnotherChallenge) {
  const reading asked = read(operation::challenges,
                             "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256, "
                             "Digest realm=\"r\", nonce=\"m\", qop=\"auth\"");
  const auto answer = [&](const char* nonce) {
    return check_answer(
        asked, read(operation::credentials,
                    absl::StrCat("Digest realm=\"r\", nonce=\"", nonce,
                                 "\", qop=auth, algorithm=SHA-256, username=\"u\", uri=\"/\"")));
  };
  EXPECT_TRUE(answer("n").empty());
  EXPECT_EQ(answer("m").at(0).text, "nonce of Digest is that of another challenge.");
  EXPECT_EQ(answer("x").at(0).text, "nonce of Digest is another than that of the challenge.");
}

// What lets a recipient refuse: one of each rule.
TEST(ReasonToRefuse, IsTheFirstRuleThatIsBroken) {
  struct row {
    operation op;
    const char* value;
    const char* reason;
  };
  const row rows[] = {
      {operation::challenges, "digest", "Digest needs nonce here."},
      {operation::challenges, "Foo, Digest usernam",
       "Digest takes parameters here, not a token68."},
      {operation::challenges, "Bearer", "Bearer needs at least one parameter here."},
      {operation::challenges, "Bearer SCOPE=\"a b\"", ""},
      {operation::challenges, "Negotiate a=b", "Negotiate takes a token68 here, not parameters."},
      {operation::challenges, "Negotiate, Unknown", ""},
      {operation::credentials, "Basic YTpi", ""},  // a:b
      {operation::credentials, "Hawk id=\"1\", ts=\"1\", nonce=\"1\", mac=\"AAAA\", x=1",
       "Hawk does not define this parameter, and refuses those."},
      // Credentials of AWS are not in the grammar at all: nothing is said of what looks like them.
      {operation::credentials, "AWS4-HMAC-SHA256", ""},
      // How a value is quoted is no reason.
      {operation::challenges, "Digest realm=r, nonce=n, qop=auth, algorithm=\"MD5\"", ""},
      // The field does not name the scheme: only what each of them forbids may be refused.
      {operation::auth_info, "nc=1", "nc of Digest has to be eight hexadecimal digits."},
      {operation::auth_info, "sid=1, data=AAAA, nc=1", ""},
      {operation::auth_info, "", ""},
  };
  for (const row& r : rows)
    EXPECT_EQ(reason_to_refuse(result_of(read(r.op, r.value)), {}), r.reason) << r.value;
}

TEST(ReasonToRefuse, IsOneOfTheSchemesThatAnApiKnows) {
  const model::result two = result_of(read(operation::challenges, "Digest, Basic"));
  EXPECT_EQ(reason_to_refuse(two, std::vector<std::string>{"basic"}), "Basic needs realm here.");
  EXPECT_EQ(reason_to_refuse(two, std::vector<std::string>{"Bearer"}), "");
  const model::result info = result_of(read(operation::auth_info, "nc=1"));
  EXPECT_EQ(reason_to_refuse(info, std::vector<std::string>{"Digest"}),
            "nc of Digest has to be eight hexadecimal digits.");
}

TEST(Data, HasEveryRegisteredScheme) {
  for (const char* name :
       {"Basic", "Bearer", "Concealed", "Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate",
        "OAuth", "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid"}) {
    ASSERT_NE(find_scheme(name), nullptr) << name;
    EXPECT_EQ(find_scheme(name)->name, name);
  }
  EXPECT_EQ(find_scheme("lsat"), find_scheme("L402"));
  EXPECT_EQ(find_scheme("Foo"), nullptr);
}

TEST(Forms, OfEachParameterAreKnown) {
  std::set<std::string_view> used;
  for (const scheme& s : all_schemes()) {
    for (const auto& part : s.parts) {
      if (!part) continue;
      for (const param_rule& rule : part->params) {
        if (rule.form) used.insert(rule.form->name);
        for (const auto* list : {&rule.needs, &rule.excludes, &rule.unless}) {
          for (const condition& c : *list) EXPECT_LT(c.param, part->params.size()) << rule.name;
        }
      }
      if (part->token68_form) used.insert(part->token68_form->name);
    }
  }
  EXPECT_GE(used.size(), 20U);
}

}  // namespace
}  // namespace gauntlet::schemes
