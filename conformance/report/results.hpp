// The results file: what a run of the suite found, as structs, a writer and a strict reader.
//
// A results file is NDJSON, pure ASCII: one header record, one record per implementation and case,
// one footer record. Every report is derived from it and from nothing else.
//
//     {"record":"header","format":1,...}
//     {"record":"row","implementation":"werkzeug","case":"list/empty-first","verdict":"over-strict",...}
//     {"record":"footer","rows":1,"sha256":"...",...}
//
// The footer's hash covers the octets of all lines before it, so that `head -n -1 FILE | sha256sum`
// computes it. A file without its footer, or whose footer counts something else than what stands
// there, is not a result.
//
// Three kinds of strings occur, and every member says which one it holds:
//   text    UTF-8, for people. What is not UTF-8 is written as U+FFFD.
//   octets  any octets; in JSON one code point U+0000..U+00FF each.
//   JSON    the text of one JSON value whose strings follow the octet rule; empty means that there
//   is none.
#ifndef GAUNTLET_CONFORMANCE_REPORT_RESULTS_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_RESULTS_HPP_

#include <array>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/model/case_facts.hpp"
#include "conformance/model/sha256.hpp"

namespace gauntlet::report {

// The version of the file format that this code writes. The reader takes no other.
inline constexpr int results_format = 1;

// The verdict on one case. The enumerators stand in the order in which people want to hear of them:
// what is dangerous first, then what does not conform, then what is allowed, then what could not be
// judged.
enum class verdict : std::uint8_t {
  unsafe,
  crash,
  hang,
  resource_limit,
  superlinear,
  protocol_error,
  wrong_result,
  over_strict,
  flaky,
  lenient,
  alternative,
  pass,
  unsupported,
  not_observable,
  not_run,
};
inline constexpr std::size_t verdict_count = 15;

// All verdicts, in the order of the enumeration.
inline constexpr std::array<verdict, verdict_count> all_verdicts = {
    verdict::unsafe,      verdict::crash,          verdict::hang,         verdict::resource_limit,
    verdict::superlinear, verdict::protocol_error, verdict::wrong_result, verdict::over_strict,
    verdict::flaky,       verdict::lenient,        verdict::alternative,  verdict::pass,
    verdict::unsupported, verdict::not_observable, verdict::not_run};

// The verdict's name as files and people write it: "wrong-result". Stable for ever.
[[nodiscard]] std::string_view to_string(verdict v) noexcept;

// The inverse of to_string. Nothing for any other string.
[[nodiscard]] std::optional<verdict> verdict_from_string(std::string_view name) noexcept;

// Whether the verdict says that the implementation breaks a requirement.
[[nodiscard]] constexpr bool is_non_conforming(verdict v) noexcept {
  return v <= verdict::over_strict;
}

// Whether the verdict says that the implementation was seen to do something permitted.
[[nodiscard]] constexpr bool is_conforming(verdict v) noexcept {
  return v == verdict::pass || v == verdict::lenient || v == verdict::alternative;
}

// Whether the case says anything about the implementation: it was asked, and its answer could be
// judged.
[[nodiscard]] constexpr bool is_judged(verdict v) noexcept {
  return is_non_conforming(v) || is_conforming(v);
}

// What a row says of its case.
using model::case_facts;
using model::reference;
using model::requirement_level;
using model::requirement_level_count;
using model::requirement_level_from_string;
using model::to_string;

// An entry of the expectations file that is about this row.
struct known_deviation {
  std::string verdict;  // text: the verdict that the entry holds, as the results file writes it
  std::string reason;   // text
  std::string link;     // text, a URL; may be empty
};

// What one implementation did with one case.
struct row {
  std::string implementation;               // text: the id of an implementation of the header
  std::shared_ptr<const case_facts> facts;  // never null
  report::verdict verdict = report::verdict::not_run;
  std::string alternative;  // text: the alternative's name; only with verdict::alternative
  std::string expected;  // JSON: what was expected after the reduction by `observes`; empty: as in
                         // the facts
  std::string got;       // JSON: the answer without seq; may be empty where the verdict is pass
  std::string
      error;  // text: the library's own words, or why there is no answer (bounded by the runner)
  std::optional<std::uint64_t> offset_expected;
  std::optional<std::uint64_t> offset_reported;
  std::vector<std::string>
      lost;  // text: what `observes` took out of the comparison: "order", "case", ...
  std::optional<known_deviation> known;
  bool confirmed = true;  // a second request gave the same verdict, or the verdict needs none
  std::int64_t duration_us = -1;  // microseconds; -1: not measured
  std::string reproduce;          // text: one command line
};

// The verdict as files write it: "pass", "alternative:first".
[[nodiscard]] std::string verdict_text(const row& r);

// Whether the expectations file holds exactly this outcome.
[[nodiscard]] bool is_known(const row& r);

// A deviation that no expectations file holds: what fails a run that asks for this implementation.
[[nodiscard]] bool is_new_failure(const row& r);

// Whether the expectations file holds another outcome than the one seen (an unexpected pass,
// mostly).
[[nodiscard]] bool is_unexpected(const row& r);

enum class implementation_status : std::uint8_t { ran, not_installed, could_not_start };

// "ran", "not-installed" or "could-not-start".
[[nodiscard]] std::string_view to_string(implementation_status s) noexcept;
[[nodiscard]] std::optional<implementation_status> implementation_status_from_string(
    std::string_view name) noexcept;

struct implementation_info {
  std::string id;                         // text, a slug; unique in a file
  std::string name;                       // text
  std::string version;                    // text
  std::string language;                   // text
  std::string runtime;                    // text
  std::string homepage, issues, license;  // text
  std::string packaged_as;                // text: the package that the version comes from, such as
                                          // "python3-werkzeug 2.2.2-3"
  std::string observes;                   // JSON object
  std::vector<std::string> operations;    // text
  std::vector<std::string> serializes;    // text
  bool is_reference = false;
  implementation_status status = implementation_status::ran;
  std::string reason;   // text: why it did not run
  std::string install;  // text: the command that installs it
};

struct run_header {
  int format = results_format;
  std::string suite_version;  // text
  std::string tool_version;   // text
  std::string started;        // text: RFC 3339, UTC
  std::uint64_t seed = 0;
  std::vector<std::pair<std::string, std::string>>
      host;             // text: facts such as {"os", "Debian 12"}; no paths
  std::string options;  // JSON object: what was asked for
  std::vector<implementation_info> implementations;  // in the order in which they are shown
};

// How many rows have which verdict.
class verdict_counts {
 public:
  std::uint64_t& operator[](verdict v) { return counts_[static_cast<std::size_t>(v)]; }
  std::uint64_t operator[](verdict v) const { return counts_[static_cast<std::size_t>(v)]; }
  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::uint64_t non_conforming() const;
  [[nodiscard]] std::uint64_t conforming() const;
  [[nodiscard]] std::uint64_t judged() const { return non_conforming() + conforming(); }
  friend bool operator==(const verdict_counts&, const verdict_counts&) = default;

