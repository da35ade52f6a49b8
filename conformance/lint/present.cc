#include "conformance/lint/present.hpp"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/lint/field.hpp"
#include "conformance/lint/fix.hpp"
#include "conformance/lint/octets.hpp"
#include "conformance/lint/redact.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::lint {
namespace {

using schemes::span;

// A value that is shown, and where each of its octets went.
struct shown_value {
  std::string text{};
  std::vector<std::size_t> places{};  // one more than octets
};

// `visible`: octets that are shown though they stand in a secret, since they are what is wrong.
shown_value show_value(std::string_view value, const std::vector<span>& secrets,
                       const std::vector<span>& visible) {
  shown_value made;
  made.places.reserve(value.size() + 1);
  std::size_t next = 0;
  bool is_hiding = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    while (next < secrets.size() && secrets[next].end <= i) ++next;
    const bool is_secret = next < secrets.size() && secrets[next].begin <= i;
    const bool is_visible = std::any_of(visible.begin(), visible.end(), [&](const span& one) {
      return one.begin <= i && i < one.end;
    });
    if (is_secret && !is_visible) {
      if (!is_hiding || secrets[next].begin == i) {
        made.places.push_back(made.text.size());
        made.text.append(redacted_text);
      } else {
        made.places.push_back(made.text.size() - redacted_text.size());
      }
      is_hiding = true;
      continue;
    }
    is_hiding = false;
    made.places.push_back(made.text.size());
    made.text.append(model::printable(value.substr(i, 1)));
  }
  made.places.push_back(made.text.size());
  return made;
}

// One octet that is no letter and no digit says nothing about a secret.
std::vector<span> visible_octets(std::string_view value, const finding& of) {
  std::vector<span> found;
  for (const std::optional<mark>& one : {of.at, of.cause}) {
    if (!one || one->end != one->begin + 1 || one->begin >= value.size()) continue;
    const char c = value[one->begin];
    const bool is_word = (c >= '0' && c <= '9') || (to_lower(c) >= 'a' && to_lower(c) <= 'z') ||
                         static_cast<unsigned char>(c) >= 0x80;
    if (!is_word) found.push_back({one->begin, one->end});
  }
  return found;
}

std::vector<span> secrets_in(const head& of, std::size_t line, bool shows_secrets) {
  if (shows_secrets) return {};
  return secrets_of_line(of.fields[line].name, of.fields[line].value);
}

columns columns_of(const shown_value& value, std::size_t shift, const mark& at) {
  const auto place = [&](std::size_t octet) {
    return shift + value.places[std::min(octet, value.places.size() - 1)];
  };
  const std::size_t begin = place(at.begin);
  return {begin, std::max(begin, place(at.end))};
}

shown_line show_line(const head& of, const finding& what, bool shows_secrets) {
  const field_line& line = of.fields[what.at->field];
  const std::vector<span> visible = visible_octets(line.value, what);
  const shown_value value =
      show_value(line.value, secrets_in(of, what.at->field, shows_secrets), visible);
  shown_line made;
  const std::string name = model::printable(line.name);
  made.text = absl::StrCat(name, ":", line.value.starts_with(' ') || line.value.empty() ? "" : " ");
  const std::size_t shift = made.text.size();
  made.text.append(value.text);
  made.at = columns_of(value, shift, *what.at);
  if (what.at->begin == 0 && what.at->end == 0)  // the name is what is wrong
    made.at = {0, name.size()};
  if (what.cause && what.cause->field == what.at->field)
    made.cause = columns_of(value, shift, *what.cause);
  return made;
}

bool is_of_word(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_of_word(text[at - 1])) && (end == text.size() || !is_of_word(text[end])))
      return true;
  }
  return false;
}

std::vector<std::string> stumbles_over(const finding& found) {
  std::vector<std::string> texts;
  const rule* const row = find_rule(found.rule);
  if (row == nullptr) return texts;
  for (const stumble& one : row->stumbles)
    if (one.about.empty() || has_word(found.text, one.about)) texts.push_back(one.text);
  return texts;
}

// Where a mark stands in the input: a field's value begins after its name and a colon.
void locate(shown_finding& made, format what, const head& of, const finding& found) {
  if (!found.at) {
    made.line_number = of.place.line;
    made.offset = of.place.offset;
    return;
  }
  const field_line& line = of.fields[found.at->field];
  made.offset = line.place.offset + found.at->begin;
  made.line_number = line.place.line;
  const std::string_view before = line.value.substr(0, found.at->begin);
  const auto breaks = std::count(before.begin(), before.end(), '\n');
  if (made.line_number == 0) return;
  made.line_number += static_cast<std::uint64_t>(breaks);
  std::size_t shift = line.name.size() + 2;
  if (what == format::curl) shift += 2;
  if (breaks > 0) shift = 1;
  const std::size_t start = breaks > 0 ? before.rfind('\n') + 1 : 0;
  const bool is_plain = what == format::head || what == format::curl || what == format::fields;
  if (!is_plain) return;
  made.column = found.at->begin - start + shift;
  made.end_column = std::max(found.at->end, found.at->begin) - start + shift;
}

}  // namespace

shown_message present(const std::string& source, format what, const head& of,
                      const judgement& judged, bool shows_secrets) {
  shown_message made;
  made.source = source;
  made.line_number = of.place.line;
  made.record = of.place.record;
  made.fields = judged.fields;
  const std::string_view start = of.start_line.substr(0, 200);
  made.title = of.start_line.empty()
                   ? "field lines"
                   : model::printable(shows_secrets ? std::string(start)
                                                    : redact(start, secrets_of_line("", start)));
  for (const finding& one : judged.findings) {
    shown_finding& put = made.findings.emplace_back();
    put.rule = one.rule;
    put.level = one.level;
    put.text = one.text;
    put.refs = one.refs;
    put.field = one.field;
    put.stumbles = stumbles_over(one);
    locate(put, what, of, one);
    if (!one.at) continue;
    put.line = show_line(of, one, shows_secrets);
    if (!shows_secrets) {
      put.text = redact_text(std::move(put.text), of.fields[one.at->field].value,
                             secrets_in(of, one.at->field, shows_secrets));
    }
  }
  made.left = judged.left;
  for (const correction& one : judged.corrections) {
    for (const std::string& value : one.is_changed ? one.values : std::vector<std::string>()) {
      const std::string shown =
          shows_secrets ? value : redact(value, secrets_of_line(one.field, value));
      made.fixes.push_back(
          absl::StrCat(model::printable(one.field), ": ", model::printable(shown)));
    }
    made.left.insert(made.left.end(), one.left.begin(), one.left.end());
  }
  return made;
}

std::string present_fix(const head& of, const judgement& judged, bool shows_secrets) {
  if (shows_secrets) return corrected_head(of, judged.corrections);
  // Each line without its secrets, and then as it would be with them.
  head hidden = of;
  std::vector<std::string> values;
  values.reserve(of.fields.size());
  for (field_line& line : hidden.fields) {
    values.push_back(redact(line.value, secrets_of_line(line.name, line.value)));
    line.value = values.back();
  }
  const std::string start = redact(of.start_line, secrets_of_line("", of.start_line));
  hidden.start_line = start;
  std::vector<correction> corrections = judged.corrections;
  for (correction& one : corrections) {
    for (std::string& value : one.values) value = redact(value, secrets_of_line(one.field, value));
  }
  return corrected_head(hidden, corrections);
}

}  // namespace gauntlet::lint
