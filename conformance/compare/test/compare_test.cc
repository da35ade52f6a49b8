#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include "conformance/compare/difference.hpp"
#include "conformance/compare/fingerprint.hpp"
#include "conformance/compare/learn.hpp"
#include "conformance/compare/likely.hpp"
#include "conformance/compare/pairs.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/compare/shorten.hpp"
#include "conformance/grammar/engine.hpp"
#include "conformance/grammar/suite.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/grammar_reading.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::compare {
namespace {

using model::operation;

// A reader that is a function.
class sample_reader : public reader {
 public:
  using function = std::optional<model::result> (*)(const std::string&);
  sample_reader(std::string name, function reads, runner::observes can = {})
      : name_(std::move(name)), reads_(reads), can_(std::move(can)) {}

  std::vector<reading> ask(const std::vector<std::string>& values) override {
    std::vector<reading> made;
    for (const std::string& value : values) {
      reading& one = made.emplace_back();
      one.result = reads_(value);
      one.how = one.result ? ending::accepted : ending::rejected;
      ++asked;
    }
    return made;
  }
  std::string name() const override { return name_; }
  const runner::observes& can_show() const override { return can_; }
  std::string observes_json() const override { return "{}"; }

  std::size_t asked = 0;

 private:
  std::string name_;
  function reads_;
  runner::observes can_;
};

std::optional<model::result> right(const std::string& value) {
  return runner::grammar_reading(operation::challenges, {value});
}

// Ends a quoted-string at the first DQUOTE, escaped or not, as careless readers do.
std::optional<model::result> forgets_escapes(const std::string& value) {
  std::string changed = value;
  for (std::size_t at = 0; (at = changed.find("\\\"", at)) != std::string::npos;) changed[at] = 'x';
  return right(changed);
}

// Cuts at each comma.
std::optional<model::result> cuts_commas(const std::string& value) {
  const std::size_t comma = value.find(',');
  return comma == std::string::npos ? right(value) : std::nullopt;
}

reading accepted(model::challenges_result of) { return {ending::accepted, std::move(of), ""}; }

TEST(Shorten, TakesAwayWhatIsNotNeeded) {
  std::size_t asked = 0;
  const auto look = [&](const std::vector<std::string>& values) {
    std::vector<bool> shown;
    for (const std::string& value : values) {
      ++asked;
      const std::size_t quote = value.find('"');
      shown.push_back(quote != std::string::npos && value.find(',', quote) != std::string::npos);
    }
    return shown;
  };
  EXPECT_EQ(shorten("Digest realm=\"a, b\", nonce=\"c\", qop=\"auth,auth-int\"", look), "\",");
  EXPECT_LT(asked, 2000U);
  const first_of_all all = first_that_shows({{"a", ",", "\""}, 3, 1000}, look);
  EXPECT_TRUE(all.is_found);
  EXPECT_EQ(all.value, "\",");
  EXPECT_EQ(all.complete_to, 1U);
  EXPECT_EQ(first_that_shows({{"a", "b"}, 3, 1000}, look).complete_to, 3U);
  const first_of_all stopped = first_that_shows({{"a", "b"}, 9, 20}, look);
  EXPECT_FALSE(stopped.is_found);
  EXPECT_EQ(stopped.tried, 20U);
  EXPECT_EQ(stopped.complete_to, 3U);  // 1 + 2 + 4 + 8 values, and five of the next sixteen
}

TEST(Shorten, ReplacesOctetsByEasierOnes) {
  const auto look = [](const std::vector<std::string>& values) {
    std::vector<bool> shown;
    for (const std::string& value : values) shown.push_back(value.size() == 3 && value[1] == '=');
    return shown;
  };
  EXPECT_EQ(shorten("Z=Z", look), "a=a");
}

TEST(Difference, IsWhatBothCanShow) {
  const reading basic = accepted({{"Basic", std::nullopt, {{"realm", "a", true}}}});
  const reading lower = accepted({{"basic", std::nullopt, {{"REALM", "a", std::nullopt}}}});
  const reading other = accepted({{"Basic", std::nullopt, {{"realm", "b", true}}}});
  const reading none = accepted({});
  const reading refused{ending::rejected, {}, ""};
  const reading failed{ending::failed, {}, "index"};
  const comparison all({}, {});
  EXPECT_EQ(all.between(basic, lower), difference::none);
  EXPECT_EQ(all.between(basic, other), difference::results);
  EXPECT_EQ(all.between(basic, none), difference::results);
  EXPECT_EQ(all.between(basic, refused), difference::only_first);
  EXPECT_EQ(all.between(refused, basic), difference::only_second);
  EXPECT_EQ(all.between(refused, failed), difference::fails);
  EXPECT_EQ(all.between(basic, {}), difference::none);

  runner::observes digest;
  digest.only_schemes = {"Digest"};
  const comparison with_digest({}, digest);
  EXPECT_EQ(with_digest.between(basic, refused), difference::none);
  EXPECT_EQ(with_digest.between(basic, accepted({})), difference::none);
  EXPECT_EQ(
      with_digest.between(accepted({{"Digest", std::nullopt, {{"nonce", "n", true}}}}), refused),
      difference::only_first);
  runner::observes unseen;
  unseen.params = runner::params_form::none;
  EXPECT_EQ(comparison({}, unseen).between(basic, other), difference::none);
}

TEST(Search, FindsTheShortestOfEachKind) {
  sample_reader one("right", right);
  sample_reader other("careless", forgets_escapes);
  const std::vector<std::string> pool = {
      "Basic realm=\"a\"", "Foo title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"", "Bearer"};
  const process::cancellation cancel;
  search_options options;
  options.among_accepted = true;
  const search_result found = search(one, other, pool, options, cancel);
  EXPECT_EQ(found.compared, 3U);
  ASSERT_TRUE(found.found.empty());  // there the careless one refuses

  options.among_accepted = false;
  const search_result all = search(one, other, pool, options, cancel);
  ASSERT_EQ(all.found.size(), 1U);
  EXPECT_EQ(all.found.front().kind, difference::only_first);
  EXPECT_EQ(all.found.front().count, 1U);
  EXPECT_EQ(all.found.front().value, "a a=\"\\\"\"");
  EXPECT_TRUE(search(one, one, pool, options, cancel).found.empty());
}

TEST(Search, StopsWhenItIsTold) {
  sample_reader one("right", right);
  sample_reader other("cuts", cuts_commas);
  process::cancellation cancel;
  cancel.request("a test");
  const search_result found = search(one, other, {"a, b"}, {}, cancel);
  EXPECT_EQ(found.compared, 0U);
  EXPECT_TRUE(found.found.empty());
}

class Learn : public testing::Test {
 protected:
  learned learn_of(const std::function<bool(const std::string&)>& accepts,
                   const learn_options& options = {},
                   const std::vector<std::string>& samples = {}) {
    const process::cancellation cancel;
    return learn(
        [&](const std::vector<std::string>& values) {
          std::vector<bool> made;
          for (const std::string& value : values) made.push_back(accepts(value));
          return made;
        },
        engine_.classes(grammar_engine::grammar::recipient), samples, options, cancel);
  }
  const grammar_engine::engine engine_ = *grammar_engine::engine::load();
};

// Values that show more states than the first hypotheses have, as the suite does.
TEST_F(Learn, FindsTheGrammarItself) {
  for (const operation op : grammar_engine::all_operations) {
    const grammar_engine::dfa& rfc = engine_.of(op, grammar_engine::grammar::recipient).line;
    const learned found = learn_of(
        [&](const std::string& value) { return rfc.accepts(value); }, {},
        grammar_engine::complete_suite(engine_, op, grammar_engine::grammar::recipient, 0, false));
    EXPECT_TRUE(found.is_tested) << found.why_not;
    EXPECT_EQ(found.graph.size(), rfc.size());
    EXPECT_LE(found.octets.size(), engine_.classes(grammar_engine::grammar::recipient).size());
    EXPECT_FALSE(difference_from(found, rfc, "")) << model::to_string(op);
  }
}

TEST_F(Learn, FindsOctetsThatAreReadOtherwise) {
  const grammar_engine::dfa& rfc =
      engine_.of(operation::challenges, grammar_engine::grammar::recipient).line;
  // It takes ";" for a comma.
  const learned found = learn_of([&](std::string value) {
    std::replace(value.begin(), value.end(), ';', ',');
    return rfc.accepts(value);
  });
  ASSERT_TRUE(found.is_tested) << found.why_not;
  const auto different = difference_from(found, rfc, "");
  ASSERT_TRUE(different);
  EXPECT_EQ(different->value, ";");
  EXPECT_TRUE(different->in_learned);
  EXPECT_NE(dot_graph(found, "a \"test\"").find("label=\"a \\\"test\\\"\""), std::string::npos);
}

TEST_F(Learn, KnowsWhatComesAfterAPrefix) {
  const grammar_engine::dfa& rfc =
      engine_.of(operation::challenges, grammar_engine::grammar::recipient).line;
  const std::string prefix = "Digest ";
  std::vector<std::string> samples;
  for (const std::string& value : grammar_engine::complete_suite(
           engine_, operation::challenges, grammar_engine::grammar::recipient, 0, false)) {
    if (const std::size_t space = value.find(' '); space != std::string::npos)
      samples.push_back(value.substr(space + 1));
  }
  const learned found =
      learn_of([&](const std::string& value) { return rfc.accepts(prefix + value); }, {}, samples);
  EXPECT_FALSE(difference_from(found, rfc, prefix));
  EXPECT_TRUE(difference_from(found, rfc, ""));
}

TEST_F(Learn, GivesUpWithinItsLimits) {
  learn_options few;
  few.max_questions = 100;
  const auto counts = [](const std::string& value) { return value.size() % 40 == 7; };
  EXPECT_FALSE(learn_of(counts, few).is_tested);
  learn_options small;
  small.max_states = 5;
  const learned found = learn_of(counts, small, {"aaaaaaa"});
  EXPECT_FALSE(found.is_tested);
  EXPECT_NE(found.why_not.find("more than 5 states"), std::string::npos) << found.why_not;
}

TEST(Fingerprint, TellsReadersApartAndNamesThem) {
  const std::vector<std::string> pool = {"Basic realm=\"a\"", "a b=\"\\\"\"", "a, b",
                                         "a b=\"\\\"\", c"};
  std::vector<known_reader> readers;
  for (auto& [name, reads] : std::vector<std::pair<std::string, sample_reader::function>>{
           {"right 1", right}, {"careless 2", forgets_escapes}, {"cuts 3", cuts_commas}}) {
    sample_reader one(name, reads);
    readers.push_back({name, one.can_show(), one.observes_json(), one.ask(pool)});
  }
  const process::cancellation cancel;
  const std::vector<std::size_t> chosen = telling_values(pool, readers, cancel);
  ASSERT_FALSE(chosen.empty());
  EXPECT_EQ(std::count(chosen.begin(), chosen.end(), 0U), 0);  // all read that alike
  fingerprints of;
  for (const std::size_t at : chosen) of.values.push_back(pool[at]);
  for (const known_reader& one : readers) {
    of.readers.push_back({one.name, one.can_show, one.observes_json, {}});
    for (const std::size_t at : chosen) of.readers.back().readings.push_back(one.readings[at]);
  }
  EXPECT_TRUE(twins(of).empty());
  for (const known_reader& one : of.readers) {
    const auto near = likenesses(of, one);
    EXPECT_EQ(near.front().name, one.name);
    EXPECT_EQ(near.front().same, near.front().compared);
    EXPECT_LT(near[1].same, near[1].compared) << "no other is the same";
  }

  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "fingerprint_test";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(
      std::filesystem::path(GAUNTLET_TEST_CONFORMANCE) / "compare/fingerprints.schema.json",
      folder / "fingerprints.schema.json", std::filesystem::copy_options::overwrite_existing);
  std::ofstream(folder / "fingerprints.json") << to_json({of});
  const auto read = load_fingerprints(folder / "fingerprints.json");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->front().values, of.values);
  for (std::size_t i = 0; i < of.readers.size(); ++i)
    EXPECT_EQ(likenesses(read->front(), of.readers[i]).front().name, of.readers[i].name);
  std::ofstream(folder / "fingerprints.json") << R"({"fingerprints":[{"operation":"challenges"}]})";
  EXPECT_FALSE(load_fingerprints(folder / "fingerprints.json").ok());
  std::filesystem::remove_all(folder);
}

// What is in the repository: each reader is like itself, and nobody is taken for it when it is left
// out, where enough of both can be compared to name somebody.
TEST(Fingerprint, OfTheRepositoryHoldWithEachLeftOut) {
  const auto all = load_fingerprints(std::filesystem::path(GAUNTLET_TEST_CONFORMANCE) /
                                     "compare/fingerprints.json");
  ASSERT_TRUE(all.ok()) << all.status();
  for (const fingerprints& of : *all) {
    std::size_t named = 0;
    for (const known_reader& unknown : of.readers) {
      const auto near = likenesses(of, unknown);
      const auto self = std::find_if(near.begin(), near.end(),
                                     [&](const likeness& one) { return one.name == unknown.name; });
      EXPECT_TRUE(self->is_whole()) << unknown.name;
      if (self->counts(of.values.size())) ++named;
    }
    const std::size_t ambiguous = twins(of).size();
    EXPECT_GE(2 * named, of.readers.size()) << "most show enough to be named";
    EXPECT_LE(4 * ambiguous, of.readers.size()) << "and few of them fit two";
  }
}

// Takes text of a quoted-string for a challenge.
std::optional<model::result> sees_hidden(const std::string& value) {
  std::optional<model::result> made = right(value);
  if (made && value.find("hidden") != std::string::npos)
    std::get<model::challenges_result>(*made).push_back({"hidden"});
  return made;
}

known_reader known(const std::string& name, sample_reader::function reads,
                   const std::vector<std::string>& values) {
  sample_reader reader(name, reads);
  return {name, {}, "{}", reader.ask(values)};
}

TEST(Pairs, CountsWhatOneSeesAndTheOtherDoesNot) {
  readings_table table;
  table.values = {"Basic", R"(a b=", hidden")", R"(a long_name=", hidden")", "=", R"(a b="x")"};
  table.readers = {known("right", right, table.values),
                   known("careless", sees_hidden, table.values),
                   known("same", right, table.values)};
  const auto rows = all_pairs(table, process::cancellation());
  ASSERT_EQ(rows.size(), 3U);
  const pair_row& worst = rows.front();
  EXPECT_EQ(worst.first, 0U);
  EXPECT_EQ(worst.second, 1U);
  EXPECT_EQ(worst.both_accept, 4U);
  EXPECT_EQ(worst.differ, 2U);
  EXPECT_EQ(worst.only_first_sees, 0U);
  EXPECT_EQ(worst.only_second_sees, 2U);
  EXPECT_EQ(worst.smuggled, 2U);
  EXPECT_EQ(table.values[worst.example], R"(a b=", hidden")");
  EXPECT_EQ(rows.back().differ, 0U);
  const std::string csv = to_csv(table, rows);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  EXPECT_EQ(to_json(table, rows)["pairs"].size(), 3U);
}

TEST(Pairs, SeesWhoActsOnWhat) {
  const comparison compare({}, {});
  const reading two = accepted(model::challenges_result{{"Basic"}, {"Digest"}});
  const reading one = accepted(model::challenges_result{{"BASIC"}});
  EXPECT_TRUE(compare.sees_alone(two, one).first);
  EXPECT_FALSE(compare.sees_alone(two, one).second);
  const auto user = [](const char* name, const char* who) {
    return reading{ending::accepted, model::credentials_result{"Digest", {}, {{name, who}}}, ""};
  };
  const reading joe = user("username", "joe");
  const reading ann = user("UserName", "ann");
  EXPECT_TRUE(compare.sees_alone(joe, ann).first);
  EXPECT_TRUE(compare.sees_alone(joe, ann).second);
  EXPECT_FALSE(compare.sees_alone(joe, joe).first);
  EXPECT_FALSE(compare.sees_alone(joe, reading{ending::rejected, {}, ""}).first);
  const auto basic = [](const char* token68) {
    return reading{ending::accepted, model::credentials_result{"Basic", token68, {}}, ""};
  };
  // u:p, and with another password: the same user. v:p is another.
  EXPECT_FALSE(compare.sees_alone(basic("dTpw"), basic("\"dTpw\"")).first);
  EXPECT_FALSE(compare.sees_alone(basic("dTpw"), basic("dTpx")).first);
  EXPECT_TRUE(compare.sees_alone(basic("dTpw"), basic("djpw")).first);
}

TEST(Difference, ATokenStandsForTheSameHoweverItIsWritten) {
  for (const char* same :
       {"dXM6cA==", "dXM6cA", "dXM 6cA==", "\"dXM6cA==\"", "dX=M6cA=", "dXM6cA==, x"})
    EXPECT_EQ(user_pass_of(same), "us:p") << same;
  EXPECT_EQ(user_pass_of("abcde"), "abcde") << "no Base64";
}

TEST(Search, AloneIsWhereOneSeesAChallengeThatTheOtherDoesNot) {
  sample_reader one("right", right);
  sample_reader other("careless", sees_hidden);
  const std::vector<std::string> pool = {"Basic", R"(a b=", hidden, x")", R"(a b="c")"};
  search_options options;
  options.seen_alone = true;
  options.max_values = 100;
  const search_result found = search(one, other, pool, options, process::cancellation());
  ASSERT_EQ(found.found.size(), 1U);
  EXPECT_EQ(found.found.front().kind, difference::results);
  EXPECT_EQ(found.found.front().count, 1U);
  EXPECT_NE(found.found.front().value.find("hidden"), std::string::npos);
  // The same challenges with another parameter are no such thing.
  sample_reader renames("renames", [](const std::string& value) {
    auto made = right(value);
    if (made) {
      for (auto& each : std::get<model::challenges_result>(*made))
        for (auto& param : each.params) param.value += "x";
    }
    return made;
  });
  EXPECT_TRUE(search(one, renames, pool, options, process::cancellation()).found.empty());
}

TEST(Pairs, ARunIsATable) {
  model::results run;
  for (const char* id : {"one", "other"}) {
    model::implementation_info& info = run.header.implementations.emplace_back();
    info.id = id;
    info.version = "1.0";
    info.observes = "{}";
  }
  const auto row = [&](const char* who, const char* line, model::verdict verdict, const char* got) {
    auto facts = std::make_shared<model::case_facts>();
    facts->operation = "challenges";
    facts->parse = "must-accept";
    facts->lines = {line};
    facts->expected = R"({"challenges":[{"scheme":"Basic","token68":null,"params":[]}]})";
    model::row made;
    made.implementation = who;
    made.facts = facts;
    for (const model::row& other : run.rows) {
      if (other.facts->lines == facts->lines) made.facts = other.facts;
    }
    made.verdict = verdict;
    made.got = got;
    run.rows.push_back(made);
  };
  row("one", " Basic", model::verdict::pass, "");  // the answer is not kept: as expected
  row("other", " Basic", model::verdict::over_strict, R"({"outcome":"reject"})");
  row("one", "Digest a", model::verdict::crash, "");
  row("other", "Digest a", model::verdict::unsupported, "");
  row("one", "Basic\r\n x", model::verdict::pass, "");  // a control: in no table
  const auto table = table_of(run, operation::challenges);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->values, (std::vector<std::string>{"Basic", "Digest a"}));
  ASSERT_EQ(table->readers.size(), 2U);
  EXPECT_EQ(table->readers[0].name, "one 1.0");
  EXPECT_EQ(describe(table->readers[0].readings[0]), "Basic");
  EXPECT_EQ(table->readers[0].readings[1].how, ending::failed);
  EXPECT_EQ(table->readers[1].readings[0].how, ending::rejected);
  EXPECT_EQ(table->readers[1].readings[1].how, ending::unknown);
  run.header.implementations[0].observes = R"({"params":"no such form"})";
  EXPECT_FALSE(table_of(run, operation::challenges).ok());
}

