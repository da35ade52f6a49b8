// Work grows with the length of the value and with nothing else: counted, not timed.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reading.hpp"

namespace gauntlet::test {
namespace {

std::size_t octets_scanned = 0;

// Counts each octet that a run passes and the one that ends it.
class counting_scanner {
 public:
  void start(const char* first, const char* last) { scanner_.start(first, last); }
  const char* last() const { return scanner_.last(); }
  const char* skip_tchar(const char* at) const { return count(at, scanner_.skip_tchar(at)); }
  const char* end_of_tchar_nearby(const char* at) const {
    return count(at, scanner_.end_of_tchar_nearby(at));
  }
  const char* skip_token68_char(const char* at) const {
    return count(at, scanner_.skip_token68_char(at));
  }
  const char* skip_tchar_and_token68_char(const char* at) const {
    return count(at, scanner_.skip_tchar_and_token68_char(at));
  }
  const char* skip_qdtext(const char* at) const { return count(at, scanner_.skip_qdtext(at)); }
  const char* skip_ows(const char* at) const { return count(at, scanner_.skip_ows(at)); }
  const char* skip_sp(const char* at) const { return count(at, scanner_.skip_sp(at)); }
  const char* skip_equals(const char* at) const { return count(at, scanner_.skip_equals(at)); }

 private:
  static const char* count(const char* at, const char* end) {
    octets_scanned += static_cast<std::size_t>(end - at) + 1;
    return end;
  }
  scalar_scanner scanner_;
};

struct shape {
  std::string_view name, prefix, repeat, suffix;
};

constexpr shape shapes[] = {
    {"commas", "", ",", ""},
    {"commas after a scheme", "Foo ", ",", "a=b"},
    {"commas and OWS", "Foo ", ", \t", "Bar"},
    {"auth-params", "Foo ", "a=b,", ""},
    {"auth-params with BWS", "Foo ", "a \t= \tb \t, \t", ""},
    {"quoted auth-params", "Foo ", "a=\"b\",", ""},
    {"auth-info", "", "a=b,", ""},
    {"schemes", "", "a,", ""},
    {"schemes in a list of auth-params", "", "A b=c, ", "D"},
    {"schemes with an empty list", "", "A ,", ""},
    {"schemes with token68", "", "A b==,", ""},
    {"quoted-pairs", "Foo a=\"", "\\\"", "\""},
    {"long scheme", "", "a", ""},
    {"long name", "Foo ", "a", "=b"},
    {"long name with a tchar that no token68 has", "Foo a!", "a", "=b"},
    {"long token68", "Foo ", "a/", ""},
    {"token68 padding", "Foo a", "=", ""},
    {"SP after the scheme", "Foo", " ", "a"},
    {"SP before a comma", "Foo", " ", ","},
    {"BWS", "Foo a", " ", "=b"},
    {"BWS after a name that could be a scheme", "Foo a=b, c", " ", "=d"},
    {"SP after a scheme that could be a name", "Foo a=b, c", " ", "d"},
    {"unterminated quoted-string", "Foo a=\"", "b", ""},
    {"unterminated quoted-pairs", "Foo a=\"", "\\\\", ""},
    {"names without a value", "Foo ", "a ", ""},
    {"obs-text", "Foo a=\"", "\xff", "\""},
};

std::size_t scanned(const std::string& value, operation what, const options& limits) {
  octets_scanned = 0;
  basic_reader<counting_scanner> at(value, what, limits);
  event found = at.next();
  while (found != event::end && found != event::error) found = at.next();
  return octets_scanned;
}

TEST(LinearTime, OctetsScannedGrowWithTheLengthOnly) {
  std::size_t most = 0;
  for (const shape& each : shapes) {
    for (const operation what :
         {operation::challenges, operation::credentials, operation::auth_info}) {
      for (const grammar mode : {grammar::recipient, grammar::sender}) {
        for (const std::size_t max_empty_elements :
             {std::size_t{0}, no_limits.max_empty_elements}) {
          SCOPED_TRACE(each.name);
          options limits = unlimited(mode);
          limits.max_empty_elements = max_empty_elements;
          const auto value = [&](std::size_t size) {
            std::string octets(each.prefix);
            while (octets.size() < size) octets += each.repeat;
            return octets += each.suffix;
          };
          const std::size_t small = scanned(value(8 * 1024), what, limits);
          const std::size_t large = scanned(value(64 * 1024), what, limits);
          // A constant for what does not repeat.
          EXPECT_LE(large, 8 * small + 128);
          EXPECT_LE(large, 4 * 64 * 1024 + std::size_t{64});
          most = large > most ? large : most;
        }
      }
    }
  }
  EXPECT_GE(most, std::size_t{64} * 1024) << "the scanner was not asked at all";
}

TEST(LinearTime, ManyLinesCostNoMoreThanOne) {
  for (const std::string_view line : {"", "a=b", "Foo", "Foo a=b", "Foo a=b,", ",", "a"}) {
    SCOPED_TRACE(std::string(line));
    std::size_t counts[2] = {};
    for (const std::size_t i : {0U, 1U}) {
      const std::vector<std::string_view> lines(i == 0 ? 1024 : 8 * 1024, line);
      octets_scanned = 0;
      basic_reader<counting_scanner> at(lines, operation::challenges, no_limits);
      event found = at.next();
      while (found != event::end && found != event::error) found = at.next();
      counts[i] = octets_scanned;
    }
    EXPECT_LE(counts[1], 8 * counts[0] + 64);
  }
}

}  // namespace
}  // namespace gauntlet::test
