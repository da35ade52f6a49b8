// The built program, run as a user runs it.
#include "conformance/tool/test/tool.hpp"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "conformance/model/results_reader.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/error_text.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

using Adapter = Tool;
using Generate = Tool;
using Parse = Tool;
using RunCommand = Tool;

TEST_F(Tool, ExitStatusOfUsageIsTwo) {
  EXPECT_EQ(run("--version").status, 0);
  for (const char* command :
       {"", "run", "parse", "adapter", "list", "prove", "verify", "generate"}) {
    EXPECT_EQ(run(std::string(command) + " --help").status, 0) << command;
  }
  for (const char* wrong : {"",
                            "bogus",
                            "--bogus",
                            "adapter bogus",
                            "run --jobs x",
                            "run --bogus",
                            "run x -- y",
                            "run --",
                            "parse --bogus",
                            "run no-such-implementation --no-install",
                            "run --family no-such-family -- true",
                            "run --cases no-such-file -- true",
                            "run --track no-such-file -- true",
                            "generate",
                            "generate bogus",
                            "generate random --grammar bogus",
                            "generate random --operation bogus",
                            "run --timeout nan -- true",
                            "run --timeout -1 -- true",
                            "run --memory-limit -1 -- true",
                            "run --max-restarts -1 -- true",
                            "run --jobs 1.5 -- true",
                            "run --format x -- true",
                            "run --name ../../x -- true",
                            "run --name A -- true",
                            "scan --pointer a",
                            "scan --pointer /~2",
                            "scan --rejects in in"}) {
    const ran r = run(wrong);
    EXPECT_EQ(r.status, 2) << wrong << r.err;
    EXPECT_FALSE(r.err.empty()) << wrong;
  }
}

TEST_F(Tool, AMisspeltNameIsAnsweredWithTheNearest) {
  const auto says = [&](const std::string& arguments, const std::string& text) {
    const ran r = run(arguments);
    EXPECT_EQ(r.status, 2) << arguments;
    EXPECT_NE(r.err.find(text), std::string::npos) << arguments << ": " << r.err;
  };
  says("rnu", "did you mean run?");
  says("run --no-install werkzeg", "did you mean werkzeug?");
  says("run --family quoted-strings -- true", "did you mean quoted-string?");
  says("run --section 9110/5.6.44 -- true", "did you mean 9110/5.6.4?");
  says("run --id list/empty-element-before-first-parm -- true",
       "did you mean list/empty-element-before-first-param?");
}

TEST_F(Tool, WhatIsWrongWithAnOptionIsSaidInOneLine) {
  const auto says = [&](const std::string& arguments, const std::string& text) {
    const ran r = run(arguments);
    EXPECT_EQ(r.status, 2) << arguments;
    EXPECT_EQ(r.err.rfind("gauntlet: ", 0), 0U) << r.err;
    EXPECT_EQ(r.err.find('\n') + 1, r.err.size()) << r.err;
    EXPECT_NE(r.err.find(text), std::string::npos) << arguments << ": " << r.err;
  };
  says("run --jobs x -- true", "--jobs: expected a whole number from 1 to 1024, got \"x\"");
  says("run --jobs 1.5 -- true", "got \"1.5\"");
  says("run --jobs '' -- true", "got \"\"");
  says("run --timeout x -- true", "--timeout: expected a number from 0.01 to 3600, got \"x\"");
  says("run --memory-limit 1e9 -- true", "from 0 to 1048576, got \"1e9\"");
  for (const char* option : {"--out", "--track", "--expectations", "--cases"})
    says(std::string("run ") + option + " '' -- true", "expected a path, got \"\"");
  says("report x --out ''", "expected a path, got \"\"");
  says("run --famly list -- true", "there is no option --famly; did you mean --family?");
  says("run --jobs", "--jobs");
  says("run --layer nope -- true", "; there are grammar, message, scheme");
  says("run --section 9110/99 -- true", "; there are 9110/11.1,");
  says("run --section nope -- true", "9110/,");
  says("run --operation nope -- true", "challenges, credentials or auth-info");
  says("run --format nope -- true", "; there are html,");
  says("run --cases none -- true", "run: --cases: none: ");
  says("list werkzeg", "did you mean werkzeug?");
  // A run that is refused leaves nothing behind.
  for (const char* refused : {"run --layer nope --out a/b -- true", "run none --out a/b"}) {
    EXPECT_EQ(run(refused).status, 2) << refused;
    EXPECT_FALSE(fs::exists(folder_ / "a")) << refused;
  }
}

