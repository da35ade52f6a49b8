// What the fast path (parser/src/kernels/fast_path.hpp) takes for usual is what its comment says,
// neither more nor less, and means what the reader says: with a kernel that looks at every octet by
// itself, so that this holds for every processor. That each kernel then does the same:
// kernels_test.cc.
#include "parser/src/kernels/fast_path.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "agreement.hpp"

namespace gauntlet::test {
namespace {

struct plain_kernel {
  static kernels::two_words ends_of_runs(const char*, const char* last, const char* at) {
    std::uint64_t tchar = 0, qdtext = 0;
    for (std::size_t i = 0; i < 64; ++i) {
      const bool is_in = i < static_cast<std::size_t>(last - at);
      if (!is_in || !is_tchar(at[i])) tchar |= std::uint64_t{1} << i;
      if (!is_in || !is_qdtext(at[i])) qdtext |= std::uint64_t{1} << i;
    }
    return kernels::block_ends(tchar, qdtext);
  }
  static const char* skip_token68_char(const char*, const char* last, const char* at) {
    while (at != last && is_token68_char(*at)) ++at;
    return at;
  }
};

// The grammar of the comment, rule by rule: each takes what it can from the front, or answers false.
class usual_grammar {
 public:
  // Whether the value is in it, and whether none of its tokens has more than `most` octets.
  static bool has(std::string_view value, bool is_list, std::size_t most) {
    usual_grammar rest(value, most);
    if (!rest.challenge()) return false;
    while (is_list && rest.take(", ")) {
      if (!rest.challenge()) return false;
    }
    return rest.left_.empty();
  }

 private:
  usual_grammar(std::string_view value, std::size_t most) : left_(value), most_(most) {}

  bool challenge() {
    if (!token()) return false;
    if (!take(" ")) return true;
    const std::string_view before = left_;
    if (!auth_param()) {
      left_ = before;
      return token68();
    }
    for (std::string_view last = left_; take(", "); last = left_) {
      if (auth_param()) continue;
      left_ = last;
      break;
    }
    // `a=` is a token68; after auth-params a "=" is in none of the rules.
    return true;
  }

  bool auth_param() {
    if (!token() || !take("=")) return false;
    if (!take("\"")) return token();
    for (;;) {
      if (take("\"")) return true;
      if (left_.empty()) return false;
      const bool is_pair = take("\\");
      if (left_.empty()) return false;
      if (is_pair ? !is_quoted_pair_char(left_[0]) : !is_qdtext(left_[0])) return false;
      left_.remove_prefix(1);
    }
  }

  bool token() {
    std::size_t size = 0;
    while (size < left_.size() && is_tchar(left_[size])) ++size;
    left_.remove_prefix(size);
    return size > 0 && size <= most_;
  }

  bool token68() {
    std::size_t size = 0;
    while (size < left_.size() && is_token68_char(left_[size])) ++size;
    left_.remove_prefix(size);
    while (take("=")) {
    }
    return size > 0;
  }

  bool take(std::string_view octets) {
    if (!left_.starts_with(octets)) return false;
    left_.remove_prefix(octets.size());
    return true;
  }

  std::string_view left_;
  std::size_t most_;
};

// All tokens of up to so many octets are usual, and none of more than a block has.
constexpr std::size_t surely = 32;
constexpr std::size_t at_most = 63;

class FastPath : public testing::Test {
 protected:
  // Value and storage end where memory does.
  void check(std::string_view octets, operation what, const options& limits = no_limits,
             std::size_t room = most) {
    ++values_;
    const std::string_view value = value_.at_back(octets);
    const bool is_list = what == operation::challenges;
    std::size_t size = 0;
    const std::span<element> storage(
        reinterpret_cast<element*>(storage_.back(room * sizeof(element)).data()), room);
    const bool is_taken = kernels::parse_usual<plain_kernel>(value, what, storage, limits, size);
    std::array<element, most> wanted;
    const parse_result by_reader = parse(value, what, wanted, limits);
    const bool is_asked_for = what != operation::auth_info && limits.mode == grammar::recipient &&
                              by_reader && by_reader.size <= room &&
                              by_reader.size <= limits.max_challenges &&
                              by_reader.size <= limits.max_auth_params;
    const bool may = is_asked_for && usual_grammar::has(value, is_list, at_most);
    const bool has_to = is_asked_for && usual_grammar::has(value, is_list, surely);
    if (is_taken) {
      ++taken_;
      EXPECT_TRUE(may) << value;
      ASSERT_EQ(size, by_reader.size) << value;
      for (std::size_t i = 0; i < size; ++i) EXPECT_TRUE(are_same(storage[i], wanted[i])) << value;
    } else {
      EXPECT_FALSE(has_to) << value;
    }
  }
  ~FastPath() override { std::printf("%zu values, %zu of them usual\n", values_, taken_); }

