#ifndef CONFORMANCE_RUNNER_EXPECTATIONS_HPP
#define CONFORMANCE_RUNNER_EXPECTATIONS_HPP

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/model/case.hpp"
#include "conformance/model/results.hpp"

namespace gauntlet::runner {

// One known deviation: the cases that `pattern` (an id or a glob) fits have `verdict`.
struct expectation {
  std::string pattern;
  model::verdict verdict = model::verdict::wrong_result;
  std::string reason;
  std::string link{};
  std::string versions{};  // narrows those of the file; empty: no narrower
  bool do_not_run = false;
};

// expectations/<implementation>.json: the known deviations of one implementation.
struct expectations {
  std::string implementation;  // its name, as in its hello
  std::string versions = "*";  // for which the file speaks
  std::vector<expectation> entries{};

  // The entry for a case and a version of the implementation: the longest pattern that fits; null
  // when there is none.
  const expectation* find(std::string_view case_id, std::string_view version) const;
};

// Whether a version fits a range: "*", or comparisons such as ">=2.2 <3" that all hold. Versions
// compare by their numbers, then by what stands between them.
bool in_versions(std::string_view range, std::string_view version);

// Reads and checks a file against schema/expectations.schema.json. Errors: as of case_loader; an
// empty reason is one. kNotFound when there is no such file.
absl::StatusOr<expectations> load_expectations(const std::filesystem::path& schema_folder,
                                               const std::filesystem::path& file);

// Compares the rows of one implementation with its expectations: fills `known` of the rows, and
// returns what is wrong with the file, one sentence each: an entry that fits no case of the suite,
// an entry whose case has another verdict (an unexpected pass above all). Cases that did not run,
// or were left out of this run, say nothing.
std::vector<std::string> apply_expectations(const expectations&, std::string_view version,
                                            const std::vector<model::test_case>& whole_suite,
                                            std::vector<model::row>& rows);

// The file as it has to be for these rows: entries that still hold keep reason, link and versions
// (globs, too, when all of their cases that ran have the verdict), those that do not hold go, new
// deviations come with an empty reason. Entries for cases that did not run stay.
expectations updated_expectations(const expectations& before, std::string_view version,
                                  const std::vector<model::test_case>& whole_suite,
                                  const std::vector<model::row>& rows);
absl::Status write_expectations(const expectations&, const std::filesystem::path& file);

}  // namespace gauntlet::runner

#endif
