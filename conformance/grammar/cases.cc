#include "conformance/grammar/cases.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/grammar/facts.hpp"
#include "conformance/grammar/suite.hpp"
#include "conformance/model/case_file.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/sha256.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::grammar_engine {
namespace {

using nlohmann::ordered_json;

std::vector<const std::vector<model::param>*> parameter_lists(const model::result& in) {
  std::vector<const std::vector<model::param>*> out;
  if (const auto* challenges = std::get_if<model::challenges_result>(&in)) {
    for (const model::challenge& one : *challenges) out.push_back(&one.params);
  } else if (const auto* credentials = std::get_if<model::credentials_result>(&in)) {
    out.push_back(&credentials->params);
  } else {
    out.push_back(&std::get<model::auth_info_result>(in));
  }
  return out;
}

bool repeats_a_name(const model::result& in) {
  for (const auto* params : parameter_lists(in)) {
    std::set<std::string> seen;
    for (const model::param& one : *params) {
      if (!seen.insert(absl::AsciiStrToLower(one.name)).second) return true;
    }
  }
  return false;
}

std::vector<model::param> one_of_each(const std::vector<model::param>& params, bool first) {
  std::vector<model::param> out;
  std::set<std::string> seen;
  const auto take = [&](const model::param& one) {
    if (seen.insert(absl::AsciiStrToLower(one.name)).second) out.push_back(one);
  };
  if (first) {
    for (const model::param& one : params) take(one);
  } else {
    for (auto one = params.rbegin(); one != params.rend(); ++one) take(*one);
    std::reverse(out.begin(), out.end());
  }
  return out;
}

model::result one_of_each(model::result in, bool first) {
  if (auto* challenges = std::get_if<model::challenges_result>(&in)) {
    for (model::challenge& one : *challenges) one.params = one_of_each(one.params, first);
  } else if (auto* credentials = std::get_if<model::credentials_result>(&in)) {
    credentials->params = one_of_each(credentials->params, first);
  } else {
    auto& params = std::get<model::auth_info_result>(in);
    params = one_of_each(params, first);
  }
  return in;
}

bool is_white(char octet) { return octet == ' ' || octet == '\t'; }

// RFC 9110 5.6.4 and 5.6.3: an escape that is not needed; OWS that is neither one SP nor nothing.
bool is_unusual(std::string_view value, const labeller::labelling& labels) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const role what = labels.octets[i].what;
    if (what == role::escape && value[i + 1] != '"' && value[i + 1] != '\\') return true;
    if (what != role::ignored || value[i] != ',') continue;
    std::size_t begin = i, end = i + 1;
    while (begin > 0 && is_white(value[begin - 1])) --begin;
    while (end < value.size() && is_white(value[end])) ++end;
    for (const std::string_view ows :
         {value.substr(begin, i - begin), value.substr(i + 1, end - i - 1)}) {
      if (!ows.empty() && ows != " ") return true;
    }
  }
  return false;
}

const char* generate_of(const engine& of, operation op, const std::string& value) {
  const language& sender = of.of(op, grammar::sender);
  labeller::labelling labels;
  if (!sender.raw_labeller.run(value, labels)) return "must-not";
  const bool repeats = repeats_a_name(result_of(op, value, labels));
  if (repeats && op == operation::challenges) return "must-not";
  return repeats || is_unusual(value, labels) ? "should-not" : "valid";
}

std::string shortened(std::string text, std::size_t length) {
  if (text.size() > length) text = text.substr(0, length - 3) + "...";
  return text;
}

std::string octet_name(char octet) {
  if (octet == ' ') return "SP";
  if (octet == '\t') return "HTAB";
  return model::printable(std::string_view(&octet, 1));
}

bool holds_any(const std::vector<std::string>& lines, std::string_view octets) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.find_first_of(octets) != std::string::npos;
  });
}

// Every obs-fold of CR LF SP as one SP, then each CR, LF and NUL as one.
std::vector<std::string> as_spaces_of(std::vector<std::string> lines) {
  for (std::string& line : lines) {
    line = absl::StrReplaceAll(line, {{"\r\n ", " "}});
    for (char& octet : line) {
      if (octet == '\r' || octet == '\n' || octet == '\0') octet = ' ';
    }
  }
  return lines;
}

absl::Status add_case_file(const std::filesystem::path& path, operation op, collection& out) {
  const absl::StatusOr<std::string> text = model::read_file(path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<nlohmann::json> file = model::parse_json(*text, path.string());
  if (!file.ok()) return file.status();
  if (!file->is_object() || !file->contains("cases") || !(*file)["cases"].is_array()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path.string(), ": expected a case file, an object with `cases`"));
  }
  for (const nlohmann::json& in_file : (*file)["cases"]) {
    if (!in_file.is_object()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path.string(), ": expected an object for every case"));
    }
    const nlohmann::json one = model::merged_case(*file, in_file);
    if (one.value("operation", "") != model::to_string(op) || !one.contains("lines")) continue;
    std::vector<std::string> lines;
    for (const nlohmann::json& line : one["lines"]) {
      absl::StatusOr<std::string> octets =
          line.is_string()
              ? model::octets_from_utf8(line.get<std::string>())
              : absl::StatusOr<std::string>(absl::InvalidArgumentError("expected a string"));
      if (!octets.ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat(path.string(), ": lines: ", std::string(octets.status().message())));
      }
      lines.push_back(*std::move(octets));
    }
    out.combined.push_back(combined(lines));
    out.lines.push_back(lines.size() == 1 ? lines.front() : out.combined.back());
  }
  return absl::OkStatus();
}

}  // namespace

