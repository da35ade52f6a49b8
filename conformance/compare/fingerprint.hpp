#ifndef CONFORMANCE_COMPARE_FINGERPRINT_HPP
#define CONFORMANCE_COMPARE_FINGERPRINT_HPP

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/compare/reader.hpp"
#include "conformance/model/result.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/observes.hpp"

// Who reads like whom: the inputs that tell implementations apart, and what each makes of them.
namespace gauntlet::compare {

// One implementation and its readings of some values.
struct known_reader {
  std::string name{};  // with its version
  runner::observes can_show{};
  std::string observes_json{};  // the same as it is written down
  std::vector<reading> readings{};
};

// What an adapter says it can show, from the JSON object that it wrote. Errors: kInvalidArgument.
absl::StatusOr<runner::observes> observes_of(const std::string& json);

// A small set of values that tells all of them apart, as far as some value of the pool does: greedily,
// shorter values first; each pair by two values where there are two. Positions in the pool, sorted.
// O(pool * readers^2) comparisons.
std::vector<std::size_t> telling_values(const std::vector<std::string>& pool,
                                        const std::vector<known_reader>& readers,
                                        const process::cancellation&);

struct fingerprints {
  model::operation operation = model::operation::challenges;
  std::vector<std::string> values{};
  std::vector<known_reader> readers{};  // with a reading for each of the values
};

// How near a reader is to a known one.
struct likeness {
  std::string name;
  std::size_t same = 0;
  std::size_t compared = 0;  // values of which both show something

  // Whether enough of `values` was compared to say anything: a reader that shows little is like many.
  bool counts(std::size_t values) const { return compared != 0 && 2 * compared >= values; }
  bool is_whole() const { return same == compared; }
};
// Nearest first; of those that are as near, the one of which more was compared.
std::vector<likeness> likenesses(const fingerprints&, const known_reader&);

// For each of the readers the others that nothing tells from it, though enough was compared; those
// without any are left out. The first name of each is its own.
std::vector<std::vector<std::string>> twins(const fingerprints&);

// As a JSON document, and back. Errors of load(): kNotFound, kInvalidArgument with the file's name.
std::string to_json(const std::vector<fingerprints>&);
// The schema lies beside the file.
absl::StatusOr<std::vector<fingerprints>> load_fingerprints(const std::filesystem::path& file);

}  // namespace gauntlet::compare

#endif
