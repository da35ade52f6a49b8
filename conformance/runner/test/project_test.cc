#include "conformance/runner/project.hpp"

#include <set>
#include <string>
#include <vector>

#include "conformance/runner/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

using lost_set = std::set<std::string>;

struct reduction_row {
  const char* observes;
  model::operation op;
  const char* from;
  const char* to;
  lost_set lost;
};

constexpr auto challenges = model::operation::challenges;
constexpr auto credentials = model::operation::credentials;
constexpr auto auth_info = model::operation::auth_info;

TEST(Projection, ReducesWhatIsExpected) {
  const char* three =
      R"({"challenges":[{"scheme":"Digest","params":[{"name":"B","value":"1"},{"name":"a","value":"2"},{"name":"b","value":"3"}]},
      {"scheme":"Basic","token68":"x"},{"scheme":"digest","params":[{"name":"c","value":"4"}]}]})";
  const std::vector<reduction_row> table = {
      {"", challenges, three, three, {}},
      {R"("only_schemes":["DIGEST"])",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Digest","params":[{"name":"B","value":"1"},{"name":"a","value":"2"},{"name":"b","value":"3"}]},{"scheme":"digest","params":[{"name":"c","value":"4"}]}]})",
       {"only_schemes"}},
      {R"("challenges":"first")",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Digest","params":[{"name":"B","value":"1"},{"name":"a","value":"2"},{"name":"b","value":"3"}]}]})",
       {"challenges"}},
      {R"("challenges":"last")",
       challenges,
       three,
       R"({"challenges":[{"scheme":"digest","params":[{"name":"c","value":"4"}]}]})",
       {"challenges"}},
      // In this order: the first of the schemes that it sees.
      {R"("challenges":"first","only_schemes":["basic"])",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Basic","token68":"x"}]})",
       {"only_schemes"}},
      {R"("same_scheme":"first")",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Basic","token68":"x"},{"scheme":"Digest","params":[{"name":"B","value":"1"},{"name":"a","value":"2"},{"name":"b","value":"3"}]}]})",
       {"same_scheme", "order"}},
      {R"("same_scheme":"last")",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Basic","token68":"x"},{"scheme":"digest","params":[{"name":"c","value":"4"}]}]})",
       {"same_scheme", "order"}},
      {R"("same_scheme":"merged")",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Basic","token68":"x"},{"scheme":"Digest","params":[{"name":"B","value":"1"},{"name":"a","value":"2"},{"name":"b","value":"3"},{"name":"c","value":"4"}]}]})",
       {"same_scheme", "order"}},
      {R"("only_params":["b"])",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Digest","params":[{"name":"B","value":"1"},{"name":"b","value":"3"}]},{"scheme":"Basic","token68":"x"},{"scheme":"digest"}]})",
       {"only_params"}},
      // Merged first, then one value of each name, then without order.
      {R"("same_scheme":"merged","duplicates":"last","params":"map")",
       challenges,
       three,
       R"({"challenges":[{"scheme":"Basic","token68":"x"},{"scheme":"Digest","params":[{"name":"a","value":"2"},{"name":"b","value":"3"},{"name":"c","value":"4"}]}]})",
       {"same_scheme", "duplicates", "order"}},
      {R"("duplicates":"first")",
       credentials,
       R"({"credentials":{"scheme":"A","params":[{"name":"x","value":"1"},{"name":"X","value":"2"}]}})",
       R"({"credentials":{"scheme":"A","params":[{"name":"x","value":"1"}]}})",
       {"duplicates"}},
      {R"("duplicates":"last")",
       auth_info,
       R"({"params":[{"name":"x","value":"1"},{"name":"y","value":"3"},{"name":"X","value":"2"}]})",
       R"({"params":[{"name":"X","value":"2"},{"name":"y","value":"3"}]})",
       {"duplicates"}},
      {R"("params":"map")",
       auth_info,
       R"({"params":[{"name":"b","value":"1"},{"name":"A","value":"2"}]})",
       R"({"params":[{"name":"A","value":"2"},{"name":"b","value":"1"}]})",
       {"order"}},
      {R"("params":"map")",
       auth_info,
       R"({"params":[{"name":"b","value":"1"}]})",
       R"({"params":[{"name":"b","value":"1"}]})",
       {}},
      {R"("params":"none")",
       credentials,
       R"({"credentials":{"scheme":"A","params":[{"name":"x","value":"1"}]}})",
       R"({"credentials":{"scheme":"A"}})",
       {"params"}},
      {R"("token68":false)",
       credentials,
       R"({"credentials":{"scheme":"A","token68":"x"}})",
       R"({"credentials":{"scheme":"A"}})",
       {"token68"}},
  };
  for (const reduction_row& row : table) {
    const observes can = testing::make_observes(row.observes);
    const projection reduce(can, duplicates_step::reduced);
    lost_set lost;
    const model::result reduced = reduce.expected(testing::result_of(row.op, row.from), lost);
    EXPECT_EQ(reduced, testing::result_of(row.op, row.to))
        << row.observes << ": " << model::describe(reduced);
    EXPECT_EQ(lost, row.lost) << row.observes;
  }
}

