#include "conformance/runner/judge.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/runner/project.hpp"
#include "conformance/runner/reference.hpp"
#include "conformance/runner/smuggled.hpp"

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

// Judges one answer to a parse case; the steps share what was lost.
class parse_judge {
 public:
  parse_judge(const model::test_case& of, const answer& said, const observes& can)
      : case_(of), said_(said), can_(can) {}

  judgement judge() {
    if (said_.outcome == outcome::fault)
      return finish(verdict::crash, "the library failed in a way that its API does not document");
    if (said_.outcome == outcome::unsupported) return finish(verdict::unsupported);
    if (said_.outcome == outcome::accept) {
      if (std::string why = why_smuggled(*said_.parsed, case_.combined, case_.decoys);
          !why.empty()) {
        return finish(verdict::smuggled, std::move(why));
      }
      if (holds_control(*said_.parsed))
        return finish(verdict::control_octet, "the result holds CR, LF or NUL");
    }
    judgement made = judge_reading();
    if (made.verdict != verdict::wrong_result && made.verdict != verdict::over_strict) return made;
    // What cannot be handed to the implementation as it stands is not held against it.
    if (!is_carried(case_.combined, can_.octets)) return hidden(std::move(made), "octets");
    const bool one_of_several = can_.lines == line_form::first || can_.lines == line_form::last;
    if (one_of_several && case_.lines.size() > 1) return hidden(std::move(made), "lines");
    return made;
  }

 private:
  judgement judge_reading() {
    switch (case_.rule) {
      case model::parse_rule::must_accept:
        return judge_must_accept();
      case model::parse_rule::may_accept:
        return finish(accepts() ? verdict::lenient : verdict::pass);
      case model::parse_rule::must_not_pass:
        return judge_must_not_pass();
      case model::parse_rule::implementation_defined:
        break;
    }
    return judge_implementation_defined();
  }

  judgement judge_must_accept() {
    const projection reduce(can_, duplicates_step::reduced);
    if (reduce.is_identity()) {
      if (!accepts()) return finish(verdict::over_strict);
      return finish(reduce.same(*case_.expect, *said_.parsed) ? verdict::pass
                                                              : verdict::wrong_result);
    }
    if (!reduce.is_observable(*case_.expect)) return unobservable(*case_.expect, reduce);
    const model::result expected = reduce.expected(*case_.expect, lost_);
    if (!lost_.empty()) expected_ = json_of(expected);
    if (!accepts()) return finish(verdict::over_strict);
    return finish(reduce.same(expected, reduce.got(*said_.parsed)) ? verdict::pass
                                                                   : verdict::wrong_result);
  }

  judgement judge_must_not_pass() {
    if (!accepts()) return finish(verdict::pass);
    if (!case_.expect)
      return finish(
          verdict::wrong_result,
          "the value is not in the grammar, neither unchanged nor with SP for CR, LF and NUL");
    const projection reduce(can_, duplicates_step::reduced);
    if (!reduce.is_observable(*case_.expect)) return unobservable(*case_.expect, reduce);
    model::result expected = reduce.expected(*case_.expect, lost_);
    const model::result got = reduce.got(*said_.parsed);
    expected_ = json_of(expected);
    const bool folded = std::any_of(
        case_.lines.begin(), case_.lines.end(),
        [](const std::string& line) { return line.find("\r\n ") != std::string::npos; });
    if (folded) take_over_folds(expected, got);
    if (reduce.same(expected, got)) return finish_alternative("sp");
    return finish(verdict::wrong_result);
  }

  // Before `observes.duplicates`: which of several values an implementation keeps is what the case
  // asks.
  judgement judge_implementation_defined() {
    const projection reduce(can_, duplicates_step::left);
    std::vector<const model::named_alternative*> fitting;
    bool any_observable = false;
    std::vector<model::result> originals;
    for (const model::named_alternative& alternative : case_.alternatives) {
      if (!alternative.expect) {
        if (!accepts()) return finish_alternative(alternative.name);
        continue;
      }
      if (!reduce.is_observable(*alternative.expect)) continue;
      any_observable = true;
      if (!accepts()) continue;
      std::set<std::string> lost;
      const model::result expected = reduce.expected(*alternative.expect, lost);
      lost_.insert(lost.begin(), lost.end());
      if (reduce.same(expected, reduce.got(*said_.parsed))) fitting.push_back(&alternative);
    }
    if (fitting.size() == 1) return finish_alternative(fitting.front()->name);
    if (fitting.size() > 1) {
      // Permitted, but what would tell the alternatives apart is not shown.
      const bool all_same =
          std::all_of(fitting.begin(), fitting.end(), [&](const model::named_alternative* a) {
            return *a->expect == *fitting.front()->expect;
          });
      if (all_same) return finish_alternative(fitting.front()->name);
      judgement made = finish(verdict::not_observable);
      made.why =
          absl::StrCat("fits several alternatives, ", fitting[0]->name, " and ", fitting[1]->name);
      return made;
    }
    if (!any_observable &&
        std::any_of(case_.alternatives.begin(), case_.alternatives.end(),
                    [](const model::named_alternative& a) { return a.expect.has_value(); })) {
      lost_.insert(can_.only_schemes ? "only_schemes" : "params");
      return finish(verdict::not_observable);
    }
    // An implementation that fails on a repeated name shows nothing of it.
    if (!accepts() && can_.duplicates == kept_duplicates::error) {
      lost_.insert("duplicates");
      return finish(verdict::not_observable);
    }
    return finish(verdict::wrong_result,
                  accepts() ? "fits none of the permitted alternatives"
                            : "a rejection is not among the permitted alternatives");
  }

  bool accepts() const { return said_.outcome == outcome::accept; }

  judgement unobservable(const model::result& original, const projection& reduce) {
    reduce.expected(original, lost_);
    if (lost_.empty()) lost_.insert("only_schemes");
    return finish(verdict::not_observable);
  }

  judgement hidden(judgement made, const char* what) {
    made.verdict = verdict::not_observable;
    made.lost.emplace_back(what);
    return made;
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

  judgement finish_alternative(const std::string& name) {
    judgement made = finish(verdict::alternative);
    made.alternative = name;
    return made;
  }

  const model::test_case& case_;
  const answer& said_;
  const observes& can_;
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

// The same but for how the values are written.
bool same_content(const model::result& a, const model::result& b) {
  observes forms;
  forms.quoted = false;
  return projection(forms, duplicates_step::left).same(a, b);
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
      made.why = "the library failed in a way that its API does not document";
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

judgement judge(const model::test_case& of, const answer& said, const observes& can,
                bool is_reference) {
  if (of.kind == model::case_kind::serialize) return judge_serialize(of, said, is_reference);
  return parse_judge(of, said, can).judge();
}

}  // namespace gauntlet::runner
