#include "conformance/grammar/abnf.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/grammar/data.hpp"

namespace gauntlet::grammar_engine {
namespace {

// A bound on `<n>element`: copies are written out, so a typing error must not exhaust the memory.
constexpr std::size_t max_repetition = 1000;

bool is_alpha(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }
bool is_digit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

std::string lower(std::string_view name) { return absl::AsciiStrToLower(std::string(name)); }

absl::Status error_at(const std::string& file, source_position where, const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat(file, ":", where.line, ":", where.column, ": ", what));
}

class rule_reader {
 public:
  rule_reader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  absl::StatusOr<rule_list> read() {
    rule_list rules;
    for (;;) {
      skip_blank_lines();
      if (at_end()) break;
      if (!read_rule(rules)) return error_at(file_, error_position_, error_);
    }
    if (rules.empty())
      return error_at(file_, {line_, column()}, "expected a rule, found the end of the file");
    return rules;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool is(char c) const { return !at_end() && text_[at_] == c; }
  std::size_t column() const { return at_ - line_begin_ + 1; }
  source_position position() const { return {line_, column()}; }

  bool at_newline() const { return is('\n') || (is('\r') && peek(1) == '\n'); }
  void skip_newline() {
    if (is('\r')) ++at_;
    ++at_;
    ++line_;
    line_begin_ = at_;
  }
  void skip_comment() {
    while (!at_end() && !at_newline()) ++at_;
  }

  std::string found() const {
    if (at_end()) return "the end of the file";
    if (at_newline()) return "the end of the line";
    const auto octet = static_cast<unsigned char>(text_[at_]);
    if (octet > 0x20 && octet < 0x7F) return absl::StrCat("`", std::string(1, text_[at_]), "`");
    if (octet == 0x20) return "SP";
    char hex[8];
    std::snprintf(hex, sizeof hex, "%%x%02X", static_cast<unsigned>(octet));
    return hex;
  }
  bool expected(const char* what) {
    return failed(position(), absl::StrCat("expected ", what, ", found ", found()));
  }
  bool failed(source_position where, std::string what) {
    error_position_ = where;
    error_ = std::move(what);
    return false;
  }

  // Lines that hold nothing but white space and a comment.
  void skip_blank_lines() {
    while (!at_end()) {
      const std::size_t begin = at_;
      while (is(' ') || is('\t')) ++at_;
      if (is(';')) skip_comment();
      if (at_end()) return;
      if (!at_newline()) {
        at_ = begin;
        return;
      }
      skip_newline();
    }
  }

  // *c-wsp: white space, comments, and the ends of lines when a line that begins with white space
  // goes on with the rule. Lines that hold nothing but white space and a comment count as comments.
  void skip_c_wsp() {
    while (is(' ') || is('\t')) ++at_;
    const std::size_t at = at_, line = line_, line_begin = line_begin_;
    if (is(';')) skip_comment();
    while (!at_end() && at_newline()) {
      skip_newline();
      while (is(' ') || is('\t')) ++at_;
      if (is(';')) skip_comment();
      if (!at_end() && !at_newline() && at_ > line_begin_) return;
    }
    at_ = at;
    line_ = line;
    line_begin_ = line_begin;
  }

  bool read_rule(rule_list& rules) {
    const source_position start = position();
    if (!is_alpha(peek())) {
      return expected(is(' ') || is('\t') ? "a rule's name in the first column" : "a rule's name");
    }
    const std::string name = read_name();
    skip_c_wsp();
    if (!is('=')) return expected("`=` or `=/`");
    ++at_;
    const bool adds = is('/');
    if (adds) ++at_;
    skip_c_wsp();
    occurrences_.clear();
    const auto known = rules.find(lower(name));
    if (adds && known == rules.end()) {
      return failed(start,
                    absl::StrCat("expected a rule named `", name, "` before `=/` adds to it"));
    }
    if (!adds && known != rules.end()) {
      return failed(start, absl::StrCat("expected a new rule's name, found `", name,
                                        "`, which line ", known->second.position.line, " defines"));
    }
    node definition;
    if (!read_alternation(definition)) return false;
    skip_c_wsp();
    if (is(';')) skip_comment();
    if (!at_end() && !at_newline()) return expected("`/`, an element or the end of the rule");
    if (adds) {
      node both;
      both.kind = node_kind::alternation;
      both.position = start;
      both.children.push_back(std::move(known->second.definition));
      both.children.push_back(std::move(definition));
      known->second.definition = std::move(both);
    } else {
      rules.emplace(lower(name), rule{name, std::move(definition), start, file_});
    }
    return true;
  }

  std::string read_name() {
    const std::size_t begin = at_;
    while (!at_end() && (is_alpha(peek()) || is_digit(peek()) || is('-'))) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool read_alternation(node& out) {
    if (depth_ == 100)
      return failed(position(), "expected groups nested at most 100 deep, found more");
    ++depth_;
    const source_position start = position();
    std::vector<node> branches;
    for (;;) {
      node branch;
      if (!read_concatenation(branch)) return false;
      branches.push_back(std::move(branch));
      skip_c_wsp();
      if (!is('/')) break;
      ++at_;
      skip_c_wsp();
    }
    --depth_;
    if (branches.size() == 1) {
      out = std::move(branches.front());
    } else {
      out = node{};
      out.kind = node_kind::alternation;
      out.children = std::move(branches);
      out.position = start;
    }
    return true;
  }

  bool begins_element() const {
    const char c = peek();
    return !at_end() && (is_alpha(c) || is_digit(c) || c == '*' || c == '#' || c == '(' ||
                         c == '[' || c == '"' || c == '%' || c == '<');
  }

  bool read_concatenation(node& out) {
    const source_position start = position();
    if (!begins_element()) return expected("an element");
    std::vector<node> parts;
    while (begins_element()) {
      node part;
      if (!read_repetition(part)) return false;
      parts.push_back(std::move(part));
      const std::size_t before = at_;
      skip_c_wsp();
      if (before == at_ && begins_element()) return expected("white space between two elements");
    }
    if (parts.size() == 1) {
      out = std::move(parts.front());
    } else {
      out = node{};
      out.kind = node_kind::concatenation;
      out.children = std::move(parts);
      out.position = start;
    }
    return true;
  }

  bool read_count(std::optional<std::size_t>& out) {
    if (!is_digit(peek())) return true;
    const source_position start = position();
    std::size_t value = 0;
    while (is_digit(peek())) {
      value = value * 10 + static_cast<std::size_t>(peek() - '0');
      if (value > max_repetition) {
        return failed(start, absl::StrCat("expected a repetition of at most ", max_repetition));
      }
      ++at_;
    }
    out = value;
    return true;
  }

  bool read_repetition(node& out) {
    const source_position start = position();
    std::optional<std::size_t> min, max;
    if (!read_count(min)) return false;
    const bool list = is('#');
    if (list || is('*')) {
      ++at_;
      if (!read_count(max)) return false;
      if (max && min.value_or(0) > *max) {
        return failed(
            start,
            absl::StrCat("expected a repetition whose end is not below its beginning, found ", *min,
                         list ? "#" : "*", *max));
      }
    } else if (min) {
      max = min;
    } else {
      return read_element(out);
    }
    node element;
    if (!read_element(element)) return false;
    out = node{};
    out.kind = list ? node_kind::list : node_kind::repetition;
    out.min = min.value_or(0);
    out.max = max.value_or(no_maximum);
    out.children.push_back(std::move(element));
    out.position = start;
    return true;
  }

  bool read_element(node& out) {
    const source_position start = position();
    if (is_alpha(peek())) {
      out = node{};
      out.kind = node_kind::reference;
      out.text = lower(read_name());
      out.occurrence = ++occurrences_[out.text];
    } else if (is('(') || is('[')) {
      const bool option = is('[');
      ++at_;
      skip_c_wsp();
      node inner;
      if (!read_alternation(inner)) return false;
      skip_c_wsp();
      if (!is(option ? ']' : ')')) return expected(option ? "`]`" : "`)`");
      ++at_;
      if (!option) {
        out = std::move(inner);
      } else {
        out = node{};
        out.kind = node_kind::repetition;
        out.max = 1;
        out.children.push_back(std::move(inner));
      }
    } else if (is('"')) {
      if (!read_string(out, false)) return false;
    } else if (is('<')) {
      ++at_;
      const std::size_t begin = at_;
      while (!at_end() && !at_newline() && !is('>')) ++at_;
      if (!is('>')) return expected("`>` at the end of a prose description");
      out = node{};
      out.kind = node_kind::prose;
      out.text = std::string(text_.substr(begin, at_ - begin));
      ++at_;
    } else if (is('%')) {
      if (!read_percent(out)) return false;
    } else {
      return expected("an element");
    }
    out.position = start;
    return true;
  }

  bool read_string(node& out, bool case_sensitive) {
    if (!is('"')) return expected("`\"`");
    ++at_;
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] >= 0x20 && text_[at_] < 0x7F && !is('"')) ++at_;
    if (!is('"')) return expected("`\"` at the end of a string");
    out = node{};
    out.kind = node_kind::literal;
    out.text = std::string(text_.substr(begin, at_ - begin));
    out.case_sensitive = case_sensitive;
    out.occurrence = ++occurrences_["\"" + out.text];
    ++at_;
    return true;
  }

