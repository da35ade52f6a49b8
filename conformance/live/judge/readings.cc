#include "conformance/live/judge/readings.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <utility>

#include "conformance/runner/controls.hpp"
#include "conformance/runner/grammar_reading.hpp"

namespace gauntlet::live {
namespace {

constexpr std::string_view fold = "\r\n ";

// With another text in place of the CRLF of each fold and the SP after it.
std::string refolded(std::string line, std::string_view with) {
  for (std::size_t at = line.find(fold); at != std::string::npos; at = line.find(fold, at)) {
    line.replace(at, fold.size(), with);
    at += with.size();
  }
  return line;
}

bool has_control_but_folds(const std::string& line) {
  return runner::holds_control(refolded(line, " "));
}

}  // namespace

std::vector<permitted_reading> permitted_readings(const model::test_case& of) {
  std::vector<permitted_reading> made;
  const auto add = [&](const char* name, const std::optional<model::result>& reading) {
    if (reading) made.push_back({name, std::get<model::challenges_result>(*reading)});
  };
  switch (of.rule) {
    case model::parse_rule::must_accept:
      add("", of.expect);
      break;
    case model::parse_rule::may_accept:
      break;
    case model::parse_rule::implementation_defined:
      for (const model::named_alternative& one : of.alternatives) add(one.name.c_str(), one.expect);
      break;
    case model::parse_rule::must_not_pass: {
      add("sp", of.expect);
      for (const std::string_view with : {" ", "  ", "   "}) {
        std::vector<std::string> lines;
        for (const std::string& line : of.lines)
          lines.push_back(runner::with_spaces(refolded(line, with)));
        add("sp", runner::grammar_reading(of.operation, lines));
      }
      std::vector<std::string> cut;
      for (const std::string& line : of.lines)
        cut.push_back(runner::with_spaces(runner::before_line_end(line)));
      add("line-end", runner::grammar_reading(of.operation, cut));
      break;
    }
  }
  return made;
}

bool may_be_refused(const model::test_case& of) {
  switch (of.rule) {
    case model::parse_rule::must_accept:
      return false;
    case model::parse_rule::may_accept:
      return true;
    case model::parse_rule::must_not_pass:
      return !of.expect || std::any_of(of.lines.begin(), of.lines.end(), has_control_but_folds);
    case model::parse_rule::implementation_defined:
      break;
  }
  return std::any_of(of.alternatives.begin(), of.alternatives.end(),
                     [](const model::named_alternative& one) { return !one.expect; });
}

bool mentions(const model::test_case& of, std::string_view name) {
  for (std::size_t at = 0; at + name.size() <= of.combined.size(); ++at) {
    if (!gauntlet::equals_ignore_case(std::string_view(of.combined).substr(at, name.size()), name))
      continue;
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || !gauntlet::is_tchar(of.combined[at - 1]);
    const bool ends = end == of.combined.size() || !gauntlet::is_tchar(of.combined[end]);
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace gauntlet::live
