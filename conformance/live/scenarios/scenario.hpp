#ifndef CONFORMANCE_LIVE_SCENARIOS_SCENARIO_HPP
#define CONFORMANCE_LIVE_SCENARIOS_SCENARIO_HPP

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "conformance/model/case.hpp"
#include "conformance/model/verdict.hpp"

namespace gauntlet::live {

// How the lines of a field have to compare with those that were sent.
enum class comparison {
  any,
  same,      // octet for octet, OWS at the ends aside
  folded,    // the same but for obs-folds, for each of which some SP may stand (RFC 9112, 5.2)
  spaced,    // SP in place of each CR, LF and NUL (RFC 9110, section 5.5), folds as in `folded`
  joined,    // one line, all of them with ", " between them (RFC 9110, section 5.3)
  fewer,     // those that are there were sent, in their order, but at least one is missing
  repeated,  // all of them, and some of them again
  none,      // no line at all
  some       // at least one line
};

// One of the things that may happen. All of its conditions have to hold; those that are not set do.
struct outcome {
  model::verdict verdict = model::verdict::pass;
  std::string alternative{};  // its name, with verdict::alternative
  std::string says{};         // in words, for people
  // "401", "4xx"; "asks" is 401, of a proxy 407; "closed": no response came, "unreadable": what
  // came is none. Any of them.
  std::vector<std::string> status{};
  comparison lines = comparison::any;  // of the field in the response
  std::vector<std::string> schemes{};  // the challenges that the field has, in their order
  bool has_realm = false;              // its first challenge has the realm of the case
  // Of its first challenge, by name: their values; nothing for one that it does not have.
  std::map<std::string, std::optional<std::string>> parameters{};
  // Of a control: whether the others still show something.
  bool control_holds = false;
  std::optional<bool> is_reached{};  // whether the origin was asked
  // Whether the field has white space between its name and the colon (RFC 9112, section 5.1).
  std::optional<bool> has_spaced_name{};
  comparison decider = comparison::any;   // of the field that the decider got
  comparison upstream = comparison::any;  // of the field that the origin got
};

// What the origin, or the service that decides for a server, answers.
struct played_answer {
  int status = 200;
  std::vector<std::string> fields{};  // whole lines, besides Content-Length
  std::string body = "the protected content\n";
  std::optional<std::string> raw{};  // in place of all that
  bool closes = false;               // without any answer
  absl::Duration wait{};
};

// A request of the client, besides its mark and the lines of the case. `target`, `fields` and `body`
// are templates over what `lines` are.
struct played_request {
  std::string method = "GET";
  std::string target{};               // in place of the role's
  std::vector<std::string> fields{};  // whole lines
  std::string body{};
};

enum class sender { origin, decider, client };

// A case that is put to servers and proxies. `of.lines` are what `from` sends in `field`.
struct scenario {
  model::test_case of;
  std::vector<std::string> roles;  // of a server, each of which it is put to
  sender from = sender::origin;
  std::string field;  // of an origin's, white space at its end stands before the colon
  // What is compared with the lines at the other end; the same field where it is empty.
  std::string upstream_field;
  std::string realm;        // of role realm
  bool is_control = false;  // where it fails, the others of its role show nothing
  played_request request{};
  std::vector<played_request> earlier{};  // which come before it
  bool is_on_one_connection = false;      // all of them; else each has its own
  played_answer origin{};
  played_answer decider{};
  std::vector<outcome> expect;
};

// Reads all files of a folder. Errors: kInvalidArgument as of json_schema, which name the file; an id
// that occurs twice.
absl::StatusOr<std::vector<scenario>> load_scenarios(const std::filesystem::path& folder);

}  // namespace gauntlet::live

#endif
