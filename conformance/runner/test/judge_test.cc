#include "conformance/runner/judge.hpp"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "conformance/runner/smuggled.hpp"
#include "conformance/runner/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

using model::verdict;
using testing::make_answer;
using testing::make_case;
using testing::make_observes;

struct expected_verdict {
  const char* answer;   // with `lines` `each` one for each line, " | " between them
  const char* verdict;  // as reports write it
  const char* observes = "";
};

void judges(const model::test_case& of, const std::vector<expected_verdict>& table,
            bool is_reference = false) {
  for (const expected_verdict& row : table) {
    std::vector<answer> said;
    for (const std::string& one : std::vector<std::string>(absl::StrSplit(row.answer, " | ")))
      said.push_back(make_answer(of, one));
    const judgement made = judge(of, said, make_observes(row.observes), is_reference);
    std::string text(model::to_string(made.verdict));
    if (made.verdict == verdict::alternative) text += ":" + made.alternative;
    EXPECT_EQ(text, row.verdict) << of.combined << "\n  " << row.answer << "\n  observes "
                                 << row.observes << "\n  " << made.why;
  }
}

#define CHALLENGES(list) R"("outcome":"accept","challenges":[)" list "]"

TEST(Judge, MustAccept) {
  const model::test_case basic =
      make_case(R"("lines":["Basic realm=\"simple\""],"parse":"must-accept",
      "expect":{"challenges":[{"scheme":"Basic","token68":null,"params":[{"name":"realm","value":"simple","quoted":true}]}]})");
  judges(
      basic,
      {
          {CHALLENGES(R"({"scheme":"Basic","params":[{"name":"realm","value":"simple"}]})"),
           "pass"},
          {CHALLENGES(
               R"({"scheme":"Basic","token68":null,"params":[{"name":"realm","value":"simple","quoted":true}]})"),
           "pass"},
          {CHALLENGES(
               R"({"scheme":"Basic","params":[{"name":"realm","value":"simple","quoted":false}]})"),
           "wrong-result"},
          {CHALLENGES(
               R"({"scheme":"Basic","params":[{"name":"realm","value":"simple","quoted":false}]})"),
           "pass", R"("quoted":false)"},
          {CHALLENGES(R"({"scheme":"Basic","params":[{"name":"realm","value":"simple"}]})"),
           "wrong-result", R"("quoted":true)"},
          {CHALLENGES(R"({"scheme":"basic","params":[{"name":"realm","value":"simple"}]})"),
           "pass"},
          {CHALLENGES(R"({"scheme":"Basic","params":[{"name":"realm","value":"\"simple\""}]})"),
           "wrong-result"},
          {CHALLENGES(R"({"scheme":"Basic","params":[]})"), "wrong-result"},
          {CHALLENGES(
               R"({"scheme":"Basic","token68":"x","params":[{"name":"realm","value":"simple"}]})"),
           "wrong-result"},
          {CHALLENGES(""), "wrong-result"},
          {R"("outcome":"reject","error":"no","offset":3)", "over-strict"},
          {R"("outcome":"fault","error":"IndexError")", "crash"},
          {R"("outcome":"unsupported","reason":"limit")", "unsupported"},
      });
}

TEST(Judge, MayAccept) {
  judges(make_case(R"("lines":["Foo a=b/c"],"parse":"may-accept","offset":7)"),
         {{R"("outcome":"reject")", "pass"},
          {R"("outcome":"reject","offset":99)", "pass"},
          {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b/c"}]})"), "lenient"},
          {CHALLENGES(""), "lenient"},
          {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b\u0000"}]})"),
           "control-octet"},
          {R"("outcome":"fault")", "crash"},
          {R"("outcome":"unsupported")", "unsupported"}});
}

