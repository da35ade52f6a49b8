// Limits: the first octet of the element that exceeds one, unless a grammar error stands at a
// smaller offset.
#include "parser/test/support/limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "comparison.hpp"
#include "templates.hpp"

namespace gauntlet::test {
namespace {

// What a reader may answer: a code (of all grammar errors only expected_auth_scheme) and an offset.
using answer = std::pair<errc, std::size_t>;
constexpr errc grammar_error = errc::expected_auth_scheme;

// The defaults are tried with values that are longer than a fuzz target analyses. A slot of its own:
// the elements of a value are looked at while its limits are.
using long_oracle = basic_oracle<1, std::size_t{1} << 17U>;

// The limit that a valid value exceeds first, before `end`.
answer exceeded(std::string_view value, const subject& s, const options& limits, std::size_t end,
                const answer& otherwise) {
  static occurrences found;
  find_occurrences(long_oracle(s.abnf(), value), found);
  const status first = first_exceeded(found, s.what, limits, end);
  return first ? otherwise : answer{first.code, first.offset};
}

// What may be said of a value. More than one answer only where the value stops being valid, or
// being looked at, while it is still open what its last element is: then each completion has its
// say.
std::set<answer> permitted(std::string_view value, const subject& s, const options& limits) {
  const long_oracle v(s.abnf(), value);
  if (v.is_accepted() && value.size() <= limits.max_length) {
    return {exceeded(value, s, limits, value.size() + 1, {errc::ok, value.size()})};
  }
  answer horizon{grammar_error, v.offset()};
  if (v.offset() >= limits.max_length && value.size() > limits.max_length) {
    horizon = {errc::limit_length, limits.max_length};
  }
  std::set<answer> all;
  for (std::string_view tail : {"", "a", "=b", "a=b", "\"", "a\"", "=\"b\"", "\"b\"", "a=\"b\"",
                                " a", ",a", ",a=b", "\t=b", ", a"}) {
    const std::string completed = std::string(value.substr(0, horizon.second)) + std::string(tail);
    if (!long_oracle(s.abnf(), completed).is_accepted()) continue;
    all.insert(exceeded(completed, s, limits, horizon.second, horizon));
  }
  // In credentials `A a ` and `A a= ` can only go on as an auth-param, because nothing may follow a
  // token68. A reader need not know that before it has seen the value.
  const auto may_look_like_token68 = [&](const answer& each) {
    const std::string_view rest = value.substr(0, horizon.second).substr(each.second);
    return s.what == operation::credentials &&
           value.substr(0, each.second).find(',') == value.npos &&
           std::all_of(rest.begin(), rest.end(), [](char octet) {
             constexpr std::string_view delimiters = "\"(),/:;<>?@[\\]{}";
             return octet == '\t' ||
                    (octet >= ' ' && octet < '\x7F' && delimiters.find(octet) == delimiters.npos);
           });
  };
  if (all.size() > 1 || (!all.empty() && may_look_like_token68(*all.begin()))) all.insert(horizon);
  return all;
}

// What stands before the limit that ends a valid value is read all the same.
const char* broken_before_limit(std::string_view value, const subject& s, const options& limits) {
  const oracle expected(s.abnf(), value);
  if (!expected.is_accepted() || !expected.is_analysed()) return nullptr;
  reader reader(value, s.what, limits);
  std::size_t at = 0;
  meant_element meant;
  for (event what = reader.next(); what != event::error; what = reader.next()) {
    GAUNTLET_TEST_HOLDS(what != event::end && expected.next_element(at, meant),
                        "every element is one of the value");
    const auto place = [&](std::size_t offset) { return value.data() + offset; };
    if (const char* const broken =
            broken_of_event(reader, what, expected, meant, place, guarded_buffer)) {
      return broken;
    }
  }
  GAUNTLET_TEST_HOLDS(
      expected.value().size() == value.size() &&
          (!expected.next_element(at, meant) || meant.begin >= reader.status().offset),
      "every element before the limit is read");
  return nullptr;
}

class Limits : public testing::TestWithParam<subject> {
 protected:
  void compare(std::string_view value, const options& limits) {
    ++tried_;
    const subject& s = GetParam();
    const status got = validate(value, s.what, limits);
    answer said{got.code, got.offset};
    if (is_grammar_error(said.first)) said.first = grammar_error;
    if (said.first == errc::ok) said.second = value.size();
    const std::set<answer> may = permitted(value, s, limits);
    if (may.size() > 1) ++open_;
    if (is_limit(said.first)) ++limited_;
    const char* broken = may.count(said) == 1 ? nullptr : "the answer is one of those";
    if (broken == nullptr && is_limit(said.first) && said.first != errc::limit_length) {
      broken = broken_before_limit(value, s, limits);
    }
    if (broken == nullptr || ++different_ > 20) return;
    std::string text;
    for (const auto& [code, offset] : may) {
      text += ' ' + std::string(to_string(code)) + " @" + std::to_string(offset);
    }
    ADD_FAILURE() << name_of(s) << " <" << printable(value) << "> length " << limits.max_length
                  << " challenges " << limits.max_challenges << " auth_params "
                  << limits.max_auth_params << " empty_elements " << limits.max_empty_elements
                  << "\n  oracle:" << text << "\n  reader: " << to_string(got.code) << " @"
                  << got.offset << ": " << broken;
  }
  ~Limits() override {
    std::printf("%zu values with limits, %zu of them stopped by one, %zu open, %zu differences\n",
                tried_, limited_, open_, different_);
  }

