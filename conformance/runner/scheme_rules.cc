#include "conformance/runner/scheme_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace gauntlet::runner {
namespace {

using nlohmann::json;

// The files of conformance/suite/schemes, one string each.
constexpr const char* scheme_files[] = {
#include "scheme_files.inc"
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }
bool is_base64(char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '/'; }
// %x21 / %x23-5B / %x5D-7E (RFC 6749, appendix A)
bool is_nqchar(char c) { return c >= 0x21 && c <= 0x7E && c != '"' && c != '\\'; }
bool is_nqschar(char c) { return c == ' ' || is_nqchar(c); }

template <typename Predicate>
bool all_of(std::string_view text, const Predicate& is_one) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_one);
}

// Padded Base64 of user-id ":" password without control characters (RFC 7617, section 2).
bool is_user_pass(std::string_view text) {
  std::string_view digits = text;
  while (text.size() - digits.size() < 2 && !digits.empty() && digits.back() == '=')
    digits.remove_suffix(1);
  if (text.size() % 4 != 0 || !std::all_of(digits.begin(), digits.end(), is_base64)) return false;
  std::string octets;
  if (!absl::Base64Unescape(std::string(text), &octets)) return false;
  return octets.find(':') != std::string::npos &&
         std::none_of(octets.begin(), octets.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// scope-token *( SP scope-token ) (RFC 6749, section 3.3)
bool is_scope(std::string_view text) {
  return all_of(text, is_nqschar) && text.front() != ' ' && text.back() != ' ' &&
         text.find("  ") == std::string_view::npos;
}

bool has_form(std::string_view form, std::string_view text) {
  if (form == "8HEXDIG") return text.size() == 8 && all_of(text, is_hex);
  if (form == "1*DIGIT") return all_of(text, is_digit);
  if (form == "1*NQCHAR") return all_of(text, is_nqchar);
  if (form == "1*NQSCHAR") return all_of(text, is_nqschar);
  if (form == "scope") return is_scope(text);
  return form != "user-pass" || is_user_pass(text);
}

struct param_rule {
  std::string name;
  bool required = false;
  std::string form{};
};

// What one operation reads of a scheme.
struct part {
  std::string scheme{};
  std::vector<std::string> payloads{};
  std::size_t at_least = 0;
  std::string token68_form{};
  std::vector<param_rule> params{};
  std::vector<std::vector<std::string>> exactly_one{};
  bool refuses_unknown = false;

  bool has(std::string_view payload) const {
    return std::find(payloads.begin(), payloads.end(), payload) != payloads.end();
  }
};

std::vector<part> read_parts(model::operation op) {
  std::vector<part> parts;
  for (const char* text : scheme_files) {
    const json file = json::parse(text);
    const auto found = file.find(std::string(model::to_string(op)));
    if (found == file.end()) continue;
    part& made = parts.emplace_back();
    made.scheme = file.at("scheme").get<std::string>();
    made.payloads = found->at("payloads").get<std::vector<std::string>>();
    made.at_least = found->value("at_least", std::size_t{0});
    made.token68_form = found->value("token68_form", "");
    made.refuses_unknown = found->value("unknown_params", "") == "refused";
    for (const json& p : found->value("params", json::array())) {
      made.params.push_back({p.at("name").get<std::string>(),
                             p.at("required").get<bool>() && !p.contains("messages"),
                             p.value("form", "")});
    }
    for (const json& names : found->value("exactly_one", json::array()))
      made.exactly_one.push_back(names.get<std::vector<std::string>>());
  }
  return parts;
}

const std::vector<part>& parts_of(model::operation op) {
  static const std::vector<part> parts[] = {read_parts(model::operation::challenges),
                                            read_parts(model::operation::credentials),
                                            read_parts(model::operation::auth_info)};
  return parts[static_cast<std::size_t>(op)];
}

const model::param* find(const std::vector<model::param>& params, std::string_view name) {
  const auto found = std::find_if(params.begin(), params.end(), [&](const model::param& p) {
    return gauntlet::equals_ignore_case(p.name, name);
  });
  return found == params.end() ? nullptr : &*found;
}

std::string broken_by_params(const part& rules, const std::vector<model::param>& params) {
  for (const param_rule& rule : rules.params) {
    if (rule.required && find(params, rule.name) == nullptr)
      return absl::StrCat("it has no ", rule.name);
  }
  for (const std::vector<std::string>& names : rules.exactly_one) {
    const auto there = std::count_if(names.begin(), names.end(), [&](const std::string& name) {
      return find(params, name) != nullptr;
    });
    if (there != 1) return absl::StrCat("it has not exactly one of ", names[0], ", ", names[1]);
  }
  if (params.size() < rules.at_least) return "it has too few parameters";
  for (const model::param& p : params) {
    const auto rule = std::find_if(
        rules.params.begin(), rules.params.end(),
        [&](const param_rule& r) { return gauntlet::equals_ignore_case(r.name, p.name); });
    if (rule == rules.params.end()) {
      if (rules.refuses_unknown) return absl::StrCat("it does not know ", p.name);
    } else if (!has_form(rule->form, p.value)) {
      return absl::StrCat(rule->name, " is not ", rule->form);
    }
  }
  return "";
}

std::string broken_by(const part& rules, const std::optional<std::string>& token68,
                      const std::vector<model::param>& params) {
  if (rules.has("other")) return "";
  if (token68) {
    if (!rules.has("token68")) return "it has no token68";
    return has_form(rules.token68_form, *token68)
               ? ""
               : absl::StrCat("the token68 is not ", rules.token68_form);
  }
  if (params.empty() && rules.has("none")) return "";
  if (!rules.has("params")) return params.empty() ? "it has a token68" : "it has no parameters";
  return broken_by_params(rules, params);
}

bool is_looked_at(const part& rules, const std::optional<std::vector<std::string>>& only_schemes) {
  return !only_schemes ||
         std::any_of(only_schemes->begin(), only_schemes->end(), [&](const std::string& name) {
           return gauntlet::equals_ignore_case(name, rules.scheme);
         });
}

}  // namespace

std::string broken_scheme_rule(const model::result& reading,
                               const std::optional<std::vector<std::string>>& only_schemes) {
  const std::vector<part>& parts = parts_of(model::operation_of(reading));
  const auto say = [](const part& rules, const std::string& broken) {
    return broken.empty() ? broken : absl::StrCat(rules.scheme, ": ", broken);
  };
  if (const auto* params = std::get_if<model::auth_info_result>(&reading)) {
    std::string first;
    for (const part& rules : parts) {
      if (!is_looked_at(rules, only_schemes)) continue;
      const std::string broken = say(rules, broken_by(rules, std::nullopt, *params));
      if (broken.empty()) return "";
      if (first.empty()) first = broken;
    }
    return first;
  }
  const auto of_challenge = [&](const model::challenge& c) -> std::string {
    for (const part& rules : parts) {
      if (!gauntlet::equals_ignore_case(rules.scheme, c.scheme)) continue;
      if (is_looked_at(rules, only_schemes))
        return say(rules, broken_by(rules, c.token68, c.params));
    }
    return "";
  };
  if (const auto* one = std::get_if<model::credentials_result>(&reading)) return of_challenge(*one);
  for (const model::challenge& c : std::get<model::challenges_result>(reading)) {
    if (std::string broken = of_challenge(c); !broken.empty()) return broken;
  }
  return "";
}

}  // namespace gauntlet::runner
