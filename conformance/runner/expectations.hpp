#ifndef CONFORMANCE_RUNNER_EXPECTATIONS_HPP
#define CONFORMANCE_RUNNER_EXPECTATIONS_HPP

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/model/case.hpp"
#include "conformance/model/results.hpp"
#include "conformance/runner/select.hpp"

namespace gauntlet::runner {

// One known deviation: the cases that `match` selects may have `verdict`.
struct expectation {
  selection match;
  model::verdict verdict = model::verdict::wrong_result;
  std::string reason;
  std::string link{};
  std::string versions{};  // narrows those of the file; empty: no narrower
  bool do_not_run = false;
};

// The file of known deviations of one implementation.
struct expectations {
  std::string implementation;  // its id or its name, as in its hello
  std::string versions = "*";  // for which the file speaks
  std::vector<expectation> entries{};

  // The entry that permits `verdict` for a case and a version of the implementation, or that keeps
  // the case from being run; null when there is none.
  const expectation* permits(const model::case_facts&, std::string_view version,
                             model::verdict) const;
  const expectation* leaves_out(const model::case_facts&, std::string_view version) const;
};

// `{"flag":"bws"} over-strict`: an entry in a message.
std::string show(const expectation&);

// Whether a version fits a range: "*", or comparisons such as ">=2.2 <3" that all hold. Versions
// compare by their numbers, then by what stands between them.
bool in_versions(std::string_view range, std::string_view version);

// Reads and checks a file against schema/expectations.schema.json. Errors: as of case_loader; an
// empty reason is one. kNotFound when there is no such file.
absl::StatusOr<expectations> load_expectations(const std::filesystem::path& schema_folder,
                                               const std::filesystem::path& file);

// Fills `known` of a row that an entry speaks of.
void mark_known(const expectations&, std::string_view version, model::row&);

// Compares the rows of one implementation with its expectations: fills `known` of the rows that an
// entry speaks of, and returns what is wrong with the file, one sentence each: an entry that
// selects no case of the suite, and a stale one: all of its cases were run, and none has its
// verdict.
std::vector<std::string> apply_expectations(const expectations&, std::string_view version,
                                            const std::vector<model::test_case>& whole_suite,
                                            std::vector<model::row>& rows);

// The file as it has to be for these rows: stale entries go, the others stay as they are, and new
// deviations come with an empty reason: one entry for a flag, requirement or family at least half
// of whose judged cases (and three) fail in the same way, and one for each case that is left.
expectations updated_expectations(const expectations& before, std::string_view version,
                                  const std::vector<model::test_case>& whole_suite,
                                  const std::vector<model::row>& rows);
absl::Status write_expectations(const expectations&, const std::filesystem::path& file);

}  // namespace gauntlet::runner

#endif
