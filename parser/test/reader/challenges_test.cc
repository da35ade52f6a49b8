#include "gauntlet/challenges.hpp"

#include <gtest/gtest.h>

#include <array>
#include <iterator>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "reading.hpp"

namespace gauntlet::test {
namespace {

static_assert(std::ranges::input_range<parsed_challenges>);
static_assert(std::ranges::input_range<challenges> && std::ranges::input_range<auth_params>);
static_assert(std::is_trivially_copyable_v<challenges> && std::is_trivially_copyable_v<challenge>);
static_assert(std::is_trivially_copyable_v<auth_params>);

constexpr std::size_t count_params(std::string_view value, std::string_view wanted) {
  std::size_t count = 0;
  for (const challenge each : challenges(value)) {
    if (!each.is(wanted)) continue;
    for (const auth_param& param : each.params())
      if (!param.name.empty()) ++count;
  }
  return count;
}
static_assert(count_params("Newauth realm=\"apps\", type=1, Basic realm=\"simple\"", "newauth") ==
              2);
static_assert(count_params("Newauth realm=\"apps\", type=1, Basic realm=\"simple\"", "BASIC") == 1);

// What the ranges show, as the reader tells it.
std::vector<std::string> walk(const challenges& list) {
  std::vector<std::string> seen;
  for (const challenge each : list) {
    seen.push_back(std::string(each.scheme()) + " @" + std::to_string(each.offset()));
    if (each.has_token68()) seen.push_back(std::string(each.token68()));
    for (const auth_param& param : each.params()) {
      seen.push_back(std::string(param.name) + '=' + std::string(param.value.raw()));
    }
  }
  return seen;
}
std::vector<std::string> walk(reader at) {
  struct {
    const reader& at;
    std::vector<std::string> seen{};
    void auth_scheme(std::string_view name) {
      seen.push_back(std::string(name) + " @" + std::to_string(at.offset()));
    }
    void token68(std::string_view text) { seen.emplace_back(text); }
    void auth_param(const gauntlet::auth_param& param) {
      seen.push_back(std::string(param.name) + '=' + std::string(param.value.raw()));
    }
  } found{at};
  return visit(at, found) ? found.seen : std::vector<std::string>();
}

TEST(Challenges, RangesShowWhatTheReaderReads) {
  // All strings of these symbols.
  const std::string_view symbols[] = {"Foo", " ", ",", "=", "a", "\"b\"", "/"};
  std::size_t valid = 0;
  for (std::size_t number = 0; number < 7 * 7 * 7 * 7 * 7 * 7 * 7; ++number) {
    std::string value;
    for (std::size_t rest = number; rest != 0; rest /= 7) value += symbols[rest % 7];
    const challenges list(value);
    ASSERT_EQ(list.status(), validate(value, operation::challenges)) << value;
    if (!list.ok()) {
      ASSERT_TRUE(list.begin() == list.end()) << value;
      continue;
    }
    ++valid;
    ASSERT_EQ(walk(list), walk(reader(value, operation::challenges))) << value;
    ASSERT_EQ(walk(list), walk(list)) << "a range can be walked again";
  }
  EXPECT_GT(valid, 5'000U);
}

TEST(Challenges, NothingOfAnInvalidValueIsShown) {
  const challenges list("Basic realm=x, Foo a=b c");
  EXPECT_EQ(list.status(), (status{errc::expected_comma, 23}));
  EXPECT_TRUE(list.begin() == list.end());
  EXPECT_TRUE(challenges("Foo, Bar", {.max_challenges = 1}).begin() == range_end());
}

TEST(Challenges, TakeSeveralLines) {
  const std::vector<std::string_view> lines{"Foo a=b", "c=d", "Bar e"};
  const challenges list(lines);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(walk(list), (std::vector<std::string>{"Foo @0", "a=b", "c=d", "Bar @14", "e"}));
  const std::vector<std::string_view> crossing{"Foo a=\"b", "c\""};
  EXPECT_EQ(challenges(crossing).status().code, errc::needs_join);
}

TEST(Challenges, ElementsOutliveTheRange) {
  const std::string value = "Foo a=b, Bar c=d";
  challenge kept;
  auth_params params;
  for (const challenge each : challenges(value)) {
    kept = each;
    params = each.params();
  }
  EXPECT_EQ(kept.scheme(), "Bar");
  EXPECT_EQ((*params.begin()).name, "c");
  EXPECT_TRUE(kept.find("c")->value.equals("d"));
}

TEST(Challenge, DefaultIsNone) {
  const challenge none;
  EXPECT_TRUE(none.scheme().empty());
  EXPECT_FALSE(none.has_token68());
  EXPECT_TRUE(none.params().begin() == none.params().end());
  EXPECT_FALSE(none.find(""));
  EXPECT_TRUE(none.unique_names());
}

TEST(Challenge, FindTakesTheFirstAndIgnoresCase) {
  const challenges list("Foo a=1, B=2, b=3, Bar b=4");
  const challenge foo = *list.begin();
  EXPECT_TRUE(foo.find("b")->value.equals("2"));
  EXPECT_TRUE(foo.find("A")->value.equals("1"));
  EXPECT_FALSE(foo.find("c"));
  EXPECT_FALSE(foo.find("bar"));
  EXPECT_TRUE(foo.find("c")->name.empty());
  const found_auth_param found = foo.find("b");
  EXPECT_EQ((*found).name, "B");
}

TEST(Credentials, HaveOneSchemeWithItsPayload) {
  const credentials basic("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  ASSERT_TRUE(basic.ok());
  EXPECT_TRUE(basic.is("basic"));
  EXPECT_EQ(basic.scheme(), "Basic");
  EXPECT_TRUE(basic.has_token68());
  EXPECT_EQ(basic.token68(), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  const credentials digest("Digest username=\"Mufasa\", nc=00000001");
  ASSERT_TRUE(digest.ok());
  EXPECT_FALSE(digest.has_token68());
  EXPECT_TRUE(digest.find("NC")->value.equals("00000001"));
  EXPECT_TRUE(digest.unique_names());
  int count = 0;
  for ([[maybe_unused]] const auth_param& param : digest.params()) ++count;
  EXPECT_EQ(count, 2);
}

TEST(Credentials, NothingOfInvalidOnesIsShown) {
  const credentials broken("Basic abc, Basic def");
  EXPECT_EQ(broken.status(), (status{errc::expected_end, 9}));
  EXPECT_TRUE(broken.scheme().empty());
  EXPECT_FALSE(broken.has_token68());
  EXPECT_TRUE(broken.params().begin() == broken.params().end());
}

TEST(Credentials, TakeSeveralLines) {
  const std::array<std::string_view, 2> lines{"Digest a=b", "c=d"};
  EXPECT_TRUE(credentials(lines).find("c")->value.equals("d"));
  const std::string owner = "Foo bar";
  EXPECT_EQ(credentials(owner).token68(), "bar");
  EXPECT_EQ(credentials(std::string_view(owner), {.mode = grammar::sender}).token68(), "bar");
}

TEST(AuthInfo, HasAuthParamsOnly) {
  const auth_info info(" nextnonce=\"x\", QOP=auth ");
  ASSERT_TRUE(info.ok());
  EXPECT_TRUE(info.find("qop")->value.equals("auth"));
  EXPECT_FALSE(info.find("nc"));
  EXPECT_TRUE(auth_info("").ok());
  EXPECT_FALSE(auth_info("Foo").ok());
  EXPECT_TRUE(auth_info("a=b, c").params().begin() == range_end());
}

TEST(UniqueNames, TellsTheFirstThatStoodBefore) {
  EXPECT_TRUE(auth_info("").unique_names());
  EXPECT_TRUE(auth_info("a=1, aa=1, b=1").unique_names());
  EXPECT_EQ(auth_info("a=1, b=1, A=1, b=2").unique_names(),
            (status{errc::repeated_auth_param, 10}));
  const challenges list("Foo a=1, Bar a=1, A=2");
  EXPECT_TRUE((*list.begin()).unique_names());
  EXPECT_EQ((*++list.begin()).unique_names(), (status{errc::repeated_auth_param, 18}));
}

std::string numbered_params(std::size_t count) {
  std::string value;
  for (std::size_t i = 0; i < count; ++i) value += 'p' + std::to_string(1000 + i) + "=1,";
  return value;
}

status unique_names(const std::string& value) { return auth_info(value, no_limits).unique_names(); }

TEST(UniqueNames, KnowsAsManyAsTheDefaultLimitLetsPass) {
  EXPECT_EQ(max_unique_names, options{}.max_auth_params);
  const std::size_t n = max_unique_names;
  const std::size_t size = std::string_view("p1000=1,").size();
  for (const std::size_t count : {n - 1, n}) {
    EXPECT_TRUE(unique_names(numbered_params(count))) << count;
  }
  // One more is not compared with all others, but with the first ones.
  EXPECT_EQ(unique_names(numbered_params(n + 1)), (status{errc::limit_auth_params, n * size}));
  EXPECT_EQ(unique_names(numbered_params(n + 3) + "P1000=2"),
            (status{errc::repeated_auth_param, (n + 3) * size}));
  EXPECT_EQ(unique_names(numbered_params(n - 1) + "P1000=2"),
            (status{errc::repeated_auth_param, (n - 1) * size}));
}

TEST(Select, TakesTheFirstInTheOrderOfPreference) {
  const challenges list("Basic realm=1, Digest realm=2, DIGEST realm=3, Foo");
  const auto realm = [&](std::initializer_list<std::string_view> preferred) {
    const found_challenge found = select(list, preferred);
    return found ? std::string(found->find("realm")->value.raw()) : "none";
  };
  EXPECT_EQ(realm({"digest", "basic"}), "2");
  EXPECT_EQ(realm({"basic", "digest"}), "1");
  EXPECT_EQ(realm({"Negotiate", "digest", "foo"}), "2");
  EXPECT_EQ(realm({"Negotiate"}), "none");
  EXPECT_EQ(realm({}), "none");
  EXPECT_FALSE(select(challenges("Basic !"), {"Basic"}));
  EXPECT_FALSE(select(challenges(""), {"Basic"}));
}
static_assert(select(challenges("Basic, Digest a"), {"digest"})->token68() == "a");

// A storage that holds whatever these tests parse.
std::array<element, 64> storage;

std::span<const element> elements_of(std::string_view value, operation what) {
  return parse(value, what, storage).elements(storage);
}

TEST(ParsedChallenges, ShowWhatTheRangesOfAReaderShow) {
  for (const std::string_view value :
       {"", "Foo", "Foo a", "Foo a=b, c=\"d\", Bar, Baz x==, A a=1,A=2", "Foo ,,a=b", ",Foo,"}) {
    const challenges meant(value);
    ASSERT_TRUE(meant.ok());
    auto at = meant.begin();
    std::size_t index = 0;
    for (const parsed_challenge each :
         parsed_challenges(elements_of(value, operation::challenges))) {
      ASSERT_FALSE(at == meant.end()) << value;
      EXPECT_EQ(each.scheme(), (*at).scheme());
      EXPECT_EQ(each.has_token68(), (*at).has_token68());
      EXPECT_EQ(each.token68(), (*at).token68());
      EXPECT_EQ(each.offset(), index++);
      EXPECT_EQ(each.unique_names().code, (*at).unique_names().code);
      auto param = (*at).params().begin();
      for (const auth_param& read : each.params()) {
        ASSERT_FALSE(param == range_end());
        EXPECT_EQ(read.name.data(), param->name.data());
        EXPECT_EQ(read.value.raw().data(), param->value.raw().data());
        EXPECT_EQ(each.find(read.name)->name.data(), (*at).find(read.name)->name.data());
        ++param;
        ++index;
      }
      EXPECT_TRUE(param == range_end());
      if (each.has_token68()) ++index;
      ++at;
    }
    EXPECT_TRUE(at == meant.end()) << value;
  }
}

TEST(ParsedChallenges, NothingOfAnInvalidValueIsShown) {
  EXPECT_TRUE(elements_of("Foo, Bar a=b c", operation::challenges).empty());
  std::array<element, 1> small;
  EXPECT_TRUE(parse("Foo, Bar", operation::challenges, small).elements(small).empty());
}

TEST(ParsedChallenges, OffsetsAreIndices) {
  const auto params =
      parsed_auth_params(element_reader(elements_of("a=1, b=2, A=3", operation::auth_info)));
  EXPECT_EQ(params.unique_names(), (status{errc::repeated_auth_param, 2}));
  EXPECT_EQ(params.find("B")->value.raw(), "2");
}

TEST(ParsedChallenges, AreSelectedFrom) {
  const parsed_challenges list(elements_of("Basic a, Digest b", operation::challenges));
  const auto found = select(list, {"Digest", "Basic"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->token68(), "b");
}

constexpr std::size_t parsed_at_compile_time() {
  std::array<element, 4> own{};
  const parse_result parsed = parse("Foo a=b, Bar c", operation::challenges, own);
  const auto found = select(parsed_challenges(parsed.elements(own)), {"bar"});
  return found && found->token68() == "c" ? found->offset() : 0;
}
static_assert(parsed_at_compile_time() == 2);

TEST(ElementReader, RepeatsTheEnd) {
  element_reader reader(elements_of("Foo a", operation::challenges));
  EXPECT_EQ(reader.next(), event::auth_scheme);
  EXPECT_EQ(reader.next(), event::token68);
  EXPECT_EQ(reader.token68(), "a");
  EXPECT_EQ(reader.next(), event::end);
  EXPECT_EQ(reader.next(), event::end);
  EXPECT_EQ(reader.offset(), 2U);
  EXPECT_TRUE(reader.ok() && reader.status());
  EXPECT_EQ(element_reader().next(), event::end);
}

// Notes each event with its offset.
template <typename Reader>
struct notes {
  const Reader& from;
  std::string seen{};
  void note(char kind, std::string_view text) {
    seen += kind + std::string(text) + '@' + std::to_string(from.offset()) + ' ';
  }
  void auth_scheme(std::string_view scheme) { note('S', scheme); }
  void token68(std::string_view text) { note('T', text); }
  void auth_param(const gauntlet::auth_param& param) { note('P', param.name); }
};

TEST(Visit, TellsEachEvent) {
  reader from("Foo a=b, c=d, Bar x=, Baz (", operation::challenges);
  notes<reader> seen{from};
  EXPECT_EQ(visit(from, seen), (status{errc::expected_token68_or_auth_param, 26}));
  EXPECT_EQ(seen.seen, "SFoo@0 Pa@4 Pc@9 SBar@14 Tx=@18 SBaz@22 ");

  element_reader elements(elements_of("Foo a=b, Bar c", operation::challenges));
  notes<element_reader> parsed{elements};
  EXPECT_TRUE(visit(elements, parsed));
  EXPECT_EQ(parsed.seen, "SFoo@0 Pa@1 SBar@2 Tc@3 ");
}

struct counter {
  std::size_t events = 0;
  constexpr void auth_scheme(std::string_view) noexcept { ++events; }
  constexpr void token68(std::string_view) noexcept { ++events; }
  constexpr void auth_param(const gauntlet::auth_param&) noexcept { ++events; }
};
constexpr std::size_t counted(std::string_view value) {
  counter count;
  return visit(reader(value, operation::challenges), count) ? count.events : 0;
}
static_assert(counted("Foo a=b, Bar c") == 4);
static_assert(noexcept(visit(std::declval<reader&>(), std::declval<counter&>())));
static_assert(!noexcept(visit(std::declval<reader&>(), std::declval<notes<reader>&>())));

}  // namespace
}  // namespace gauntlet::test
