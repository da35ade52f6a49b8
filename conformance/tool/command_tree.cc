#include "conformance/tool/command_tree.hpp"

#include <algorithm>
#include <regex>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace gauntlet::tool {
namespace {

std::string full_name(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : absl::StrCat(full_name(*parent), " ", app.get_name());
}

// "recipient, sender or rfc7235 (default: all)" lists three words.
std::vector<std::string> listed_in(const std::string& what) {
  static const std::regex list(
      "(?:One of )?([a-z][a-z0-9+-]*(?:, [a-z][a-z0-9+-]*)*)(?:(?:,| or) "
      "([a-z][a-z0-9+-]*))(?: \\(.*|;.*)?");
  std::smatch found;
  if (!std::regex_match(what, found, list)) return {};
  std::vector<std::string> words = absl::StrSplit(found[1].str(), ", ");
  words.push_back(found[2]);
  return words;
}

described_option describe(const CLI::Option& option) {
  described_option made;
  if (option.get_positional()) {
    made.names = {option.get_name(true)};
  } else {
    for (const std::string& name : option.get_snames()) made.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) made.names.push_back("--" + name);
  }
  made.what = option.get_description();
  made.is_required = option.get_required();
  made.is_repeated = option.get_items_expected_max() > 1;
  if (option.get_items_expected_max() == 0) return made;
  // "TEXT:{cases,strings}", "INT:INT in [1 - 3]": the type, and what its checks say.
  const std::pair<std::string, std::string> type =
      absl::StrSplit(option.get_type_name(), absl::MaxSplits(':', 1));
  made.value = type.first;
  if (type.second.starts_with('{')) {
    made.choices = absl::StrSplit(type.second.substr(1, type.second.find('}') - 1), ',');
  } else {
    made.choices = listed_in(made.what);
  }
  made.preset = option.get_default_str();
  return made;
}

void read_footer(const std::string& footer, described_command& to) {
  std::string paragraph;
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) to.notes.push_back(paragraph);
    paragraph.clear();
  };
  const std::vector<std::string> lines = absl::StrSplit(footer, '\n');
  for (const std::string& line : lines) {
    if (line.starts_with("  ")) {
      const std::string text = line.substr(line.find_first_not_of(' '));
      const std::size_t gap = text.find("  ");
      to.examples.push_back({text.substr(0, gap), ""});
      if (gap != text.npos) to.examples.back().what = text.substr(text.find_first_not_of(' ', gap));
    } else if (line.empty()) {
      end_paragraph();
    } else {
      absl::StrAppend(&paragraph, paragraph.empty() ? "" : " ", line);
    }
  }
  end_paragraph();
}

}  // namespace

std::string described_option::spelling() const {
  return absl::StrCat(absl::StrJoin(names, ","), value.empty() ? "" : " ", value,
                      preset.empty() ? "" : "=", preset, is_repeated ? " ..." : "");
}

std::string_view described_command::word() const {
  return std::string_view(name).substr(name.rfind(' ') + 1);
}

described_command describe(const CLI::App& app) {
  described_command made;
  made.name = full_name(app);
  made.group = app.get_group();
  made.what = app.get_description();
  read_footer(app.get_footer(), made);
  CLI::Formatter formatter;
  formatter.label("SUBCOMMAND", "COMMAND");
  std::string usage = formatter.make_usage(&app, made.name);  // "Usage: ...", and a line feed
  absl::StripAsciiWhitespace(&usage);
  made.usage = usage.substr(usage.find(' ') + 1);
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    if (option->get_positional()) {
      made.positionals.push_back(describe(*option));
      continue;
    }
    auto group = std::find_if(made.groups.begin(), made.groups.end(),
                              [&](const auto& one) { return one.title == option->get_group(); });
    if (group == made.groups.end()) group = made.groups.insert(group, {option->get_group(), {}});
    group->options.push_back(describe(*option));
  }
  for (const CLI::App* one : app.get_subcommands({})) made.commands.push_back(describe(*one));
  return made;
}

}  // namespace gauntlet::tool