TEST_F(Tool, HelpBeginsWithAnExample) {
  for (const char* command : {"",
                              "run",
                              "report",
                              "list",
                              "parse",
                              "scan",
                              "adapter",
                              "prove",
                              "verify",
                              "generate",
                              "generate complete",
                              "generate sweep",
                              "generate results",
                              "generate cases",
                              "generate census",
                              "generate random",
                              "generate mutants",
                              "generate tables",
                              "generate dot",
                              "lint",
                              "serve",
                              "check"}) {
    const std::string text = run(std::string(command) + " --help").out;
    const std::size_t usage = text.find("\nUsage: ");
    ASSERT_NE(usage, std::string::npos) << text;
    const std::string example = std::string("gauntlet ") + command;
    EXPECT_LT(text.find(example), usage) << text;
  }
}

TEST_F(Parse, ValidValuesAsATree) {
  const ran r = run(R"(parse 'Newauth realm="a\"b", type=1, Basic QQ==, Foo')");
  EXPECT_EQ(r.status, 0);
  EXPECT_EQ(r.out,
            "3 challenges\n  Newauth\n  |- realm = \"a\\\"b\"\n  `- type = 1\n  Basic QQ==   "
            "(token68)\n  Foo\n");
  EXPECT_EQ(run("parse ''").out, "0 challenges\n");
  EXPECT_NE(run("parse 'Foo a=1, A=2'").out.find("occurs twice"), std::string::npos);
}

TEST_F(Parse, ACaretStandsUnderTheError) {
  ran r = run("parse --operation credentials --show-secrets 'Foo a=b, c'");
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.out.find("\nFoo a=b, c\n          ^ expected"), std::string::npos) << r.out;
  r = run("parse '  Foo a==b'");  // white space in front is not part of the value, but stands in
                                  // front of the caret
  EXPECT_NE(r.out.find("invalid at octet 7"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("\n  Foo a==b\n         ^ "), std::string::npos) << r.out;
  r = run("parse", "Foo a=\"\x01\xFF\x7F\"\n");
  EXPECT_NE(r.out.find("\nFoo a=\"\\x01\\xff\\x7f\"\n       ^ "), std::string::npos) << r.out;
  r = run("parse", "Foo a=\"\xFF\x7F\"\n");
  EXPECT_NE(r.out.find("\nFoo a=\"\\xff\\x7f\"\n           ^ "), std::string::npos) << r.out;
}

TEST_F(Parse, JsonIsAsciiAndOneDocumentAValue) {
  const ran r = run("parse --json", "Foo a=\"\xFF\"\nFoo a==b\n\n");
  EXPECT_EQ(r.status, 1);
  EXPECT_EQ(
      r.out,
      "{\"value\":\"Foo "
      "a=\\\"\\u00ff\\\"\",\"outcome\":\"accept\",\"challenges\":[{\"scheme\":\"Foo\",\"token68\":"
      "null,\"params\":[{\"name\":\"a\",\"value\":\"\\u00ff\",\"quoted\":true}]}]}\n"
      "{\"value\":\"Foo "
      "a==b\",\"outcome\":\"reject\",\"error\":\"expected_comma\",\"offset\":7}\n"
      "{\"value\":\"\",\"outcome\":\"accept\",\"challenges\":[]}\n")
      << r.out;
}

TEST_F(Parse, TakesEveryValueWordForWord) {
  for (const char* value : {"'[a,b]'", "'{}'", "run", "-- --json", "-- -x", "'%%'", "-"}) {
    const ran r = run(std::string("parse --json ") + value);
    EXPECT_LE(r.status, 1) << value << r.err;
    std::istringstream lines(r.out);
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) ++count;
    EXPECT_EQ(count, 1) << value << r.out;
  }
  EXPECT_EQ(nlohmann::json::parse(run("parse --json '[a,b]'").out)["value"], "[a,b]");
  EXPECT_EQ(nlohmann::json::parse(run("parse --json -- --json").out)["value"], "--json");
}

TEST_F(Parse, TheCaretIsUnderItsOctetThoughSecretsAreHidden) {
  const ran r = run("parse --operation credentials 'Basic dXNlcjpwYXNz, x'");
  EXPECT_NE(r.out.find("\nBasic [redacted], [redacted]\n                ^ expected"),
            std::string::npos)
      << r.out;
}

TEST_F(Parse, CredentialsAreOfferedNoComma) {
  const ran r = run("parse --operation credentials 'Foo\"'");
  EXPECT_NE(r.out.find("expected SP or the end"), std::string::npos) << r.out;
  EXPECT_NE(run("parse 'Foo\"'").out.find("expected SP, a comma, or the end"), std::string::npos);
}

