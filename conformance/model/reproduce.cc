#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/model/results.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

// The strings of an array, as words of a shell.
std::string words_of(const nlohmann::json& options, const char* name) {
  std::string words;
  if (!options.is_object() || !options.contains(name) || !options[name].is_array()) return words;
  for (const nlohmann::json& word : options[name]) {
    if (!word.is_string()) continue;
    absl::StrAppend(&words, words.empty() ? "" : " ",
                    shell_quoted(word.get_ref<const std::string&>()));
  }
  return words;
}

}  // namespace

std::string reproduce(const run_header& header, const row& r) {
  const nlohmann::json options = nlohmann::json::parse(header.options, nullptr, false);
  const std::string again = words_of(options, "again");
  const std::string command = words_of(options, "command");
  const bool is_whole = options.is_object() && options.value("whole", nlohmann::json()) == true;
  if (is_whole) return absl::StrCat(again, " --id ", shell_quoted(r.facts->id));
  return absl::StrCat(again.empty() ? "gauntlet run" : again, " --id ", shell_quoted(r.facts->id),
                      command.empty() ? absl::StrCat(" ", shell_quoted(r.implementation))
                                      : absl::StrCat(" -- ", command));
}

}  // namespace gauntlet::model
