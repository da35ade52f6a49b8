#include "conformance/runner/protocol.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/json_text.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/result_reader.hpp"
#include "conformance/model/sha256.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"
#include "simdjson.h"

namespace gauntlet::runner {
namespace {

using nlohmann::json;
namespace dom = simdjson::dom;

absl::Status wrong(const std::string& what) { return absl::InvalidArgumentError(what); }

// The beginning of something that came from an adapter, fit for a message.
std::string excerpt(std::string_view line) {
  constexpr std::size_t shown = 120;
  return absl::StrCat(model::quoted_printable(line.substr(0, shown)),
                      line.size() > shown ? "..." : "");
}

// At most max_text octets, cut where no UTF-8 sequence is torn.
std::string bounded(std::string_view text) {
  if (text.size() <= max_text) return std::string(text);
  std::size_t end = max_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return absl::StrCat(std::string(text.substr(0, end)), "...");
}

// Reads a member of `observes` that is one of a few words.
template <typename Enum, std::size_t N>
absl::Status read_word(const json& object, const char* name,
                       const std::array<std::pair<const char*, Enum>, N>& words, Enum& to) {
  const auto found = object.find(name);
  if (found == object.end()) return absl::OkStatus();
  for (const auto& [word, value] : words) {
    if (*found == word) {
      to = value;
      return absl::OkStatus();
    }
  }
  return wrong(absl::StrCat("observes: \"", name, "\" is ", found->dump().substr(0, 120),
                            ", which protocol 1 does not know"));
}

absl::Status read_flag(const json& object, const char* name, std::optional<bool>& to) {
  const auto found = object.find(name);
  if (found == object.end()) return absl::OkStatus();
  if (!found->is_boolean())
    return wrong(absl::StrCat("observes: \"", name, "\" has to be true or false"));
  to = found->get<bool>();
  return absl::OkStatus();
}

// Lists are of names that people wrote: more, or longer ones, would only cost time.
constexpr std::size_t max_names = 256;
constexpr std::size_t max_name = 256;

absl::Status read_names(const json& object, const char* name,
                        std::optional<std::vector<std::string>>& to) {
  const auto found = object.find(name);
  if (found == object.end()) return absl::OkStatus();
  if (!found->is_array())
    return wrong(absl::StrCat("observes: \"", name, "\" has to be an array of strings"));
  if (found->size() > max_names)
    return wrong(absl::StrCat("observes: \"", name, "\" has ", found->size(), " entries; at most ",
                              max_names, " are taken"));
  to.emplace();
  for (const json& item : *found) {
    if (!item.is_string())
      return wrong(absl::StrCat("observes: \"", name, "\" has to be an array of strings"));
    if (item.get_ref<const std::string&>().size() > max_name)
      return wrong(absl::StrCat("observes: an entry of \"", name, "\" is longer than ", max_name,
                                " octets"));
    to->push_back(item.get<std::string>());
  }
  return absl::OkStatus();
}

absl::StatusOr<observes> read_observes(const json& object) {
  if (!object.is_object()) return wrong("observes has to be an object");
  static const std::set<std::string> known = {
      "scheme_case", "name_case",   "params",       "duplicates",  "token68", "quoted", "lines",
      "challenges",  "same_scheme", "only_schemes", "only_params", "octets",  "checks", "input"};
  for (const auto& item : object.items()) {
    if (known.count(item.key()) == 0) {
      return wrong(absl::StrCat("observes: the member ", model::quoted_printable(item.key()),
                                " is unknown to protocol 1"));
    }
  }
  observes can;
  std::optional<bool> token68;
  // Shown, never judged: only whether the words are known.
  enum class letter_case { preserved, lower, upper, title };
  using lc = letter_case;
  lc scheme_case{};
  lc name_case{};
  for (const absl::Status& status : {
           read_word<lc, 4>(object, "scheme_case",
                            {{{"preserved", lc::preserved},
                              {"lower", lc::lower},
                              {"upper", lc::upper},
                              {"title", lc::title}}},
                            scheme_case),
           read_word<lc, 2>(object, "name_case",
                            {{{"preserved", lc::preserved}, {"lower", lc::lower}}}, name_case),
           read_word<params_form, 3>(object, "params",
                                     {{{"ordered", params_form::ordered},
                                       {"map", params_form::map},
                                       {"none", params_form::none}}},
                                     can.params),
           read_word<kept_duplicates, 4>(object, "duplicates",
                                         {{{"kept", kept_duplicates::kept},
                                           {"first", kept_duplicates::first},
                                           {"last", kept_duplicates::last},
                                           {"error", kept_duplicates::error}}},
                                         can.duplicates),
           read_flag(object, "token68", token68),
           read_flag(object, "quoted", can.quoted),
           read_word<line_form, 5>(object, "lines",
                                   {{{"all", line_form::all},
                                     {"each", line_form::each},
                                     {"first", line_form::first},
                                     {"last", line_form::last},
                                     {"one", line_form::one}}},
                                   can.lines),
           read_word<kept_items, 3>(object, "challenges",
                                    {{{"all", kept_items::all},
                                      {"first", kept_items::first},
                                      {"last", kept_items::last}}},
                                    can.challenges),
           read_word<kept_schemes, 4>(object, "same_scheme",
                                      {{{"kept", kept_schemes::kept},
                                        {"first", kept_schemes::first},
                                        {"last", kept_schemes::last},
                                        {"merged", kept_schemes::merged}}},
                                      can.same_scheme),
           read_names(object, "only_schemes", can.only_schemes),
           read_names(object, "only_params", can.only_params),
           read_word<octet_form, 4>(object, "octets",
                                    {{{"bytes", octet_form::bytes},
                                      {"latin1", octet_form::latin1},
                                      {"utf8", octet_form::utf8},
                                      {"ascii", octet_form::ascii}}},
                                    can.octets),
           read_word<rules_checked, 2>(
               object, "checks",
               {{{"grammar", rules_checked::grammar}, {"scheme", rules_checked::scheme}}},
               can.checks),
           read_word<input_form, 2>(
               object, "input", {{{"value", input_form::value}, {"message", input_form::message}}},
               can.input),
       }) {
    if (!status.ok()) return status;
  }
  can.token68 = token68.value_or(true);
  if (can.only_schemes && !object.contains("checks")) can.checks = rules_checked::scheme;
  if (can.input == input_form::message && can.lines == line_form::one) {
    return wrong(
        "observes: \"input\" is \"message\", but with \"lines\" \"one\" no line is seen as it "
        "came");
  }
  return can;
}

absl::StatusOr<std::vector<model::operation>> read_operations(const json& document,
                                                              const char* name) {
  std::vector<model::operation> operations;
  const auto found = document.find(name);
  if (found == document.end()) return operations;
  if (!found->is_array())
    return wrong(absl::StrCat("hello: \"", name, "\" has to be an array of operations"));
  for (const json& item : *found) {
    const std::optional<model::operation> op =
        item.is_string() ? model::operation_from_string(item.get_ref<const std::string&>())
                         : std::nullopt;
    if (!op) {
      return wrong(absl::StrCat("hello: \"", name, "\" holds ", item.dump(),
                                "; operations are challenges, credentials and auth-info"));
    }
    operations.push_back(*op);
  }
  return operations;
}

struct simdjson_access {
  using value = dom::element;
  static bool string(const value& from, std::string_view& to) {
    return from.get_string().get(to) == simdjson::SUCCESS;
  }
  static bool boolean(const value& from, bool& to) {
    return from.get_bool().get(to) == simdjson::SUCCESS;
  }
  static bool is_null(const value& of) { return of.is_null(); }
  static const char* type_name(const value& of) {
    switch (of.type()) {
      case dom::element_type::ARRAY:
        return "array";
      case dom::element_type::OBJECT:
        return "object";
      case dom::element_type::STRING:
        return "string";
      case dom::element_type::BOOL:
        return "boolean";
      case dom::element_type::NULL_VALUE:
        return "null";
      default:
        return "number";
    }
  }
  template <class Function>
  static bool each_item(const value& of, const Function& call) {
    dom::array items;
    if (of.get_array().get(items) != simdjson::SUCCESS) return false;
    for (const value item : items) {
      if (!call(item)) break;
    }
    return true;
  }
  template <class Function>
  static bool each_member(const value& of, const Function& call) {
    dom::object members;
    if (of.get_object().get(members) != simdjson::SUCCESS) return false;
    for (const dom::key_value_pair member : members) {
      if (!call(member.key, member.value)) break;
    }
    return true;
  }
};

// Looked at before anything is parsed: what parses and prints JSON recurses.
absl::Status check_size_of_hello(std::string_view line) {
  if (line.size() > max_hello) {
    return wrong(absl::StrCat("the answer to hello has ", line.size(), " octets; at most ",
                              max_hello, " are taken"));
  }
  if (model::is_too_deep(line)) {
    return wrong(absl::StrCat("the answer to hello is nested too deep: ", excerpt(line)));
  }
  return absl::OkStatus();
}

// The members of an answer besides the result.
bool is_known_member(std::string_view name) {
  return name == "seq" || name == "outcome" || name == "error" || name == "reason" ||
         name == "offset";
}

}  // namespace

absl::StatusOr<hello> read_hello(std::string_view line) {
  if (absl::Status status = check_size_of_hello(line); !status.ok()) return status;
  const json document = json::parse(line.begin(), line.end(), nullptr, false);
  if (document.is_discarded())
    return wrong(absl::StrCat("the answer to hello is not JSON: ", excerpt(line)));
  if (!document.is_object())
    return wrong(absl::StrCat("the answer to hello is not an object: ", excerpt(line)));
  const absl::StatusOr<json> once = model::parse_json(std::string(line), "the answer to hello");
  if (!once.ok()) return wrong(std::string(once.status().message()));
  const auto protocol = document.find("protocol");
  if (protocol == document.end())
    return wrong(absl::StrCat("the answer to hello has no \"protocol\": ", excerpt(line)));
  if (!protocol->is_number_integer() || *protocol != 1) {
    return wrong(absl::StrCat("the adapter speaks protocol ",
                              model::printable(protocol->dump().substr(0, 40)),
                              ", this runner protocol 1"));
  }
  if (const auto error = document.find("error"); error != document.end()) {
    return absl::UnavailableError(
        bounded(error->is_string() ? error->get<std::string>() : error->dump()));
  }
  const auto implementation = document.find("implementation");
  if (implementation == document.end() || !implementation->is_object()) {
    return wrong("hello: \"implementation\" is missing or not an object");
  }
  hello read;
  const std::pair<const char*, std::string*> members[] = {
      {"name", &read.name},       {"version", &read.version},   {"language", &read.language},
      {"runtime", &read.runtime}, {"homepage", &read.homepage}, {"issues", &read.issues},
      {"license", &read.license}};
  for (const auto& [name, to] : members) {
    const auto found = implementation->find(name);
    if (found == implementation->end() || found->is_null()) continue;
    if (!found->is_string())
      return wrong(absl::StrCat("hello: implementation/", name, " has to be a string"));
    *to = bounded(found->get_ref<const std::string&>());
  }
  if (read.name.empty()) return wrong("hello: the implementation has no name");
  if (!document.contains("operations")) return wrong("hello: \"operations\" is missing");
  absl::StatusOr<std::vector<model::operation>> operations =
      read_operations(document, "operations");
  if (!operations.ok()) return operations.status();
  absl::StatusOr<std::vector<model::operation>> serializes =
      read_operations(document, "serializes");
  if (!serializes.ok()) return serializes.status();
  read.operations = *std::move(operations);
  read.serializes = *std::move(serializes);
  read.observes_json = "{}";
  if (const auto can = document.find("observes"); can != document.end() && !can->is_null()) {
    absl::StatusOr<observes> shown = read_observes(*can);
    if (!shown.ok()) return shown.status();
    read.can_show = *std::move(shown);
    read.observes_json = can->dump(-1, ' ', true);
  }
  return read;
}

std::string_view to_string(outcome of) noexcept {
  switch (of) {
    case outcome::accept:
      return "accept";
    case outcome::reject:
      return "reject";
    case outcome::fault:
      return "fault";
    case outcome::unsupported:
      return "unsupported";
  }
  return "";
}

std::string to_json(const answer& of) {
  std::string out = absl::StrCat("{\"outcome\":\"", std::string(to_string(of.outcome)), "\"");
  if (of.parsed) {
    out.push_back(',');
    model::append_json_member(out, *of.parsed);
  }
  if (of.lines) {
    out.append(",\"lines\":[");
    for (std::size_t i = 0; i < of.lines->size(); ++i) {
      if (i != 0) out.push_back(',');
      model::append_json_string(out, (*of.lines)[i]);
    }
    out.push_back(']');
  }
  if (of.offset) absl::StrAppend(&out, ",\"offset\":", *of.offset);
  out.push_back('}');
  if (out.size() <= max_shown_answer) return out;
  constexpr std::size_t shown = 1024;
  model::sha256 hash;
  hash.update(out);
  std::string cut = "{\"cut\":";
  model::append_json_string(cut, std::string_view(out).substr(0, shown));
  absl::StrAppend(&cut, ",\"size\":", out.size(), ",\"sha256\":\"", hash.hex(), "\"}");
  return cut;
}

const std::size_t answer_reader::padding = simdjson::SIMDJSON_PADDING;

struct answer_reader::state {
  dom::parser parser{max_line + 1};
};

answer_reader::answer_reader() : state_(std::make_unique<state>()) {}
answer_reader::~answer_reader() = default;

absl::StatusOr<answer> answer_reader::read(std::string_view line, model::operation op,
                                           bool serialized) {
  dom::element root;
  if (const auto error = state_->parser.parse(line.data(), line.size(), false).get(root);
      error != simdjson::SUCCESS) {
    return wrong(absl::StrCat("the answer is not JSON (", simdjson::error_message(error),
                              "): ", excerpt(line)));
  }
  dom::object object;
  if (root.get_object().get(object) != simdjson::SUCCESS) {
    return wrong(absl::StrCat("the answer is not an object: ", excerpt(line)));
  }
  answer read;
  bool has_seq = false;
  bool has_outcome = false;
  const std::string_view member = serialized ? std::string_view("lines") : model::result_member(op);
  std::optional<dom::element> payload;
  std::array<std::string_view, 6> seen;  // the names of members that mean something
  std::size_t seen_count = 0;
  for (const dom::key_value_pair item : object) {
    if (is_known_member(item.key) || item.key == member) {
      const auto end = seen.begin() + static_cast<std::ptrdiff_t>(seen_count);
      if (std::find(seen.begin(), end, item.key) != end) {
        return wrong(absl::StrCat("the member \"", std::string(item.key),
                                  "\" occurs twice: ", excerpt(line)));
      }
      seen[seen_count++] = item.key;
    }
    if (item.key == "seq") {
      has_seq = item.value.get_uint64().get(read.seq) == simdjson::SUCCESS;
    } else if (item.key == "outcome") {
      std::string_view word;
      if (item.value.get_string().get(word) != simdjson::SUCCESS)
        return wrong("the outcome has to be a string");
      has_outcome = true;
      if (word == "accept") {
        read.outcome = outcome::accept;
      } else if (word == "reject") {
        read.outcome = outcome::reject;
      } else if (word == "fault") {
        read.outcome = outcome::fault;
      } else if (word == "unsupported") {
        read.outcome = outcome::unsupported;
      } else {
        return wrong(
            absl::StrCat("the outcome is ", excerpt(word), ", which protocol 1 does not know"));
      }
    } else if (item.key == "error" || item.key == "reason") {
      std::string_view text;
      if (item.value.get_string().get(text) == simdjson::SUCCESS) read.text = bounded(text);
    } else if (item.key == "offset") {
      // An offset is shown and never judged, so one that cannot be is as good as none.
      std::uint64_t offset = 0;
      if (item.value.get_uint64().get(offset) == simdjson::SUCCESS) read.offset = offset;
    } else if (item.key == member) {
      payload = item.value;
    }
  }
  if (!has_seq) return wrong(absl::StrCat("the answer has no seq: ", excerpt(line)));
  if (!has_outcome) return wrong(absl::StrCat("the answer has no outcome: ", excerpt(line)));
  if (read.outcome != outcome::accept) return read;
  if (!payload) {
    return wrong(
        absl::StrCat("accept without the member \"", std::string(member), "\": ", excerpt(line)));
  }
  model::result_reader<simdjson_access> reader;
  const bool ok = serialized ? reader.read_lines(*payload, read.lines.emplace())
                             : reader.read(op, *payload, read.parsed.emplace());
  if (!ok) {
    return wrong(absl::StrCat("/", std::string(member), reader.pointer(), ": ", reader.fault(),
                              ": ", excerpt(line)));
  }
  return read;
}

request parse_request(model::operation op, const std::vector<std::string>& lines) {
  request made{
      op, false,
      absl::StrCat(",\"operation\":\"", std::string(model::to_string(op)), "\",\"lines\":[")};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i != 0) made.body.push_back(',');
    model::append_json_string(made.body, lines[i]);
  }
  made.body.append("]}\n");
  return made;
}

request serialize_request(const model::result& structure) {
  const model::operation op = model::operation_of(structure);
  request made{op, true,
               absl::StrCat(",\"operation\":\"", std::string(model::to_string(op)), "\",")};
  model::append_json_member(made.body, structure);
  made.body.append("}\n");
  return made;
}

void append_request(std::string& out, const request& of, std::uint64_t seq) {
  out.append(of.serializes ? "{\"cmd\":\"serialize\",\"seq\":" : "{\"cmd\":\"parse\",\"seq\":");
  absl::StrAppend(&out, seq);
  out.append(of.body);
}

}  // namespace gauntlet::runner