TEST(Projection, LeavesDuplicatesWhereTheyAreTheQuestion) {
  const observes can = testing::make_observes(R"("duplicates":"last")");
  lost_set lost;
  const model::result twice = testing::result_of(
      auth_info, R"({"params":[{"name":"x","value":"1"},{"name":"x","value":"2"}]})");
  EXPECT_EQ(projection(can, duplicates_step::left).expected(twice, lost), twice);
  EXPECT_TRUE(lost.empty());
}

TEST(Projection, AnAnswerIsNotExcusedFromWhatTheAdapterSaysItKeeps) {
  // `challenges: first` and `duplicates: first` reduce what is expected; an answer with more is
  // wrong.
  const observes can =
      testing::make_observes(R"("challenges":"first","duplicates":"first","same_scheme":"first")");
  const projection reduce(can, duplicates_step::reduced);
  const model::result two = testing::result_of(
      challenges,
      R"({"challenges":[{"scheme":"A","params":[{"name":"x","value":"1"},{"name":"x","value":"1"}]},{"scheme":"A"}]})");
  EXPECT_EQ(std::get<model::challenges_result>(reduce.got(two)).size(), 2U);
  EXPECT_EQ(std::get<model::challenges_result>(reduce.got(two))[0].params.size(), 2U);
}

TEST(Projection, OrderOfAMapDoesNotMatterNorDoesTheCaseOfNames) {
  const observes can = testing::make_observes(R"("params":"map","same_scheme":"last")");
  const projection reduce(can, duplicates_step::reduced);
  lost_set lost;
  const model::result expected = reduce.expected(
      testing::result_of(
          challenges,
          R"({"challenges":[{"scheme":"Foo","params":[{"name":"B","value":"1"},{"name":"a","value":"2"}]},{"scheme":"Bar"}]})"),
      lost);
  const model::result got = reduce.got(testing::result_of(
      challenges,
      R"({"challenges":[{"scheme":"BAR"},{"scheme":"FOO","params":[{"name":"a","value":"2"},{"name":"b","value":"1"}]}]})"));
  EXPECT_TRUE(reduce.same(expected, got));
  EXPECT_EQ(lost, (lost_set{"order"}));
}

TEST(Projection, TellsWhenNothingIsLeftToCompare) {
  struct row {
    const char* observes;
    model::operation op;
    const char* value;
    bool observable;
  };
  const row rows[] = {
      {R"("only_schemes":["Digest"])", challenges, R"({"challenges":[{"scheme":"Basic"}]})", false},
      {R"("only_schemes":["Digest"])", challenges,
       R"({"challenges":[{"scheme":"Basic"},{"scheme":"digest"}]})", true},
      {R"("only_schemes":["Digest"])", challenges, R"({"challenges":[]})", true},
      {"", challenges, R"({"challenges":[]})", true},
      {R"("only_schemes":["Digest"])", credentials, R"({"credentials":{"scheme":"Basic"}})", false},
      {R"("only_schemes":["Digest"])", auth_info, R"({"params":[{"name":"a","value":"b"}]})", true},
      {R"("only_params":["qop"])", auth_info, R"({"params":[{"name":"a","value":"b"}]})", false},
      {R"("params":"none")", auth_info, R"({"params":[{"name":"a","value":"b"}]})", false},
      {R"("params":"none")", credentials,
       R"({"credentials":{"scheme":"A","params":[{"name":"a","value":"b"}]}})", true},
  };
  for (const row& r : rows) {
    const observes can = testing::make_observes(r.observes);
    EXPECT_EQ(
        projection(can, duplicates_step::reduced).is_observable(testing::result_of(r.op, r.value)),
        r.observable)
        << r.observes << " " << r.value;
  }
}

}  // namespace
}  // namespace gauntlet::runner