 private:
  std::array<std::uint64_t, verdict_count> counts_{};
};

struct run_footer {
  std::string ended;  // text: RFC 3339, UTC
  std::uint64_t rows = 0;
  std::map<std::string, verdict_counts> counts;  // by implementation id; those that have rows
  std::string sha256;                            // text: 64 hexadecimal digits, lower case
  bool complete = true;  // false: the run was interrupted; what was not asked has no row
  int exit_code = 0;
};

// A whole results file in memory.
struct results {
  run_header header;
  std::vector<row> rows;
  run_footer footer;
};

// Writes a results file as the run goes.
//
//     std::ofstream file(path, std::ios::binary);
//     results_writer writer(file);
//     status = writer.begin(header);
//     for (...) { status = writer.append(row); }
//     absl::StatusOr<run_footer> footer = writer.finish(ended, /*complete=*/true, exit_code);
//
// Counts and hash are the writer's own. Errors: FailedPrecondition when called out of order;
// InvalidArgument for a row of an implementation that the header does not name, a second row for
// one implementation and case, a JSON member that is no JSON; DataLoss when the stream fails.
// O(size of the row) a call; the stream must outlive the writer.
class results_writer {
 public:
  explicit results_writer(std::ostream& out);
  ~results_writer();  // flushes; a file that was not finished stays without its footer and is
                      // therefore invalid
  results_writer(const results_writer&) = delete;
  results_writer& operator=(const results_writer&) = delete;

  absl::Status begin(const run_header& header);
  absl::Status append(const row& r);
  absl::Status flush();
  absl::StatusOr<run_footer> finish(const std::string& ended, bool complete, int exit_code);

 private:
  absl::Status put_line(const std::string& line);

  enum class state : std::uint8_t { fresh, open, finished };

  std::ostream& out_;
  state state_ = state::fresh;
  std::string buffer_;
  std::string line_;
  model::sha256 hash_;
  run_footer footer_;
  struct per_implementation;
  std::unordered_map<std::string, std::unique_ptr<per_implementation>> implementations_;
  struct encoded_case {
    std::shared_ptr<const case_facts> facts;
    std::string json;
  };
  std::unordered_map<const case_facts*, encoded_case> encoded_;
};

// Reads a results file and checks it: every line, every member's type, that each row's
// implementation is in the header and no case occurs twice for one, that the facts of a case agree
// between its rows, the footer's counts and hash, and that nothing follows. Members that it does
// not know are skipped. Errors: InvalidArgument "line 3: expected ...".
[[nodiscard]] absl::StatusOr<results> read_results(std::istream& in);
[[nodiscard]] absl::StatusOr<results> read_results_file(const std::string& path);

// Writes `r` in one go; header and rows as given, the footer's time, completeness and exit code
// too. Counts and hash are computed.
absl::Status write_results(const results& r, std::ostream& out);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_RESULTS_HPP_