  static constexpr std::size_t most = 64;

  guarded_pages value_{8192}, storage_{most * sizeof(element)};
  std::size_t values_ = 0, taken_ = 0;
};

TEST_F(FastPath, TakesWhatItSays) {
  for (const std::string_view usual :
       {"NTLM", "Negotiate", "Basic realm=\"simple\"", "Bearer abc.def-_~+/==", "A, B, C",
        "Negotiate, NTLM, Basic realm=\"\"",
        "Digest realm=\"a\\\"b\\\\\", stale=true, B c/, D e=f"}) {
    check(usual, operation::challenges);
  }
  EXPECT_EQ(taken_, 7U);
  check("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", operation::credentials);
  check("Digest username=\"Mufasa\", nc=00000001", operation::credentials);
  EXPECT_EQ(taken_, 9U);
}

TEST_F(FastPath, LeavesEveryOtherToTheReader) {
  for (const std::string_view other :
       {"",          " A",         "A ",           "A,B",        "A,  B",       "A,, B",
        "A  b=c",    "A b =c",     "A b= c",       "A b=c,d=e",  "A b=c , d=e", "A , b=c",
        "A b=c, ",   "A\tb",       "A b=c\t, d=e", "A b=\"c\",", "A b=\"c\", ", "A b=\"c",
        "A b=\"c\\", "A b=\"c\\d", "A b=\"c\\\""}) {
    check(other, operation::challenges);
  }
  check("a=b", operation::auth_info);
  check("A", operation::challenges, unlimited(grammar::sender));
  check("A, B", operation::credentials);
  EXPECT_EQ(taken_, 0U);
}

TEST_F(FastPath, KnowsEveryOctetInAQuotedString) {
  for (int octet = 0; octet < 256; ++octet) {
    const std::string one(1, static_cast<char>(octet));
    check("A b=\"c" + one + "\"", operation::challenges);
    check("A b=\"c\\" + one + "\"", operation::challenges);
    check("A b=\"\\c\\" + one + "d\", e=f", operation::challenges);
  }
  EXPECT_GT(taken_, 500U);
}

TEST_F(FastPath, KeepsToTheLimitsAndToTheStorage) {
  constexpr std::string_view value = "A b=c, d=\"e\"";
  for (std::size_t limit = 0; limit < 6; ++limit) {
    for (std::size_t room = 0; room < 6; ++room) {
      check(value, operation::challenges, {.max_challenges = limit}, room);
      check(value, operation::challenges, {.max_auth_params = limit}, room);
      check(value, operation::challenges, {.max_length = value.size() + limit - 2}, room);
      check("A b/=, C", operation::challenges, no_limits, room);
    }
  }
  EXPECT_GT(taken_, 20U);
}

TEST_F(FastPath, TakesEveryShortValueThatItSays) {
  std::string value;
  each_string(value, octet_classes, 5, [&](const std::string& each) {
    check(each, operation::challenges);
    check(each, operation::credentials);
  });
}

TEST_F(FastPath, TakesUsualValuesOfAnyLengthAndNoOthers) {
  random_source random(3);
  for (std::size_t i = 0; i < 40000; ++i) {
    std::string value = usual_value(random);
    if (random.one_in(2)) mutate(value, random);
    check(value, every_operation[random.below(2)]);
  }
  EXPECT_GT(taken_, 5000U);
}

// Each token, and each value, of every length, at every place of a block.
TEST_F(FastPath, TakesTokensOfEveryLengthAtEveryPlace) {
  for (std::size_t before = 1; before <= 70; ++before) {
    for (std::size_t size = 0; size <= 70; ++size) {
      const std::string head = "A b=\"" + std::string(before, 'c') + "\", ";
      const std::string run(size, 'd');
      for (const std::string& value :
           {head + run, head + run + "=e", head + run + "=\"e\"", head + "e=" + run,
            head + "e=\"" + run + "\"", head + "e=\"" + run + "\\\"\", f=g", head + run + ", E f=g",
            head + "E " + run, head + "E " + run + "=, F", head + "E " + run + "=f"}) {
        check(value, operation::challenges);
      }
    }
  }
  EXPECT_GT(taken_, 20000U);
}

}  // namespace
}  // namespace gauntlet::test