  // What follows `%`: a string with its case rule (RFC 7405) or a value (RFC 5234 2.3).
  bool read_percent(node& out) {
    ++at_;
    const char kind = absl::ascii_tolower(static_cast<unsigned char>(peek()));
    if (kind == 's' || kind == 'i') {
      ++at_;
      return read_string(out, kind == 's');
    }
    const unsigned base = kind == 'x' ? 16 : kind == 'd' ? 10 : kind == 'b' ? 2 : 0;
    if (base == 0) return expected("`x`, `d`, `b`, `s` or `i` after `%`");
    ++at_;
    std::uint8_t value = 0;
    if (!read_value(base, value)) return false;
    out = node{};
    if (is('-')) {
      const source_position range_position = position();
      ++at_;
      std::uint8_t last = 0;
      if (!read_value(base, last)) return false;
      if (last < value)
        return failed(range_position, "expected a range whose end is not below its beginning");
      out.kind = node_kind::range;
      out.first = value;
      out.last = last;
      return true;
    }
    out.kind = node_kind::literal;
    out.case_sensitive = true;
    out.text.push_back(static_cast<char>(value));
    while (is('.')) {
      ++at_;
      if (!read_value(base, value)) return false;
      out.text.push_back(static_cast<char>(value));
    }
    out.occurrence = ++occurrences_["\"" + out.text];
    return true;
  }

