#ifndef CONFORMANCE_RUNNER_OBSERVES_HPP
#define CONFORMANCE_RUNNER_OBSERVES_HPP

#include <optional>
#include <string>
#include <vector>

namespace gauntlet::runner {

enum class params_form { ordered, map, none };
enum class kept_duplicates { kept, first, last, error };
enum class kept_items { all, first, last };
enum class line_form { all, each, first, last, one };
enum class kept_schemes { kept, first, last, merged };
enum class octet_form { bytes, latin1, utf8, ascii };
enum class rules_checked { grammar, scheme };
enum class input_form { value, message };

// What an adapter can show of a result (PROTOCOL.md, section 3.3), less what is shown and never
// judged. The initial values are the protocol's defaults.
struct observes {
  params_form params = params_form::ordered;
  kept_duplicates duplicates = kept_duplicates::kept;
  bool token68 = true;
  std::optional<bool> quoted{};  // unset: `quoted` is compared where the answer has it
  line_form lines = line_form::all;
  kept_items challenges = kept_items::all;
  kept_schemes same_scheme = kept_schemes::kept;
  std::optional<std::vector<std::string>> only_schemes{};
  std::optional<std::vector<std::string>> only_params{};
  octet_form octets = octet_form::bytes;
  rules_checked checks = rules_checked::grammar;  // of an API with only_schemes: scheme
  input_form input = input_form::value;
};

}  // namespace gauntlet::runner

#endif
