#include "conformance/tool/test/tool.hpp"

namespace gauntlet::tool {
namespace {

class Compare : public Tool {
 protected:
  static std::string adapter(const char* name) {
    return " -- python3 -B " + model::shell_quoted((broken / name).string());
  }
};

TEST_F(Compare, TheReferenceReadsAsTheGrammarDoes) {
  for (const char* operation : {"challenges", "credentials", "auth-info"}) {
    const ran same = run(std::string("diff gauntlet grammar --operation ") + operation);
    EXPECT_EQ(same.status, 0) << same.out << same.err;
    EXPECT_NE(same.out.find("agree on all"), std::string::npos) << same.out;
  }
}

TEST_F(Compare, DiffShowsTheShortestValueOfEachKind) {
  const ran found = run("diff grammar" + adapter("reject-all.py"));
  EXPECT_EQ(found.status, 1) << found.err;
  EXPECT_NE(found.out.find("grammar accepts, "), std::string::npos) << found.out;
  EXPECT_NE(found.out.find("\n  \"\"\n"), std::string::npos) << found.out;
  const ran json = run("diff grammar --format json" + adapter("accept-all.py"));
  EXPECT_EQ(json.status, 1);
  EXPECT_NE(json.out.find("\"kind\": \"results\""), std::string::npos) << json.out;
  const ran valid = run("diff grammar --among valid" + adapter("accept-all.py"));
  EXPECT_NE(valid.out.find("both accept"), std::string::npos) << valid.out;
  EXPECT_EQ(valid.out.find("does not"), std::string::npos) << valid.out;
}

TEST_F(Compare, MinimizeLeavesWhatIsNeeded) {
  const std::string value = " --input 'Basic realm=\"a\", Digest realm=\"b\", nonce=\"c\"'";
  const ran found = run("minimize" + value + adapter("reject-all.py"));
  EXPECT_EQ(found.status, 1) << found.err;
  EXPECT_NE(found.out.find("0 of them needed"), std::string::npos) << found.out;
  const ran right = run("minimize gauntlet" + value);
  EXPECT_EQ(right.status, 0) << right.err;
  EXPECT_EQ(run("minimize gauntlet").status, 2);
  EXPECT_EQ(run("minimize gauntlet --id no/such").status, 2);
}

TEST_F(Compare, LearnsTheReference) {
  const ran found = run("learn gauntlet --operation credentials");
  EXPECT_EQ(found.status, 0) << found.out << found.err;
  EXPECT_NE(found.out.find("accepts what the grammar accepts"), std::string::npos) << found.out;
  const ran none = run("learn --format json" + adapter("reject-all.py"));
  EXPECT_EQ(none.status, 1) << none.err;
  EXPECT_NE(none.out.find("\"states\": 1"), std::string::npos) << none.out;
  const ran wrong = run("learn gauntlet --what wrong --operation auth-info");
  EXPECT_EQ(wrong.status, 0) << wrong.out << wrong.err;
  const ran few = run("learn gauntlet --max-questions 100");
  EXPECT_EQ(few.status, 3) << few.out;
  EXPECT_NE(few.out.find("Not finished"), std::string::npos) << few.out;
  const ran drawn = run("learn gauntlet --operation auth-info --format dot");
  EXPECT_EQ(drawn.out.rfind("digraph", 0), 0U) << drawn.out;
}

TEST_F(Compare, NamesAReaderByItsReadings) {
  const ran own = run("fingerprint gauntlet");
  EXPECT_EQ(own.status, 0) << own.err;
  EXPECT_NE(own.out.find("gauntlet"), std::string::npos) << own.out;
  const ran none = run("fingerprint" + adapter("accept-all.py"));
  EXPECT_EQ(none.status, 0) << none.err;
  EXPECT_NE(none.out.find("none that is known here"), std::string::npos) << none.out;
  EXPECT_EQ(run("fingerprint -- /no/such/adapter").status, 3);
}

TEST_F(Compare, ARunMakesTheTableOfAllPairs) {
  ASSERT_EQ(run("run gauntlet --family credentials --out own").status, 0);
  const ran table = run("diff --all --from own/results.ndjson --operation credentials");
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_NE(table.out.find("1 readers of credentials, 0 pairs"), std::string::npos) << table.out;
  const ran csv = run("diff --all --from own/results.ndjson --operation credentials --format csv");
  EXPECT_EQ(csv.out.rfind("\"operation\",\"first\",\"second\",", 0), 0U) << csv.out;
  EXPECT_EQ(run("diff --all --from no/such/file").status, 2);
  EXPECT_EQ(run("diff gauntlet grammar --from own/results.ndjson").status, 2);
}

TEST_F(Compare, ALiveServerHasToAnswer) {
  const ran none = run("fingerprint --of http://127.0.0.1:1/ --user me:secret");
  EXPECT_EQ(none.status, 3) << none.err;
  EXPECT_NE(none.err.find("no answer"), std::string::npos) << none.err;
  EXPECT_EQ(none.err.find("secret"), std::string::npos) << none.err;
  for (const char* wrong :
       {"--of http://127.0.0.1:1/ --user me", "--of http://127.0.0.1:1/ gauntlet",
        "gauntlet --user me:secret", "gauntlet --tier 1", "--from no/such/file", ""}) {
    EXPECT_EQ(run(std::string("fingerprint ") + wrong).status, 2) << wrong;
  }
  // A run of a parser is neither a server nor a client.
  ASSERT_EQ(run("run gauntlet --family credentials --out own").status, 0);
  const ran parser = run("fingerprint --from own/results.ndjson");
  EXPECT_EQ(parser.status, 3) << parser.out;
  EXPECT_NE(parser.err.find("nothing was answered"), std::string::npos) << parser.err;
}

TEST_F(Compare, WhatIsNotThereIsSaid) {
  const ran unknown = run("diff gauntle grammar");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("did you mean"), std::string::npos) << unknown.err;
  EXPECT_EQ(run("diff gauntlet").status, 2);
  EXPECT_EQ(run("diff --all gauntlet grammar").status, 2);
}

TEST_F(Tool, NewAdapterWritesOneThatRuns) {
  const ran made = run("new-adapter Python --out own");
  ASSERT_EQ(made.status, 0) << made.err;
  EXPECT_EQ(
      read(folder_ / "own/gauntlet.toml"),
      "# What `gauntlet run` tests in this folder.\ncommand = [\"python3\", \"adapter.py\"]\n");
  EXPECT_TRUE(fs::exists(folder_ / "own/adapter.py"));
  const ran again = run("new-adapter python --out own");
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.err.find("is there already"), std::string::npos) << again.err;
  const ran unknown = run("new-adapter pyton");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("python"), std::string::npos) << unknown.err;
  EXPECT_EQ(run("run --quiet " + list_ + " -- python3 own/adapter.py").status, 1);
  EXPECT_GT(results().rows.size(), 10U);
}

}  // namespace
}  // namespace gauntlet::tool