TEST(Judge, SmuggledGoesBeforeEveryOtherVerdictOnAnAcceptedValue) {
  // Valid values, whose quoted spans come from the grammar.
  const model::test_case valid = make_case(
      R"("lines":["Basic realm=\"x, Evil y=z\", Foo b=Evil2"],"parse":"must-accept","expect":{"challenges":[
      {"scheme":"Basic","token68":null,"params":[{"name":"realm","value":"x, Evil y=z"}]},
      {"scheme":"Foo","token68":null,"params":[{"name":"b","value":"Evil2"}]}]})");
  judges(
      valid,
      {
          {CHALLENGES(
               R"({"scheme":"Basic","params":[{"name":"realm","value":"x"}]},{"scheme":"Evil","params":[]})"),
           "smuggled"},
          {CHALLENGES(R"({"scheme":"eVIL","params":[]})"), "smuggled"},
          {CHALLENGES(R"({"scheme":"Basic","params":[{"name":"y","value":"z"}]})"), "smuggled"},
          {CHALLENGES(R"({"scheme":"Evil2","params":[]})"), "wrong-result"},  // stands outside
          {CHALLENGES(R"({"scheme":"Evi","params":[]})"), "wrong-result"},  // no token of the value
          {CHALLENGES(R"({"scheme":"Basic","params":[{"name":"realm","value":"x\r\n"}]})"),
           "wrong-result"},
          {CHALLENGES(R"({"scheme":"Basic","token68":"\u0000","params":[]})"), "wrong-result"},
      });
  // Of an invalid value the spans come from a scan: DQUOTE after "=" and BWS opens, the end closes.
  const model::test_case invalid =
      make_case(R"("lines":["Foo a= \"b\\\", Evil c=d"],"parse":"may-accept","offset":21)");
  judges(invalid,
         {{CHALLENGES(R"({"scheme":"Foo","params":[]},{"scheme":"Evil","params":[]})"), "smuggled"},
          {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b"}]})"), "lenient"}});
  const model::test_case stray =
      make_case(R"("lines":["Foo \"b, Bar c=d"],"parse":"may-accept","offset":4)");
  judges(stray, {{CHALLENGES(R"({"scheme":"Bar","params":[]})"),
                  "lenient"}});  // a DQUOTE elsewhere opens nothing
  // What only quoted-pairs hide.
  const model::test_case escaped =
      make_case(R"("lines":["Foo a=\"x, \\E\\v\\i\\l\""],"parse":"must-accept",
      "expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"x, Evil"}]}]})");
  judges(escaped, {{CHALLENGES(R"({"scheme":"Foo","params":[]},{"scheme":"Evil","params":[]})"),
                    "smuggled"}});
  const model::test_case decoy =
      make_case(R"("lines":["Foo a=b/Evil"],"parse":"may-accept","offset":7,"decoys":["Evil"])");
  judges(decoy,
         {{CHALLENGES(R"({"scheme":"evil","params":[]})"), "smuggled"},
          {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"EVIL","value":""}]})"), "smuggled"},
          {R"("outcome":"reject")", "pass"}});
}

TEST(Judge, SmuggledHoldsForEveryOperation) {
  const model::test_case info = make_case(
      R"("operation":"auth-info","lines":["a=\"b, c=d\""],"parse":"must-accept","expect":{"params":[{"name":"a","value":"b, c=d"}]})");
  judges(info,
         {{R"("outcome":"accept","params":[{"name":"a","value":"b"},{"name":"c","value":"d"}])",
           "smuggled"},
          {R"("outcome":"accept","params":[{"name":"a","value":"b, c=d"}])", "pass"}});
  const model::test_case credentials =
      make_case(R"("operation":"credentials","lines":["Foo a=\"Bar\""],"parse":"must-accept",
      "expect":{"credentials":{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"Bar"}]}})");
  judges(
      credentials,
      {{R"("outcome":"accept","credentials":{"scheme":"Bar"})", "smuggled"},
       {R"("outcome":"accept","credentials":{"scheme":"Foo","params":[{"name":"a","value":"Bar"}]})",
        "pass"}});
}

