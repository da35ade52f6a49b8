#ifndef CONFORMANCE_MODEL_RESULT_HPP
#define CONFORMANCE_MODEL_RESULT_HPP

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::model {

// Which fields a value belongs to, and so which rule of RFC 9110 it is read with.
enum class operation {
  challenges,   // WWW-Authenticate, Proxy-Authenticate: #challenge (11.6.1, 11.7.1)
  credentials,  // Authorization, Proxy-Authorization: credentials (11.6.2, 11.7.2)
  auth_info     // Authentication-Info, Proxy-Authentication-Info: #auth-param (11.6.3, 11.7.3)
};
// "challenges", "credentials", "auth-info": the names in every document and on the command line.
std::string_view to_string(operation) noexcept;
std::optional<operation> operation_from_string(std::string_view name) noexcept;

// One auth-param: `value` after quoted-pair processing, without the DQUOTEs. `quoted` says whether
// it was written as quoted-string; implementations that cannot tell leave it out.
struct param {
  std::string name;
  std::string value;
  std::optional<bool> quoted{};
  friend bool operator==(const param&, const param&) = default;
};

// A challenge or credentials: a scheme with a token68 or with parameters. No payload and an empty
// parameter list are the same (`token68` absent, `params` empty): the grammar itself cannot tell
// them apart.
struct challenge {
  std::string scheme;
  std::optional<std::string> token68{};
  std::vector<param> params{};
  friend bool operator==(const challenge&, const challenge&) = default;
};

// The abstract result of a parse, one alternative for each operation, in the enumerators' order.
using challenges_result = std::vector<challenge>;
using credentials_result = challenge;
using auth_info_result = std::vector<param>;
using result = std::variant<challenges_result, credentials_result, auth_info_result>;

operation operation_of(const result&) noexcept;
// The empty result: no challenges, credentials with an empty scheme, no parameters.
result empty_result(operation);

// "challenges", "credentials", "params": the member of a JSON object that holds the result of an
// operation.
std::string_view result_member(operation) noexcept;

// Reads the result of `op` from `object`, a JSON object that holds the member result_member(op);
// other members are not looked at. Errors: kInvalidArgument; the message begins with the JSON
// pointer of the offending value, with `pointer` (that of `object`) in front, and says what was
// expected.
absl::StatusOr<result> result_from_json(operation op, const nlohmann::json& object,
                                        std::string_view pointer = "");

// `{"challenges":[...]}` and so on; strings in the isomorphic mapping. `quoted` is written where it
// is known.
nlohmann::ordered_json to_json(const result&);
nlohmann::ordered_json to_json(const challenge&);
nlohmann::ordered_json to_json(const param&);

// Appends the member as it stands in messages, such as
// `"challenges":[{"scheme":"Basic","token68":null,"params":[]}]` without braces around it: for hot
// paths, in pure ASCII.
void append_json_member(std::string& out, const result&);
void append_json(std::string& out, const challenge&);
void append_json(std::string& out, const param&);

// A line of text for people: `Basic {realm="foo", x=y}, Bearer abc==`. Octets outside %x20-7E are
// shown as \xHH.
std::string describe(const result&);

}  // namespace gauntlet::model

#endif
