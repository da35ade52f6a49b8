#include "conformance/tool/project_file.hpp"

#include <toml++/toml.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/spelling.hpp"

namespace gauntlet::tool {
namespace {

absl::Status fault(const std::filesystem::path& file, const toml::source_region& where,
                   const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat(file.string(), ":", where.begin.line, ":", where.begin.column, ": ", what));
}

// The words of an array; nothing where one of them is no string, or none is there.
std::vector<std::string> words_of(const toml::node& value) {
  std::vector<std::string> words;
  if (!value.is_array()) return words;
  for (const toml::node& one : *value.as_array()) {
    const auto word = one.value_exact<std::string>();
    if (!word) return {};
    words.push_back(*word);
  }
  return words;
}

}  // namespace

absl::StatusOr<project_file> read_project_file(const std::filesystem::path& file) {
  const absl::StatusOr<std::string> text = model::read_file(file);
  if (!text.ok()) return text.status();
  toml::table document;
  try {
    document = toml::parse(*text, file.string());
  } catch (const toml::parse_error& error) {
    return fault(file, error.source(), std::string(error.description()));
  }
  project_file read;
  for (const auto& [key, value] : document) {
    const std::string name(key.str());
    std::string* to = name == "expectations" ? &read.expectations
                      : name == "track"      ? &read.track
                                             : nullptr;
    if (name == "command") {
      read.command = words_of(value);
      if (read.command.empty())
        return fault(file, value.source(), "command: expected its words, such as [\"./adapter\"]");
    } else if (to == nullptr) {
      return fault(file, key.source(),
                   absl::StrCat("unknown member ", name,
                                model::did_you_mean(name, {"command", "expectations", "track"})));
    } else if (const auto path = value.value_exact<std::string>(); path && !path->empty()) {
      *to = *path;
    } else {
      return fault(file, value.source(), absl::StrCat(name, ": expected the path of a file"));
    }
  }
  return read;
}

}  // namespace gauntlet::tool
