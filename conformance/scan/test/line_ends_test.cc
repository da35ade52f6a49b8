#include "conformance/scan/line_ends.hpp"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/test/support/random.hpp"

namespace gauntlet::scan {
namespace {

// The offsets of the LFs, and then that of the end, twice: it is said again.
std::vector<std::size_t> ends_of(const std::string& octets) {
  // On the heap, and no longer than they are: a sanitizer sees what is read after them.
  const auto exact = std::make_unique<char[]>(octets.size());
  std::memcpy(exact.get(), octets.data(), octets.size());
  const char* const first = exact.get();
  const char* const last = first + octets.size();
  line_ends ends(first, last);
  std::vector<std::size_t> found;
  do {
    found.push_back(static_cast<std::size_t>(ends.next() - first));
  } while (found.back() < octets.size());
  found.push_back(static_cast<std::size_t>(ends.next() - first));
  return found;
}

std::vector<std::size_t> wanted(const std::string& octets) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (octets[i] == '\n') found.push_back(i);
  }
  found.insert(found.end(), 2, octets.size());
  return found;
}

TEST(LineEnds, OneLfAtEachPlaceOfEachLength) {
  for (std::size_t size = 0; size <= 200; ++size) {
    for (std::size_t at = 0; at <= size; ++at) {
      // 0x8A and 0x0B differ from LF in one bit.
      std::string octets(size, at % 2 == 0 ? '\x8a' : '\x0b');
      if (at < size) octets[at] = '\n';
      ASSERT_EQ(ends_of(octets), wanted(octets)) << size << ' ' << at;
    }
  }
}

TEST(LineEnds, AnyNumberOfThem) {
  test::random_source random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string octets(random.below(2000), 'a');
    // From nothing but LFs to one in a hundred octets.
    const std::size_t rare = std::size_t{1} + random.below(random.one_in(2) ? 4 : 100);
    for (char& octet : octets) {
      if (random.one_in(rare)) octet = '\n';
    }
    ASSERT_EQ(ends_of(octets), wanted(octets)) << octets;
  }
}

}  // namespace
}  // namespace gauntlet::scan
