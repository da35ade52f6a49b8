#include "conformance/runner/judge.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/runner/controls.hpp"
#include "conformance/runner/grammar_reading.hpp"
#include "conformance/runner/project.hpp"
#include "conformance/runner/reference.hpp"
#include "conformance/runner/smuggled.hpp"
#include "conformance/schemes/check.hpp"

namespace gauntlet::runner {
namespace {

using model::verdict;

constexpr std::size_t shortest_fold = 3;

// Whether each octet of the value can be handed to the implementation and shown by it.
bool is_carried(std::string_view value, octet_form form) {
  if (form == octet_form::bytes || form == octet_form::latin1) return true;
  const bool is_ascii = std::all_of(value.begin(), value.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii || form == octet_form::ascii) return is_ascii;
  for (std::size_t at = 0; at < value.size();) {
    const auto lead = static_cast<unsigned char>(value[at]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || at + length > value.size()) return false;
    for (std::size_t i = 1; i < length; ++i) {
      if ((static_cast<unsigned char>(value[at + i]) & 0xC0U) != 0x80U) return false;
    }
    const auto second = length > 2 ? static_cast<unsigned char>(value[at + 1]) : 0x90;
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second >= 0xA0;
    if (overlong || surrogate || (lead == 0xF4 && second >= 0x90)) return false;
    at += length;
  }
  return true;
}

// An expected result with each value that `got` folded otherwise replaced by the value that `got`
// has.
void take_over_folds(std::vector<model::param>& expected, const std::vector<model::param>& got) {
  for (std::size_t i = 0; i < expected.size() && i < got.size(); ++i) {
    if (same_but_for_folds(expected[i].value, got[i].value)) expected[i].value = got[i].value;
  }
}

void take_over_folds(model::result& expected, const model::result& got) {
  if (auto* list = std::get_if<model::challenges_result>(&expected)) {
    const auto& from = std::get<model::challenges_result>(got);
    for (std::size_t i = 0; i < list->size() && i < from.size(); ++i)
      take_over_folds((*list)[i].params, from[i].params);
  } else if (auto* one = std::get_if<model::credentials_result>(&expected)) {
    take_over_folds(one->params, std::get<model::credentials_result>(got).params);
  } else {
    take_over_folds(std::get<model::auth_info_result>(expected),
                    std::get<model::auth_info_result>(got));
  }
}

// A rejection of a longer value may be a limit, which is no fault.
constexpr std::size_t longest_without_limit = std::size_t{8} * 1024;

// Puts what was read from several lines one after the other.
void append(model::result& to, model::result more) {
  if (auto* list = std::get_if<model::challenges_result>(&to)) {
    auto& from = std::get<model::challenges_result>(more);
    std::move(from.begin(), from.end(), std::back_inserter(*list));
  } else if (auto* params = std::get_if<model::auth_info_result>(&to)) {
    auto& from = std::get<model::auth_info_result>(more);
    std::move(from.begin(), from.end(), std::back_inserter(*params));
  } else {
    to = std::move(more);
  }
}

bool is_empty(const model::result& of) {
  const auto* list = std::get_if<model::challenges_result>(&of);
  const auto* params = std::get_if<model::auth_info_result>(&of);
  return (list != nullptr && list->empty()) || (params != nullptr && params->empty());
}

// The same but for how the values are written, and for letter case of names.
bool same_content(const model::result& a, const model::result& b) {
  observes forms;
  forms.quoted = false;
  return projection(forms, duplicates_step::left).same(a, b);
}

// Judges the answers to a parse case: one, or with `lines` `each` one for each line. The steps share
// what was lost.
class parse_judge {
 public:
  parse_judge(const model::test_case& of, std::span<const answer> said, const observes& can,
              bool is_reference)
      : case_(of),
        said_(said),
        can_(can),
        is_reference_(is_reference),
        reduce_(can, of.rule == model::parse_rule::implementation_defined
                         ? duplicates_step::left
                         : duplicates_step::reduced),
        seen_(of.lines) {
    if (!sees_lines_apart()) return;
    if (can.lines == line_form::first) seen_.resize(1);
    if (can.lines == line_form::last) seen_.erase(seen_.begin(), seen_.end() - 1);
  }

