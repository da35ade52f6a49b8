#include "conformance/tool/completion.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

#include "conformance/implementations/manifest.hpp"
#include "conformance/lint/rules.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/report/report.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

std::vector<candidate> plain(const std::vector<std::string>& words) {
  std::vector<candidate> made;
  for (const std::string& word : words) made.push_back({word, ""});
  return made;
}

std::vector<candidate> families(const fs::path& conformance) {
  std::vector<std::string> made;
  std::error_code error;
  for (const auto& one : fs::directory_iterator(conformance / "suite" / "cases", error)) {
    if (one.is_directory(error)) made.push_back(one.path().filename());
  }
  std::sort(made.begin(), made.end());
  return plain(made);
}

nlohmann::json data(const fs::path& conformance, const char* file) {
  const auto text = model::read_file((conformance / "suite" / file).string());
  return nlohmann::json::parse(text.ok() ? *text : "", nullptr, false);
}

std::vector<candidate> flags(const fs::path& conformance) {
  std::vector<candidate> made;
  const nlohmann::json all = data(conformance, "flags.json");
  if (!all.is_object()) return made;
  const nlohmann::json known = all.value("flags", nlohmann::json::object());
  for (const auto& [name, of] : known.items()) made.push_back({name, of.value("about", "")});
  return made;
}

std::vector<candidate> requirements(const fs::path& conformance) {
  std::vector<candidate> made;
  const nlohmann::json all = data(conformance, "requirements.json");
  if (!all.is_object()) return made;
  for (const nlohmann::json& one : all.value("requirements", nlohmann::json::array()))
    made.push_back({one.value("id", ""), one.value("statement", "")});
  return made;
}

std::vector<candidate> implementations_known(const fs::path& conformance) {
  std::vector<candidate> made;
  const auto all = implementations::load_manifest(conformance / "adapters" / "manifest.json");
  if (!all.ok()) return made;
  for (const implementations::manifest_entry& one : all->entries)
    made.push_back({one.id, one.title});
  return made;
}

std::vector<candidate> languages(const fs::path& conformance) {
  std::set<std::string> made;
  const auto all = implementations::load_manifest(conformance / "adapters" / "manifest.json");
  if (all.ok()) {
    for (const implementations::manifest_entry& one : all->entries) made.insert(one.language);
  }
  return plain({made.begin(), made.end()});
}

std::vector<candidate> rules(const fs::path&) {
  std::vector<candidate> made;
  for (const lint::rule& one : lint::all_rules())
    made.push_back({std::string(one.id), std::string(one.title)});
  return made;
}

std::vector<candidate> formats(const fs::path&) { return plain(report::format_names()); }

// What is known of values by the name of what takes them, where its definition does not list them.
struct source {
  std::string_view name;
  std::vector<candidate> (*values)(const fs::path&);
};
constexpr source sources[] = {
    {"--family", families},
    {"--without", families},
    {"--flag", flags},
    {"--requirement", requirements},
    {"--language", languages},
    {"--explain", rules},
    {"--format", formats},
    {"IMPL", implementations_known},
    {"IMPLEMENTATION", implementations_known},
};

std::vector<candidate> values_of(const described_option& option, const fs::path& conformance) {
  if (!option.choices.empty()) return plain(option.choices);
  for (const source& one : sources) {
    if (one.name == option.names.back()) return one.values(conformance);
  }
  return {};
}

const described_option* find_option(const described_command& of, std::string_view name) {
  for (const option_group& group : of.groups) {
    for (const described_option& one : group.options) {
      if (std::find(one.names.begin(), one.names.end(), name) != one.names.end()) return &one;
    }
  }
  return nullptr;
}

const described_command* find_command(const described_command& of, std::string_view word) {
  const auto found = std::find_if(of.commands.begin(), of.commands.end(),
                                  [&](const auto& one) { return one.word() == word; });
  return found == of.commands.end() ? nullptr : &*found;
}

std::vector<candidate> options_of(const described_command& of) {
  std::vector<candidate> made;
  for (const option_group& group : of.groups) {
    for (const described_option& one : group.options) made.push_back({one.names.back(), one.what});
  }
  return made;
}

std::vector<candidate> words_of(const described_command& of, const fs::path& conformance) {
  std::vector<candidate> made;
  for (const described_command& one : of.commands) {
    if (!one.group.empty()) made.push_back({std::string(one.word()), one.what});
  }
  for (const described_option& one : of.positionals) {
    for (candidate& value : values_of(one, conformance)) made.push_back(std::move(value));
  }
  return made;
}

}  // namespace

std::vector<candidate> completions(const described_command& program,
                                   const std::vector<std::string>& words,
                                   const fs::path& conformance) {
  const std::string last = words.empty() ? "" : words.back();
  const described_command* at = &program;
  const described_option* takes_next = nullptr;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (takes_next != nullptr) {
      takes_next = nullptr;
    } else if (words[i] == "--") {
      return {};
    } else if (words[i].starts_with('-')) {
      const described_option* option = find_option(*at, words[i]);
      if (option != nullptr && !option->value.empty()) takes_next = option;
    } else if (const described_command* below = find_command(*at, words[i])) {
      at = below;
    }
  }
  std::vector<candidate> made = takes_next != nullptr   ? values_of(*takes_next, conformance)
                                : last.starts_with('-') ? options_of(*at)
                                                        : words_of(*at, conformance);
  made.erase(std::remove_if(made.begin(), made.end(),
                            [&](const candidate& one) { return !one.word.starts_with(last); }),
             made.end());
  return made;
}

}  // namespace gauntlet::tool
