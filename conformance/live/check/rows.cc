#include <memory>

#include "absl/strings/str_cat.h"
#include "conformance/live/check/check.hpp"
#include "conformance/model/octets.hpp"

namespace gauntlet::check {
namespace {

// The status, and the lines that ask for a login.
std::string answer_json(const exchange& of) {
  if (!of.is_answered()) return R"({"outcome":"no answer"})";
  std::string lines;
  for (const char* field : {"WWW-Authenticate", "Proxy-Authenticate"}) {
    for (const std::string& value : values_of(of, field))
      absl::StrAppend(&lines, lines.empty() ? "" : ",",
                      model::to_json_string(value.substr(0, 4096)));
  }
  return absl::StrCat("{\"status\":", of.code(), ",\"lines\":[", lines, "]}");
}

}  // namespace

std::vector<model::row> rows_of(const std::vector<outcome>& outcomes,
                                const std::string& implementation) {
  std::vector<model::row> rows;
  for (const outcome& one : outcomes) {
    model::row made;
    made.implementation = implementation;
    made.facts = std::make_shared<model::case_facts>(one.facts);
    made.verdict = one.verdict;
    made.alternative = one.alternative;
    if (one.verdict != model::verdict::pass)
      made.got = one.shown ? answer_json(*one.shown) : R"({"outcome":"no answer"})";
    made.error = one.said;
    rows.push_back(std::move(made));
  }
  return rows;
}

}  // namespace gauntlet::check