TEST(Search, ShortValuesComeInOrderAndAfterSchemes) {
  const auto values = short_values(400);
  EXPECT_EQ(values.size(), 400U);
  EXPECT_EQ(values.front(), "");
  EXPECT_NE(std::find(values.begin(), values.end(), "Digest a="), values.end());
}

TEST(Likely, NamesWhoAnswersAlike) {
  const yes_or_no a = {true, true, false, false, true, true, false, true};
  const yes_or_no b = {false, true, true, false, false, true, true, false};
  const std::vector<candidate> all = {{"a", a}, {"b", b}, {"twin", b}};
  const likelihoods found = likeliest(a, all);
  EXPECT_EQ(found.known.front().names, std::vector<std::string>{"a"});
  EXPECT_GE(found.known.front().confidence, confident);
  EXPECT_EQ(found.known.front().same, a.size());
  // Twins share the confidence, and a name is not chosen among them.
  EXPECT_EQ(likeliest(b, all).known.front().names, (std::vector<std::string>{"b", "twin"}));
  // One that answers as nobody does is nobody known.
  const yes_or_no other = {false, false, true, true, false, false, true, false};
  EXPECT_GT(likeliest(other, {{"a", a}}).nobody, confident);
  // What was not answered says nothing.
  EXPECT_LT(likeliest(yes_or_no(8), all).known.front().confidence, confident);
  const left_out out = leave_each_out(all);
  EXPECT_EQ(out.tried, 1U);
  EXPECT_EQ(out.misnamed, 0U);
}

TEST(Likely, AnAnswerThatAllGiveNamesNobody) {
  std::vector<candidate> all;
  for (const char* name : {"a", "b", "c", "d"}) all.push_back({name, yes_or_no(40, true)});
  all[0].said[0] = false;
  const likelihoods found = likeliest(all[0].said, all);
  EXPECT_EQ(found.known.front().names, std::vector<std::string>{"a"});
  EXPECT_LT(found.known.front().confidence, confident);
  // One that says nothing gets what is usual, and not the name.
  all.push_back({"silent", yes_or_no(40)});
  EXPECT_EQ(likeliest(all[0].said, all).known.front().names, std::vector<std::string>{"a"});
}

}  // namespace
}  // namespace gauntlet::compare
