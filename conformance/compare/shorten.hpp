#ifndef CONFORMANCE_COMPARE_SHORTEN_HPP
#define CONFORMANCE_COMPARE_SHORTEN_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gauntlet::compare {

// Which of the values show what is looked for, in order: asked of several at once, since adapters
// answer many questions much faster than one at a time.
using shows = std::function<std::vector<bool>(const std::vector<std::string>&)>;

// A value that shows it and from which no run of octets can be taken away, and none of its octets
// replaced by an easier one (a letter a, then SP, and so on), without losing it. `value` has to show
// it. O(length^2) questions where `shows` is as lenient as most are.
std::string shorten(std::string value, const shows&);

// What the values are made of when all short ones are tried.
struct enumeration {
  std::vector<std::string> symbols{};  // of one octet, and words
  std::size_t max_octets = 0;          // the longest values that are tried
  std::size_t max_values = 200'000;
};

struct first_of_all {
  std::string value{};  // empty where there is none
  bool is_found = false;
  std::size_t tried = 0;
  std::size_t complete_to = 0;  // every value of that many octets or fewer was tried
};

// The shortest value over the symbols that shows it, by trying all of them in the order of their
// lengths.
first_of_all first_that_shows(const enumeration&, const shows&);

}  // namespace gauntlet::compare

#endif
