#include "conformance/schemes/data.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <utility>

#include "absl/strings/str_join.h"
#include "nlohmann/json.hpp"

namespace gauntlet::schemes {
namespace {

using nlohmann::json;

// The files, one string each.
constexpr const char* scheme_files[] = {
#include "scheme_files.inc"
};

// Where the member is missing: nothing of it.
std::vector<std::string> texts(const json& in, const char* name) {
  return in.value(name, std::vector<std::string>());
}

std::vector<reference> read_refs(const json& in, const std::vector<reference>& otherwise) {
  std::vector<reference> refs;
  for (const json& ref : in.value("refs", json::array()))
    refs.push_back({ref.at("rfc").get<int>(), "", ref.at("section").get<std::string>()});
  return refs.empty() ? otherwise : refs;
}

level level_of(const json& in, const char* name) {
  return in.value(name, json()) == "should" ? level::should : level::must;
}

// `name` or `name=value`.
std::vector<condition> read_conditions(const json& in, const char* name, const part& of) {
  std::vector<condition> made;
  for (const std::string& text : texts(in, name)) {
    const std::size_t equals = text.find('=');
    made.push_back({of.find(std::string_view(text).substr(0, equals)),
                    equals == std::string::npos ? "" : text.substr(equals + 1)});
  }
  return made;
}

void read_param(param_rule& made, const json& in, part& of) {
  made.is_required = in.at("required") != false;
  made.required_level = level_of(in, "required");
  made.unless = read_conditions(in, "unless", of);
  const std::string how = in.at("quoting").get<std::string>();
  made.quoting = how == "quoted"  ? quoting::quoted
                 : how == "token" ? quoting::token
                                  : quoting::both;
  made.quoting_level = level_of(in, "quoting_level");
  if (const std::vector<std::string> names = texts(in, "messages"); !names.empty()) {
    // Messages that have the same parameters count as one.
    const std::string joined = absl::StrJoin(names, ", ");
    const auto known = std::find(of.messages.begin(), of.messages.end(), joined);
    made.message = static_cast<std::size_t>(known - of.messages.begin());
    if (known == of.messages.end()) of.messages.push_back(joined);
  }
  const std::string form = in.value("form", "");
  made.is_word = form == "word";
  made.form = find_form(form);
  made.words = texts(in, "words");
  if (in.contains("default")) made.default_value = in.at("default").get<std::string>();
  made.is_once = in.value("once", false);
  made.needs = read_conditions(in, "needs", of);
  made.excludes = read_conditions(in, "excludes", of);
  const std::string answers = in.value("echo", "");
  made.echo = answers == "same"      ? echo::same
              : answers == "offered" ? echo::offered
              : answers == "asked"   ? echo::asked
                                     : echo::none;
  made.refs = read_refs(in, of.refs);
}

part read_part(const json& in, const std::string& scheme, const std::vector<reference>& otherwise) {
  part made;
  made.scheme = scheme;
  made.fields = texts(in, "fields");
  for (const std::string& payload : texts(in, "payloads")) {
    made.takes_none |= payload == "none";
    made.takes_token68 |= payload == "token68";
    made.takes_params |= payload == "params";
    made.takes_other |= payload == "other";
  }
  made.token68_form = find_form(in.value("token68_form", ""));
  made.never = texts(in, "never");
  made.refuses_unknown = in.value("unknown_params", "") == "refused";
  made.refs = read_refs(in, otherwise);
  const json params = in.value("params", json::array());
  // Rules name each other: the names are there first.
  for (const json& param : params)
    made.params.emplace_back().name = param.at("name").get<std::string>();
  for (std::size_t i = 0; i < params.size(); ++i) read_param(made.params[i], params[i], made);
  if (in.contains("distinct")) made.distinct = made.find(in.at("distinct").get<std::string>());
  return made;
}

scheme read_scheme(const json& file) {
  scheme made;
  made.name = file.at("scheme").get<std::string>();
  made.spellings = texts(file, "spellings");
  const json& defining = file.at("references").at(0);
  const std::vector<reference> otherwise = {
      {defining.value("rfc", 0), defining.value("doc", ""), ""}};
  for (const model::operation op :
       {model::operation::challenges, model::operation::credentials, model::operation::auth_info}) {
    const auto found = file.find(std::string(model::to_string(op)));
    if (found == file.end()) continue;
    made.parts[static_cast<std::size_t>(op)] = read_part(*found, made.name, otherwise);
  }
  return made;
}

std::vector<scheme> read_schemes() {
  std::vector<scheme> made;
  for (const char* text : scheme_files) made.push_back(read_scheme(json::parse(text)));
  return made;
}

}  // namespace

std::size_t part::find(std::string_view name) const noexcept {
  const auto found = std::find_if(params.begin(), params.end(), [&](const param_rule& rule) {
    return gauntlet::equals_ignore_case(rule.name, name);
  });
  return static_cast<std::size_t>(found - params.begin());
}

bool scheme::is(std::string_view text) const noexcept {
  return gauntlet::equals_ignore_case(name, text) ||
         std::any_of(spellings.begin(), spellings.end(), [&](const std::string& spelling) {
           return gauntlet::equals_ignore_case(spelling, text);
         });
}

const std::vector<scheme>& all_schemes() {
  static const std::vector<scheme> schemes = read_schemes();
  return schemes;
}

const scheme* find_scheme(std::string_view name) noexcept {
  const std::vector<scheme>& all = all_schemes();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const scheme& s) { return s.is(name); });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace gauntlet::schemes
