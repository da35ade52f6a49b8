// Limits: the first octet of the element that exceeds one, unless a grammar error stands at a
// smaller offset.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "comparison.hpp"
#include "templates.hpp"

namespace oracle {
namespace {

using gauntlet::errc;

// What a reader may answer: a code (of all grammar errors only expected_auth_scheme) and an offset.
using answer = std::pair<errc, std::size_t>;
constexpr errc grammar_error = errc::expected_auth_scheme;

// A list element of a valid value, in order. An empty one carries how many stand in a row up to it.
struct element {
  enum class kind : unsigned char { challenge, auth_param, empty };
  kind what;
  std::size_t offset;
  std::size_t count;  // challenges so far, auth-params so far in the challenge, or empty elements
                      // so far in the row
};

// The elements of a valid value. Where a comma can belong to the list of challenges or to that of
// auth-params, the reading with fewer empty elements counts: a comma after an element separates it
// from the next, so that there is one empty element less than there are commas in a row, but as
// many as commas before the first element of a list, and at the end.
std::vector<element> elements_of(std::string_view value, const subject& s) {
  const std::vector<unsigned> roles = s.abnf().machine().roles(value, true);
  const auto plays = [&](std::size_t i, role r) {
    return i < value.size() && roles[i] == 1U << static_cast<unsigned>(r);
  };
  const auto past = [&](std::size_t i, std::string_view octets) {
    while (i < value.size() && octets.find(value[i]) != octets.npos) ++i;
    return i;
  };
  std::vector<element> all;
  std::vector<std::size_t> places;  // where elements can begin since the last one that is not empty
  std::size_t challenges = 0, auth_params = 0;
  bool list_begins = true;  // nothing but empty elements yet in the innermost list
  places.push_back(0);
  const auto close = [&](bool outer, bool at_end) {
    // An outer list goes on with a separator, which is not the first comma of the inner one.
    std::size_t first = 0;
    if (outer && s.which == field::challenges && challenges > 0 && list_begins) first = 1;
    const std::size_t last = at_end ? places.size() : places.size() - (places.empty() ? 0 : 1);
    // The empty value, and a challenge without a payload, hold no list element at all.
    if (at_end && places.size() <= 1 && list_begins) return;
    for (std::size_t i = first, count = 1; i < last; ++i, ++count) {
      all.push_back({element::kind::empty, places[i], count});
    }
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (plays(i, role::ignored) && value[i] == ',') {
      places.push_back(past(i + 1, " \t"));
    } else if (plays(i, role::scheme) && (i == 0 || !plays(i - 1, role::scheme))) {
      close(true, false);
      all.push_back({element::kind::challenge, i, ++challenges});
      auth_params = 0;
      list_begins = true;
      std::size_t end = i;
      while (plays(end, role::scheme)) ++end;
      places = {past(end, " ")};
    } else if (plays(i, role::name) && !(i > 0 && plays(i - 1, role::name))) {
      close(false, false);
      all.push_back({element::kind::auth_param, i, ++auth_params});
      list_begins = false;
      places.clear();
    } else if (plays(i, role::token68)) {
      list_begins = false;
      places.clear();
    }
  }
  close(true, true);
  return all;
}

// The limit that a valid value exceeds first, before `end`.
std::optional<answer> exceeded(std::string_view value, const subject& s,
                               const gauntlet::options& limits, std::size_t end) {
  for (const element& each : elements_of(value, s)) {
    if (each.offset >= end) continue;
    switch (each.what) {
      case element::kind::challenge:
        if (s.which == field::challenges && each.count > limits.max_challenges) {
          return answer{errc::limit_challenges, each.offset};
        }
        break;
      case element::kind::auth_param:
        if (each.count > limits.max_auth_params) {
          return answer{errc::limit_auth_params, each.offset};
        }
        break;
      case element::kind::empty:
        if (each.count > limits.max_empty_elements) {
          return answer{errc::limit_empty_elements, each.offset};
        }
        break;
    }
  }
  return std::nullopt;
}

// What may be said of a value. More than one answer only where the value stops being valid, or
// being looked at, while it is still open what its last element is: then each completion has its
// say.
std::set<answer> permitted(std::string_view value, const subject& s,
                           const gauntlet::options& limits) {
  const verdict v = s.abnf().read(value);
  if (v.accepted && value.size() <= limits.max_length) {
    return {exceeded(value, s, limits, value.size() + 1).value_or(answer{errc::ok, value.size()})};
  }
  answer horizon{grammar_error, v.offset};
  if (v.offset >= limits.max_length && value.size() > limits.max_length) {
    horizon = {errc::limit_length, limits.max_length};
  }
  std::set<answer> all;
  for (std::string_view tail : {"", "a", "=b", "a=b", "\"", "a\"", "=\"b\"", "\"b\"", "a=\"b\"",
                                " a", ",a", ",a=b", "\t=b", ", a"}) {
    const std::string completed = std::string(value.substr(0, horizon.second)) + std::string(tail);
    if (!s.abnf().read(completed).accepted) continue;
    all.insert(exceeded(completed, s, limits, horizon.second).value_or(horizon));
  }
  // In credentials `A a ` and `A a= ` can only go on as an auth-param, because nothing may follow a
  // token68. A reader need not know that before it has seen the value.
  const auto may_look_like_token68 = [&](const answer& each) {
    const std::string_view rest = value.substr(0, horizon.second).substr(each.second);
    return s.which == field::credentials && value.substr(0, each.second).find(',') == value.npos &&
           std::all_of(rest.begin(), rest.end(), [](char octet) {
             return (tchar | SP | HTAB | one_of("=")).test(static_cast<unsigned char>(octet));
           });
  };
  if (all.size() > 1 || (!all.empty() && may_look_like_token68(*all.begin()))) all.insert(horizon);
  return all;
}

result cut(result all, std::size_t offset) {
  std::erase_if(all, [&](const payload& p) { return !p.scheme.empty() && p.offset >= offset; });
  for (payload& p : all) {
    std::erase_if(p.params, [&](const parameter& each) { return each.offset >= offset; });
    if (p.token68_offset >= offset) p.token68.reset();
  }
  return all;
}

class Limits : public testing::TestWithParam<subject> {
 protected:
  void compare(std::string_view value, const gauntlet::options& limits) {
    ++tried_;
    const subject& s = GetParam();
    const reading got = read(value, s, limits);
    answer said{got.status.code, got.status.offset};
    if (gauntlet::is_grammar_error(said.first)) said.first = grammar_error;
    if (said.first == errc::ok) said.second = value.size();
    const std::set<answer> may = permitted(value, s, limits);
    if (may.size() > 1) ++open_;
    if (gauntlet::is_limit(said.first)) ++limited_;
    bool same = got.broken.empty() && may.count(said) == 1;
    // What stands before the element is read all the same.
    if (same && gauntlet::is_limit(said.first) && said.first != errc::limit_length &&
        s.abnf().read(value).accepted) {
      same = got.elements == cut(s.abnf().parse(value), said.second);
    }
    if (same || ++different_ > 20) return;
    std::string text;
    for (const auto& [code, offset] : may) {
      text += ' ' + std::string(to_string(code)) + " @" + std::to_string(offset);
    }
    ADD_FAILURE() << name_of(s) << " <" << printable(value) << "> length " << limits.max_length
                  << " challenges " << limits.max_challenges << " auth_params "
                  << limits.max_auth_params << " empty_elements " << limits.max_empty_elements
                  << "\n  oracle:" << text << "\n  reader: " << to_string(got.status.code) << " @"
                  << got.status.offset << ' ' << got.broken;
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
    gauntlet::options limits = GetParam().unlimited();
    for (std::size_t n = 0; n <= value.size() + 1; ++n) {
      limits.max_length = n;
      compare(value, limits);
    }
    for (std::size_t gauntlet::options::*limit :
         {&gauntlet::options::max_challenges, &gauntlet::options::max_auth_params,
          &gauntlet::options::max_empty_elements}) {
      limits = GetParam().unlimited();
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
    gauntlet::options limits = GetParam().unlimited();
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
  if (GAUNTLET_ORACLE_DEPTH >= 6) {
    for (std::string_view each : templates) check_with_errors(each);
  }
  for (std::string_view each : crowded) check_with_errors(each);
  EXPECT_GT(limited_, 0U);
  EXPECT_LT(open_, tried_ / 4);
}

// Strings of a few symbols with the limits at 1: everything that can meet a limit in a short value.
TEST_P(Limits, ShortValues) {
  gauntlet::options limits = GetParam().unlimited();
  const std::vector<std::string_view> symbols{"a", "a=b", " ", ",", "=", "\"\"", "!"};
  std::vector<std::string> values{""};
  std::size_t begin = 0;
  for (std::size_t length = 1; length <= GAUNTLET_ORACLE_DEPTH; ++length) {
    const std::size_t end = values.size();
    for (; begin < end; ++begin) {
      for (std::string_view symbol : symbols) values.push_back(values[begin] + std::string(symbol));
    }
  }
  for (const std::string& value : values) {
    if (trimmed(value).size() != value.size()) continue;
    for (std::size_t n : {0U, 1U, 2U}) {
      limits = GetParam().unlimited();
      limits.max_empty_elements = n;
      compare(value, limits);
      limits.max_challenges = limits.max_auth_params = n;
      compare(value, limits);
    }
  }
}

// The defaults, at 64 and 64 KiB less one, exactly and plus one.
TEST_P(Limits, Defaults) {
  gauntlet::options limits;
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
        for (std::size_t gauntlet::options::*limit :
             {&gauntlet::options::max_length, &gauntlet::options::max_challenges,
              &gauntlet::options::max_auth_params, &gauntlet::options::max_empty_elements}) {
          gauntlet::options limits = s.unlimited();
          limits.*limit = n;
          const reading got = read(
              gauntlet::reader(std::span<const std::string_view>(lines), s.operation(), limits), s,
              lines);
          answer said{got.status.code, got.status.offset};
          if (gauntlet::is_grammar_error(said.first)) said.first = grammar_error;
          if (said.first == errc::ok) said.second = value.size();
          const std::set<answer> may = permitted(value, s, limits);
          EXPECT_EQ(may.count(said), 1U)
              << name_of(s) << " <" << lines[0] << "> <" << lines[1] << "> limit " << n << ": "
              << to_string(got.status.code) << " @" << got.status.offset << ", oracle "
              << to_string(may.begin()->first) << " @" << may.begin()->second;
        }
      }
    }
  }
}

// The reading of empty elements that all of the above stands on.
TEST(EmptyElements, AreCountedInTheListTheyStandIn) {
  const auto places = [](std::string_view value, field f) {
    std::vector<std::size_t> all;
    for (const element& each : elements_of(value, {f, gauntlet::grammar::recipient})) {
      if (each.what == element::kind::empty) all.push_back(each.offset);
    }
    return all;
  };
  using offsets = std::vector<std::size_t>;
  EXPECT_EQ(places("", field::challenges), (offsets{}));
  EXPECT_EQ(places(",", field::challenges), (offsets{0, 1}));
  EXPECT_EQ(places(",A", field::challenges), (offsets{0}));
  EXPECT_EQ(places(", \t,A", field::challenges), (offsets{0, 3}));
  EXPECT_EQ(places("A", field::challenges), (offsets{}));
  EXPECT_EQ(places("A ", field::credentials), (offsets{}));
  EXPECT_EQ(places("A,", field::challenges), (offsets{2}));
  EXPECT_EQ(places("A ,", field::challenges), (offsets{3}));
  EXPECT_EQ(places("A ,", field::credentials), (offsets{2, 3}));
  EXPECT_EQ(places("A,B", field::challenges), (offsets{}));
  EXPECT_EQ(places("A ,,B", field::challenges), (offsets{3}));
  EXPECT_EQ(places("A  ,a=b", field::challenges), (offsets{3}));
  EXPECT_EQ(places("A , ,a=b", field::challenges), (offsets{2, 4}));
  EXPECT_EQ(places("A a=b,,c=d,", field::challenges), (offsets{6, 11}));
  EXPECT_EQ(places("A x,", field::challenges), (offsets{4}));
  EXPECT_EQ(places(",a=b,,", field::auth_info), (offsets{0, 5, 6}));
}

INSTANTIATE_TEST_SUITE_P(All, Limits, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace oracle