TEST_F(Tool, ScanEmptiesNoInputAndHintsAtCrlf) {
  EXPECT_EQ(run("scan --rejects in in", "Basic\n").status, 2);
  EXPECT_EQ(read(folder_ / "in"), "Basic\n");
  fs::create_symlink("in", folder_ / "link");
  EXPECT_EQ(run("scan --rejects link in", "Basic\n").status, 2);
  EXPECT_EQ(read(folder_ / "in"), "Basic\n");
  const ran r = run("scan in", "Basic\r\nNewauth\r\n");
  EXPECT_NE(r.err.find("2 of the 2 rejected values end in CR"), std::string::npos) << r.err;
  EXPECT_EQ(run("scan --crlf in", "Basic\r\n").err.find("end in CR"), std::string::npos);
  EXPECT_EQ(run("scan in", "Basic\nFoo=\n").err.find("end in CR"), std::string::npos);
}

TEST_F(Parse, GrammarSenderIsStricter) {
  EXPECT_EQ(run("parse 'Foo realm=x'").status, 0);
  const ran r = run("parse --grammar sender 'Foo realm=x'");
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.out.find("octet 10"), std::string::npos) << r.out;
  EXPECT_EQ(run("parse --grammar bogus x").status, 2);
  EXPECT_EQ(run("parse --operation bogus x").status, 2);
}

TEST_F(Generate, RandomCasesDifferAndTheReferencePassesThem) {
  for (const char* kind : {"--valid", "--near-miss"}) {
    const std::string command = std::string("generate random --count 300 --length 9 ") + kind;
    ASSERT_EQ(run(command + " --seed 3").status, 0);
    const std::string first = read(folder_ / "stdout");
    EXPECT_EQ(run(command + " --seed 3").out, first);
    EXPECT_NE(run(command + " --seed 4").out, first);
    std::ofstream(folder_ / "cases.json") << first;
    const ran r = run("run --cases cases.json gauntlet");
    EXPECT_EQ(r.status, 0) << r.err;
    EXPECT_EQ(results().rows.size(), 300U) << kind;
  }
}

TEST_F(Generate, RandomSaysWhenThereAreNotSoManyValues) {
  const ran r = run("generate random --count 1000000 --length 1");
  EXPECT_EQ(r.status, 2);
  EXPECT_EQ(r.out, "");
  EXPECT_NE(r.err.find("different values"), std::string::npos) << r.err;
}

TEST_F(Generate, CensusCounts) {
  // The empty value; then a comma and a letter of each kind that begins a token.
  const ran r = run("generate census --operation challenges --grammar recipient --length 1");
  EXPECT_EQ(r.status, 0);
  EXPECT_NE(r.out.find("\n0\t1\t1\n"), std::string::npos) << r.out;
}

TEST(ErrorText, TheCaretStandsUnderTheOctetAlsoInLongLines) {
  EXPECT_EQ(with_caret("ab\ncd", 3, "x"), "ab\\x0acd\n      ^ x");
  EXPECT_EQ(with_caret("ab", 9, "x"), "ab\n  ^ x");
  EXPECT_EQ(with_caret("", 0, "x"), "\n^ x");
  const std::string text =
      with_caret(std::string(500, 'a') + "!" + std::string(500, 'b'), 500, "x", 80);
  const std::size_t end = text.find('\n');
  EXPECT_LE(end, 81U);
  EXPECT_EQ(text[text.find('^', end) - end - 1], '!');
}

TEST_F(Adapter, AnswersInOrderAndStops) {
  const ran r = run(
      "adapter",
      "{\"cmd\":\"hello\",\"protocol\":1}\n"
      "{\"cmd\":\"parse\",\"seq\":7,\"operation\":\"challenges\",\"lines\":[\"Basic "
      "realm=\\\"simple\\\"\"]}\n"
      "{\"lines\":[\"Foo a=b/c\"],\"operation\":\"challenges\",\"seq\":8,\"cmd\":\"parse\"}\n"
      "{\"cmd\":\"parse\",\"seq\":9,\"operation\":\"challenges\",\"lines\":[]}\n"
      "{\"cmd\":\"serialize\",\"seq\":10,\"operation\":\"credentials\",\"credentials\":{\"scheme\":"
      "\"Foo\",\"token68\":null,\"params\":[{\"name\":\"a\",\"value\":\"\\u00ff\"}]}}\n"
      "{\"cmd\":\"stop\"}\n"
      "never read\n");
  EXPECT_EQ(r.status, 0) << r.err;
  std::istringstream lines(r.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(nlohmann::json::parse(line)["observes"]["quoted"], true);
  std::getline(lines, line);
  EXPECT_EQ(
      line,
      R"({"seq":7,"outcome":"accept","challenges":[{"scheme":"Basic","token68":null,"params":[{"name":"realm","value":"simple","quoted":true}]}]})");
  std::getline(lines, line);
  EXPECT_EQ(line, R"({"seq":8,"outcome":"reject","error":"expected_comma","offset":7})");
  std::getline(lines, line);
  EXPECT_EQ(line, R"({"seq":9,"outcome":"accept","challenges":[]})");
  std::getline(lines, line);
  EXPECT_EQ(line, R"({"seq":10,"outcome":"accept","lines":["Foo a=\"\u00ff\""]})");
  EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(Adapter, WhatIsNoRequestEndsItWithAMessage) {
  for (const std::string& input :
       {std::string("garbage\n"), std::string("\n"), std::string("{}\n"), std::string("[]\n"),
        std::string("\0\xFF\x01\n", 4), std::string(100000, '[') + "\n",
        std::string("{\"cmd\":\"parse\"}\n"),
        std::string("{\"cmd\":\"parse\",\"seq\":-1,\"operation\":\"challenges\",\"lines\":[]}\n"),
        std::string("{\"cmd\":\"parse\",\"seq\":1,\"operation\":\"x\",\"lines\":[]}\n"),
        std::string(
            "{\"cmd\":\"parse\",\"seq\":1,\"operation\":\"challenges\",\"lines\":[\"\\u0100\"]}\n"),
        std::string(
            "{\"cmd\":\"parse\",\"seq\":1,\"operation\":\"challenges\",\"lines\":\"Foo\"}\n"),
        std::string(
            "{\"cmd\":\"serialize\",\"seq\":1,\"operation\":\"challenges\",\"challenges\":[{}]}\n"),
        std::string("{\"cmd\":\"hello\",\"protocol\":2}\n"), std::string("{\"cmd\":\"hello\"")}) {
    const ran r = run("adapter", input);
    EXPECT_EQ(r.status, 2) << model::printable(input.substr(0, 80));
    EXPECT_EQ(r.err.rfind("gauntlet: adapter: ", 0), 0U) << r.err;
  }
  EXPECT_EQ(run("adapter", "").status, 0);
}