TEST(Judge, MustNotPassIsARemarkWhereTheInputIsAValue) {
  const model::test_case crlf =
      make_case(R"("lines":["Foo a=\"b\rc\""],"parse":"must-not-pass","offset":8,
      "expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"b c"}]}]})");
  judges(
      crlf,
      {{R"("outcome":"reject")", "pass"},
       {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b c"}]})"), "alternative:sp"},
       {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b\rc"}]})"), "control-octet"},
       {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"bc"}]})"), "control-octet"},
       {CHALLENGES(""), "control-octet"},
       {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"b","value":"c"}]})"), "smuggled"},
       {R"("outcome":"fault")", "crash"},
       {R"("outcome":"reject")", "not-observable", R"("only_schemes":["Digest"])"}});
  const answer kept[] = {
      make_answer(crlf, CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b\rc"}]})"))};
  EXPECT_TRUE(judge(crlf, kept, make_observes(""), false).is_remark);
  EXPECT_FALSE(judge(crlf, kept, make_observes(R"("input":"message")"), false).is_remark);
  const model::test_case none =
      make_case(R"("lines":["Foo\u0000a"],"parse":"must-not-pass","offset":3,"expect":null)");
  judges(none, {{R"("outcome":"reject")", "pass"},
                {CHALLENGES(R"({"scheme":"Foo","params":[]})"), "control-octet"}});
}

TEST(Judge, AReaderOfMessagesIsHeldToTheRulesOfMessages) {
  constexpr char message[] = R"("input":"message")";
  const model::test_case bare =
      make_case(R"("lines":["Foo a=\"b\rc\""],"parse":"must-not-pass","offset":8,
      "expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"b c"}]}]})");
  judges(bare, {{R"("outcome":"reject")", "pass", message},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b c"}]})"),
                 "alternative:sp", message},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b\rc"}]})"),
                 "control-octet", message},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"bc"}]})"),
                 "wrong-result", message},
                {CHALLENGES(R"({"scheme":"Foo","params":[]})"), "wrong-result", message}});
  // A lone LF, or CRLF, ends the line for many a reader (RFC 9112, section 2.2); a fold does not.
  const model::test_case cut =
      make_case(R"("lines":["Foo a=b,\r\n c=d\nEvil e=f"],"parse":"must-not-pass","offset":8,
      "expect":null)");
  constexpr char before[] = CHALLENGES(
      R"({"scheme":"Foo","params":[{"name":"a","value":"b"},{"name":"c","value":"d"}]})");
  judges(cut, {{before, "alternative:line-end", message},
               {before, "control-octet"},
               {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b"}]})"),
                "wrong-result", message}});
}

TEST(Judge, AnyRunOfSpEqualsAnObsFold) {
  const model::test_case fold =
      make_case(R"("lines":["Foo a=\"b\r\n c d\""],"parse":"must-not-pass","offset":8,
      "expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"b   c d"}]}]})");
  judges(fold, {{CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b c d"}]})"),
                 "alternative:sp"},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b   c d"}]})"),
                 "alternative:sp"},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b     c d"}]})"),
                 "alternative:sp"},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"bc d"}]})"),
                 "wrong-result", R"("input":"message")"},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b c  d"}]})"),
                 "wrong-result", R"("input":"message")"},
                {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"b\r\n c d"}]})"),
                 "control-octet"}});
  EXPECT_TRUE(same_but_for_folds("a   ", "a "));
  EXPECT_FALSE(same_but_for_folds("a   ", "a"));
  EXPECT_FALSE(same_but_for_folds("a  b", "a b"));
}

