// Every short string, and every short continuation of every state of the grammar, through reader
// and oracle.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "comparison.hpp"

namespace oracle {
namespace {

constexpr std::size_t depth = GAUNTLET_ORACLE_DEPTH;

// One octet of each class that the recipient rules tell apart (oracle_test.cc proves that these are
// all): HTAB, SP, a tchar that token68 lacks, one that it has, "/", "=", ",", DQUOTE, "\", a
// delimiter, an octet that is nowhere allowed.
const std::vector<std::string> octet_classes = {"\t", " ",  "!",  "a", "/",   "=",
                                                ",",  "\"", "\\", ":", "\x7F"};

// Grammar `sender` tells more strings apart: those that are, begin or continue the word realm in
// any case. Added to the classes above: the word in two cases, a string that is a part of it, one
// that goes on after it, each as one symbol so that a whole auth-param still fits into six. "a" is
// the second name. Nothing else is needed: any other token behaves as "a" or as "!" (or, as a
// proper part or a continuation of the word, as real or realms), and symbols joined give further
// ones ("realm" "a", "a" "realm", "real" "/"). The remaining octet classes, r, e, a, l and m alone,
// follow in EveryStateContinued.
std::vector<std::string> with_realm() {
  std::vector<std::string> all = octet_classes;
  all.insert(all.end(), {"realm", "REALM", "real", "realms"});
  return all;
}

// A string under construction, with the oracle's verdict on its trimmed form kept up to date octet
// by octet.
class growing {
 public:
  explicit growing(const automaton& machine) : machine_(&machine) {}

  void add(char octet) {
    const bool space = octet == ' ' || octet == '\t';
    ++size_;
    if (core_end_ == 0 && space) {
      ++begin_;
      return;
    }
    if (!dead_) {
      now_ = machine_->step(now_, octet);
      if (!machine_->live(now_)) {
        dead_ = true;
        died_ = size_ - 1;
      }
    }
    if (!space) {
      core_end_ = size_;
      at_core_end_ = now_;
    }
  }
  std::string_view core(std::string_view value) const {
    if (core_end_ == 0) return value.substr(0, 0);
    return value.substr(begin_, core_end_ - begin_);
  }
  verdict expected() const {
    if (core_end_ == 0) return {machine_->accepting(automaton::start), 0};
    if (dead_ && died_ < core_end_) return {false, died_ - begin_};
    return {machine_->accepting(at_core_end_), core_end_ - begin_};
  }

 private:
  const automaton* machine_;
  std::size_t size_ = 0, begin_ = 0, core_end_ = 0, died_ = 0;
  automaton::state now_ = automaton::start, at_core_end_ = automaton::start;
  bool dead_ = false;
};

struct tally {
  std::size_t tried = 0, accepted = 0, different = 0;
};

// Compares `prefix` followed by every sequence of up to `length` symbols. The first differences are
// shown.
void compare_all(const subject& s, const std::string& prefix,
                 const std::vector<std::string>& symbols, std::size_t length, tally& count) {
  std::string value;
  const std::function<void(const growing&, std::size_t)> walk = [&](const growing& state,
                                                                    std::size_t left) {
    const verdict expected = state.expected();
    ++count.tried;
    if (expected.accepted) ++count.accepted;
    const std::string text = difference(value, state.core(value), expected, s);
    if (!text.empty() && ++count.different <= 20) ADD_FAILURE() << text;
    if (left == 0) return;
    for (const std::string& symbol : symbols) {
      growing next = state;
      for (char octet : symbol) next.add(octet);
      value += symbol;
      walk(next, left - 1);
      value.resize(value.size() - symbol.size());
    }
  };
  growing start(s.abnf().machine());
  for (char octet : prefix) start.add(octet);
  value = prefix;
  walk(start, length);
}

// Number of sequences of up to `length` of `symbols` symbols.
std::size_t sequences(std::size_t symbols, std::size_t length) {
  std::size_t all = 1;
  for (std::size_t i = 0; i < length; ++i) all = all * symbols + 1;
  return all;
}

void report(const tally& count, std::size_t symbols, std::size_t length) {
  std::printf(
      "%zu strings (all of up to %zu out of %zu symbols), %zu of them valid, %zu differences\n",
      count.tried, length, symbols, count.accepted, count.different);
}

class Exhaustive : public testing::TestWithParam<subject> {};

TEST_P(Exhaustive, OctetClasses) {
  tally count;
  compare_all(GetParam(), "", octet_classes, depth, count);
  report(count, octet_classes.size(), depth);
  EXPECT_EQ(count.tried, sequences(octet_classes.size(), depth));
  EXPECT_EQ(count.different, 0U);
  EXPECT_GT(count.accepted, 0U);
}

TEST_P(Exhaustive, Realm) {
  const std::vector<std::string> symbols = with_realm();
  tally count;
  compare_all(GetParam(), "", symbols, depth, count);
  report(count, symbols.size(), depth);
  EXPECT_EQ(count.tried, sequences(symbols.size(), depth));
  EXPECT_EQ(count.different, 0U);
  EXPECT_GT(count.accepted, 0U);
}

// Strings longer than any sweep from the start can reach: one of the shortest strings to each state
// of the rule's automaton, continued with every sequence of octets of all the classes of that very
// rule, and of the symbols above.
TEST_P(Exhaustive, EveryStateContinued) {
  const automaton& machine = GetParam().abnf().machine();
  std::vector<std::string> classes;
  for (char octet : machine.octet_classes()) classes.emplace_back(1, octet);
  const std::vector<std::string> symbols = with_realm();
  const std::vector<std::string> prefixes = machine.access_strings();
  const std::size_t length = depth - 2;
  tally count;
  for (const std::string& prefix : prefixes) {
    compare_all(GetParam(), prefix, classes, length, count);
    compare_all(GetParam(), prefix, symbols, length, count);
  }
  std::printf(
      "%zu states; %zu strings (each state, then all of up to %zu symbols), %zu of them valid, "
      "%zu differences\n",
      prefixes.size(), count.tried, length, count.accepted, count.different);
  EXPECT_EQ(count.tried, prefixes.size() * (sequences(classes.size(), length) +
                                            sequences(symbols.size(), length)));
  EXPECT_EQ(count.different, 0U);
}

INSTANTIATE_TEST_SUITE_P(All, Exhaustive, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace oracle