  judgement judge() {
    if (any(outcome::fault)) return finish(verdict::crash);
    if (any(outcome::unsupported)) return finish(verdict::unsupported);
    for (const answer& one : said_) {
      if (one.outcome != outcome::accept) continue;
      if (std::string why = why_smuggled(*one.parsed, case_); !why.empty())
        return finish(verdict::smuggled, std::move(why));
    }
    if (rejects_what_is_long()) return finish(verdict::unsupported, "limit");
    if (case_.operation == model::operation::credentials && count(outcome::accept) > 1)
      return not_observable("lines");
    judgement made = judge_reading();
    if (made.verdict == verdict::over_strict && can_.checks == rules_checked::scheme) {
      if (std::string broken = broken_rule(); !broken.empty()) {
        made.verdict = verdict::alternative;
        made.alternative = "scheme-rule";
        made.why = std::move(broken);
      }
    }
    // What cannot be handed to the implementation as it stands is not held against it.
    const bool fails =
        made.verdict == verdict::wrong_result || made.verdict == verdict::over_strict;
    if (fails && !is_carried(case_.combined, can_.octets)) {
      made.verdict = verdict::not_observable;
      made.lost.emplace_back("octets");
    }
    return made;
  }

 private:
  judgement judge_reading() {
    switch (case_.rule) {
      case model::parse_rule::must_accept:
        return sees_lines_apart() ? judge_lines() : judge_expected(*case_.expect);
      case model::parse_rule::may_accept:
        return judge_may_accept();
      case model::parse_rule::must_not_pass:
        return judge_must_not_pass();
      case model::parse_rule::implementation_defined:
        break;
    }
    return judge_implementation_defined();
  }

  judgement judge_expected(const model::result& original) {
    if (!reduce_.is_observable(original)) return unobservable(original);
    const model::result expected = reduce_.expected(original, lost_);
    // Without an order it is what the case expects.
    if (lost_.size() > lost_.count("order")) expected_ = json_of(expected);
    if (!accepts()) return finish(verdict::over_strict);
    return finish(reduce_.same(expected, got()) ? verdict::pass : verdict::wrong_result);
  }

  // Several lines, each read alone.
  judgement judge_lines() {
    if (!read_apart(seen_)) return not_observable("lines");
    if (!is_observable_) return not_observable(only_schemes_or_params());
    expected_ = json_of(*apart_);
    if (!accepts()) return finish(verdict::over_strict);
    return finish(reduce_.same(*apart_, got()) ? verdict::pass : verdict::wrong_result);
  }

  judgement judge_may_accept() {
    if (!accepts()) return finish(verdict::pass);
    if (any_control()) return finish_control();
    // Each line that is seen may be valid where the combined value is not.
    if (sees_lines_apart() && read_apart(seen_) && reduce_.same(*apart_, got()))
      return finish(verdict::pass);
    return finish(verdict::lenient);
  }