TEST(Judge, ImplementationDefined) {
  const model::test_case twice =
      make_case(R"("lines":["Foo a=1, A=2"],"parse":"implementation-defined","alternatives":[
      {"name":"all","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"1"},{"name":"A","value":"2"}]}]}},
      {"name":"first","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"1"}]}]}},
      {"name":"last","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"A","value":"2"}]}]}},
      {"name":"reject"}])");
  const char* first = CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"1"}]})");
  const char* last = CHALLENGES(R"({"scheme":"Foo","params":[{"name":"A","value":"2"}]})");
  judges(twice,
         {{CHALLENGES(
               R"({"scheme":"Foo","params":[{"name":"a","value":"1"},{"name":"A","value":"2"}]})"),
           "alternative:all"},
          {first, "alternative:first"},
          {last, "alternative:last"},
          // Before observes.duplicates: what it says does not turn one into another.
          {last, "alternative:last", R"("params":"map","duplicates":"last")"},
          {first, "alternative:first", R"("params":"map","duplicates":"last")"},
          {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"2"}]})"),
           "alternative:last", R"("name_case":"lower","params":"map")"},
          {R"("outcome":"reject")", "alternative:reject"},
          {CHALLENGES(R"({"scheme":"Foo","params":[]})"), "wrong-result"},
          {CHALLENGES(R"({"scheme":"Foo","params":[]})"), "not-observable", R"("params":"none")"},
          {R"("outcome":"unsupported")", "unsupported"}});
  const model::test_case no_reject =
      make_case(R"("lines":["Foo a=1, a=2"],"parse":"implementation-defined","alternatives":[
      {"name":"first","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"1"}]}]}}])");
  judges(no_reject, {{R"("outcome":"reject")", "wrong-result"},
                     {R"("outcome":"reject")", "not-observable", R"("duplicates":"error")"},
                     {R"("outcome":"reject")", "not-observable", R"("only_schemes":["Digest"])"},
                     {first, "alternative:first"}});
}

TEST(Judge, OctetsThatAnApiCannotTakeAreNotHeldAgainstIt) {
  const model::test_case latin1 = make_case(R"("lines":["Foo a=\"\u00e9\""],"parse":"must-accept",
      "expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"\u00e9"}]}]})");
  const char* mangled = CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"?"}]})");
  judges(latin1, {{mangled, "wrong-result"},
                  {mangled, "wrong-result", R"("octets":"latin1")"},
                  {mangled, "not-observable", R"("octets":"utf8")"},
                  {mangled, "not-observable", R"("octets":"ascii")"},
                  {R"("outcome":"reject")", "over-strict"},
                  {R"("outcome":"reject")", "not-observable", R"("octets":"ascii")"},
                  {R"("outcome":"fault")", "crash", R"("octets":"ascii")"},
                  {CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"\u00e9"}]})"),
                   "pass", R"("octets":"ascii")"}});
  const model::test_case utf8 =
      make_case(R"("lines":["Foo a=\"\u00c3\u00a9\""],"parse":"must-accept",
      "expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"\u00c3\u00a9"}]}]})");
  judges(utf8, {{mangled, "wrong-result", R"("octets":"utf8")"},
                {mangled, "not-observable", R"("octets":"ascii")"}});
}

