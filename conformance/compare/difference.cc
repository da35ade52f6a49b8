#include "conformance/compare/difference.hpp"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/project.hpp"
#include "conformance/runner/smuggled.hpp"

namespace gauntlet::compare {
namespace {

using runner::duplicates_step;
using runner::projection;

bool carries_all(const runner::observes& can) {
  return can.octets == runner::octet_form::bytes || can.octets == runner::octet_form::latin1;
}

bool is_empty(const model::result& of) {
  const auto* list = std::get_if<model::challenges_result>(&of);
  const auto* params = std::get_if<model::auth_info_result>(&of);
  const auto* one = std::get_if<model::credentials_result>(&of);
  return (list != nullptr && list->empty()) || (params != nullptr && params->empty()) ||
         (one != nullptr && one->scheme.empty() && one->params.empty() && !one->token68);
}

// What a reader acts on: which schemes ask, or who logs in.
std::multiset<std::string> acts_on(const model::result& of) {
  std::multiset<std::string> made;
  if (const auto* list = std::get_if<model::challenges_result>(&of)) {
    for (const model::challenge& one : *list) made.insert(absl::AsciiStrToLower(one.scheme));
  } else if (const auto* one = std::get_if<model::credentials_result>(&of)) {
    const std::string scheme = absl::AsciiStrToLower(one->scheme);
    if (one->token68 && scheme == "basic") {
      const std::string pair = user_pass_of(*one->token68);
      made.insert(absl::StrCat(scheme, " ", pair.substr(0, pair.find(':'))));
    } else if (one->token68) {
      made.insert(absl::StrCat(scheme, " ", *one->token68));
    }
    for (const model::param& each : one->params) {
      if (absl::EqualsIgnoreCase(each.name, "username"))
        made.insert(absl::StrCat(scheme, " ", each.value));
    }
  }
  return made;
}

}  // namespace

std::string_view to_string(difference of) noexcept {
  switch (of) {
    case difference::results:
      return "results";
    case difference::only_first:
      return "only-first";
    case difference::only_second:
      return "only-second";
    case difference::fails:
      return "fails";
    case difference::none:
      break;
  }
  return "none";
}

comparison::comparison(const runner::observes& first, const runner::observes& second)
    : first_(first), second_(second) {
  if (first.quoted == false || second.quoted == false) forms_.quoted = false;
}

difference comparison::between(const reading& first, const reading& second) const {
  if (first.how == ending::unknown || second.how == ending::unknown) return difference::none;
  if (first.how == ending::accepted && second.how == ending::accepted) {
    const auto seen = common(*first.result, *second.result);
    const bool is_same =
        !seen || projection(forms_, duplicates_step::left).same(seen->first, seen->second);
    return is_same ? difference::none : difference::results;
  }
  if ((first.how == ending::failed) != (second.how == ending::failed)) return difference::fails;
  if (first.how == ending::accepted)
    return can_refuse(first, second_) ? difference::only_first : difference::none;
  if (second.how == ending::accepted)
    return can_refuse(second, first_) ? difference::only_second : difference::none;
  return difference::none;
}

// Who sees some schemes only says nothing by a refusal of a value that the other finds none of them
// in.
bool comparison::can_refuse(const reading& accepted, const runner::observes& by) const {
  const projection reduce(by, duplicates_step::left);
  if (!reduce.is_observable(*accepted.result)) return false;
  return is_empty(*accepted.result) || !is_empty(reduce.got(*accepted.result));
}

std::optional<comparison::common_view> comparison::common(const model::result& first,
                                                          const model::result& second) const {
  // What repeated names are reduced to is the choice of each.
  const projection by_first(first_, duplicates_step::reduced);
  const projection by_second(second_, duplicates_step::reduced);
  std::set<std::string> lost;
  const auto reduced = [&](const model::result& of) {
    return by_second.expected(by_first.expected(of, lost), lost);
  };
  common_view made{reduced(first), reduced(second)};
  if ((is_empty(made.first) && !is_empty(first)) || (is_empty(made.second) && !is_empty(second)))
    return std::nullopt;
  return made;
}

bool comparison::can_tell(const reading& first, const reading& second) const {
  if (first.how == ending::unknown || second.how == ending::unknown) return false;
  if (first.how == ending::accepted && second.how == ending::accepted)
    return common(*first.result, *second.result).has_value();
  if (first.how == ending::accepted) return can_refuse(first, second_);
  if (second.how == ending::accepted) return can_refuse(second, first_);
  // Two that know other schemes refuse for reasons of their own.
  return first_.only_schemes == second_.only_schemes;
}

comparison::seen_alone comparison::sees_alone(const reading& first, const reading& second) const {
  if (first.how != ending::accepted || second.how != ending::accepted) return {};
  const auto seen = common(*first.result, *second.result);
  if (!seen) return {};
  const std::multiset<std::string> one = acts_on(seen->first);
  const std::multiset<std::string> other = acts_on(seen->second);
  return {!std::includes(other.begin(), other.end(), one.begin(), one.end()),
          !std::includes(one.begin(), one.end(), other.begin(), other.end())};
}

std::string user_pass_of(const std::string& token68) {
  std::string digits;
  std::size_t pads = 0;
  for (const char c : token68) {
    if (c == '=' && digits.size() % 4 + ++pads == 4) break;
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '+' && c != '/') continue;
    digits += c;
    pads = 0;
  }
  std::string pair;
  return absl::Base64Unescape(digits, &pair) ? pair : token68;
}

bool is_carried_by_both(std::string_view value, const runner::observes& first,
                        const runner::observes& second) {
  if (carries_all(first) && carries_all(second)) return true;
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string why_smuggled(model::operation op, const std::string& value, const reading& of) {
  if (of.how != ending::accepted) return "";
  model::test_case made;
  made.operation = op;
  made.lines = {value};
  made.combined = value;
  return runner::why_smuggled(*of.result, made);
}

}  // namespace gauntlet::compare
