#include "conformance/model/json_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "conformance/model/spelling.hpp"
#include "nlohmann/json.hpp"
#include "valijson/adapters/nlohmann_json_adapter.hpp"
#include "valijson/schema.hpp"
#include "valijson/schema_parser.hpp"
#include "valijson/validation_results.hpp"
#include "valijson/validator.hpp"

namespace gauntlet::model {
namespace {

using nlohmann::json;

constexpr std::size_t max_faults = 10;

std::string line_and_column(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, std::min(at, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return absl::StrCat(lines + 1, ":", before.size() - line_start + 1);
}

// valijson tells a place as {"<root>", "[\"cases\"]", "[3]"}.
std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& step : context) {
    if (step == "<root>") continue;
    std::string_view name = step;
    if (name.size() >= 2 && name.front() == '[') name = name.substr(1, name.size() - 2);
    if (name.size() >= 2 && name.front() == '"') name = name.substr(1, name.size() - 2);
    absl::StrAppend(&pointer, "/",
                    absl::StrReplaceAll(std::string(name), {{"~", "~0"}, {"/", "~1"}}));
  }
  return pointer.empty() ? "/" : pointer;
}

// What a schema says of the value at some place, as far as plain `properties`, `items` and
// references to `definitions` lead there; null otherwise.
const json* schema_at(const json& schema, json::json_pointer place) {
  std::vector<std::string> steps;
  for (; !place.empty(); place.pop_back()) steps.push_back(place.back());
  const auto resolved = [&](const json* of) {
    while (of->contains("$ref") && (*of)["$ref"].get_ref<const std::string&>().starts_with('#'))
      of = &schema.at(json::json_pointer((*of)["$ref"].get_ref<const std::string&>().substr(1)));
    return of;
  };
  const json* at = &schema;
  for (; !steps.empty(); steps.pop_back()) {
    const auto members = at->find("properties");
    if (members != at->end() && members->contains(steps.back())) {
      at = resolved(&(*members)[steps.back()]);
    } else if (at->contains("items") && (*at)["items"].is_object()) {
      at = resolved(&(*at)["items"]);
    } else {
      return nullptr;
    }
  }
  return at;
}

std::string expectation(const json* at) {
  if (at == nullptr) return "";
  if (const auto only = at->find("const"); only != at->end()) return only->dump();
  if (const auto any = at->find("enum"); any != at->end()) {
    return absl::StrJoin(
        *any, " or ", [](std::string* out, const json& one) { absl::StrAppend(out, one.dump()); });
  }
  std::string text;
  for (const char* keyword : {"type", "pattern", "minLength", "minItems", "minimum", "maximum"}) {
    const auto found = at->find(keyword);
    if (found == at->end()) continue;
    const bool is_type = std::string_view(keyword) == "type";
    absl::StrAppend(&text, text.empty() ? "" : ", ", is_type ? "" : absl::StrCat(keyword, " "),
                    is_type && found->is_string() ? found->get<std::string>() : found->dump());
  }
  return text;
}

// The description of a fault, with the expectation and what is there where the two are short.
std::string with_expectation(std::string description, const json& schema, const json& document,
                             const std::string& pointer) {
  while (!description.empty() && (description.back() == '.' || description.back() == ' '))
    description.pop_back();
  const json::json_pointer place(pointer == "/" ? "" : pointer);
  const json* rule = schema_at(schema, place);
  if (absl::StrContains(description, "'additionalProperties'")) {
    const std::size_t end = description.rfind('\'');
    const std::size_t start = description.rfind('\'', end - 1) + 1;
    const std::string name = description.substr(start, end - start);
    std::vector<std::string> known;
    if (rule != nullptr && rule->contains("properties")) {
      for (const auto& [member, unused] : rule->at("properties").items()) known.push_back(member);
    }
    return absl::StrCat("unknown member ", name, nearest_or_all(name, known));
  }
  const std::string expected = expectation(rule);
  const std::string found =
      document.contains(place) ? document[place].dump(-1, ' ', true, json::error_handler_t::replace)
                               : "";
  constexpr std::size_t shown = 60;
  if (!expected.empty()) absl::StrAppend(&description, "; expected ", expected);
  if (!found.empty() && found.size() <= shown) absl::StrAppend(&description, "; found ", found);
  return description;
}

// The validator matches patterns with std::regex, which recurses for each octet: nothing longer may
// come to it.
constexpr std::size_t longest_matched = 1000;

// Puts the beginning in the place of each longer string, with an end that no pattern of the schemas
// takes. False, with the size, for a member name that is longer: no schema knows such a one.
bool shorten(json& value, std::size_t& size) {
  if (value.is_string()) {
    auto& text = value.get_ref<std::string&>();
    if (text.size() > longest_matched) text.replace(longest_matched, std::string::npos, " \x01 ");
    return true;
  }
  if (!value.is_structured()) return true;
  for (auto& [name, member] : value.items()) {
    size = name.size();
    if (size > longest_matched || !shorten(member, size)) return false;
  }
  return true;
}

bool has_long_string(const json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().size() > longest_matched;
  if (!value.is_structured()) return false;
  for (const auto& [name, member] : value.items()) {
    if (name.size() > longest_matched || has_long_string(member)) return true;
  }
  return false;
}

// Looks at a document while it is parsed: for a member name that occurs twice in one object (of two
// such members the library keeps one in silence), and for nesting that is too deep for what recurses
// over a document later.
class watcher {
 public:
  bool operator()(int depth, json::parse_event_t event, const json& value) {
    if (event == json::parse_event_t::object_start) {
      names_.emplace_back();
    } else if (event == json::parse_event_t::key) {
      names_.back().push_back(value.get<std::string>());
    } else if (event == json::parse_event_t::object_end) {
      std::vector<std::string>& names = names_.back();
      std::sort(names.begin(), names.end());
      const auto twice = std::adjacent_find(names.begin(), names.end());
      if (twice != names.end() && !repeated_) repeated_ = *twice;
      names_.pop_back();
    }
    if (depth > max_depth) is_too_deep_ = true;
    return true;
  }

