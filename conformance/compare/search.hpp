#ifndef CONFORMANCE_COMPARE_SEARCH_HPP
#define CONFORMANCE_COMPARE_SEARCH_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "conformance/compare/difference.hpp"
#include "conformance/compare/reader.hpp"
#include "conformance/model/case.hpp"
#include "conformance/process/cancel.hpp"

namespace gauntlet::compare {

// Whether a combined value can be one of a pool: of at most 2 KiB, without CR, LF and NUL.
bool is_pool_value(const std::string& combined);
// The combined values of the suite's parse cases of an operation, each once: what differences are
// looked for in first; what no pool can have is left out.
std::vector<std::string> pool_of(const std::vector<model::test_case>&, model::operation);

// The shortest values over an octet of each class that the grammar tells apart, and the same after
// the names of common schemes, for those that know one: `count` in all.
std::vector<std::string> short_values(std::size_t count);

struct search_options {
  model::operation operation = model::operation::challenges;
  bool among_accepted = false;  // only what both accept
  bool among_valid = false;     // and the grammar, too
  bool smuggled = false;        // only where one takes something out of a quoted-string
  // Only where both accept, and one sees a challenge or a user that the other does not.
  bool seen_alone = false;
  std::size_t max_values = 200'000;  // when all short values are tried
  // What is going on, in words, several times a second.
  std::function<void(const std::string&)> progress{};
};

// The differences of one kind.
struct found_difference {
  difference kind = difference::none;
  std::size_t count = 0;  // values of the pool
  std::string value{};    // the shortest one
  reading first{};
  reading second{};
  std::string smuggled{};  // why one of them is smuggled
  // Over the octets and words of that value, every shorter value of so many octets or fewer was
  // tried.
  std::size_t complete_to = 0;
};

struct search_result {
  std::size_t compared = 0;               // values of the pool
  std::vector<found_difference> found{};  // worst first; each kind once
};

// Looks for values that two readers read differently: through the pool, from there by taking away
// what is not needed, and by trying what is shorter still.
search_result search(reader& first, reader& second, const std::vector<std::string>& pool,
                     const search_options&, const process::cancellation&);

}  // namespace gauntlet::compare

#endif
