// The results file: what a run of the suite found, as structs, a writer and a strict reader.
//
// A results file is NDJSON, pure ASCII, and is written while the run goes on. Every report is
// derived from it and from nothing else. Whatever occurs many times is told once, before it is
// cited: implementations by their number, all else by its place among its like, counted from 0. A
// line with rows is numbers: an implementation, a case, and the judgements on that case and on
// those that follow it.
//
//     {"header":{"format":2,...}}
//     {"implementation":{"number":0,"id":"werkzeug",...}}
//     {"kind":{"operation":"challenges","parse":"must-accept",...}}
//     {"case":{"id":"list/empty-first","kind":0,...}}
//     {"reduction":{"lost":["order"]}}
//     {"judgement":{"verdict":"over-strict","reduction":0,"got":{"outcome":"reject"}}}
//     {"case":{"id":"list/empty-last","kind":0,...}}
//     [0,0,0,0]
//     {"cost":{"implementation":0,"case":7,"class":"linear",...}}
//     {"footer":{"rows":2,"sha256":"...",...}}
//
// The footer's hash covers the octets of all lines before it, so that `head -n -1 FILE | sha256sum`
// computes it. A file whose footer counts something else than what stands there is not a result;
// one without a footer is what a run that was killed had by then: unfinished.
//
// Three kinds of strings occur, and every member says which one it holds:
//   text    UTF-8, for people. What is not UTF-8 is written as U+FFFD.
//   octets  any octets; in JSON one code point U+0000..U+00FF each.
//   JSON    the text of one JSON value whose strings follow the octet rule; empty means that there
//   is none.
#ifndef CONFORMANCE_MODEL_RESULTS_HPP
#define CONFORMANCE_MODEL_RESULTS_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/model/case_facts.hpp"
#include "conformance/model/verdict.hpp"

namespace gauntlet::model {

// The version of the file format that this code writes. The reader takes no other.
inline constexpr int results_format = 2;

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
  model::verdict verdict = model::verdict::not_run;
  std::string alternative;  // text: the alternative's name; only with verdict::alternative
  bool is_remark = false;   // with verdict::control_octet: it is shown, not held against it
  // JSON: what was expected after the reduction by `observes`; empty: as in the facts, but for an
  // order that is lost
  std::string expected;
  std::string got;  // JSON: the answer without seq; may be empty where the verdict is pass
  std::string
      error;  // text: the library's own words, or why there is no answer (bounded by the runner)
  std::optional<std::uint64_t> offset_reported;
  std::vector<std::string>
      lost;  // text: what `observes` took out of the comparison: "order", "case", ...
  std::optional<known_deviation> known;
  bool confirmed = true;  // a second request gave the same verdict, or the verdict needs none
};

// The verdict as files write it: "pass", "alternative:first".
[[nodiscard]] std::string verdict_text(const row& r);

// Whether the expectations file holds exactly this outcome.
[[nodiscard]] bool is_known(const row& r);

// Whether the row says that the implementation breaks a requirement.
[[nodiscard]] bool is_non_conforming(const row& r);

// A deviation that no expectations file holds: what fails a run that asks for this implementation.
[[nodiscard]] bool is_new_failure(const row& r);

// How the time of an implementation grows with the length of a value. A figure of its own, no
// verdict: unclear is what was too quick to tell, and what repeated measurements disagree about.
enum class cost_class : std::uint8_t { linear, superlinear, unclear };

// "linear", "superlinear" or "unclear".
[[nodiscard]] std::string_view to_string(cost_class c) noexcept;
[[nodiscard]] std::optional<cost_class> cost_class_from_string(std::string_view name) noexcept;

// The time that one value of a growing shape took.
struct cost_point {
  std::uint64_t octets = 0;
  double microseconds = 0;
  friend bool operator==(const cost_point&, const cost_point&) = default;
};

// What one implementation needs for the shape of one cost case.
struct cost {
  std::string implementation;               // text: the id of an implementation of the header
  std::shared_ptr<const case_facts> facts;  // never null
  cost_class rated = cost_class::unclear;
  std::optional<double> exponent;  // of time over length; none where nothing could be fitted
  std::string why;                 // text: a sentence; empty where the class says enough
  std::vector<cost_point> points;
};

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
      host;  // text: facts such as {"os", "Debian 12"}; no paths
  // JSON object: what was asked for. "again" holds the words of a command that does it again with
  // the same limits, "command" those of the adapter where it is not one of the known ones.
  std::string options;
  std::vector<implementation_info> implementations;  // in the order in which they are shown
};

struct run_footer {
  std::string ended;  // text: RFC 3339, UTC
  std::uint64_t rows = 0;
  std::map<std::string, verdict_counts> counts;  // by implementation id; those that have rows
  std::string sha256;                            // text: 64 hexadecimal digits, lower case
  bool complete = true;  // false: the run was interrupted; what was not asked is not-run
  int exit_code = 0;
};

// A whole results file in memory.
struct results {
  run_header header;
  std::vector<row> rows;
  std::vector<cost> costs;
  run_footer footer;
  bool unfinished = false;  // read from what a killed run left: the footer is made from the rows
};

// The command line that asks again what a row is about, made from the header's options. O(size of
// them).
[[nodiscard]] std::string reproduce(const run_header& header, const row& r);

}  // namespace gauntlet::model

#endif