TEST_F(Adapter, SetsNoLimits) {
  std::string value = "Basic ";
  for (int i = 0; i < 200000; ++i) value += ",";
  const ran r =
      run("adapter", "{\"cmd\":\"parse\",\"seq\":1,\"operation\":\"challenges\",\"lines\":[\"" +
                         value + "\"]}\n");
  EXPECT_EQ(r.out,
            "{\"seq\":1,\"outcome\":\"accept\",\"challenges\":[{\"scheme\":\"Basic\",\"token68\":"
            "null,\"params\":[]}]}\n");
}

TEST_F(RunCommand, TheReferencePassesTheSuite) {
  const ran r = run("run --no-install --without cost gauntlet");
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  EXPECT_NE(r.out.find("agree on"), std::string::npos) << r.out;
  const model::results all = results();
  for (const model::row& row : all.rows) {
    EXPECT_TRUE(model::is_judged(row.verdict) && !model::is_non_conforming(row))
        << row.facts->id << ": " << model::verdict_text(row) << " " << row.error;
  }
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder_ / "out"))
    files.insert(entry.path().filename().string());
  EXPECT_EQ(files, (std::set<std::string>{"report.html", "results.ndjson", "summary.json"}));
}

TEST_F(RunCommand, OtherFormatsAreMadeWhenTheyAreAskedFor) {
  EXPECT_EQ(run("run --no-install " + list_ + " --format csv --format badge gauntlet").status, 0);
  EXPECT_TRUE(fs::exists(folder_ / "out" / "results.csv"));
  EXPECT_TRUE(fs::exists(folder_ / "out" / "badges" / "gauntlet.svg"));
  // Later, too: the same octets.
  const std::string csv = read(folder_ / "out" / "results.csv");
  EXPECT_EQ(run("report out/results.ndjson --format csv").out, csv);
  EXPECT_EQ(run("report out/results.ndjson --format junit --format csv --out more/x").status, 0);
  EXPECT_EQ(read(folder_ / "more" / "x" / "results.csv"), csv);
  EXPECT_TRUE(fs::exists(folder_ / "more" / "x" / "junit.xml"));
  EXPECT_NE(run("report out/results.ndjson").out.find("Gauntlet"), std::string::npos);
  for (const char* wrong : {"report", "report none.ndjson", "report out/results.csv",
                            "report out/results.ndjson --format badge",
                            "report out/results.ndjson --format csv --format tap"}) {
    EXPECT_EQ(run(wrong).status, 2) << wrong;
  }
  const ran r = run("report out/results.ndjson --format junti");
  EXPECT_EQ(r.status, 2);
  EXPECT_NE(r.err.find("did you mean junit?"), std::string::npos) << r.err;
}

TEST_F(RunCommand, WhatDoesNotStartIsShownByItsCommand) {
  const ran r = run("run " + list_ + " -- ./nosuchadapter 1");
  EXPECT_EQ(r.status, 3);
  EXPECT_EQ(r.out.rfind("./nosuchadapter 1\ncould not start: ", 0), 0U) << r.out;
  EXPECT_NE(r.out.find(" cases x 1 implementation in "), std::string::npos) << r.out;
}

