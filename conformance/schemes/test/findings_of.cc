// What check() and check_answer() find, for a test in Python: a request a line on stdin,
//     {"operation": "credentials", "value": "...", "field": "", "answers": "..."}
// an answer a line on stdout: [["param-value", "must", 3, 9], ...], or null for a value that is not
// in the grammar. Octets are the code points U+0000..U+00FF; `answers` may be missing.
#include <iostream>
#include <string>

#include "conformance/model/octets.hpp"
#include "conformance/schemes/check.hpp"
#include "nlohmann/json.hpp"

namespace {

using nlohmann::json;

std::string octets(const json& of) {
  return gauntlet::model::octets_from_utf8(of.get<std::string>()).value();
}

json answer(const json& request) {
  namespace schemes = gauntlet::schemes;
  const auto op =
      *gauntlet::model::operation_from_string(request.at("operation").get<std::string>());
  const schemes::reading value = schemes::read(op, octets(request.at("value")));
  if (!value.status) return nullptr;
  const auto add = [](json& to, const std::vector<schemes::finding>& found) {
    for (const schemes::finding& f : found)
      to.push_back(
          {f.rule, f.level == schemes::level::must ? "must" : "should", f.at.begin, f.at.end});
  };
  json found = json::array();
  add(found, check(value, request.at("field").get<std::string>()));
  if (request.contains("answers"))
    add(found, check_answer(schemes::read(gauntlet::model::operation::challenges,
                                          octets(request.at("answers"))),
                            value));
  return found;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const json request = json::parse(line);
    const std::string refusal = gauntlet::schemes::reason_to_refuse(
        result_of(gauntlet::schemes::read(
            *gauntlet::model::operation_from_string(request.at("operation").get<std::string>()),
            octets(request.at("value")))),
        {});
    std::cout << json{{"findings", answer(request)}, {"refusable", !refusal.empty()}}.dump()
              << '\n';
  }
}
