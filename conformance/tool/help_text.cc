#include "conformance/tool/help_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace gauntlet::tool {
namespace {

constexpr std::size_t full_width = 100;
constexpr std::size_t column = 30;  // where what an option means begins

// A name, and from the column on what it means.
std::string entry(const std::string& name, const std::string& what, std::size_t width,
                  std::size_t at) {
  std::string first = absl::StrCat("  ", name);
  std::string made;
  if (what.empty()) return first + "\n";
  if (first.size() + 2 > at) {
    absl::StrAppend(&made, first, "\n");
    first.clear();
  }
  first.resize(at, ' ');
  return made + wrapped(what, width, first, at);
}

std::string examples(const described_command& of, std::size_t width, std::size_t count) {
  std::size_t at = 0;
  for (const example& one : of.examples) {
    if (!one.what.empty()) at = std::max(at, one.command.size() + 4);
  }
  std::string made;
  for (std::size_t i = 0; i < std::min(count, of.examples.size()); ++i) {
    const example& one = of.examples[i];
    if (one.command.size() + 2 > width) {
      absl::StrAppend(&made, wrapped(one.command, width, "  ", 6));
      if (!one.what.empty()) absl::StrAppend(&made, wrapped(one.what, width, "      ", 6));
    } else {
      absl::StrAppend(&made, entry(one.command, one.what, width, std::min(at, width / 2)));
    }
  }
  return made;
}

// The titles of those groups of commands that are listed, in their order, with the commands.
std::vector<std::pair<std::string, std::vector<const described_command*>>> listed(
    const described_command& of) {
  std::vector<std::pair<std::string, std::vector<const described_command*>>> made;
  for (const described_command& one : of.commands) {
    if (one.group.empty()) continue;
    auto group = std::find_if(made.begin(), made.end(),
                              [&](const auto& known) { return known.first == one.group; });
    if (group == made.end()) group = made.insert(group, {one.group, {}});
    group->second.push_back(&one);
  }
  return made;
}

std::string said_of(const described_option& option) {
  return absl::StrCat(option.what, option.is_required ? " (required)" : "");
}

std::string options_with_words(const described_command& of, std::size_t width) {
  std::string made;
  const auto group = [&](const std::string& title, const std::vector<described_option>& options) {
    absl::StrAppend(&made, "\n", title, ":\n");
    for (const described_option& option : options)
      absl::StrAppend(&made, entry(option.spelling(), said_of(option), width, column));
  };
  if (!of.positionals.empty()) group("Positionals", of.positionals);
  for (const option_group& one : of.groups) group(one.title, one.options);
  for (const auto& [title, commands] : listed(of)) {
    absl::StrAppend(&made, "\n", title, ":\n");
    for (const described_command* one : commands)
      absl::StrAppend(&made, entry(std::string(one->word()), one->what, width, column));
  }
  return made;
}

// A paragraph for each group: its title and the names in it.
std::string options_by_name(const described_command& of, std::size_t width) {
  std::vector<std::pair<std::string, std::vector<std::string>>> rows;
  for (const option_group& group : of.groups) {
    rows.push_back({group.title, {}});
    for (const described_option& option : group.options)
      rows.back().second.push_back(option.names.back());
  }
  for (const auto& [title, commands] : listed(of)) {
    rows.push_back({title, {}});
    for (const described_command* one : commands) rows.back().second.emplace_back(one->word());
  }
  std::size_t at = 0;
  for (const auto& [title, names] : rows) at = std::max(at, title.size() + 3);
  std::string made = "\n";
  for (const auto& [title, names] : rows) {
    std::string first = title + ":";
    first.resize(at, ' ');
    absl::StrAppend(&made, wrapped(absl::StrJoin(names, " "), width, first, at));
  }
  return made;
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t width, const std::string& first,
                    std::size_t indent) {
  std::string made;
  std::string line = first;
  bool is_empty = true;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!is_empty && line.size() + 1 + word.size() > width) {
      absl::StrAppend(&made, line, "\n");
      line.assign(indent, ' ');
      is_empty = true;
    }
    absl::StrAppend(&line, is_empty ? "" : " ", word);
    is_empty = false;
  }
  return absl::StrCat(made, line, "\n");
}

std::string full_help(const described_command& of) {
  std::string made = absl::StrCat(of.what, "\n");
  if (!of.examples.empty())
    absl::StrAppend(&made, "\n", examples(of, full_width, of.examples.size()));
  for (const std::string& note : of.notes)
    absl::StrAppend(&made, "\n", wrapped(note, full_width, "", 0));
  return absl::StrCat(made, "\nUsage: ", of.usage, "\n", options_with_words(of, full_width));
}

std::string short_help(const described_command& of) {
  const std::string usage =
      absl::StrCat("\n", wrapped(of.what, screen_width, "", 0), "\nUsage: ", of.usage, "\n");
  const std::string more =
      of.commands.empty()
          ? absl::StrCat("\n",
                         wrapped(absl::StrCat(of.name, " --help says more."), screen_width, "", 0))
          : absl::StrCat("\n",
                         wrapped(absl::StrCat(of.name, " COMMAND -h is the same for a command, ",
                                              of.name, " --help says more."),
                                 screen_width, "", 0));
  const auto fits = [](const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) <= screen_lines;
  };
  std::string made;
  for (const std::string& options :
       {options_with_words(of, screen_width), options_by_name(of, screen_width)}) {
    for (std::size_t count = of.examples.size(); count > 0; --count) {
      made = absl::StrCat(examples(of, screen_width, count), usage, options, more);
      if (fits(made)) return made;
    }
  }
  return made;
}

}  // namespace gauntlet::tool
