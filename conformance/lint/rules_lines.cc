// Field lines: their names, their number, and the octets between them.
#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/lint/message_rules.hpp"
#include "conformance/lint/octets.hpp"

namespace gauntlet::lint {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool is_end_of_line(char c) { return c == '\r' || c == '\n'; }

template <typename Look>
void each_line(const message_view& m, const Look& look) {
  for (const auth_field& field : m.fields) {
    for (const std::size_t line : field.lines) look(field, line, m.of.fields[line].value);
  }
}

void obs_fold(const message_view& m, std::vector<head_remark>& out) {
  each_line(m, [&](const auth_field& field, std::size_t line, std::string_view value) {
    for (std::size_t i = 0; i + 1 < value.size(); ++i) {
      if (value[i] != '\n' || !is_space(value[i + 1])) continue;
      const std::size_t begin = i > 0 && value[i - 1] == '\r' ? i - 1 : i;
      out.push_back({.text = "the value goes on in a second line, which a sender must not do",
                     .at = mark{line, begin, i + 1},
                     .field = std::string(field.kind.name)});
      return;
    }
  });
}

// A line break that is no fold: at the end, as a file or a shell leaves it, or inside.
void newline_in_value(const message_view& m, std::vector<head_remark>& out) {
  each_line(m, [&](const auth_field& field, std::size_t line, std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (!is_end_of_line(value[i])) continue;
      std::size_t end = i;
      while (end < value.size() && is_end_of_line(value[end])) ++end;
      const bool is_fold =
          end < value.size() && is_space(value[end]) && value[end - 1] == '\n' && end - i <= 2;
      if (is_fold) {
        i = end;
        continue;
      }
      out.push_back(
          {.text = end == value.size()
                       ? "a line break stands at the end of the value: that of the file or "
                         "variable it came from"
                       : "a line break stands inside of the value",
           .at = mark{line, i, end},
           .field = std::string(field.kind.name)});
      return;
    }
  });
}

void nul(const message_view& m, std::vector<head_remark>& out) {
  each_line(m, [&](const auth_field& field, std::size_t line, std::string_view value) {
    const std::size_t at = value.find('\0');
    if (at == std::string_view::npos) return;
    out.push_back({.text = "the control octet 0x00 may stand nowhere in a field value",
                   .at = mark{line, at, at + 1},
                   .field = std::string(field.kind.name)});
  });
}

void several_credentials_lines(const message_view& m, std::vector<head_remark>& out) {
  for (const auth_field& field : m.fields) {
    if (field.kind.operation != model::operation::credentials || field.lines.size() < 2) continue;
    const std::size_t second = field.lines[1];
    out.push_back(
        {.text = absl::StrCat(std::string(field.kind.name), " stands in ", field.lines.size(),
                              " lines, but it is one value and no list"),
         .at = mark{second, 0, m.of.fields[second].value.size()},
         .field = std::string(field.kind.name)});
  }
}

void space_before_colon(const message_view& m, std::vector<head_remark>& out) {
  each_line(m, [&](const auth_field& field, std::size_t line, std::string_view) {
    const std::string_view name = m.of.fields[line].name;
    if (name.empty() || !is_space(name.back())) return;
    out.push_back({.text = "white space stands between the field name and the colon",
                   .at = mark{line, 0, 0},
                   .field = std::string(field.kind.name)});
  });
}

void field_alias(const message_view& m, std::vector<head_remark>& out) {
  for (const auth_field& field : m.fields) {
    if (!field.kind.is_alias) continue;
    out.push_back({.text = absl::StrCat("the field is no field of RFC 9110; it is read as ",
                                        std::string(field.kind.name),
                                        ", which is the one that clients and servers know"),
                   .at = mark{field.lines.front(), 0, 0},
                   .field = std::string(field.kind.name)});
  }
}

void misspelt_field(const message_view& m, std::vector<head_remark>& out) {
  for (std::size_t i = 0; i < m.of.fields.size(); ++i) {
    const std::optional<field_kind> kind = misspelt_field_kind_of(trim(m.of.fields[i].name));
    if (!kind) continue;
    out.push_back(
        {.text = absl::StrCat("nothing reads this field: it is called ", std::string(kind->name)),
         .at = mark{i, 0, 0},
         .field = std::string(kind->name)});
  }
}

}  // namespace

const std::vector<named_message_rule> rules_of_lines = {
    {"obs-fold", &obs_fold},
    {"newline-in-value", &newline_in_value},
    {"control-octet", &nul},
    {"several-credentials-lines", &several_credentials_lines},
    {"space-before-colon", &space_before_colon},
    {"field-alias", &field_alias},
    {"misspelt-field", &misspelt_field},
};

}  // namespace gauntlet::lint
