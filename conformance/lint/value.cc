#include "conformance/lint/value.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/lint/fix.hpp"
#include "conformance/lint/rules.hpp"
#include "conformance/lint/value_rules.hpp"

namespace gauntlet::lint {
namespace {

// Repairs of one value. What needs more is not a field with a mistake, but something else.
constexpr int max_repairs = 32;
constexpr int max_tidyings = 8;
// Of a longer value its first mistake is told, and no repair is looked for.
constexpr std::size_t max_repaired = std::size_t{64} << 10;

schemes::level level_of(const remark& of) {
  if (of.level) return *of.level;
  const rule* found = find_rule(of.rule);
  return found == nullptr ? schemes::level::must : found->level;
}

std::string left_of(const remark& of) {
  return absl::StrCat(of.rule, ": ", of.text, "; ",
                      of.why_not.empty() ? why_not_of(of.rule) : of.why_not);
}

// The lines of a value that is being corrected: cut where the lines were joined, as long as what
// joined them still stands there.
std::vector<std::string> lines_of(const auth_field& field, const edited_text& value) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  std::size_t at = 0;
  const std::string& text = value.text();
  for (std::size_t i = 1; i < field.starts.size(); ++i) {
    const std::size_t joint = field.starts[i].in_value - 2;
    while (at < text.size() && value.origin(at) < joint) ++at;
    if (value.origin(at) != joint || text.compare(at, 2, ", ") != 0) continue;
    lines.push_back(text.substr(begin, at - begin));
    begin = at + 2;
    at = begin;
  }
  lines.push_back(text.substr(begin));
  std::erase_if(lines, [&](const std::string& one) { return one.empty() && lines.size() > 1; });
  return lines;
}

class looking {
 public:
  explicit looking(const auth_field& field)
      : field_(field), operation_(field.kind.operation), text_(field.value) {}

  looked_at result() {
    repair();
    if (reading_.status) {
      say(remarks_on(view()));
      if (made_.is_valid) made_.reading = reading_;
      tidy();
    }
    made_.values = lines_of(field_, text_);
    const std::vector<std::string> before = lines_of(field_, edited_text(field_.value));
    made_.is_corrected = made_.values != before;
    return std::move(made_);
  }

 private:
  void read() { reading_ = schemes::read(operation_, text_.text()); }

  value_view view() {
    lexemes_ = lexemes_of(text_.text());
    return {field_, reading_, lexemes_, [this](std::size_t at) {
              const std::size_t origin = text_.origin(std::min(at, text_.text().size()));
              std::size_t line = 0;
              while (line + 1 < field_.starts.size() && field_.starts[line + 1].in_value <= origin)
                ++line;
              return line;
            }};
  }

  // Places of the text as it is now become places of the field's value.
  void say(std::vector<remark> remarks) {
    for (remark& one : remarks) {
      const std::size_t size = one.at.end - one.at.begin;
      one.at = text_.origin(one.at);
      // What a repair has put in is no finding about what was there.
      if (!made_.is_valid && one.at.end - one.at.begin != size &&
          level_of(one) == schemes::level::interop)
        continue;
      if (one.cause) one.cause = text_.origin(*one.cause);
      made_.remarks.push_back(std::move(one));
    }
  }

  // Mistakes in the grammar, each after the ones before it are repaired.
  void repair() {
    read();
    made_.is_valid = static_cast<bool>(reading_.status);
    for (int i = 0; i < max_repairs && !reading_.status; ++i) {
      if (text_.text().size() > max_repaired) {
        say({{.rule = "grammar",
              .at = {reading_.status.offset, reading_.status.offset + 1},
              .text = "the grammar has nothing that goes on like this"}});
        made_.left.push_back("grammar: the value is too long to be repaired");
        return;
      }
      remark found = diagnose(mistake(operation_, text_.text(), reading_.status));
      const std::vector<edit> edits = found.edits;
      const std::string left = left_of(found);
      // Of which a rule of lines speaks.
      const bool is_two_lines = found.rule == "list-of-credentials" && field_.lines.size() > 1;
      if (!is_two_lines) say({std::move(found)});
      if (edits.empty() || !text_.apply(edits)) {
        made_.left.push_back(left);
        return;
      }
      read();
    }
    if (!reading_.status) made_.left.push_back("grammar: there are too many mistakes");
  }

  // Applies what the rules of valid values correct, until nothing is left to do.
  void tidy() {
    for (int i = 0; i < max_tidyings; ++i) {
      std::vector<edit> edits;
      made_.left.clear();
      for (const remark& one : remarks_on(view())) {
        edits.insert(edits.end(), one.edits.begin(), one.edits.end());
        if (one.edits.empty() && level_of(one) == schemes::level::must)
          made_.left.push_back(left_of(one));
      }
      const edited_text before = text_;
      if (edits.empty() || !text_.apply(std::move(edits))) return;
      const schemes::reading reading = std::exchange(reading_, {});
      read();
      if (reading_.status) continue;
      // Corrections of two rules do not go together: the value stays as it was.
      text_ = before;
      reading_ = reading;
      made_.left.push_back("its corrections contradict each other");
      return;
    }
  }

  const auth_field& field_;
  model::operation operation_;
  edited_text text_;
  schemes::reading reading_{};
  std::vector<lexeme> lexemes_{};
  looked_at made_{};
};

}  // namespace

looked_at look_at(const auth_field& field) { return looking(field).result(); }

std::vector<remark> remarks_on(const value_view& value) {
  std::vector<remark> all;
  for (const std::vector<named_value_rule>* rules : {&rules_of_writing, &rules_of_challenges}) {
    for (const named_value_rule& one : *rules) {
      const std::size_t before = all.size();
      one.look(value, all);
      for (std::size_t i = before; i < all.size(); ++i) all[i].rule = one.id;
    }
  }
  for (const schemes::finding& one : schemes::check(value.reading, value.field.kind.name)) {
    std::string text = one.text;
    if (text.ends_with('.')) text.pop_back();
    all.push_back({.rule = one.rule,
                   .at = one.at,
                   .text = std::move(text),
                   .edits = edits_for(one, value.reading),
                   .level = one.level,
                   .refs = one.refs});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const remark& a, const remark& b) { return a.at.begin < b.at.begin; });
  return all;
}

}  // namespace gauntlet::lint
