#include "conformance/runner/smuggled.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <optional>

#include "absl/strings/str_cat.h"
#include "conformance/model/text.hpp"
#include "conformance/runner/controls.hpp"

namespace gauntlet::runner {
namespace {

bool is_ows(char c) { return c == ' ' || c == '\t'; }

// Where the name before a "=" and BWS at `end` begins; `end` if there is none.
std::size_t name_before(std::string_view value, std::size_t first, std::size_t end) {
  std::size_t at = end;
  while (at > first && is_ows(value[at - 1])) --at;
  if (at == first || value[at - 1] != '=') return end;
  --at;
  while (at > first && is_ows(value[at - 1])) --at;
  const std::size_t past_name = at;
  while (at > first && gauntlet::is_tchar(value[at - 1])) --at;
  return at == past_name ? end : at;
}

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
    // A DQUOTE that closes after a name and "=" may as well open: in `a="b, c="d"` the one after b
    // may be missing, and then c is a name.
    found.emplace_back(first, at < value.size() ? name_before(value, first, at) : at);
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

// Values, apart in what is data and what is not.
class divided {
 public:
  void add(model::operation op, std::string_view value) {
    std::size_t at = 0;
    for (const auto& [first, last] : data_spans(op, value)) {
      outside_.append(value.substr(at, first - at));
      inside_.emplace_back(value.substr(first, last - first));
      if (inside_.back().find('\\') != std::string::npos)
        inside_.push_back(unescaped(inside_.back()));
      at = last;
    }
    outside_.append(value.substr(at)).append(",");
  }
  bool has_inside(std::string_view token) const {
    return std::any_of(inside_.begin(), inside_.end(),
                       [&](const std::string& text) { return has_token(text, token); });
  }
  bool has_outside(std::string_view token) const { return has_token(outside_, token); }
  bool has_text_outside(std::string_view text) const {
    return outside_.find(text) != std::string::npos;
  }

 private:
  // The DQUOTEs are left, so that what stands around a quoted-string stays apart.
  std::string outside_;
  std::vector<std::string> inside_;
};

// Shows `see` each scheme and each parameter of a result; the first text that it says.
template <typename See>
std::string first_found(const model::result& got, const See& see) {
  const auto in_params = [&](const std::vector<model::param>& params) -> std::string {
    for (const model::param& p : params) {
      if (std::string why = see("parameter name", p.name, &p); !why.empty()) return why;
    }
    return "";
  };
  const auto in_challenge = [&](const model::challenge& c) -> std::string {
    std::string why = see("scheme", c.scheme, nullptr);
    return why.empty() ? in_params(c.params) : why;
  };
  if (const auto* one = std::get_if<model::credentials_result>(&got)) return in_challenge(*one);
  if (const auto* params = std::get_if<model::auth_info_result>(&got)) return in_params(*params);
  for (const model::challenge& c : std::get<model::challenges_result>(got)) {
    if (std::string why = in_challenge(c); !why.empty()) return why;
  }
  return "";
}

bool has_param(const model::result& in, std::string_view name, std::string_view value) {
  return !first_found(in, [&](const char*, const std::string& own, const model::param* p) {
            const bool is_it =
                p != nullptr && p->value == value && gauntlet::equals_ignore_case(own, name);
            return std::string(is_it ? "found" : "");
          }).empty();
}

bool is_permitted(const model::test_case& of, std::string_view name, std::string_view value) {
  if (of.expect && has_param(*of.expect, name, value)) return true;
  return std::any_of(of.alternatives.begin(), of.alternatives.end(),
                     [&](const model::named_alternative& a) {
                       return a.expect && has_param(*a.expect, name, value);
                     });
}

}  // namespace

std::vector<octet_range> data_spans(model::operation op, std::string_view combined) {
  if (combined.find('"') == std::string_view::npos) return {};
  std::optional<std::vector<octet_range>> spans = quoted_strings(op, combined);
  return spans ? *std::move(spans) : scan_spans(combined);
}

std::string why_smuggled(const model::result& got, const model::test_case& of) {
  if (of.decoys.empty() && of.combined.find('"') == std::string::npos) return "";
  std::vector<std::string> lines;
  for (const std::string& line : of.lines) lines.push_back(with_spaces(line));
  divided combined;
  combined.add(of.operation, model::combine(lines));
  // With several lines the text has to be quoted in its own line too.
  divided apart;
  const bool has_lines = lines.size() > 1;
  if (has_lines) {
    for (const std::string& line : lines) apart.add(of.operation, model::trim(line));
  }
  const auto is_only_inside = [&](const std::string& name) {
    return combined.has_inside(name) && !combined.has_outside(name) &&
           (!has_lines || (apart.has_inside(name) && !apart.has_outside(name)));
  };
  const auto is_decoy = [&](const std::string& name) {
    return std::any_of(of.decoys.begin(), of.decoys.end(), [&](const std::string& decoy) {
      return gauntlet::equals_ignore_case(decoy, name) && !(has_lines && apart.has_outside(name));
    });
  };
  const auto is_offered = [&](const model::param& p) {
    return std::any_of(of.decoys.begin(), of.decoys.end(), [&](const std::string& decoy) {
      const std::size_t equals = decoy.find('=');
      if (equals == std::string::npos || decoy.compare(equals + 1, std::string::npos, p.value) != 0)
        return false;
      return gauntlet::equals_ignore_case(std::string_view(decoy).substr(0, equals), p.name) &&
             !(has_lines && apart.has_text_outside(p.value)) && !is_permitted(of, p.name, p.value);
    });
  };
  return first_found(got, [&](const char* what, const std::string& name, const model::param* p) {
    if (is_decoy(name) || is_only_inside(name)) {
      return absl::StrCat("the ", what, " ", model::quoted_printable(name),
                          " occurs only inside a quoted-string");
    }
    if (p != nullptr && is_offered(*p)) {
      return absl::StrCat("the value of ", model::quoted_printable(name),
                          " is one that stands only inside a quoted-string");
    }
    return std::string();
  });
}

}  // namespace gauntlet::runner