  std::size_t tried_ = 0, limited_ = 0, open_ = 0, different_ = 0;
};

constexpr std::string_view crowded[] = {
    "",
    ",",
    ", ,\t,",
    "A,B,C,D",
    "A,,B ,, C , ,D",
    ",,,A",
    "A,,,",
    "A ,,,",
    "A ,, a=b",
    "A   ,\t,a=b",
    "A \t,a=b",
    "A ,,B",
    "A a=b,,,c=d,,,,B",
    "A a=b,c=d,e=\"f\", B a=b, C x, D a=b,c=d,e=f,g=h",
    "A x,,,B y,,",
    "a=b,c=d,e=f,g=h",
    ",,a=b,,,c=d,",
    "A a=b, realm=\"x\", c=d",
};

// Every limit alone at each value from 0 to one more than anything needs: n-1, n and n+1 for every
// n.
TEST_P(Limits, EachAlone) {
  const auto check = [&](std::string_view value) {
    options limits = GetParam().no_limits();
    for (std::size_t n = 0; n <= value.size() + 1; ++n) {
      limits.max_length = n;
      compare(value, limits);
    }
    for (std::size_t options::*limit :
         {&options::max_challenges, &options::max_auth_params, &options::max_empty_elements}) {
      limits = GetParam().no_limits();
      for (std::size_t n = 0; n <= 9; ++n) {
        limits.*limit = n;
        compare(value, limits);
      }
    }
  };
  for (std::string_view each : templates) check(each);
  for (std::string_view each : crowded) check(each);
  EXPECT_GT(limited_, 0U);
}

// All limits at once, and grammar errors among them.
TEST_P(Limits, TogetherAndWithErrors) {
  const auto check = [&](std::string_view value) {
    options limits = GetParam().no_limits();
    for (limits.max_challenges = 0; limits.max_challenges <= 2; ++limits.max_challenges) {
      for (limits.max_auth_params = 0; limits.max_auth_params <= 2; ++limits.max_auth_params) {
        for (limits.max_empty_elements = 0; limits.max_empty_elements <= 2;
             ++limits.max_empty_elements) {
          for (std::size_t length : {value.size() / 2, value.size()}) {
            limits.max_length = length;
            compare(value, limits);
          }
        }
      }
    }
  };
  const auto check_with_errors = [&](std::string_view whole) {
    for (std::size_t i = 0; i <= whole.size(); ++i) {
      const std::string value(trimmed(whole.substr(0, i)));
      check(value);
      for (char octet : std::string_view("!=,\x7F")) check(value + octet);
    }
  };
  // The crowded values hold all that limits can meet; slow builds leave it at them (see
  // CMakeLists.txt).
  if (GAUNTLET_PROPERTY_DEPTH >= 6) {
    for (std::string_view each : templates) check_with_errors(each);
  }
  for (std::string_view each : crowded) check_with_errors(each);
  EXPECT_GT(limited_, 0U);
  EXPECT_LT(open_, tried_ / 4);
}

// Strings of a few symbols with the limits at 1: everything that can meet a limit in a short value.
TEST_P(Limits, ShortValues) {
  options limits = GetParam().no_limits();
  const std::vector<std::string_view> symbols{"a", "a=b", " ", ",", "=", "\"\"", "!"};
  std::vector<std::string> values{""};
  std::size_t begin = 0;
  for (std::size_t length = 1; length <= GAUNTLET_PROPERTY_DEPTH; ++length) {
    const std::size_t end = values.size();
    for (; begin < end; ++begin) {
      for (std::string_view symbol : symbols) values.push_back(values[begin] + std::string(symbol));
    }
  }
  for (const std::string& value : values) {
    if (trimmed(value).size() != value.size()) continue;
    for (std::size_t n : {0U, 1U, 2U}) {
      limits = GetParam().no_limits();
      limits.max_empty_elements = n;
      compare(value, limits);
      limits.max_challenges = limits.max_auth_params = n;
      compare(value, limits);
    }
  }
}

// The defaults, at 64 and 64 KiB less one, exactly and plus one.
TEST_P(Limits, Defaults) {
  options limits;
  limits.mode = GetParam().mode;
  EXPECT_EQ(limits.max_length, 64U * 1024U);
  EXPECT_EQ(limits.max_challenges, 64U);
  EXPECT_EQ(limits.max_auth_params, 64U);
  EXPECT_EQ(limits.max_empty_elements, 64U);
  for (std::size_t n : {63U, 64U, 65U, 66U}) {
    std::string schemes = "A", params = "A a=b", info = "a=b", commas;
    for (std::size_t i = 1; i < n; ++i) {
      schemes += ",A";
      params += ", a=b";
      info += ", a=b";
    }
    commas.assign(n, ',');
    for (const std::string& value :
         {schemes, params, params + ", " + params, info, commas, commas + "A", "A" + commas,
          "A" + commas + "B", "A " + commas + "a=b", "A a=b" + commas + "c=d", commas + "a=b",
          "a=b" + commas}) {
      compare(value, limits);
    }
  }
  for (std::size_t n : {65535U, 65536U, 65537U}) {
    for (std::string_view begin : {"A ", "A a=", "A a=\"", "a=", "A a=b, c"}) {
      std::string value(begin);
      value.resize(n, 'x');
      compare(value, limits);
      if (value.find('"') != value.npos) {
        value.back() = '"';
        compare(value, limits);
      }
      value[n / 2] = '\x7F';
      compare(value, limits);
    }
  }
}

// The combined value counts, whatever it is made of.
TEST_P(Limits, OfSeveralLinesAreThoseOfTheCombinedValue) {
  const subject& s = GetParam();
  for (std::string_view each :
       {"A,B,C,D", ",,,A", "A a=b,c=d, B", "A x,,,B y,,", "a=b,c=d,e=f,g=h"}) {
    for (std::size_t i = 0; i <= each.size(); ++i) {
      const std::vector<std::string_view> lines{each.substr(0, i), each.substr(i)};
      const std::string value = combined(lines);
      for (std::size_t n = 0; n <= value.size() + 1; ++n) {
        for (std::size_t options::*limit :
             {&options::max_length, &options::max_challenges, &options::max_auth_params,
              &options::max_empty_elements}) {
          options limits = s.no_limits();
          limits.*limit = n;
          const status got = validate(std::span<const std::string_view>(lines), s.what, limits);
          answer said{got.code, got.offset};
          if (is_grammar_error(said.first)) said.first = grammar_error;
          if (said.first == errc::ok) said.second = value.size();
          const std::set<answer> may = permitted(value, s, limits);
          EXPECT_EQ(may.count(said), 1U)
              << name_of(s) << " <" << lines[0] << "> <" << lines[1] << "> limit " << n << ": "
              << to_string(got.code) << " @" << got.offset << ", oracle "
              << to_string(may.begin()->first) << " @" << may.begin()->second;
        }
      }
    }
  }
}

// The reading of empty elements that all of the above stands on.
TEST(EmptyElements, EndAtACommaAfterAComma) {
  const auto places = [](std::string_view value, operation what) {
    static occurrences found;
    find_occurrences(oracle(rule_of(what, grammar::recipient), value), found);
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < found.count; ++i) {
      if (found.all[i].what == occurrence::kind::empty) all.push_back(found.all[i].offset);
    }
    return all;
  };
  using offsets = std::vector<std::size_t>;
  EXPECT_EQ(places("", operation::challenges), (offsets{}));
  EXPECT_EQ(places(",", operation::challenges), (offsets{}));
  EXPECT_EQ(places(",,", operation::challenges), (offsets{1}));
  EXPECT_EQ(places(", \t,A", operation::challenges), (offsets{3}));
  EXPECT_EQ(places("A,", operation::challenges), (offsets{}));
  EXPECT_EQ(places("A ,", operation::credentials), (offsets{}));
  EXPECT_EQ(places("A,B", operation::challenges), (offsets{}));
  EXPECT_EQ(places("A ,,B", operation::challenges), (offsets{3}));
  EXPECT_EQ(places("A , ,a=b", operation::challenges), (offsets{4}));
  EXPECT_EQ(places("A a=\",,\",,c=d,", operation::challenges), (offsets{9}));
  EXPECT_EQ(places("A x,", operation::challenges), (offsets{}));
  EXPECT_EQ(places(",a=b,,,", operation::auth_info), (offsets{5, 6}));
}

INSTANTIATE_TEST_SUITE_P(All, Limits, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace gauntlet::test
