#include "conformance/runner/controls.hpp"

#include <algorithm>
#include <vector>

namespace gauntlet::runner {
namespace {

constexpr std::string_view controls("\r\n\0", 3);
constexpr std::string_view fold = "\r\n ";

bool params_hold_control(const std::vector<model::param>& params) {
  return std::any_of(params.begin(), params.end(), [](const model::param& p) {
    return holds_control(p.name) || holds_control(p.value);
  });
}

bool challenge_holds_control(const model::challenge& c) {
  return holds_control(c.scheme) || (c.token68 && holds_control(*c.token68)) ||
         params_hold_control(c.params);
}

}  // namespace

bool holds_control(std::string_view text) {
  return text.find_first_of(controls) != std::string_view::npos;
}

bool holds_control(const model::result& got) {
  if (const auto* list = std::get_if<model::challenges_result>(&got)) {
    return std::any_of(list->begin(), list->end(), challenge_holds_control);
  }
  if (const auto* one = std::get_if<model::credentials_result>(&got)) {
    return challenge_holds_control(*one);
  }
  return params_hold_control(std::get<model::auth_info_result>(got));
}

std::string with_spaces(std::string_view line) {
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    const bool is_fold = line.substr(at, fold.size()) == fold;
    text.push_back(controls.find(line[at]) == std::string_view::npos ? line[at] : ' ');
    at += is_fold ? fold.size() : 1;
  }
  return text;
}

std::string_view before_line_end(std::string_view line) {
  for (std::size_t at = line.find('\n'); at != std::string_view::npos;
       at = line.find('\n', at + 1)) {
    const bool is_fold = at + 1 < line.size() && (line[at + 1] == ' ' || line[at + 1] == '\t');
    if (is_fold) continue;
    return line.substr(0, at != 0 && line[at - 1] == '\r' ? at - 1 : at);
  }
  return line;
}

}  // namespace gauntlet::runner