TEST(Judge, LinesAreReadAsTheUsersOfTheLibrarySeeThem) {
  const model::test_case lines =
      make_case(R"("lines":["Foo","Bar"],"parse":"must-accept","expect":{"challenges":[
      {"scheme":"Foo","token68":null,"params":[]},{"scheme":"Bar","token68":null,"params":[]}]})");
  constexpr char foo[] = CHALLENGES(R"({"scheme":"Foo","params":[]})");
  constexpr char bar[] = CHALLENGES(R"({"scheme":"Bar","params":[]})");
  constexpr char both[] =
      CHALLENGES(R"({"scheme":"Foo","params":[]},{"scheme":"Bar","params":[]})");
  constexpr char each[] = R"("lines":"each")";
  const auto apart = [](const char* a, const char* b) { return absl::StrCat(a, " | ", b); };
  const std::string in_order = apart(foo, bar);
  const std::string reversed = apart(bar, foo);
  const std::string half = apart(foo, R"("outcome":"reject")");
  const std::string none = apart(R"("outcome":"reject")", R"("outcome":"reject")");
  const std::string fault = apart(foo, R"("outcome":"fault")");
  judges(lines, {{foo, "wrong-result"},
                 {foo, "pass", R"("lines":"first")"},
                 {both, "wrong-result", R"("lines":"first")"},
                 {R"("outcome":"reject")", "over-strict", R"("lines":"first")"},
                 {bar, "pass", R"("lines":"last")"},
                 {foo, "wrong-result", R"("lines":"last")"},
                 {in_order.c_str(), "pass", each},
                 {reversed.c_str(), "wrong-result", each},
                 {half.c_str(), "wrong-result", each},
                 {none.c_str(), "over-strict", each},
                 {fault.c_str(), "crash", each}});
  // Each line is reduced before they are put together.
  judges(lines, {{in_order.c_str(), "pass", R"("lines":"each","challenges":"first")"},
                 {in_order.c_str(), "pass", R"("lines":"each","only_schemes":["Foo","Bar"])"},
                 {half.c_str(), "pass", R"("lines":"each","only_schemes":["Foo"])"},
                 {none.c_str(), "not-observable", R"("lines":"each","only_schemes":["Digest"])"}});
  // A quoted-string that crosses the lines: neither line is valid.
  const model::test_case crossing =
      make_case(R"("lines":["Foo a=\"b","c\""],"parse":"must-accept","expect":{"challenges":[
      {"scheme":"Foo","token68":null,"params":[{"name":"a","value":"b, c"}]}]})");
  judges(crossing, {{none.c_str(), "not-observable", each},
                    {foo, "not-observable", R"("lines":"first")"},
                    {foo, "wrong-result"}});
  const model::test_case credentials = make_case(
      R"("operation":"credentials","lines":["Foo a=b","Bar c=d"],"parse":"implementation-defined",
      "alternatives":[{"name":"reject"}])");
  constexpr char foo_b[] =
      R"("outcome":"accept","credentials":{"scheme":"Foo","params":[{"name":"a","value":"b"}]})";
  const std::string twice = apart(foo_b, foo_b);
  judges(credentials, {{twice.c_str(), "not-observable", each},
                       {foo_b, "pass", R"("lines":"first")"},
                       {foo_b, "wrong-result", R"("lines":"last")"},
                       {R"("outcome":"reject")", "alternative:reject", R"("lines":"first")"}});
  // The second line is valid where the combined value is not.
  const model::test_case bad_first =
      make_case(R"("lines":["Foo a=\"b","Bar"],"parse":"may-accept","offset":13)");
  judges(bad_first, {{bar, "pass", R"("lines":"last")"},
                     {foo, "lenient", R"("lines":"last")"},
                     {bar, "lenient", R"("lines":"first")"}});
}

TEST(Judge, WhatIsQuotedInTheCombinedValueOnlyIsNotSmuggled) {
  const model::test_case swallowed = make_case(
      R"("lines":["Foo a=\"b","Bar c=\"d\""],"parse":"may-accept","offset":17,"decoys":["Bar","c"])");
  judges(swallowed,
         {{CHALLENGES(R"({"scheme":"Bar","params":[{"name":"c","value":"d"}]})"), "lenient"}});
  const model::test_case quoted_twice =
      make_case(R"("lines":["Foo a=\"b, Evil","Bar c=\"d\""],"parse":"may-accept","offset":23)");
  judges(quoted_twice, {{CHALLENGES(R"({"scheme":"Evil","params":[]})"), "smuggled"}});
}

TEST(Judge, ANameBeforeADquoteThatMayOpenIsNotSmuggled) {
  // A closing DQUOTE is missing, and `nc` is what was meant.
  const model::test_case missing = make_case(
      R"("operation":"credentials","lines":["Digest cnonce=\"56593a80,nc=\"00000001\""],"parse":"may-accept","offset":27)");
  judges(
      missing,
      {{R"("outcome":"accept","credentials":{"scheme":"Digest","params":[{"name":"cnonce","value":"56593a80"},{"name":"nc","value":"00000001"}]})",
        "lenient"}});
  // In a valid value nothing may open there.
  const model::test_case valid =
      make_case(R"("lines":["Foo a=\"b, c=\", d=e"],"parse":"must-accept","expect":{"challenges":[
      {"scheme":"Foo","token68":null,"params":[{"name":"a","value":"b, c="},{"name":"d","value":"e"}]}]})");
  judges(valid,
         {{CHALLENGES(R"({"scheme":"Foo","params":[{"name":"c","value":""}]})"), "smuggled"}});
}