  bool read_value(unsigned base, std::uint8_t& out) {
    const source_position start = position();
    unsigned value = 0;
    std::size_t digits = 0;
    for (;; ++digits, ++at_) {
      const char c = absl::ascii_tolower(static_cast<unsigned char>(peek()));
      unsigned digit = 16;
      if (is_digit(c)) digit = static_cast<unsigned>(c - '0');
      if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a') + 10;
      if (digit >= base) break;
      value = value * base + digit;
      if (value > 0xFF)
        return failed(start, "expected a value of at most %xFF: this grammar is one of octets");
    }
    if (digits == 0) {
      return expected(base == 16 ? "a hexadecimal digit" : base == 10 ? "a digit" : "`0` or `1`");
    }
    out = static_cast<std::uint8_t>(value);
    return true;
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_begin_ = 0;
  int depth_ = 0;
  std::map<std::string, std::size_t> occurrences_{};
  source_position error_position_{};
  std::string error_{};
};

const node* find_undefined(const node& in, const rule_list& rules) {
  if (in.kind == node_kind::reference && !rules.contains(in.text)) return &in;
  for (const node& child : in.children) {
    if (const node* undefined = find_undefined(child, rules)) return undefined;
  }
  return nullptr;
}

// A reference and the rule that it stands in.
struct place {
  const node* reference = nullptr;
  const rule* within = nullptr;
};

// A reference that leads back to a rule in `open`.
place find_cycle(const node& in, const rule& within, const rule_list& rules,
                 std::set<std::string>& open, std::set<std::string>& done) {
  if (in.kind == node_kind::reference) {
    if (open.contains(in.text)) return {&in, &within};
    if (done.contains(in.text)) return {};
    open.insert(in.text);
    const rule& next = rules.find(in.text)->second;
    const place cycle = find_cycle(next.definition, next, rules, open, done);
    open.erase(in.text);
    done.insert(in.text);
    return cycle;
  }
  for (const node& child : in.children) {
    const place cycle = find_cycle(child, within, rules, open, done);
    if (cycle.reference != nullptr) return cycle;
  }
  return {};
}

absl::Status check(const rule_list& rules) {
  for (const auto& [name, rule] : rules) {
    if (const node* undefined = find_undefined(rule.definition, rules)) {
      return error_at(rule.file, undefined->position,
                      absl::StrCat("expected the name of a rule, found `", undefined->text,
                                   "`, which no rule defines"));
    }
  }
  std::set<std::string> done;
  for (const auto& [name, rule] : rules) {
    std::set<std::string> open{name};
    const place cycle = find_cycle(rule.definition, rule, rules, open, done);
    if (cycle.reference != nullptr) {
      return error_at(
          cycle.within->file, cycle.reference->position,
          absl::StrCat("expected rules that do not refer to themselves, found `",
                       cycle.reference->text, "` within `", cycle.reference->text, "`"));
    }
    done.insert(name);
  }
  return absl::OkStatus();
}

node make(node_kind kind, std::vector<node> children, source_position position) {
  node out;
  out.kind = kind;
  out.children = std::move(children);
  out.position = position;
  return out;
}

node repeat(std::size_t min, std::size_t max, node child) {
  node out = make(node_kind::repetition, {}, child.position);
  out.min = min;
  out.max = max;
  out.children.push_back(std::move(child));
  return out;
}

node ows(source_position position) {
  node out = make(node_kind::reference, {}, position);
  out.text = "ows";
  return out;
}

node comma(source_position position) {
  node out = make(node_kind::literal, {}, position);
  out.text = ",";
  return out;
}

node expand(const node& in, list_form form) {
  node out = in;
  for (node& child : out.children) child = expand(child, form);
  if (in.kind != node_kind::list) return out;
  const source_position at = in.position;
  const node element = out.children.front();
  const auto concatenation = [&](std::vector<node> parts) {
    return make(node_kind::concatenation, std::move(parts), at);
  };
  if (in.max == 0) return concatenation({});
  switch (form) {
    case list_form::sender: {
      const std::size_t more_min = in.min == 0 ? 0 : in.min - 1;
      const std::size_t more_max = in.max == no_maximum ? no_maximum : in.max - 1;
      node some = element;
      if (more_max > 0) {
        some =
            concatenation({element, repeat(more_min, more_max,
                                           concatenation({ows(at), comma(at), ows(at), element}))});
      }
      return in.min == 0 ? repeat(0, 1, std::move(some)) : some;
    }
    case list_form::recipient:
      return concatenation(
          {repeat(0, 1, element),
           repeat(0, no_maximum,
                  concatenation({ows(at), comma(at), ows(at), repeat(0, 1, element)}))});
    case list_form::historic_recipient: {
      const node more = repeat(
          0, no_maximum,
          concatenation({ows(at), comma(at), repeat(0, 1, concatenation({ows(at), element}))}));
      if (in.min == 0) {
        return repeat(
            0, 1, concatenation({make(node_kind::alternation, {comma(at), element}, at), more}));
      }
      return concatenation(
          {repeat(0, no_maximum, concatenation({comma(at), ows(at)})), element, more});
    }
  }
  return out;
}

bool has_list(const node& in) {
  return in.kind == node_kind::list ||
         std::any_of(in.children.begin(), in.children.end(), has_list);
}

}  // namespace

absl::StatusOr<rule_list> read_rules(std::string_view text, const std::string& file_name) {
  return rule_reader(text, file_name).read();
}

const rule_list& core_rules() {
  static const rule_list* rules = new rule_list(read_rules(data::core, "core.abnf").value());
  return *rules;
}

absl::StatusOr<rule_list> read_grammar(std::string_view text, const std::string& file_name) {
  absl::StatusOr<rule_list> rules = read_rules(text, file_name);
  if (!rules.ok()) return rules;
  for (const auto& [name, core] : core_rules()) {
    const auto [at, added] = rules->emplace(name, core);
    if (!added) {
      return error_at(file_name, at->second.position,
                      absl::StrCat("expected a new rule's name, found `", at->second.name,
                                   "`, which is a core rule of RFC 5234"));
    }
  }
  if (absl::Status status = check(*rules); !status.ok()) return status;
  return rules;
}

absl::StatusOr<rule_list> overlay(const rule_list& base, std::string_view text,
                                  const std::string& file_name) {
  absl::StatusOr<rule_list> added = read_rules(text, file_name);
  if (!added.ok()) return added;
  rule_list out = base;
  for (auto& [name, rule] : *added) {
    if (core_rules().contains(name)) {
      return error_at(file_name, rule.position,
                      absl::StrCat("expected a rule to replace or add, found `", rule.name,
                                   "`, which is a core rule of RFC 5234"));
    }
    out.insert_or_assign(name, std::move(rule));
  }
  if (absl::Status status = check(out); !status.ok()) return status;
  return out;
}

absl::StatusOr<rule_list> expand_lists(const rule_list& rules, list_form form) {
  rule_list out;
  for (const auto& [name, rule] : rules) {
    if (has_list(rule.definition) && !rules.contains("ows")) {
      return absl::InvalidArgumentError(
          absl::StrCat("expected a rule OWS, which the list operator in `", rule.name, "` needs"));
    }
    out.emplace(name, gauntlet::grammar_engine::rule{rule.name, expand(rule.definition, form),
                                                     rule.position, rule.file});
  }
  return out;
}

}  // namespace gauntlet::grammar_engine
