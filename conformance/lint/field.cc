#include "conformance/lint/field.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>

#include "conformance/lint/octets.hpp"
#include "conformance/model/spelling.hpp"

namespace gauntlet::lint {
namespace {

using model::operation;

constexpr field_kind kinds[] = {
    {"WWW-Authenticate", operation::challenges, false, false},
    {"Proxy-Authenticate", operation::challenges, true, false},
    {"Authorization", operation::credentials, false, false},
    {"Proxy-Authorization", operation::credentials, true, false},
    {"Authentication-Info", operation::auth_info, false, false},
    {"Proxy-Authentication-Info", operation::auth_info, true, false},
};

// Names under which gateways and devices pass such a value on.
struct alias {
  std::string_view name;
  const field_kind& of;
};
constexpr alias aliases[] = {
    {"X-WWW-Authenticate", kinds[0]},
    {"LFS-Authenticate", kinds[0]},
    {"X-Amzn-Remapped-WWW-Authenticate", kinds[0]},
    {"X-MS-Proxy-WWW-Authenticate", kinds[0]},
    {"X-Authorization", kinds[2]},
    {"X-Amzn-Remapped-Authorization", kinds[2]},
    {"X-Forwarded-Authorization", kinds[2]},
    {"X-Original-Authorization", kinds[2]},
    {"X-Serverless-Authorization", kinds[2]},
    {"X-Amzn-Remapped-Authentication-Info", kinds[4]},
};

bool is_space(char c) { return c == ' ' || c == '\t'; }

}  // namespace

std::optional<field_kind> field_kind_of(std::string_view name) noexcept {
  for (const field_kind& one : kinds) {
    if (gauntlet::equals_ignore_case(one.name, name)) return one;
  }
  for (const alias& one : aliases) {
    if (!gauntlet::equals_ignore_case(one.name, name)) continue;
    field_kind made = one.of;
    made.is_alias = true;
    return made;
  }
  return std::nullopt;
}

std::optional<field_kind> misspelt_field_kind_of(std::string_view name) {
  if (name.size() < 11 || name.size() > 21 || field_kind_of(name)) return std::nullopt;
  const struct {
    std::string_view wrong;
    const field_kind& right;
  } usual[] = {{"WWW-Authentication", kinds[0]}, {"WWW-Authorization", kinds[0]},
               {"WWW-Authorize", kinds[0]},      {"WWW_Authenticate", kinds[0]},
               {"Authenticate", kinds[0]},       {"Proxy-Authentication", kinds[1]},
               {"Authentication", kinds[2]},     {"Proxy-Authorisation", kinds[3]}};
  for (const auto& one : usual) {
    if (gauntlet::equals_ignore_case(one.wrong, name)) return one.right;
  }
  for (const field_kind& one : kinds) {
    if (one.operation != operation::auth_info &&
        to_lower(name.front()) == to_lower(one.name.front()) &&
        model::edit_distance(to_lower(name), to_lower(one.name)) <= 2)
      return one;
  }
  return std::nullopt;
}

std::vector<auth_field> auth_fields(const head& of, std::string_view also, operation also_as) {
  std::vector<auth_field> fields;
  for (std::size_t i = 0; i < of.fields.size(); ++i) {
    std::string_view name = of.fields[i].name;
    while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
    std::optional<field_kind> kind = field_kind_of(name);
    if (!kind && !also.empty() && gauntlet::equals_ignore_case(name, also)) {
      const field_kind& as = *std::find_if(
          kinds, std::end(kinds), [&](const field_kind& one) { return one.operation == also_as; });
      kind = as;
      kind->is_alias = true;
    }
    if (!kind) continue;
    auto field = std::find_if(fields.begin(), fields.end(), [&](const auth_field& one) {
      return gauntlet::equals_ignore_case(one.written, name);
    });
    if (field == fields.end()) {
      field = fields.insert(fields.end(), auth_field{});
      field->kind = *kind;
      field->written = name;
    } else {
      field->value.append(", ");
    }
    std::string line(of.fields[i].value);
    for (char& c : line) {
      if (c == '\r' || c == '\n' || c == '\0') c = ' ';
    }
    std::size_t begin = 0;
    std::size_t end = line.size();
    while (begin < end && is_space(line[begin])) ++begin;
    while (end > begin && is_space(line[end - 1])) --end;
    field->lines.push_back(i);
    field->is_redacted = field->is_redacted || of.fields[i].is_redacted;
    field->starts.push_back({field->value.size(), begin, end - begin});
    field->value.append(line, begin, end - begin);
  }
  return fields;
}

mark mark_of(const auth_field& field, schemes::span at) noexcept {
  std::size_t line = 0;
  while (line + 1 < field.starts.size() && field.starts[line + 1].in_value <= at.begin) ++line;
  const auth_field::start& start = field.starts[line];
  const auto in_line = [&](std::size_t place) {
    const std::size_t inside = place < start.in_value ? 0 : place - start.in_value;
    return start.in_line + std::min(inside, start.size);
  };
  return {field.lines[line], in_line(at.begin), in_line(std::max(at.begin, at.end))};
}

}  // namespace gauntlet::lint