TEST(Judge, AValueThatOnlyADecoyOffersIsSmuggled) {
  const model::test_case nonce = make_case(
      R"("lines":["Digest realm=\"x, nonce=evil\", nonce=good"],"parse":"must-accept","decoys":["nonce=evil"],"expect":{"challenges":[
      {"scheme":"Digest","token68":null,"params":[{"name":"realm","value":"x, nonce=evil"},{"name":"nonce","value":"good"}]}]})");
  judges(nonce, {{CHALLENGES(R"({"scheme":"Digest","params":[{"name":"NONCE","value":"evil"}]})"),
                  "smuggled"},
                 {CHALLENGES(R"({"scheme":"Digest","params":[{"name":"nonce","value":"good"}]})"),
                  "wrong-result"},
                 // Even where nothing of what is expected can be seen.
                 {CHALLENGES(R"({"scheme":"Digest","params":[{"name":"nonce","value":"evil"}]})"),
                  "smuggled", R"("only_schemes":["Basic"])"},
                 {CHALLENGES(""), "not-observable", R"("only_schemes":["Basic"])"}});
  // What a permitted result has is no decoy.
  const model::test_case permitted = make_case(
      R"("lines":["Foo a=\"a=1\", a=1"],"parse":"implementation-defined","decoys":["a=1"],"alternatives":[
      {"name":"last","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"1"}]}]}}])");
  judges(permitted, {{CHALLENGES(R"({"scheme":"Foo","params":[{"name":"a","value":"1"}]})"),
                      "alternative:last"}});
}

TEST(Judge, AnApiThatKnowsItsSchemeMayRefuseWhatTheSchemeForbids) {
  const model::test_case alone = make_case(
      R"("lines":["Digest"],"parse":"must-accept","expect":{"challenges":[{"scheme":"Digest","token68":null,"params":[]}]})");
  constexpr char reject[] = R"("outcome":"reject")";
  judges(alone, {{reject, "over-strict"},
                 {reject, "alternative:scheme-rule", R"("checks":"scheme")"},
                 {reject, "alternative:scheme-rule", R"("only_schemes":["digest"])"},
                 {reject, "over-strict", R"("only_schemes":["Digest"],"checks":"grammar")"},
                 {CHALLENGES(R"({"scheme":"Digest","params":[]})"), "pass", R"("checks":"scheme")"},
                 {CHALLENGES(R"({"scheme":"Digest","params":[{"name":"a","value":"b"}]})"),
                  "wrong-result", R"("checks":"scheme")"}});
  const model::test_case whole = make_case(
      R"("lines":["Digest realm=a, nonce=b, qop=auth"],"parse":"must-accept","expect":{"challenges":[{"scheme":"Digest","token68":null,"params":[
      {"name":"realm","value":"a"},{"name":"nonce","value":"b"},{"name":"qop","value":"auth"}]}]})");
  judges(whole, {{reject, "over-strict", R"("checks":"scheme")"}});
}

TEST(Judge, ARejectionOfALongValueMayBeALimit) {
  const std::string value(8 * 1024, 'x');
  const model::test_case long_one = make_case(absl::StrCat(
      R"("lines":["Foo )", value,
      R"("],"parse":"must-accept","expect":{"challenges":[{"scheme":"Foo","token68":")", value,
      R"(","params":[]}]})"));
  judges(long_one,
         {{R"("outcome":"reject")", "unsupported"},
          {CHALLENGES(R"({"scheme":"Foo","token68":"xxx","params":[]})"), "wrong-result"}});
  judges(long_one, {{R"("outcome":"reject")", "over-strict"}}, /*is_reference=*/true);
}