TEST_F(RunCommand, AFaultIsToldOnceAndBothSidesAreQuotedInOneWay) {
  const auto broken_one = [&](const char* name) {
    return run("run --family schemes -- python3 " +
               model::shell_quoted((broken / (std::string(name) + ".py")).string()))
        .out;
  };
  const std::string fault = broken_one("fault-all");
  EXPECT_NE(fault.find("     got       failed: IndexError: list index out of range\n"),
            std::string::npos)
      << fault;
  // It says nothing of how values were written; the suite writes nc=00000001.
  const std::string empty = broken_one("accept-all");
  EXPECT_NE(empty.find("expected"), std::string::npos) << empty;
  EXPECT_EQ(empty.find("nc=0"), std::string::npos) << empty;
}

TEST_F(RunCommand, AnOptionTakesOneValueSoThatAnImplementationMayFollowIt) {
  const ran r = run("run --no-install " + list_ + " gauntlet");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_EQ(results().header.implementations.size(), 1U);
  EXPECT_EQ(run("run --no-install --family list --family token68 --id '**' gauntlet").status, 0);
}

TEST_F(RunCommand, AnAdapterThatHangsEndsByItselfWithACompleteReport) {
  const ran r = run("run --timeout 0.5 --max-restarts 3 -- python3 " +
                    model::shell_quoted((broken / "hang.py").string()) + " 1");
  EXPECT_EQ(r.status, 1) << r.err;
  const model::results all = results();
  EXPECT_TRUE(all.footer.complete);
  EXPECT_EQ(all.footer.exit_code, 1);
  // Rows stand in the order in which they came.
  const auto rows_with = [&](model::verdict v) {
    return std::count_if(all.rows.begin(), all.rows.end(),
                         [v](const model::row& one) { return one.verdict == v; });
  };
  EXPECT_GT(rows_with(model::verdict::hang), 0);
  EXPECT_GT(rows_with(model::verdict::not_run), 1000);
  EXPECT_EQ(all.header.implementations[0].id, "hang");
}