  judgement judge_must_not_pass() {
    std::vector<std::string> lines;
    for (const std::string& line : seen_) lines.push_back(with_spaces(line));
    std::optional<model::result> expected;
    if (sees_lines_apart()) {
      if (read_apart(lines)) {
        if (!is_observable_) return not_observable(only_schemes_or_params());
        expected = apart_;
      }
    } else if (case_.expect) {
      if (!reduce_.is_observable(*case_.expect)) return unobservable(*case_.expect);
      expected = reduce_.expected(*case_.expect, lost_);
    }
    if (!accepts()) return finish(verdict::pass);
    const model::result answered = got();
    if (expected && fits(*expected, answered)) return finish_alternative("sp");
    if (can_.input == input_form::value) {
      return finish_control(any_control() ? ""
                                          : "neither rejected nor read with SP for CR, LF and NUL");
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
      lines[i] = with_spaces(before_line_end(seen_[i]));
    const std::optional<model::result> cut = reading_of(lines);
    if (cut && fits(*cut, answered)) return finish_alternative("line-end");
    if (any_control()) return finish_control();
    if (expected) expected_ = json_of(*expected);
    return finish(
        verdict::wrong_result,
        expected ? ""
                 : "the value is not in the grammar, neither unchanged nor with SP for CR, LF and "
                   "NUL");
  }

  // Before `observes.duplicates`: which of several values an implementation keeps is what the case
  // asks.
  judgement judge_implementation_defined() {
    std::vector<const model::named_alternative*> fitting;
    bool any_observable = false;
    for (const model::named_alternative& alternative : case_.alternatives) {
      if (!alternative.expect) {
        if (!accepts()) return finish_alternative(alternative.name);
        continue;
      }
      if (!reduce_.is_observable(*alternative.expect)) continue;
      any_observable = true;
      if (!accepts()) continue;
      std::set<std::string> lost;
      const model::result expected = reduce_.expected(*alternative.expect, lost);
      lost_.insert(lost.begin(), lost.end());
      if (reduce_.same(expected, got())) fitting.push_back(&alternative);
    }
    if (!fitting.empty()) {
      const auto other =
          std::find_if(fitting.begin(), fitting.end(), [&](const model::named_alternative* a) {
            return !same_content(*a->expect, *fitting.front()->expect);
          });
      if (other == fitting.end()) return finish_alternative(fitting.front()->name);
      // Permitted, but what would tell the alternatives apart is not shown.
      judgement made = finish(verdict::not_observable);
      made.why = absl::StrCat("fits several alternatives, ", fitting.front()->name, " and ",
                              (*other)->name);
      return made;
    }
    // What several lines come to is not asked of one that sees each alone.
    if (sees_lines_apart()) return judge_lines();
    if (!any_observable &&
        std::any_of(case_.alternatives.begin(), case_.alternatives.end(),
                    [](const model::named_alternative& a) { return a.expect.has_value(); }))
      return not_observable(only_schemes_or_params());
    // An implementation that fails on a repeated name shows nothing of it.
    if (!accepts() && can_.duplicates == kept_duplicates::error)
      return not_observable("duplicates");
    return finish(verdict::wrong_result,
                  accepts() ? "fits none of the permitted alternatives"
                            : "a rejection is not among the permitted alternatives");
  }

  bool any(outcome of) const { return count(of) != 0; }
  std::ptrdiff_t count(outcome of) const {
    return std::count_if(said_.begin(), said_.end(),
                         [&](const answer& one) { return one.outcome == of; });
  }
  // All rejected is a rejection; a rejected line beside an accepted one contributes nothing.
  bool accepts() const { return any(outcome::accept); }

  bool any_control() const {
    return std::any_of(said_.begin(), said_.end(), [](const answer& one) {
      return one.outcome == outcome::accept && holds_control(*one.parsed);
    });
  }

  // What was answered, reduced line by line.
  model::result got() const {
    model::result all = model::empty_result(case_.operation);
    for (const answer& one : said_) {
      if (one.outcome == outcome::accept) append(all, reduce_.got(*one.parsed));
    }
    return all;
  }

  bool sees_lines_apart() const {
    return case_.lines.size() > 1 &&
           (can_.lines == line_form::each || can_.lines == line_form::first ||
            can_.lines == line_form::last);
  }

  // Reads lines one by one into `apart_`, each reduced; false if one is not valid, or if the
  // operation cannot show more than one.
  bool read_apart(const std::vector<std::string>& lines) {
    apart_.reset();
    if (case_.operation == model::operation::credentials && lines.size() > 1) return false;
    model::result all = model::empty_result(case_.operation);
    bool is_any_observable = false;
    bool is_any_hidden = false;
    for (const std::string& line : lines) {
      const std::optional<model::result> one = grammar_reading(case_.operation, {line});
      if (!one) return false;
      if (reduce_.is_observable(*one)) {
        is_any_observable = is_any_observable || !is_empty(*one);
        append(all, reduce_.expected(*one, lost_));
      } else {
        is_any_hidden = true;
      }
    }
    lost_.insert("lines");
    is_observable_ = is_any_observable || !is_any_hidden;
    apart_ = std::move(all);
    return true;
  }

  // What the value is read as when it is made of these lines instead, reduced.
  std::optional<model::result> reading_of(const std::vector<std::string>& lines) {
    if (sees_lines_apart()) {
      read_apart(lines);
      return apart_;
    }
    const std::optional<model::result> whole = grammar_reading(case_.operation, lines);
    if (!whole) return std::nullopt;
    std::set<std::string> lost;
    return reduce_.expected(*whole, lost);
  }

  // Of a case with folds any run of SP stands for one.
  bool fits(model::result expected, const model::result& answered) const {
    const bool folded = std::any_of(
        case_.lines.begin(), case_.lines.end(),
        [](const std::string& line) { return line.find("\r\n ") != std::string::npos; });
    if (folded) take_over_folds(expected, answered);
    return reduce_.same(expected, answered);
  }

  bool rejects_what_is_long() const {
    if (is_reference_ || !any(outcome::reject)) return false;
    if (said_.size() == 1) return case_.combined.size() > longest_without_limit;
    for (std::size_t i = 0; i < said_.size(); ++i) {
      if (said_[i].outcome == outcome::reject && case_.lines[i].size() > longest_without_limit)
        return true;
    }
    return false;
  }

  std::string broken_rule() const {
    if (!sees_lines_apart()) {
      return case_.expect ? schemes::reason_to_refuse(*case_.expect, can_.only_schemes) : "";
    }
    for (const std::string& line : seen_) {
      const std::optional<model::result> one = grammar_reading(case_.operation, {line});
      if (!one) continue;
      if (std::string broken = schemes::reason_to_refuse(*one, can_.only_schemes); !broken.empty())
        return broken;
    }
    return "";
  }

  const char* only_schemes_or_params() const {
    return can_.only_schemes ? "only_schemes" : "params";
  }

  judgement unobservable(const model::result& original) {
    reduce_.expected(original, lost_);
    return not_observable(nullptr);
  }

  judgement not_observable(const char* what) {
    if (what != nullptr) lost_.insert(what);
    return finish(verdict::not_observable);
  }

  static std::string json_of(const model::result& of) {
    std::string json = "{";
    model::append_json_member(json, of);
    return json + "}";
  }

  judgement finish(verdict v, std::string why = "") {
    judgement made;
    made.verdict = v;
    made.lost.assign(lost_.begin(), lost_.end());
    made.expected = std::move(expected_);
    made.why = std::move(why);
    return made;
  }

  judgement finish_control(std::string why = "") {
    judgement made = finish(verdict::control_octet,
                            why.empty() ? "the result holds CR, LF or NUL" : std::move(why));
    made.is_remark = can_.input == input_form::value;
    return made;
  }

  judgement finish_alternative(const std::string& name) {
    judgement made = finish(verdict::alternative);
    made.alternative = name;
    return made;
  }

  const model::test_case& case_;
  std::span<const answer> said_;
  const observes& can_;
  bool is_reference_;
  projection reduce_;
  std::vector<std::string> seen_;  // the lines that the library's users see
  std::optional<model::result> apart_;
  bool is_observable_ = true;
  std::set<std::string> lost_;
  std::string expected_;
};

struct element_count {
  std::size_t challenges = 0;
  std::size_t params = 0;
};

element_count count_elements(const model::result& of) {
  element_count count;
  const auto add = [&](const model::challenge& c) {
    ++count.challenges;
    count.params += c.params.size() + (c.token68 ? 1 : 0);
  };
  if (const auto* list = std::get_if<model::challenges_result>(&of)) {
    std::for_each(list->begin(), list->end(), add);
  } else if (const auto* one = std::get_if<model::credentials_result>(&of)) {
    add(*one);
  } else {
    count.params = std::get<model::auth_info_result>(of).size();
  }
  return count;
}

bool has_more_elements(const model::result& written, const model::result& asked) {
  const element_count w = count_elements(written);
  const element_count a = count_elements(asked);
  return w.challenges > a.challenges || w.params > a.params;
}

judgement judge_written(const model::test_case& of, const std::vector<std::string>& lines,
                        bool is_reference) {
  const std::string combined = model::combine(lines);
  judgement made;
  const auto says = [&](verdict v, std::string why) {
    made.verdict = v;
    made.why = std::move(why);
    return made;
  };
  if (std::any_of(lines.begin(), lines.end(),
                  [](const std::string& line) { return holds_control(line); })) {
    return says(verdict::control_octet, "the written lines hold CR, LF or NUL");
  }
  const reading recipient = read_lines(of.operation, lines);
  if (recipient.status && has_more_elements(recipient.parsed, of.structure)) {
    return says(verdict::smuggled, "what was written parses to more elements than were asked for");
  }
  if (!recipient.status && of.operation == model::operation::credentials) {
    // Credentials that turned into a list do not parse as credentials, but a recipient may see them
    // as one.
    const reading list = read_lines(model::operation::challenges, lines);
    if (list.status && std::get<model::challenges_result>(list.parsed).size() > 1) {
      return says(verdict::smuggled,
                  "what was written parses to more elements than were asked for");
    }
  }
  if (of.refuse) return says(verdict::wrong_result, "wrote what cannot be represented");
  if (is_reference) {
    const bool exact = lines.size() == 1 && lines.front() == of.octets;
    return says(exact ? verdict::pass : verdict::wrong_result,
                exact ? "" : "the reference has to write exactly these octets");
  }
  const reading sender = read_lines(of.operation, lines, gauntlet::grammar::sender);
  if (!sender.status) {
    return says(verdict::wrong_result,
                absl::StrCat(
                    "not in grammar sender: ", std::string(gauntlet::to_string(sender.status.code)),
                    " at ", sender.status.offset));
  }
  if (!same_content(sender.parsed, of.structure))
    return says(verdict::wrong_result, "does not parse to what was asked for");
  return made;
}

judgement judge_serialize(const model::test_case& of, const answer& said, bool is_reference) {
  judgement made;
  switch (said.outcome) {
    case outcome::fault:
      made.verdict = verdict::crash;
      return made;
    case outcome::unsupported:
      made.verdict = verdict::unsupported;
      return made;
    case outcome::reject:
      made.verdict = of.refuse ? verdict::pass : verdict::over_strict;
      return made;
    case outcome::accept:
      break;
  }
  return judge_written(of, *said.lines, is_reference);
}

}  // namespace

bool same_but_for_folds(const std::string& expected, const std::string& got) {
  std::size_t e = 0;
  std::size_t g = 0;
  const auto run_from = [](const std::string& text, std::size_t at) {
    const std::size_t end = text.find_first_not_of(' ', at);
    return (end == std::string::npos ? text.size() : end) - at;
  };
  while (e < expected.size() && g < got.size()) {
    const std::size_t folded = run_from(expected, e);
    if (folded >= shortest_fold) {
      const std::size_t run = run_from(got, g);
      if (run == 0) return false;
      e += folded;
      g += run;
      continue;
    }
    if (expected[e] != got[g]) return false;
    ++e;
    ++g;
  }
  return e == expected.size() && g == got.size();
}

judgement judge(const model::test_case& of, std::span<const answer> said, const observes& can,
                bool is_reference) {
  if (of.kind == model::case_kind::serialize)
    return judge_serialize(of, said.front(), is_reference);
  return parse_judge(of, said, can, is_reference).judge();
}

answer put_together(std::vector<answer> said) {
  // From the one that says least of the whole to the one that says most.
  const auto weight = [](outcome of) {
    return of == outcome::fault         ? 3
           : of == outcome::unsupported ? 2
           : of == outcome::accept      ? 1
                                        : 0;
  };
  answer all = std::move(said.front());
  if (said.size() > 1) all.offset.reset();
  for (std::size_t i = 1; i < said.size(); ++i) {
    said[i].offset.reset();
    if (weight(said[i].outcome) > weight(all.outcome)) {
      all = std::move(said[i]);
    } else if (said[i].outcome == outcome::accept && all.outcome == outcome::accept) {
      append(*all.parsed, *std::move(said[i].parsed));
    }
  }
  return all;
}

}  // namespace gauntlet::runner