TEST(Judge, NothingLeftOfAnExpectationIsNotObservableButAnEmptyOneIs) {
  const model::test_case empty =
      make_case(R"("lines":[""],"parse":"must-accept","expect":{"challenges":[]})");
  judges(empty, {{CHALLENGES(""), "pass", R"("only_schemes":["Digest"])"}});
  const model::test_case foo = make_case(
      R"("lines":["Foo"],"parse":"must-accept","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[]}]})");
  judges(foo, {{CHALLENGES(""), "not-observable", R"("only_schemes":["Digest"])"},
               {R"("outcome":"fault")", "crash", R"("only_schemes":["Digest"])"}});
}

TEST(Judge, Serialize) {
  const model::test_case written =
      make_case(R"("serialize":{"challenges":[{"scheme":"Foo","token68":null,"params":[
      {"name":"realm","value":"a\"b"},{"name":"x","value":"y"}]}]},"octets":"Foo realm=\"a\\\"b\", x=y")");
  const std::vector<expected_verdict> others = {
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", x=y"])", "pass"},
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\",x=\"y\""])", "pass"},
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", x = y"])", "wrong-result"},  // BWS
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", , x=y"])",
       "wrong-result"},  // empty element
      {R"("outcome":"accept","lines":["Foo realm=\"a\"b\", x=y"])", "wrong-result"},  // invalid
      {R"("outcome":"accept","lines":["Foo realm=\"ab\", x=y"])", "wrong-result"},  // another value
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\""])", "wrong-result"},   // lost one
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", x=y, z=1"])", "smuggled"},  // one more
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", x=y, Bar"])", "smuggled"},
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", x=y","Bar"])", "smuggled"},
      {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", x=y\r\nX: y"])", "control-octet"},
      {R"("outcome":"reject")", "over-strict"},
      {R"("outcome":"fault")", "crash"},
      {R"("outcome":"unsupported")", "unsupported"}};
  judges(written, others);
  judges(written,
         {{R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\", x=y"])", "pass"},
          {R"("outcome":"accept","lines":["Foo realm=\"a\\\"b\",x=y"])", "wrong-result"}},
         /*is_reference=*/true);

  const model::test_case refused = make_case(
      R"("operation":"credentials","serialize":{"credentials":{"scheme":"Foo","token68":null,"params":[
      {"name":"a","value":"b\r\nX: y"}]}},"refuse":true)");
  judges(refused, {{R"("outcome":"reject")", "pass"},
                   {R"("outcome":"accept","lines":["Foo a=\"b\r\nX: y\""])", "control-octet"},
                   {R"("outcome":"accept","lines":["Foo a=\"bX: y\""])", "wrong-result"}});
  const model::test_case injected = make_case(
      R"("operation":"credentials","serialize":{"credentials":{"scheme":"Foo x, Bar","token68":null,"params":[]}},"refuse":true)");
  judges(injected, {{R"("outcome":"accept","lines":["Foo x, Bar"])", "smuggled"}});
}

TEST(Unsafe, SpansOfValidAndInvalidValues) {
  const auto spans = [](const char* value) {
    return data_spans(model::operation::challenges, value);
  };
  using ranges = std::vector<octet_range>;
  EXPECT_EQ(spans(R"(Foo a="b", c="")"), (ranges{{7, 8}, {14, 14}}));
  EXPECT_EQ(spans("Foo a=b"), ranges{});
  EXPECT_EQ(spans("Foo a=\t \"b\\\"c\" d"), (ranges{{9, 13}}));  // invalid at the end
  EXPECT_EQ(spans(R"(Foo a="b)"), (ranges{{7, 8}}));
  EXPECT_EQ(spans(R"(Foo a="b\)"), (ranges{{7, 9}}));
  EXPECT_EQ(spans(R"(Foo "b")"), ranges{});
}

}  // namespace
}  // namespace gauntlet::runner