TEST_F(RunCommand, TheProjectFileNamesTheAdapterAndItsExpectations) {
  const auto write = [&](const char* name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  };
  const std::string adapter = (broken / "reject-all.py").string();
  write("gauntlet.toml", "command = ['python3', '" + adapter + "']\n");
  ran r = run("run " + list_);
  EXPECT_EQ(r.status, 1) << r.err;
  EXPECT_EQ(results().header.implementations.at(0).id, "reject-all");
  // It is over-strict, and may be so.
  const std::string entry = R"({"match":{"family":"list"},"verdict":"over-strict","reason":"r"})";
  const auto file_with = [&](const std::string& entries) {
    return R"({"implementation":"reject-all","entries":[)" + entries + "]}";
  };
  write("gauntlet-expectations.json", file_with(entry));
  r = run("run " + list_);
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  write("gauntlet.toml", "command = ['python3', '" + adapter + "']\nexpectations = 'known.json'\n");
  EXPECT_EQ(run("run " + list_).status, 2);
  write("known.json",
        file_with(entry + R"(,{"match":{"id":"list/*"},"verdict":"hang","reason":"r"})"));
  r = run("run " + list_);
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.err.find("stale"), std::string::npos) << r.err;
  const auto says = [&](const std::string& text, int status, const std::string& message) {
    write("known.json", text);
    const ran one = run("run " + list_);
    EXPECT_EQ(one.status, status) << text;
    EXPECT_NE(one.err.find("known.json:" + message), std::string::npos) << one.err;
  };
  const auto with = [&](const std::string& match, const std::string& rest) {
    return file_with("{\"match\":" + match + "," + rest + "}");
  };
  says("{", 2, "1:2: is not JSON");
  says(with(R"({"flag":"bws"})", R"("verdict":"crash","reason":" ")"), 2,
       " /entries/0/reason: it is empty");
  says(with(R"({"flag":"bws"})", R"("verdict":"crash","reason":"r","reson":"r")"), 2,
       " /entries/0: unknown member reson; did you mean reason?");
  says(with(R"({"famly":"list"})", R"("verdict":"crash","reason":"r")"), 2,
       " /entries/0/match: unknown member famly; did you mean family?");
  says(with(R"({"flag":"bws"})", R"("verdict":"over-stict","reason":"r")"), 2,
       " /entries/0/verdict: Failed to match against any enum values; expected \"hang\"");
  says(with(R"({"family":"lists"})", R"("verdict":"over-strict","reason":"r")"), 1,
       " reject-all: {\"family\":\"lists\"} over-strict: no case of the suite fits; did you mean "
       "list?");
  // It is written, too, and the new entries wait for their reasons.
  fs::remove(folder_ / "known.json");
  EXPECT_EQ(run("run " + list_ + " --update-expectations").status, 1);
  EXPECT_NE(read(folder_ / "known.json").find("\"reason\": \"\""), std::string::npos);
  for (const char* wrong :
       {"command = 1", "command = []", "comand = ['x']", "track = ['x']", "x"}) {
    write("gauntlet.toml", wrong);
    EXPECT_EQ(run("run " + list_).status, 2) << wrong;
  }
}

TEST_F(RunCommand, TrackTellsWhatChangedAndARegressionIsAFailure) {
  EXPECT_EQ(run("run --no-install " + list_ + " --out old gauntlet").status, 0);
  EXPECT_EQ(run("run --no-install " + list_ + " --track old/results.ndjson gauntlet").status, 0);
  const ran r = run("run --name gauntlet " + list_ + " --track old/results.ndjson -- python3 " +
                    model::shell_quoted((broken / "reject-all.py").string()));
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.out.find("over-strict"), std::string::npos) << r.out;
}

TEST_F(RunCommand, TwoRunsOfTheSameAreTrackedAsNothing) {
  EXPECT_EQ(run("run --no-install --without cost --out old gauntlet").status, 0);
  const ran r = run("run --no-install --without cost --track old/results.ndjson gauntlet");
  EXPECT_EQ(r.status, 0);
  EXPECT_NE(r.out.find("No verdict, case, implementation or version changed."), std::string::npos)
      << r.out;
}

TEST_F(RunCommand, TrackingWhatTheEarlierRunDidNotHaveIsAnError) {
  EXPECT_EQ(run("run --no-install " + list_ + " --out old gauntlet").status, 0);
  const ran r = run("run --name other " + list_ + " --track old/results.ndjson -- python3 " +
                    model::shell_quoted((broken / "reject-all.py").string()));
  EXPECT_EQ(r.status, 2);
  EXPECT_NE(r.err.find("it knows nothing of \"other\", only of gauntlet"), std::string::npos)
      << r.err;
}

// The folder of the results: locked, whole, and the set of the run before until there is a new one.
TEST_F(RunCommand, OneRunAtATimeHasTheFolder) {
  const std::string slow = "run " + list_ + " --out out -- python3 " +
                           model::shell_quoted((broken / "slow-answers.py").string()) + " 0.2";
  const std::string line = "cd " + model::shell_quoted(folder_.string()) + " && { " +
                           model::shell_quoted(program) + " " + slow +
                           " >first 2>&1 & echo $! >pid; }";
  ASSERT_EQ(std::system(line.c_str()), 0);
  for (int tries = 0; tries < 1200 && !fs::exists(folder_ / "out/results.ndjson.part"); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const ran second = run("run --no-install " + list_ + " gauntlet");
  EXPECT_EQ(second.status, 2);
  EXPECT_NE(second.err.find("another run writes its files here"), std::string::npos) << second.err;
  ::kill(static_cast<pid_t>(std::stol(read(folder_ / "pid"))), SIGKILL);
}

TEST_F(RunCommand, AFolderThatCannotBeWrittenIsToldBeforeTheRun) {
  std::ofstream(folder_ / "file") << "x";
  const ran r = run("run --no-install " + list_ + " --out file/out gauntlet");
  EXPECT_EQ(r.status, 2);
  EXPECT_NE(r.err.find("Not a directory"), std::string::npos) << r.err;
  EXPECT_EQ(r.out, "");
}

// A file that may not grow fails as on a full disk, by another word of the system. The set of the run
// before stays, and the file that failed is named with what the system said.
TEST_F(RunCommand, WhatCannotBeWrittenIsNamedAndTheEarlierSetStaysWhole) {
  const std::string again = "run --no-install " + list_ + " --id list/empty-value gauntlet";
  EXPECT_EQ(run(again).status, 0);
  const auto files = [&] {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::directory_iterator(folder_ / "out")) {
      if (entry.is_regular_file() && entry.path().extension() != ".part")
        all[entry.path().filename().string()] = read(entry.path());
    }
    return all;
  };
  const auto before = files();
  ASSERT_EQ(before.size(), 3U);
  const std::size_t results = before.at("results.ndjson").size();
  ASSERT_LT(results * 6, before.at("report.html").size());
  // The limit counts in 512 octets, or in 1,024; what the program says goes through a pipe.
  const auto limited = [&](std::size_t octets, const std::string& name) {
    const std::string line = "cd " + model::shell_quoted(folder_.string()) + " && (ulimit -f " +
                             std::to_string(octets / 512) + "; " + model::shell_quoted(program) +
                             " " + again + " 2>&1; echo \"status $?\") | cat >said";
    EXPECT_EQ(std::system(line.c_str()), 0);
    const std::string said = read(folder_ / "said");
    EXPECT_NE(said.find(name + ": File too large\n"), std::string::npos) << said;
    EXPECT_NE(said.find("nothing new is in out"), std::string::npos) << said;
    EXPECT_NE(said.find("status 2\n"), std::string::npos) << said;
    EXPECT_EQ(files(), before) << name;
  };
  limited(0, "out/results.ndjson.part");
  limited(results * 2 + 512, "out/.part/report.html");
}

// Killed in the middle: the set of the run before is whole, what this one had is beside it and can be
// read, and nothing that it started lives on, whatever session that is in.
TEST_F(RunCommand, AKilledRunLeavesWhatItHadAndNoProcess) {
  EXPECT_EQ(run("run --no-install " + list_ + " gauntlet").status, 0);
  const std::string before = read(folder_ / "out/results.ndjson");
  const std::string page = read(folder_ / "out/report.html");
  const std::string mark = folder_.filename().string();
  std::ofstream(folder_ / "adapter.py")
      << "import os, sys\nsys.path.insert(0, " << '"' << broken.string() << "\")\n"
      << "import time\nfrom fake import reject, serve\n"
      << "if os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\n    os._exit(0)\n"
      << "def answer(query):\n    time.sleep(0.5 if query['n'] > 1500 else 0)\n"
      << "    return reject(query)\nserve(answer)\n";
  const std::string line =
      "cd " + model::shell_quoted(folder_.string()) + " && { " + model::shell_quoted(program) +
      " run --timeout 60 -- python3 adapter.py " + mark + " >first 2>&1 & echo $! >pid; }";
  ASSERT_EQ(std::system(line.c_str()), 0);
  const fs::path part = folder_ / "out/results.ndjson.part";
  const auto left = [&] {
    return model::read_results_file(part.string(), model::when_unfinished::accept);
  };
  for (int tries = 0; tries < 1200; ++tries) {
    if (const auto now = left(); now.ok() && now->rows.size() > 500) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ASSERT_EQ(::kill(static_cast<pid_t>(std::stol(read(folder_ / "pid"))), SIGKILL), 0);
  const auto is_left = [&] {
    for (const auto& entry : fs::directory_iterator("/proc")) {
      if (read(entry.path() / "cmdline").find(mark) != std::string::npos) return true;
    }
    return false;
  };
  for (int tries = 0; tries < 200 && is_left(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(is_left());
  EXPECT_EQ(read(folder_ / "out/results.ndjson"), before);
  EXPECT_EQ(read(folder_ / "out/report.html"), page);
  EXPECT_FALSE(model::read_results_file(part.string()).ok());
  const absl::StatusOr<model::results> kept = left();
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_TRUE(kept->unfinished);
  EXPECT_GT(kept->rows.size(), 500U);
}

// What an adapter sees of its limits and its surroundings is the same whoever asks for its hello.
TEST_F(RunCommand, ListStartsAdaptersWithTheSameLimits) {
  const fs::path own = folder_ / "conformance";
  fs::create_directories(own / "adapters");
  fs::create_directory_symlink(fs::path(GAUNTLET_TEST_CONFORMANCE) / "suite", own / "suite");
  std::ofstream(own / "adapters/manifest.json") << R"({"format":1,
    "runtimes":[{"id":"python3","title":"Python 3","programs":["python3"],"apt":["python3"],"megabytes":24}],
    "implementations":[{"id":"mirror","title":"Mirror","language":"Python","operations":["challenges"],
      "default":"never","runtime":"python3","command":["python3","{adapters}/mirror.py"],
      "homepage":"h","issues":"i","license":"MIT"}]})";
  std::ofstream(own / "adapters/mirror.py")
      << "import os, resource, sys\nsys.path.insert(0, " << '"' << broken.string() << R"(")
from fake import HELLO, serve
limits = [resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in ("AS", "CORE", "CPU")]
status = dict(line.split(":\t", 1) for line in open("/proc/self/status") if ":\t" in line)
seen = [limits, sorted(os.environ), os.getsid(0) == os.getpid(), status["NoNewPrivs"], status["SigIgn"]]
HELLO["implementation"]["version"] = repr(seen)
serve()
)";
  ASSERT_EQ(::setenv("GAUNTLET_CONFORMANCE", own.c_str(), 1), 0);
  const ran listed = run("list --json mirror");
  const ran ran_once = run("run --no-install " + list_ + " mirror");
  ::unsetenv("GAUNTLET_CONFORMANCE");
  ASSERT_EQ(listed.status, 0) << listed.err;
  EXPECT_EQ(ran_once.status, 1) << ran_once.err;
  const std::string version = results().header.implementations.at(0).version;
  EXPECT_LT(version.size(), 200U);                                  // longer ones are cut
  EXPECT_NE(version.find("(0, 0)"), std::string::npos) << version;  // no core dumps
  EXPECT_EQ(nlohmann::json::parse(listed.out)[0]["version"].get<std::string>(), version);
}

TEST_F(RunCommand, AnIgnoredSignalStaysIgnored) {
  const std::string line =
      "cd " + model::shell_quoted(folder_.string()) + " && (trap '' HUP; exec " +
      model::shell_quoted(program) + " run " + list_ + " -- python3 " +
      model::shell_quoted((broken / "slow-answers.py").string()) +
      " 0.02 >stdout 2>stderr & echo $! >pid; sleep 1; kill -HUP $(cat pid); wait)";
  std::system(line.c_str());
  EXPECT_TRUE(results().footer.complete);
}

TEST_F(RunCommand, TheReproducingLineHasEnvironmentAndLimits) {
  run("run --env A=1 --timeout 5 --memory-limit 512 --family list -- python3 " +
      model::shell_quoted((broken / "reject-all.py").string()));
  const model::results all = results();
  const std::string line = model::reproduce(all.header, all.rows[0]);
  EXPECT_NE(line.find("run --env A=1 --timeout 5 --memory-limit 512 --out out/one --id "),
            std::string::npos)
      << line;
}

TEST_F(RunCommand, AClosedOrFullStandardOutputIsAnErrorAndTheFilesAreThere) {
  const std::string line = "cd " + model::shell_quoted(folder_.string()) + " && " +
                           model::shell_quoted(program) + " run --no-install " + list_ +
                           " gauntlet >/dev/full 2>stderr";
  const int status = std::system(line.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_NE(read(folder_ / "stderr").find("cannot write to standard output"), std::string::npos)
      << read(folder_ / "stderr");
  EXPECT_TRUE(results().footer.complete);
}

TEST_F(RunCommand, HelpAndVersionThatCannotBeWrittenAndInputThatCannotBeReadAreErrors) {
  for (const char* rest :
       {" --help >/dev/full", " --version >/dev/full", " parse --help >/dev/full",
        " parse '=' >/dev/full", " lint --field Authorization '=' >/dev/full", " parse </",
        " parse <&-"}) {
    const std::string line = model::shell_quoted(program) + rest + " 2>/dev/null";
    EXPECT_EQ(WEXITSTATUS(std::system(line.c_str())), 2) << rest;
  }
}

class Signals : public Tool, public ::testing::WithParamInterface<int> {};
INSTANTIATE_TEST_SUITE_P(All, Signals, ::testing::Values(SIGINT, SIGTERM, SIGQUIT));

TEST_P(Signals, StopEverythingAndTheReportSaysThatItIsIncomplete) {
  const std::string adapter = (broken / "slow-answers.py").string();
  const std::string mark = folder_.filename().string();
  const pid_t pid = ::fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    if (::chdir(folder_.c_str()) != 0 || ::freopen("stdout", "w", stdout) == nullptr ||
        ::freopen("stderr", "w", stderr) == nullptr)
      ::_exit(99);
    const std::string cases = GAUNTLET_TEST_CONFORMANCE "/suite/cases/list";
    const std::string start =
        ": >started; exec python3 " + model::shell_quoted(adapter) + " 0.3 " + mark;
    ::execl(program, program, "run", "--cases", cases.c_str(), "--", "sh", "-c", start.c_str(),
            static_cast<char*>(nullptr));
    ::_exit(98);
  }
  // As soon as the adapter runs, which on a busy machine or with sanitizers takes its time.
  for (int tries = 0; tries < 1200 && !fs::exists(folder_ / "started"); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ASSERT_TRUE(fs::exists(folder_ / "started")) << read(folder_ / "stderr");
  ASSERT_EQ(::kill(pid, GetParam()), 0);
  int status = 0;
  ASSERT_EQ(::waitpid(pid, &status, 0), pid);
  ASSERT_TRUE(WIFEXITED(status));
  const model::results all = results();
  // A failure before the interrupt takes precedence (PROTOCOL.md, section 5.4).
  const bool has_failed = std::any_of(all.rows.begin(), all.rows.end(), [](const model::row& one) {
    return model::is_non_conforming(one);
  });
  EXPECT_EQ(WEXITSTATUS(status), has_failed ? 1 : 3) << read(folder_ / "stderr");
  EXPECT_FALSE(all.footer.complete);
  EXPECT_EQ(all.rows.back().verdict, model::verdict::not_run);
  EXPECT_EQ(all.rows.back().error, GetParam() == SIGINT    ? "interrupted"
                                   : GetParam() == SIGTERM ? "terminated"
                                                           : "quit");
  EXPECT_EQ(read(folder_ / "stdout").rfind("INTERRUPTED", 0), 0U);
  // No process of that adapter is left.
  for (const auto& entry : fs::directory_iterator("/proc")) {
    EXPECT_EQ(read(entry.path() / "cmdline").find(mark), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace gauntlet::tool
