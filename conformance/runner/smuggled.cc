#include "conformance/runner/smuggled.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>

#include "absl/strings/str_cat.h"
#include "conformance/model/text.hpp"

namespace gauntlet::runner {
namespace {

constexpr std::string_view controls("\r\n\0", 3);

bool is_ows(char c) { return c == ' ' || c == '\t'; }

std::vector<octet_range> scan_spans(std::string_view value) {
  std::vector<octet_range> found;
  bool after_equals = false;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c != '"' || !after_equals) {
      after_equals = c == '=' || (after_equals && is_ows(c));
      continue;
    }
    const std::size_t first = at + 1;
    for (++at; at < value.size() && value[at] != '"'; ++at) {
      if (value[at] == '\\') ++at;
    }
    at = std::min(at, value.size());
    found.emplace_back(first, at);
    after_equals = false;
  }
  return found;
}

// The maximal runs of tchar in `text`, told to `tell` until it returns false.
template <typename Tell>
void for_each_token(std::string_view text, const Tell& tell) {
  for (std::size_t at = 0; at < text.size();) {
    if (!gauntlet::is_tchar(text[at])) {
      ++at;
      continue;
    }
    const std::size_t first = at;
    while (at < text.size() && gauntlet::is_tchar(text[at])) ++at;
    if (!tell(text.substr(first, at - first))) return;
  }
}

bool has_token(std::string_view text, std::string_view token) {
  bool found = false;
  for_each_token(text, [&](std::string_view run) {
    found = gauntlet::equals_ignore_case(run, token);
    return !found;
  });
  return found;
}

std::string unescaped(std::string_view inside) {
  std::string text;
  for (std::size_t at = 0; at < inside.size(); ++at) {
    if (inside[at] == '\\' && at + 1 < inside.size()) ++at;
    text.push_back(inside[at]);
  }
  return text;
}

// A value, apart in what is data and what is not.
class divided {
 public:
  divided(std::string_view value, const std::vector<octet_range>& spans) {
    std::size_t at = 0;
    for (const auto& [first, last] : spans) {
      outside_.append(value.substr(at, first - at));
      inside_.emplace_back(value.substr(first, last - first));
      if (inside_.back().find('\\') != std::string::npos)
        inside_.push_back(unescaped(inside_.back()));
      at = last;
    }
    outside_.append(value.substr(at));
  }
  bool is_only_inside(std::string_view token) const {
    if (inside_.empty() || has_token(outside_, token)) return false;
    return std::any_of(inside_.begin(), inside_.end(),
                       [&](const std::string& text) { return has_token(text, token); });
  }

 private:
  std::string
      outside_;  // the DQUOTEs are left, so that what stands around a quoted-string stays apart
  std::vector<std::string> inside_;
};

// Calls `see` with each scheme and each name, until it returns true.
template <typename See>
bool any_name(const model::result& got, const See& see) {
  const auto in_params = [&](const std::vector<model::param>& params) {
    return std::any_of(params.begin(), params.end(),
                       [&](const model::param& p) { return see("parameter name", p.name); });
  };
  const auto in_challenge = [&](const model::challenge& c) {
    return see("scheme", c.scheme) || in_params(c.params);
  };
  if (const auto* list = std::get_if<model::challenges_result>(&got)) {
    return std::any_of(list->begin(), list->end(), in_challenge);
  }
  if (const auto* one = std::get_if<model::credentials_result>(&got)) return in_challenge(*one);
  return in_params(std::get<model::auth_info_result>(got));
}

bool text_holds_control(std::string_view text) {
  return text.find_first_of(controls) != std::string_view::npos;
}

bool params_hold_control(const std::vector<model::param>& params) {
  return std::any_of(params.begin(), params.end(), [](const model::param& p) {
    return text_holds_control(p.name) || text_holds_control(p.value);
  });
}

bool challenge_holds_control(const model::challenge& c) {
  return text_holds_control(c.scheme) || (c.token68 && text_holds_control(*c.token68)) ||
         params_hold_control(c.params);
}

}  // namespace

bool holds_control(std::string_view text) { return text_holds_control(text); }

bool holds_control(const model::result& got) {
  if (const auto* list = std::get_if<model::challenges_result>(&got)) {
    return std::any_of(list->begin(), list->end(), challenge_holds_control);
  }
  if (const auto* one = std::get_if<model::credentials_result>(&got)) {
    return challenge_holds_control(*one);
  }
  return params_hold_control(std::get<model::auth_info_result>(got));
}

std::vector<octet_range> data_spans(model::operation op, std::string_view combined) {
  if (combined.find('"') == std::string_view::npos) return {};
  std::vector<octet_range> spans = quoted_spans(op, combined);
  return spans.empty() ? scan_spans(combined) : spans;
}

std::string why_smuggled(const model::result& got, std::string_view combined,
                         const std::vector<std::string>& decoys) {
  std::string why;
  const bool has_quotes = combined.find('"') != std::string_view::npos;
  if (!has_quotes && decoys.empty()) return why;
  const divided value(combined, data_spans(model::operation_of(got), combined));
  any_name(got, [&](const char* what, const std::string& name) {
    const bool is_decoy = std::any_of(decoys.begin(), decoys.end(), [&](const std::string& decoy) {
      return gauntlet::equals_ignore_case(decoy, name);
    });
    if (!is_decoy && !value.is_only_inside(name)) return false;
    why = absl::StrCat("the ", what, " ", model::quoted_printable(name),
                       " occurs only inside a quoted-string");
    return true;
  });
  return why;
}

}  // namespace gauntlet::runner