std::string generated_id(operation op, const std::vector<std::string>& lines) {
  model::sha256 hash;
  for (const std::string& line : lines) {
    hash.update(std::to_string(line.size()));
    hash.update(":");
    hash.update(line);
    hash.update(",");
  }
  return absl::StrCat("generated/", std::string(model::to_string(op)), "/",
                      hash.hex().substr(0, 12));
}

ordered_json generated_case(const engine& of, operation op, const std::vector<std::string>& lines) {
  const std::string value = combined(lines);
  const outcome found = of.run(op, grammar::recipient, value);
  ordered_json out;
  out["id"] = generated_id(op, lines);
  if (found.accepted) {
    const std::string text = model::describe(found.result);
    out["title"] =
        shortened(absl::StrCat("valid: ", text.empty() ? "nothing but empty elements" : text), 110);
  } else if (found.offset == value.size()) {
    out["title"] = "invalid: ends too early";
  } else {
    out["title"] =
        absl::StrCat("invalid from octet ", found.offset, " on: ", octet_name(value[found.offset]));
  }
  ordered_json& shown = out["lines"] = ordered_json::array();
  for (const std::string& line : lines) shown.push_back(model::utf8_from_octets(line));

  if (holds_any(lines, std::string_view("\r\n\0", 3))) {
    const std::vector<std::string> spaced = as_spaces_of(lines);
    const outcome as_spaces = of.run_lines(op, grammar::recipient, spaced);
    out["parse"] = "must-not-pass";
    out["generate"] = "must-not";
    out["expect"] = as_spaces.accepted ? model::to_json(as_spaces.result) : ordered_json(nullptr);
    out["offset"] = found.offset;
    out["layer"] = "message";
    add_facts(out, of, op, lines);
    return out;
  }
  const std::string_view generate = generate_of(of, op, value);
  if (!found.accepted) {
    out["parse"] = "may-accept";
    out["generate"] = generate;
    out["offset"] = found.offset;
  } else if (repeats_a_name(found.result)) {
    out["parse"] = "implementation-defined";
    out["generate"] = generate;
    out["alternatives"] = {
        {{"name", "all"}, {"expect", model::to_json(found.result)}},
        {{"name", "first"}, {"expect", model::to_json(one_of_each(found.result, true))}},
        {{"name", "last"}, {"expect", model::to_json(one_of_each(found.result, false))}},
        {{"name", "reject"}}};
  } else {
    out["parse"] = "must-accept";
    out["generate"] = generate;
    out["expect"] = model::to_json(found.result);
  }
  if (lines.size() > 1) out["layer"] = "message";
  add_facts(out, of, op, lines);
  return out;
}

std::string case_file(operation op, const std::string& comment,
                      const std::vector<ordered_json>& cases) {
  ordered_json head;
  head["suite"] = "gauntlet";
  head["format"] = 1;
  head["license"] = "CC0-1.0";
  head["description"] = comment;
  head["operation"] = model::to_string(op);
  ordered_json& defaults = head["defaults"];
  defaults["since"] = "0.1.0";
  // What most cases have in common is said once.
  defaults["parse"] = "may-accept";
  defaults["generate"] = "must-not";
  std::string out = head.dump(-1, ' ', true);
  out.pop_back();
  out += ",\"cases\":[";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    ordered_json one = cases[i];
    for (const char* name : {"parse", "generate"}) {
      if (one[name] == defaults[name]) one.erase(name);
    }
    out += i == 0 ? "\n" : ",\n";
    out += one.dump(-1, ' ', true);
  }
  out += "\n]}\n";
  return out;
}

std::string complete_case_file(const engine& of, operation op, grammar g, std::size_t extra_states,
                               bool raw) {
  const std::vector<std::string> values = complete_suite(of, op, g, extra_states, raw);
  const language& in = of.of(op, g);
  const std::size_t states = (raw ? in.raw : in.line).size();
  std::vector<ordered_json> cases;
  cases.reserve(values.size());
  for (const std::string& value : values) cases.push_back(generated_case(of, op, {value}));
  return case_file(
      op,
      absl::StrCat("Derived by the program, not written by hand. The HSI suite of the minimal "
                   "automaton of grammar ",
                   std::string(to_string(g)), ", ",
                   raw ? "the raw rule" : "field lines (OWS rule OWS)", ": ", states,
                   " states with the dead one, ", of.classes(g).size(),
                   " classes of octets. What accepts exactly "
                   "the valid ones of these values accepts exactly the language, provided that it "
                   "tells no more than ",
                   states + extra_states, " states apart and treats octets of a class alike."),
      cases);
}

absl::StatusOr<collection> read_collection(const std::string& path, operation op,
                                           const std::vector<std::string>& families,
                                           const std::vector<std::string>& except) {
  namespace fs = std::filesystem;
  collection out;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator at(path, error), end; at != end; at.increment(error)) {
      if (error) break;
      if (!at->is_regular_file() || at->path().extension() != ".json") continue;
      const std::string family = fs::relative(at->path(), path).begin()->string();
      const auto names = [&](const std::vector<std::string>& list) {
        return std::find(list.begin(), list.end(), family) != list.end();
      };
      if ((families.empty() || names(families)) && !names(except)) files.push_back(at->path());
    }
    if (error) return absl::NotFoundError(absl::StrCat(path, ": ", error.message()));
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      if (absl::Status status = add_case_file(file, op, out); !status.ok()) return status;
    }
    return out;
  }
  if (fs::path(path).extension() == ".json") {
    if (absl::Status status = add_case_file(path, op, out); !status.ok()) return status;
    return out;
  }
  const absl::StatusOr<std::string> text = model::read_file(path);
  if (!text.ok()) return text.status();
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    out.lines.push_back(text->substr(begin, end - begin));
    out.combined.push_back(combined({out.lines.back()}));
    begin = end + 1;
  }
  return out;
}

}  // namespace gauntlet::grammar_engine
