#include "conformance/model/result.hpp"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/model/result_reader.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

struct nlohmann_access {
  using value = json;
  static bool string(const value& from, std::string_view& to) {
    if (from.is_string()) to = from.get_ref<const std::string&>();
    return from.is_string();
  }
  static bool boolean(const value& from, bool& to) {
    if (from.is_boolean()) to = from.get<bool>();
    return from.is_boolean();
  }
  static bool is_null(const value& of) { return of.is_null(); }
  static std::string type_name(const value& of) { return of.type_name(); }
  template <class Function>
  static bool each_item(const value& of, const Function& call) {
    if (!of.is_array()) return false;
    for (const value& item : of) {
      if (!call(item)) break;
    }
    return true;
  }
  template <class Function>
  static bool each_member(const value& of, const Function& call) {
    if (!of.is_object()) return false;
    for (const auto& [name, member] : of.items()) {
      if (!call(std::string_view(name), member)) break;
    }
    return true;
  }
};

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
  const std::string place = here.empty() ? "/" : here;
  if (!object.is_object()) {
    return absl::InvalidArgumentError(
        absl::StrCat(place, ": expected an object, got ", object.type_name()));
  }
  const std::string member(result_member(op));
  const auto found = object.find(member);
  if (found == object.end()) {
    return absl::InvalidArgumentError(absl::StrCat(place, ": the member \"", member,
                                                   "\" is missing (operation ",
                                                   std::string(to_string(op)), ")"));
  }
  result_reader<nlohmann_access> reader;
  result read;
  if (reader.read(op, *found, read)) return read;
  return absl::InvalidArgumentError(
      absl::StrCat(here, "/", member, reader.pointer(), ": ", reader.fault()));
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

ordered_json to_json(const param& of) {
  std::string text;
  append_json(text, of);
  return ordered_json::parse(text);
}

ordered_json to_json(const challenge& of) {
  std::string text;
  append_json(text, of);
  return ordered_json::parse(text);
}

ordered_json to_json(const result& of) {
  std::string text = "{";
  append_json_member(text, of);
  text.push_back('}');
  return ordered_json::parse(text);
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
