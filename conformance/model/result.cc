#include "conformance/model/result.hpp"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::model {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

absl::Status expected(const std::string& pointer, const char* what, const json& got) {
  return absl::InvalidArgumentError(absl::StrCat(pointer.empty() ? "/" : pointer, ": expected ",
                                                 what, ", got ", got.type_name()));
}

absl::StatusOr<std::string> read_octets(const json& value, const std::string& pointer) {
  if (!value.is_string()) return expected(pointer, "a string", value);
  absl::StatusOr<std::string> octets = octets_from_utf8(value.get_ref<const std::string&>());
  if (!octets.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(pointer, ": ", std::string(octets.status().message())));
  }
  return octets;
}

absl::StatusOr<std::string> read_member(const json& object, const char* name,
                                        const std::string& pointer) {
  const auto member = object.find(name);
  if (member == object.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat(pointer, ": the member \"", name, "\" is missing"));
  }
  return read_octets(*member, absl::StrCat(pointer, "/", name));
}

absl::StatusOr<std::vector<param>> read_params(const json& array, const std::string& pointer) {
  if (!array.is_array()) return expected(pointer, "an array of parameters", array);
  std::vector<param> params;
  params.reserve(array.size());
  for (const json& item : array) {
    const std::string here = absl::StrCat(pointer, "/", params.size());
    if (!item.is_object()) return expected(here, "a parameter object", item);
    absl::StatusOr<std::string> name = read_member(item, "name", here);
    if (!name.ok()) return name.status();
    absl::StatusOr<std::string> value = read_member(item, "value", here);
    if (!value.ok()) return value.status();
    param& added = params.emplace_back(param{*std::move(name), *std::move(value)});
    if (const auto quoted = item.find("quoted"); quoted != item.end() && !quoted->is_null()) {
      if (!quoted->is_boolean())
        return expected(absl::StrCat(here, "/quoted"), "true or false", *quoted);
      added.quoted = quoted->get<bool>();
    }
  }
  return params;
}

absl::StatusOr<challenge> read_challenge(const json& object, const std::string& pointer) {
  if (!object.is_object())
    return expected(pointer, "an object with scheme, token68 and params", object);
  absl::StatusOr<std::string> scheme = read_member(object, "scheme", pointer);
  if (!scheme.ok()) return scheme.status();
  challenge read{*std::move(scheme)};
  if (const auto token68 = object.find("token68"); token68 != object.end() && !token68->is_null()) {
    absl::StatusOr<std::string> octets = read_octets(*token68, absl::StrCat(pointer, "/token68"));
    if (!octets.ok()) return octets.status();
    read.token68 = *std::move(octets);
  }
  if (const auto params = object.find("params"); params != object.end() && !params->is_null()) {
    absl::StatusOr<std::vector<param>> list =
        read_params(*params, absl::StrCat(pointer, "/params"));
    if (!list.ok()) return list.status();
    read.params = *std::move(list);
  }
  return read;
}

void append_params(std::string& out, const std::vector<param>& params) {
  out.push_back('[');
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (i != 0) out.push_back(',');
    append_json(out, params[i]);
  }
  out.push_back(']');
}

void describe_params(std::string& out, const std::vector<param>& params) {
  out.push_back('{');
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (i != 0) out.append(", ");
    out.append(printable(params[i].name));
    out.push_back('=');
    const bool bare = params[i].quoted.has_value() && !*params[i].quoted;
    out.append(bare ? printable(params[i].value) : quoted_printable(params[i].value));
  }
  out.push_back('}');
}

void describe_challenge(std::string& out, const challenge& shown) {
  out.append(printable(shown.scheme));
  if (shown.token68) {
    out.push_back(' ');
    out.append(printable(*shown.token68));
  }
  if (!shown.params.empty()) {
    out.push_back(' ');
    describe_params(out, shown.params);
  }
}

}  // namespace

std::string_view to_string(operation op) noexcept {
  switch (op) {
    case operation::challenges:
      return "challenges";
    case operation::credentials:
      return "credentials";
    case operation::auth_info:
      return "auth-info";
  }
  return "";
}

std::optional<operation> operation_from_string(std::string_view name) noexcept {
  for (const operation op : {operation::challenges, operation::credentials, operation::auth_info}) {
    if (name == to_string(op)) return op;
  }
  return std::nullopt;
}

operation operation_of(const result& of) noexcept { return static_cast<operation>(of.index()); }

result empty_result(operation op) {
  switch (op) {
    case operation::challenges:
      return challenges_result{};
    case operation::credentials:
      return credentials_result{};
    case operation::auth_info:
      break;
  }
  return auth_info_result{};
}

