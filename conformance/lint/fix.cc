#include "conformance/lint/fix.hpp"

#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>

#include "absl/strings/str_cat.h"

namespace gauntlet::lint {
namespace {

using schemes::located_challenge;
using schemes::located_param;
using schemes::span;

bool meets(const span& a, const span& b) { return a.begin < b.end && b.begin < a.end; }

// The parameter that a finding points at, and the challenge that has it.
struct found_param {
  const located_challenge* challenge = nullptr;
  std::size_t index = 0;
};
found_param param_at(const schemes::reading& value, const span& at) {
  for (const located_challenge& c : value.challenges) {
    for (std::size_t i = 0; i < c.params.size(); ++i) {
      if (meets(at, {c.params[i].name_at.begin, c.params[i].value_at.end})) return {&c, i};
    }
  }
  return {};
}

std::vector<edit> quote(const located_param& p) {
  if (p.param.quoted.value_or(false)) return {};
  return {{p.value_at, absl::StrCat("\"", p.param.value, "\"")}};
}

std::vector<edit> unquote(const located_param& p) {
  if (!gauntlet::is_token(p.param.value)) return {};
  return {{p.value_at, p.param.value}};
}

// A parameter that says again what an earlier one of the same name said.
std::vector<edit> drop_repetition(const located_challenge& c, std::size_t index) {
  const auto is_same = [&](std::size_t other) {
    return other < index &&
           gauntlet::equals_ignore_case(c.params[other].param.name, c.params[index].param.name);
  };
  for (std::size_t other = 0; other < index; ++other) {
    if (!is_same(other)) continue;
    if (c.params[other].param.value != c.params[index].param.value) return {};
    return {{{c.params[index - 1].value_at.end, c.params[index].value_at.end}, ""}};
  }
  return {};
}

}  // namespace

std::vector<edit> edits_for(const schemes::finding& finding, const schemes::reading& value) {
  const found_param found = param_at(value, finding.at);
  if (found.challenge == nullptr) return {};
  const located_param& p = found.challenge->params[found.index];
  if (finding.rule == "param-unquoted") return quote(p);
  if (finding.rule == "param-quoted") return unquote(p);
  if (finding.rule == "param-twice") return drop_repetition(*found.challenge, found.index);
  if (finding.rule == "param-value" && gauntlet::equals_ignore_case(p.param.name, "charset"))
    return {{p.value_at, "\"UTF-8\""}};
  return {};
}

std::string why_not_of(std::string_view rule) {
  const struct {
    std::string_view rule;
    const char* why;
  } reasons[] = {
      {"param-missing", "what its value is to be only the sender knows"},
      {"param-twice", "which of the two values is meant is not known"},
      {"param-quoted", "the value is no token, so that it cannot stand without DQUOTEs"},
      {"param-value", "what the value is to be only the sender knows"},
      {"param-unknown", "whether the name or the scheme is the wrong one is not known"},
      {"param-needs", "what the other parameter is to be only the sender knows"},
      {"params-exclude", "which of them is meant is not known"},
      {"payload-kind", "what the payload is to be only the sender knows"},
      {"payload-value", "what the payload is to be only the sender knows"},
      {"field-not-of-scheme", "which scheme is to stand there only the sender knows"},
      {"challenges-alike", "in what the challenges were to differ is not known"},
  };
  const auto* const found = std::find_if(std::begin(reasons), std::end(reasons),
                                         [&](const auto& one) { return one.rule == rule; });
  return found == std::end(reasons) ? "what was meant is not known" : found->why;
}

std::string corrected_head(const head& of, const std::vector<correction>& corrections) {
  std::string text;
  const auto put = [&](std::string_view line) {
    text.append(line);
    text.push_back('\n');
  };
  if (!of.start_line.empty()) put(of.start_line);
  for (std::size_t i = 0; i < of.fields.size(); ++i) {
    const auto corrected =
        std::find_if(corrections.begin(), corrections.end(), [&](const correction& one) {
          return std::find(one.lines.begin(), one.lines.end(), i) != one.lines.end();
        });
    if (corrected == corrections.end()) {
      put(absl::StrCat(std::string(of.fields[i].name), ":", std::string(of.fields[i].value)));
    } else if (corrected->lines.front() == i) {
      for (const std::string& value : corrected->values)
        put(absl::StrCat(corrected->field, ": ", value));
    }
  }
  return text;
}

}  // namespace gauntlet::lint
