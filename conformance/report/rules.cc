#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/report/analysis.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

// Which rule breaks whom: for those who write the rules, where the other reports are for those who
// write parsers.
namespace gauntlet::report {
namespace {

using nlohmann::json;

constexpr std::size_t names_shown = 12;
constexpr std::size_t widest_value = 120;

// Of one rule, flag or shape: the implementations that have something to say, and which go wrong.
struct tally {
  std::size_t judged = 0;
  std::size_t refuse = 0;          // most of the cases
  std::size_t misread = 0;         // most of the cases, refusals not among them
  std::vector<std::string> names;  // of those that get some case wrong
};

bool is_about_reading(const case_facts& facts) { return facts.parse == "must-accept"; }

// The implementations on cases that `has` picks.
template <class Has>
tally tally_of(const analysis& a, const Has& has) {
  tally made;
  for (const implementation_view& view : a.implementations()) {
    if (!view.ran() || view.info->is_reference) continue;
    std::size_t judged = 0;
    std::size_t refused = 0;
    std::size_t misread = 0;
    for (std::size_t i = 0; i < a.cases().size(); ++i) {
      const row* one = view.rows[i];
      if (one == nullptr || !is_judged(one->verdict) || !is_about_reading(*one->facts) ||
          !has(*one->facts))
        continue;
      ++judged;
      if (!is_non_conforming(one->verdict, one->is_remark)) continue;
      ++(one->verdict == verdict::over_strict ? refused : misread);
    }
    if (judged == 0) continue;
    ++made.judged;
    if (2 * refused > judged) ++made.refuse;
    if (2 * misread > judged) ++made.misread;
    if (refused + misread != 0) made.names.push_back(view.info->id);
  }
  return made;
}

std::string names_of(const tally& of) {
  std::vector<std::string> some(
      of.names.begin(),
      of.names.begin() + static_cast<std::ptrdiff_t>(std::min(names_shown, of.names.size())));
  std::string text = escape_markdown(absl::StrJoin(some, ", "));
  if (of.names.size() > some.size())
    absl::StrAppend(&text, " and ", of.names.size() - some.size(), " more");
  return text;
}

std::string share_text(std::size_t part, const tally& of) {
  return part == 0 ? "-" : absl::StrCat(part, " of ", of.judged);
}

struct line {
  std::string name;
  std::string what;
  tally found;
};

void table(std::string& out, const std::string& head, std::vector<line> lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const line& x, const line& y) {
    return x.found.names.size() > y.found.names.size();
  });
  absl::StrAppend(&out, "| ", head,
                  " | what | wrong somewhere | refuse most | misread most | who |\n",
                  "| --- | --- | ---: | ---: | ---: | --- |\n");
  for (const line& one : lines) {
    if (one.found.judged == 0) continue;
    absl::StrAppend(&out, "| ", escape_markdown(one.name), " | ", one.what, " | ",
                    share_text(one.found.names.size(), one.found), " | ",
                    share_text(one.found.refuse, one.found), " | ",
                    share_text(one.found.misread, one.found), " | ", names_of(one.found), " |\n");
  }
  out += "\n";
}

std::string section_of(const json& requirement) {
  const json& sections = requirement.at("sections");
  if (sections.empty()) return "";
  return absl::StrCat("RFC ", sections.front().at("rfc").get<int>(), " ",
                      sections.front().at("section").get<std::string>(), ": ");
}

void requirements(std::string& out, const analysis& a) {
  out +=
      "## Requirements\n\n"
      "What recipients have to do, each with the implementations that get some case wrong that "
      "cites it. A case cites all that bear on it, so a failure counts for each of them.\n\n";
  std::vector<line> lines;
  const json document = json::parse(templates::requirements_json);
  for (const json& each : document.at("requirements")) {
    const auto id = each.at("id").get<std::string>();
    lines.push_back(
        {id,
         escape_markdown(absl::StrCat(section_of(each), each.at("statement").get<std::string>())),
         tally_of(a, [&](const case_facts& facts) {
           return std::find(facts.requirements.begin(), facts.requirements.end(), id) !=
                  facts.requirements.end();
         })});
  }
  table(out, "requirement", std::move(lines));
}

void flags(std::string& out, const analysis& a) {
  out +=
      "## Shapes\n\n"
      "What all recipients have to read, by what it holds.\n\n";
  std::vector<line> lines;
  const json document = json::parse(templates::flags_json);
  for (const auto& [name, about] : document.at("flags").items()) {
    const std::string flag = name;
    lines.push_back({flag, escape_markdown(about.at("about").get<std::string>()),
                     tally_of(a, [&](const case_facts& facts) {
                       return std::find(facts.flags.begin(), facts.flags.end(), flag) !=
                              facts.flags.end();
                     })});
  }
  table(out, "shape", std::move(lines));
}

void reported(std::string& out, const analysis& a) {
  out +=
      "## Values from public reports\n\n"
      "What somebody met and reported, as far as it has to be read.\n\n";
  std::vector<line> lines;
  for (const case_facts* facts : a.cases()) {
    if (facts->family() != "reported" || !is_about_reading(*facts)) continue;
    std::string value = "<code>";
    for (const shown_input& one : show_input(*facts, widest_value))
      absl::StrAppend(&value, value.size() > 6 ? "<br>" : "", escape_markdown(one.text));
    lines.push_back({facts->id.substr(facts->id.find('/') + 1), value + "</code>",
                     tally_of(a, [&](const case_facts& other) { return other.id == facts->id; })});
  }
  table(out, "report", std::move(lines));
}

}  // namespace

std::string render_rules(const results& r) {
  const analysis a(r);
  std::string out = "# Which rule breaks whom\n\n";
  if (!r.footer.complete) {
    out += "**The run was interrupted: what was not asked is missing.**\n\n";
  }
  absl::StrAppend(&out, "Suite ", escape_markdown(one_line(r.header.suite_version, 30)), ", ",
                  counted(a.ran(), "implementation"), " ran, ",
                  escape_markdown(one_line(r.header.started, 40)),
                  ". Versions as packaged; the reference is not counted. Of each line only those "
                  "implementations "
                  "are counted that can show something of such values: \"5 of 40\" is five of "
                  "forty. \"Most\" is "
                  "more than half of the cases of the line.\n\n");
  requirements(out, a);
  flags(out, a);
  reported(out, a);
  return out;
}

}  // namespace gauntlet::report
