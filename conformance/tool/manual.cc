#include "conformance/tool/manual.hpp"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "conformance/tool/version.hpp"

namespace gauntlet::tool {
namespace {

// Text as roff reads it: no octet of it is a request.
std::string escaped(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\e"},
                                    {"-", "\\-"},
                                    {"'", "\\(aq"},
                                    {"`", "\\(ga"},
                                    {"\"", "\\(dq"},
                                    {"~", "\\(ti"},
                                    {"^", "\\(ha"}});
}

// As a line of its own, where a full stop in front would be a request.
std::string line(const std::string& text) {
  return absl::StrCat(text.starts_with('.') ? "\\&" : "", escaped(text), "\n");
}

std::string page_of(const described_command& command) {
  return absl::StrReplaceAll(command.name, {{" ", "-"}});
}

std::string options_of(const described_command& of) {
  std::string made;
  const auto option = [&](const described_option& one) {
    std::vector<std::string> names;
    for (const std::string& name : one.names)
      names.push_back(absl::StrCat("\\fB", escaped(name), "\\fR"));
    absl::StrAppend(&made, ".TP\n", absl::StrJoin(names, ", "));
    if (!one.value.empty() && one.names.front().front() == '-')
      absl::StrAppend(&made, " \\fI", escaped(one.value), "\\fR");
    absl::StrAppend(&made, "\n", line(one.what));
    if (!one.preset.empty()) absl::StrAppend(&made, line(absl::StrCat("Default: ", one.preset)));
    if (one.is_required) absl::StrAppend(&made, "It has to be there.\n");
  };
  for (const described_option& one : of.positionals) option(one);
  for (const option_group& group : of.groups) {
    if (of.groups.size() > 1) absl::StrAppend(&made, ".SS ", escaped(group.title), "\n");
    for (const described_option& one : group.options) option(one);
  }
  return made;
}

std::string examples_of(const described_command& of) {
  std::string made;
  for (const example& one : of.examples) {
    absl::StrAppend(&made, ".TP\n\\fB", escaped(one.command), "\\fR\n");
    absl::StrAppend(&made, one.what.empty() ? "\\&\n" : line(one.what));
  }
  return made;
}

std::string page(const described_command& of, const std::string& see_also) {
  std::string made =
      absl::StrCat(".TH \"", escaped(page_of(of)), "\" 1 \"", build().date, "\" \"gauntlet ",
                   build().version, "\" \"User Commands\"\n.ad l\n.nh\n.SH NAME\n",
                   escaped(page_of(of)), " \\- ", line(of.what), ".SH SYNOPSIS\n", line(of.usage));
  if (!of.notes.empty()) {
    absl::StrAppend(&made, ".SH DESCRIPTION\n");
    for (std::size_t i = 0; i < of.notes.size(); ++i)
      absl::StrAppend(&made, i == 0 ? "" : ".PP\n", line(of.notes[i]));
  }
  if (!of.examples.empty()) absl::StrAppend(&made, ".SH EXAMPLES\n", examples_of(of));
  absl::StrAppend(&made, ".SH OPTIONS\n", options_of(of));
  if (!of.commands.empty()) absl::StrAppend(&made, ".SH COMMANDS\n");
  for (const described_command& one : of.commands) {
    if (one.group.empty()) continue;
    // What has a page of its own needs no more than its name here.
    const bool has_page = of.name.find(' ') == std::string::npos;
    absl::StrAppend(&made, has_page ? ".TP\n\\fB" : ".SS ", escaped(std::string(one.word())),
                    has_page ? "\\fR\n" : "\n", line(one.what));
    if (!has_page) absl::StrAppend(&made, examples_of(one), options_of(one));
  }
  return absl::StrCat(made, ".SH SEE ALSO\n", see_also, "\n");
}

}  // namespace

std::map<std::string, std::string> manual_pages(const described_command& program) {
  std::vector<std::string> others;
  std::map<std::string, std::string> made;
  const std::string own = absl::StrCat("\\fB", escaped(page_of(program)), "\\fR(1)");
  for (const described_command& one : program.commands) {
    if (one.group.empty()) continue;
    others.push_back(absl::StrCat("\\fB", escaped(page_of(one)), "\\fR(1)"));
    made[page_of(one) + ".1"] = page(one, own);
  }
  made[page_of(program) + ".1"] = page(program, absl::StrJoin(others, ",\n"));
  return made;
}

}  // namespace gauntlet::tool
