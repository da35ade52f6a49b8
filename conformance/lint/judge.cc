#include "conformance/lint/judge.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/lint/field.hpp"
#include "conformance/lint/fix.hpp"
#include "conformance/lint/message_rules.hpp"
#include "conformance/lint/octets.hpp"
#include "conformance/lint/pairs.hpp"
#include "conformance/lint/rules.hpp"
#include "conformance/lint/value.hpp"

namespace gauntlet::lint {
namespace {

// What has a row in rules.json: its level and its references.
finding of_rule(const std::string& id, std::string text) {
  finding made;
  made.rule = id;
  made.text = std::move(text);
  if (const rule* found = find_rule(id)) {
    made.level = found->level;
    made.refs = found->refs;
  }
  return made;
}

finding of_remark(const remark& what, const auth_field& field) {
  finding made = of_rule(what.rule, what.text);
  if (what.level) made.level = *what.level;
  if (!what.refs.empty()) made.refs = what.refs;
  made.at = mark_of(field, what.at);
  if (what.cause) made.cause = mark_of(field, *what.cause);
  made.field = field.kind.name;
  return made;
}

// Whether something about the field's lines is wrong that writing them again corrects.
bool is_rewritten(const head& of, const auth_field& field, const std::vector<std::string>& values) {
  if (values.size() != field.lines.size()) return true;
  for (std::size_t i = 0; i < field.lines.size(); ++i) {
    const field_line& line = of.fields[field.lines[i]];
    if (trim(line.value) != values[i] || line.name.empty() || line.name.back() == ' ' ||
        line.name.back() == '\t')
      return true;
  }
  return false;
}

}  // namespace

struct judge::state {
  judge_settings settings;
  lint::pairs pairs;
};

judge::judge(judge_settings settings)
    : state_(
          std::make_unique<state>(state{settings, lint::pairs(settings.user, settings.password)})) {
}
judge::~judge() = default;
judge::judge(judge&&) noexcept = default;
judge& judge::operator=(judge&&) noexcept = default;

judgement judge::on(const head& of) {
  judgement made;
  const std::vector<auth_field> fields =
      auth_fields(of, state_->settings.also, state_->settings.also_as);
  made.fields = fields.size();
  for (const head_remark& one : remarks_on(message_view{of, fields})) {
    finding& put = made.findings.emplace_back(of_rule(one.rule, one.text));
    put.at = one.at;
    put.field = one.field;
    if (put.level == schemes::level::must && !one.why_not.empty())
      made.left.push_back(absl::StrCat(one.rule, ": ", one.text, "; ", one.why_not));
  }
  std::vector<looked_at> values;
  for (const auth_field& field : fields) {
    const looked_at& value = values.emplace_back(field.is_redacted ? looked_at{} : look_at(field));
    if (field.is_redacted) continue;
    for (const remark& one : value.remarks) made.findings.push_back(of_remark(one, field));
    const bool is_changed = is_rewritten(of, field, value.values);
    if (!value.left.empty() || is_changed)
      made.corrections.push_back(
          {field.written, field.lines, value.values, is_changed, value.left});
  }
  for (pair_remark& one : state_->pairs.on(of, fields, values)) {
    if (one.what.text.ends_with('.')) one.what.text.pop_back();
    made.findings.push_back(one.field ? of_remark(one.what, fields[*one.field])
                                      : of_rule(one.what.rule, one.what.text));
    if (made.findings.back().level == schemes::level::must)
      made.left.push_back(
          absl::StrCat(one.what.rule, ": it takes another message, not another line"));
  }
  return made;
}

std::vector<head_remark> remarks_on(const message_view& m) {
  std::vector<head_remark> all;
  for (const std::vector<named_message_rule>* rules : {&rules_of_status, &rules_of_lines}) {
    for (const named_message_rule& one : *rules) {
      const std::size_t before = all.size();
      one.look(m, all);
      for (std::size_t i = before; i < all.size(); ++i) all[i].rule = one.id;
    }
  }
  return all;
}

const auth_field* message_view::find(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auth_field& one) {
    return one.kind.name == name && !one.kind.is_alias;
  });
  return found == fields.end() ? nullptr : &*found;
}

bool has_member(std::string_view value, std::string_view text) {
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    if (gauntlet::equals_ignore_case(trim(value.substr(0, comma)), text)) return true;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return false;
}

std::optional<std::string_view> find_value(const head& of, std::string_view name) {
  for (const field_line& line : of.fields) {
    if (gauntlet::equals_ignore_case(line.name, name)) return line.value;
  }
  return std::nullopt;
}

bool is_cleartext(const head& of) {
  if (of.is_tls.value_or(true)) return false;
  std::string_view host = of.host;
  const bool is_bracketed = host.starts_with('[');
  host = host.substr(0, is_bracketed ? host.find(']') + 1 : host.find(':'));
  return !gauntlet::equals_ignore_case(host, "localhost") && !host.starts_with("127.") &&
         host != "[::1]" && !ends_with(host, ".localhost");
}

}  // namespace gauntlet::lint