std::string_view result_member(operation op) noexcept {
  return op == operation::auth_info ? std::string_view("params") : to_string(op);
}

absl::StatusOr<result> result_from_json(operation op, const json& object,
                                        std::string_view pointer) {
  const std::string here(pointer);
  if (!object.is_object()) return expected(here, "an object", object);
  const std::string member(result_member(op));
  const auto found = object.find(member);
  if (found == object.end()) {
    return absl::InvalidArgumentError(absl::StrCat(here.empty() ? "/" : here, ": the member \"",
                                                   member, "\" is missing (operation ",
                                                   std::string(to_string(op)), ")"));
  }
  const std::string there = absl::StrCat(here, "/", member);
  if (op == operation::credentials) {
    absl::StatusOr<challenge> read = read_challenge(*found, there);
    if (!read.ok()) return read.status();
    return result(std::in_place_type<credentials_result>, *std::move(read));
  }
  if (op == operation::auth_info) {
    absl::StatusOr<std::vector<param>> read = read_params(*found, there);
    if (!read.ok()) return read.status();
    return result(std::in_place_type<auth_info_result>, *std::move(read));
  }
  if (!found->is_array()) return expected(there, "an array of challenges", *found);
  challenges_result read;
  read.reserve(found->size());
  for (const json& item : *found) {
    absl::StatusOr<challenge> one = read_challenge(item, absl::StrCat(there, "/", read.size()));
    if (!one.ok()) return one.status();
    read.push_back(*std::move(one));
  }
  return result(std::in_place_type<challenges_result>, std::move(read));
}

ordered_json to_json(const param& of) {
  ordered_json object = {{"name", utf8_from_octets(of.name)},
                         {"value", utf8_from_octets(of.value)}};
  if (of.quoted) object["quoted"] = *of.quoted;
  return object;
}

ordered_json to_json(const challenge& of) {
  ordered_json object = ordered_json::object();
  object["scheme"] = utf8_from_octets(of.scheme);
  object["token68"] =
      of.token68 ? ordered_json(utf8_from_octets(*of.token68)) : ordered_json(nullptr);
  object["params"] = ordered_json::array();
  for (const param& p : of.params) object["params"].push_back(to_json(p));
  return object;
}

ordered_json to_json(const result& of) {
  ordered_json object = ordered_json::object();
  const std::string member(result_member(operation_of(of)));
  if (const auto* credentials = std::get_if<credentials_result>(&of)) {
    object[member] = to_json(*credentials);
    return object;
  }
  object[member] = ordered_json::array();
  if (const auto* challenges = std::get_if<challenges_result>(&of)) {
    for (const challenge& c : *challenges) object[member].push_back(to_json(c));
  } else {
    for (const param& p : std::get<auth_info_result>(of)) object[member].push_back(to_json(p));
  }
  return object;
}

void append_json(std::string& out, const param& of) {
  out.append("{\"name\":");
  append_json_string(out, of.name);
  out.append(",\"value\":");
  append_json_string(out, of.value);
  if (of.quoted) out.append(*of.quoted ? ",\"quoted\":true" : ",\"quoted\":false");
  out.push_back('}');
}

void append_json(std::string& out, const challenge& of) {
  out.append("{\"scheme\":");
  append_json_string(out, of.scheme);
  out.append(",\"token68\":");
  if (of.token68) {
    append_json_string(out, *of.token68);
  } else {
    out.append("null");
  }
  out.append(",\"params\":");
  append_params(out, of.params);
  out.push_back('}');
}

void append_json_member(std::string& out, const result& of) {
  out.push_back('"');
  out.append(result_member(operation_of(of)));
  out.append("\":");
  if (const auto* credentials = std::get_if<credentials_result>(&of)) {
    append_json(out, *credentials);
  } else if (const auto* challenges = std::get_if<challenges_result>(&of)) {
    out.push_back('[');
    for (std::size_t i = 0; i < challenges->size(); ++i) {
      if (i != 0) out.push_back(',');
      append_json(out, (*challenges)[i]);
    }
    out.push_back(']');
  } else {
    append_params(out, std::get<auth_info_result>(of));
  }
}

std::string describe(const result& of) {
  std::string out;
  if (const auto* credentials = std::get_if<credentials_result>(&of)) {
    describe_challenge(out, *credentials);
  } else if (const auto* challenges = std::get_if<challenges_result>(&of)) {
    if (challenges->empty()) return "no challenges";
    for (std::size_t i = 0; i < challenges->size(); ++i) {
      if (i != 0) out.append(", ");
      describe_challenge(out, (*challenges)[i]);
    }
  } else {
    describe_params(out, std::get<auth_info_result>(of));
  }
  return out;
}

}  // namespace gauntlet::model
