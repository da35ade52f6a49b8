// Result sets for the tests of reports.
#ifndef CONFORMANCE_MODEL_TEST_SAMPLE_HPP
#define CONFORMANCE_MODEL_TEST_SAMPLE_HPP

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "conformance/model/results.hpp"

namespace gauntlet::model::sample {

// A case with lines, facts filled in plausibly.
std::shared_ptr<const case_facts> make_case(const std::string& id, std::vector<std::string> lines,
                                            requirement_level level = requirement_level::must);

row make_row(const std::string& implementation, std::shared_ptr<const case_facts> facts, verdict v);

implementation_info make_implementation(const std::string& id, const std::string& language);

// Three implementations that ran (the reference, "alpha", "beta"), one that is not installed and
// one that could not start; each verdict at least once. Counts and hash of the footer are right.
results small();

// The same with every text and octet string that could break a format out of its container.
results hostile();

// As a large run would look: `implementations` x 15 families, `cases` in all. Deterministic.
results large(std::size_t implementations, std::size_t cases);

// Writes and reads `r`, so that its footer holds the true counts and hash.
results settled(const results& r);

}  // namespace gauntlet::model::sample

#endif  // CONFORMANCE_MODEL_TEST_SAMPLE_HPP
