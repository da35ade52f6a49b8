// Every short string, and every short continuation of every state of the grammar, through reader
// and oracle.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "comparison.hpp"

namespace gauntlet::test {
namespace {

constexpr std::size_t depth = GAUNTLET_PROPERTY_DEPTH;

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
  explicit growing(const rule& abnf) : abnf_(&abnf) {}

  void add(char octet) {
    const bool space = octet == ' ' || octet == '\t';
    ++size_;
    if (core_end_ == 0 && space) {
      ++begin_;
      return;
    }
    if (!dead_) {
      now_ = abnf_->next(now_, octet);
      if (abnf_->is_dead(now_)) {
        dead_ = true;
        died_ = size_ - 1;
      }
    }
    if (!space) {
      core_end_ = size_;
      at_core_end_ = now_;
    }
  }
  known_verdict expected(std::string_view line) const {
    if (core_end_ == 0) return {line.substr(0, 0), abnf_->is_end(0), 0};
    const std::string_view value = line.substr(begin_, core_end_ - begin_);
    if (dead_ && died_ < core_end_) return {value, false, died_ - begin_};
    return {value, abnf_->is_end(at_core_end_), value.size()};
  }

 private:
  const rule* abnf_;
  std::size_t size_ = 0, begin_ = 0, core_end_ = 0, died_ = 0;
  std::size_t now_ = 0, at_core_end_ = 0;
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
    const known_verdict expected = state.expected(value);
    ++count.tried;
    if (expected.accepted) ++count.accepted;
    const std::string text = expected.accepted
                                 ? difference(value, oracle(s.abnf(), expected.text), s)
                                 : difference(value, expected, s);
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
  growing start(s.abnf());
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

// One octet of each class that the rule tells apart.
std::vector<std::string> classes_of(const rule& abnf) {
  std::vector<std::string> all;
  std::set<std::size_t> known;
  for (unsigned octet = 0; octet < 256; ++octet) {
    const char each = static_cast<char>(octet);
    if (known.insert(abnf.class_of(each)).second) all.emplace_back(1, each);
  }
  return all;
}

// For each pair of live states that follow each other, and for the first, one of the shortest
// strings that lead through it. (The engine has merged states whose strings mean the same from there
// on. A reader need not be in the same state: hence pairs, which are as many as the states were
// before.)
std::vector<std::string> access_strings(const rule& abnf, const std::vector<std::string>& classes) {
  std::vector<std::string> all{""};
  std::vector<std::pair<std::size_t, std::string>> queue{{0, ""}};
  std::set<std::size_t> reached{0};
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const auto [from, prefix] = queue[i];
    for (const std::string& octet : classes) {
      const std::size_t to = abnf.next(from, octet.front());
      if (abnf.is_dead(to) || !pairs.insert({from, to}).second) continue;
      all.push_back(prefix + octet);
      if (reached.insert(to).second) queue.emplace_back(to, prefix + octet);
    }
  }
  return all;
}

// Strings longer than any sweep from the start can reach: continued with every sequence of octets of
// all the classes of that very rule, and of the symbols above.
TEST_P(Exhaustive, EveryStateContinued) {
  const std::vector<std::string> classes = classes_of(GetParam().abnf());
  const std::vector<std::string> symbols = with_realm();
  const std::vector<std::string> prefixes = access_strings(GetParam().abnf(), classes);
  const std::size_t length = depth - 2;
  tally count;
  for (const std::string& prefix : prefixes) {
    compare_all(GetParam(), prefix, classes, length, count);
    compare_all(GetParam(), prefix, symbols, length, count);
  }
  std::printf(
      "%zu pairs of states; %zu strings (each pair, then all of up to %zu symbols), %zu of them "
      "valid, "
      "%zu differences\n",
      prefixes.size(), count.tried, length, count.accepted, count.different);
  EXPECT_EQ(count.tried, prefixes.size() * (sequences(classes.size(), length) +
                                            sequences(symbols.size(), length)));
  EXPECT_EQ(count.different, 0U);
}

INSTANTIATE_TEST_SUITE_P(All, Exhaustive, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace gauntlet::test
