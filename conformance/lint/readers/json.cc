#include "conformance/lint/readers/json.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <utility>

namespace gauntlet::lint::readers {
namespace {

using simdjson::dom::array;
using simdjson::dom::element_type;
using simdjson::dom::object;

std::optional<array> array_of(const json& value) {
  if (value.type() != element_type::ARRAY) return std::nullopt;
  return array(value);
}

// The first member that is there.
std::optional<json> member_of(const json& value, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::optional<json> found = member(value, name)) return found;
  }
  return std::nullopt;
}

class adder {
 public:
  adder(head_builder& to, const place& at) : to_(to), at_(at) {}

  bool add(const json& fields) {
    if (const std::optional<std::string_view> text = string_of(fields)) return add_text(*text);
    if (const std::optional<array> all = array_of(fields)) return add_array(*all);
    if (fields.type() != element_type::OBJECT) return false;
    const std::optional<json> name = member_of(fields, {"name", "Name", "key"});
    const std::optional<json> value = member_of(fields, {"value", "Value", "values"});
    if (name && value) return add_named(*name, *value);
    bool is_read = true;
    for (const simdjson::dom::key_value_pair each : object(fields))
      is_read &= add_field(each.key, each.value);
    return is_read;
  }

 private:
  bool add_line(std::string_view utf8) {
    const std::string_view line = octets_of(utf8, room_);
    const std::optional<name_and_value> field = field_of(line);
    if (field) to_.add(field->name, without_line_end(field->value), at_);
    return field.has_value();
  }

  static std::string_view without_line_end(std::string_view value) {
    if (value.ends_with('\n')) value.remove_suffix(1);
    if (value.ends_with('\r')) value.remove_suffix(1);
    return value;
  }

  // A head as text; its start line may be there.
  bool add_text(std::string_view utf8) {
    bool is_read = true;
    bool is_first = true;
    while (!utf8.empty()) {
      const std::size_t end = std::min(utf8.find('\n'), utf8.size());
      std::string_view line = utf8.substr(0, end);
      utf8.remove_prefix(std::min(end + 1, utf8.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      const bool is_start = std::exchange(is_first, false) && (status_of(line) || request_of(line));
      if (!line.empty() && !is_start) is_read &= add_line(line);
    }
    return is_read;
  }

  bool add_array(const array& all) {
    if (all.begin() == all.end()) return true;
    const json first = *all.begin();
    const std::optional<std::string_view> text = string_of(first);
    bool is_read = true;
    if (text && !field_of(*text)) {
      std::optional<std::string_view> name;
      for (const json each : all) {
        const std::optional<std::string_view> next = string_of(each);
        if (!next) return false;
        if (name) {
          is_read &= add_field(*name, each);
          name.reset();
        } else {
          name = next;
        }
      }
      return is_read && !name;
    }
    for (const json each : all) {
      if (text) {
        const std::optional<std::string_view> line = string_of(each);
        is_read &= line && add_line(*line);
      } else if (const std::optional<array> pair = array_of(each)) {
        is_read &= pair->size() == 2 && string_of(pair->at(0)) &&
                   add_field(*string_of(pair->at(0)), pair->at(1).value());
      } else {
        is_read &= each.type() == element_type::OBJECT && add(each);
      }
    }
    return is_read;
  }

  bool add_named(const json& name, const json& value) {
    if (const std::optional<std::string_view> text = string_of(name))
      return add_field(*text, value);
    const std::optional<array> names = array_of(name);
    const std::optional<array> values = array_of(value);
    if (!names || !values || names->size() != values->size()) return false;
    bool is_read = true;
    auto next = values->begin();
    for (const json each : *names) {
      const std::optional<std::string_view> text = string_of(each);
      is_read &= text && add_field(*text, *next);
      ++next;
    }
    return is_read;
  }

  bool add_field(std::string_view name, const json& value) {
    if (const std::optional<array> all = array_of(value)) {
      bool is_read = true;
      for (const json each : *all)
        is_read &= each.type() != element_type::ARRAY && add_field(name, each);
      return is_read;
    }
    const std::optional<std::string_view> text = string_of(value);
    if (!text) return false;
    const std::string_view auth_field =
        name.find('_') == std::string_view::npos ? std::string_view() : auth_field_of(name);
    to_.add(auth_field.empty() ? octets_of(name, name_room_) : auth_field, octets_of(*text, room_),
            at_);
    return true;
  }

  head_builder& to_;
  place at_;
  std::string room_{};
  std::string name_room_{};
};

}  // namespace

std::optional<json> json_parser::parse(std::string_view text) {
  padded_.assign(text);
  padded_.append(simdjson::SIMDJSON_PADDING, '\0');
  json document;
  if (parser_.parse(padded_.data(), text.size(), false).get(document) != simdjson::SUCCESS)
    return std::nullopt;
  return document;
}

std::optional<json> member(const json& value, std::string_view name) {
  json found;
  if (value.type() != element_type::OBJECT || value.at_key(name).get(found) != simdjson::SUCCESS)
    return std::nullopt;
  return found;
}

std::optional<std::string_view> string_of(const std::optional<json>& value) {
  if (!value || value->type() != element_type::STRING) return std::nullopt;
  return value->get_string().value();
}

std::optional<std::string_view> text_of(const std::optional<json>& value) {
  if (!value) return std::nullopt;
  if (const std::optional<array> all = array_of(*value))
    return all->begin() == all->end() ? std::nullopt : string_of(*all->begin());
  return string_of(value);
}

std::optional<std::int64_t> number_of(const std::optional<json>& value) {
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  if (value->get_int64().get(number) == simdjson::SUCCESS) return number;
  const std::optional<std::string_view> text = text_of(value);
  if (!text) return std::nullopt;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || stop != text->data() + text->size()) return std::nullopt;
  return number;
}

std::string_view octets_of(std::string_view utf8, std::string& room) {
  const auto is_wide = [](char octet) { return static_cast<unsigned char>(octet) > 0xC3; };
  const auto is_ascii = [](char octet) { return static_cast<unsigned char>(octet) < 0x80; };
  if (std::all_of(utf8.begin(), utf8.end(), is_ascii) ||
      std::any_of(utf8.begin(), utf8.end(), is_wide))
    return utf8;
  room.clear();
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    if (first < 0x80 || i + 1 == utf8.size()) {
      room.push_back(utf8[i]);
    } else {
      const auto second = static_cast<unsigned char>(utf8[++i]);
      room.push_back(static_cast<char>((first & 0x03U) << 6U | (second & 0x3FU)));
    }
  }
  return room;
}

bool add_fields(head_builder& to, const json& fields, const place& at) {
  return adder(to, at).add(fields);
}

}  // namespace gauntlet::lint::readers