  absl::Status status(const std::string& name) const {
    if (is_too_deep_) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": is nested deeper than ", max_depth, " levels"));
    }
    if (repeated_) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": the member \"", *repeated_, "\" occurs twice in one object"));
    }
    return absl::OkStatus();
  }

 private:
  static constexpr int max_depth = 1024;

  std::vector<std::vector<std::string>> names_;  // of the objects that are open
  std::optional<std::string> repeated_;
  bool is_too_deep_ = false;
};

}  // namespace

absl::StatusOr<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path.string(), ": cannot be opened"));
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) return absl::DataLossError(absl::StrCat(path.string(), ": cannot be read"));
  return std::move(text).str();
}

absl::Status write_file(const std::filesystem::path& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  int error = file < 0 ? errno : 0;
  while (error == 0 && !content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  // Some file systems say only now that there is no room.
  if (file >= 0 && ::close(file) != 0 && error == 0) error = errno;
  if (error == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(path.string(), ": ", std::strerror(error)));
}

absl::StatusOr<json> parse_json(const std::string& text, const std::string& name) {
  json document;
  watcher watched;
  try {
    document = json::parse(text, std::ref(watched));
  } catch (const json::parse_error& error) {
    // nlohmann counts the octet after the one at fault, from 1.
    const std::size_t at = error.byte == 0 ? 0 : error.byte - 1;
    std::string_view what = error.what();
    if (const std::size_t colon = what.find(": "); colon != std::string_view::npos) {
      what.remove_prefix(colon + 2);
    }
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":", line_and_column(text, at), ": is not JSON: ", std::string(what)));
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": is not JSON: ", error.what()));
  }
  if (absl::Status status = watched.status(name); !status.ok()) return status;
  return document;
}

struct json_schema::state {
  json source;
  valijson::Schema schema;
  valijson::Validator validator{valijson::Validator::kStrongTypes};  // keeps compiled patterns
};

json_schema::json_schema(std::unique_ptr<state> loaded) : state_(std::move(loaded)) {}
json_schema::~json_schema() = default;
json_schema::json_schema(json_schema&&) noexcept = default;
json_schema& json_schema::operator=(json_schema&&) noexcept = default;

absl::StatusOr<json_schema> json_schema::open(const std::filesystem::path& path) {
  const absl::StatusOr<std::string> text = read_file(path);
  if (!text.ok()) return text.status();
  return compile(*text, path.string());
}

absl::StatusOr<json_schema> json_schema::compile(const std::string& text, const std::string& name) {
  const absl::StatusOr<json> document = parse_json(text, name);
  if (!document.ok()) return document.status();
  auto loaded = std::make_unique<state>();
  try {
    const valijson::adapters::NlohmannJsonAdapter adapter(*document);
    valijson::SchemaParser parser;
    parser.populateSchema(adapter, loaded->schema);
    loaded->source = *document;
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": is not a JSON Schema: ", error.what()));
  }
  return json_schema(std::move(loaded));
}

absl::StatusOr<json> json_schema::read(const std::filesystem::path& file) const {
  const absl::StatusOr<std::string> text = read_file(file);
  if (!text.ok()) return text.status();
  absl::StatusOr<json> document = parse_json(*text, file.string());
  if (!document.ok()) return document.status();
  if (absl::Status status = validate(*document, file.string()); !status.ok()) return status;
  return document;
}

absl::Status json_schema::validate(const json& whole, const std::string& name) const {
  json shortened;
  if (has_long_string(whole)) {
    shortened = whole;
    std::size_t size = 0;
    if (!shorten(shortened, size)) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": a member name has ", size, " octets"));
    }
  }
  const json& document = shortened.is_null() ? whole : shortened;
  valijson::Validator& validator = state_->validator;
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  if (validator.validate(state_->schema, adapter, nullptr)) return absl::OkStatus();

  valijson::ValidationResults results;
  validator.validate(state_->schema, adapter, &results);
  std::vector<std::string> faults;
  valijson::ValidationResults::Error error;
  std::size_t deepest = 0;
  while (results.popError(error)) {
    // Every fault is told again by each level above it; those above the deepest so far only repeat
    // it.
    if (error.context.size() < deepest) continue;
    deepest = error.context.size();
    if (faults.size() < max_faults) {
      const std::string pointer = pointer_of(error.context);
      faults.push_back(
          absl::StrCat(name, ": ", pointer, ": ",
                       with_expectation(error.description, state_->source, document, pointer)));
    }
  }
  return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
}

}  // namespace gauntlet::model
