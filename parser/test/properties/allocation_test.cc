// Neither reading nor writing allocates.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <gauntlet/gauntlet.hpp>

#include "parser/test/support/counted_allocations.hpp"
#include "templates.hpp"

namespace {

using gauntlet::test::allocations;

constexpr gauntlet::operation operations[] = {gauntlet::operation::challenges,
                                              gauntlet::operation::credentials,
                                              gauntlet::operation::auth_info};
constexpr gauntlet::grammar grammars[] = {gauntlet::grammar::recipient, gauntlet::grammar::sender};

// Reads to the end and looks at everything; the number of events.
std::size_t read_all(gauntlet::reader reader) {
  std::size_t events = 0;
  std::array<char, 256> buffer;
  for (;; ++events) {
    switch (reader.next()) {
      case gauntlet::event::end:
      case gauntlet::event::error:
        return events + reader.status().offset;
      case gauntlet::event::auth_scheme:
        if (gauntlet::scheme_is(reader.scheme(), "Basic")) ++events;
        break;
      case gauntlet::event::token68:
        events += reader.token68().size();
        break;
      case gauntlet::event::auth_param: {
        const gauntlet::auth_param p = reader.param();
        if (p.name_is("realm")) ++events;
        if (p.value.equals("x") || p.value.equals_ignore_case("X")) ++events;
        events += p.value.unescape_to(buffer).size;
        break;
      }
    }
  }
}

TEST(Allocation, IsCounted) {
  std::size_t before = allocations;
  int* volatile one = new int(1);
  delete one;
  EXPECT_GT(allocations, before);
  before = allocations;
#if GAUNTLET_COUNTS_MALLOC
  void* volatile block = std::malloc(1);
  std::free(block);
  EXPECT_GT(allocations, before);
#endif
}

TEST(Allocation, NoneWhileReading) {
  std::size_t events = 0;
  const std::size_t before = allocations;
  for (std::string_view value : gauntlet::test::templates) {
    for (gauntlet::operation operation : operations) {
      for (gauntlet::grammar mode : grammars) {
        const gauntlet::options options = gauntlet::unlimited(mode);
        events += read_all(gauntlet::reader(value, operation, options));
        const std::string_view lines[] = {value, value};
        events += read_all(gauntlet::reader(lines, operation, options));
        if (gauntlet::validate(value, operation, options)) ++events;
        std::array<char, 1024> buffer;
        events += gauntlet::join(lines, buffer).size;
      }
    }
  }
  EXPECT_EQ(allocations, before);
  EXPECT_GT(events, 1000U);
}

TEST(Allocation, NoneWhileWalkingChallenges) {
  std::size_t seen = 0;
  const std::size_t before = allocations;
  for (std::string_view value : gauntlet::test::templates) {
    for (const auto& challenge : gauntlet::challenges(value)) {
      seen += challenge.scheme().size();
      for (const gauntlet::auth_param& p : challenge.params()) seen += p.value.unescaped_size();
      if (const auto realm = challenge.find("realm")) ++seen;
    }
  }
  EXPECT_EQ(allocations, before);
  EXPECT_GT(seen, 100U);
}

TEST(Allocation, NoneWhileWriting) {
  std::array<char, 256> buffer;
  const std::size_t before = allocations;
  gauntlet::writer out(buffer);
  out.challenge("Digest");
  out.param("realm", "a \"b\" \\c");
  out.param("qop", "auth", gauntlet::quoting::quoted);
  out.challenge("Negotiate");
  out.token68("YII=");
  const auto written = out.finish();
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(written.value, "Digest realm=\"a \\\"b\\\" \\\\c\", qop=\"auth\", Negotiate YII=");
}

}  // namespace
