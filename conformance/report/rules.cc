#include "conformance/report/rules.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/report/report.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using nlohmann::json;

constexpr std::size_t names_shown = 12;
constexpr std::size_t widest_value = 120;

bool holds(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// Calls `each` with every implementation that has something to say and its rows that `has` picks.
template <class Has, class Each>
void for_each_judged(const analysis& a, const Has& has, const Each& each) {
  std::vector<std::size_t> meant;
  for (std::size_t i = 0; i < a.cases().size(); ++i) {
    if (has(*a.cases()[i])) meant.push_back(i);
  }
  for (const implementation_view& view : a.implementations()) {
    if (!view.ran() || view.info->is_reference) continue;
    std::vector<const row*> rows;
    for (const std::size_t i : meant) {
      const row* const one = view.rows[i];
      if (one != nullptr && is_judged(one->verdict)) rows.push_back(one);
    }
    if (!rows.empty()) each(view.info->id, rows);
  }
}

// Of the cases that `has` picks, those that all recipients have to read.
template <class Has>
rule_line reading_line(const analysis& a, std::string name, std::vector<std::string> what,
                       const Has& has) {
  std::size_t refuse = 0;
  std::size_t misread = 0;
  rule_line made{std::move(name), std::move(what)};
  const auto is_meant = [&](const case_facts& facts) {
    return facts.parse == "must-accept" && has(facts);
  };
  for_each_judged(a, is_meant, [&](const std::string& id, const std::vector<const row*>& rows) {
    std::size_t refused = 0;
    std::size_t wrong = 0;
    for (const row* one : rows) {
      if (!is_non_conforming(one->verdict, one->is_remark)) continue;
      ++wrong;
      if (one->verdict == verdict::over_strict) ++refused;
    }
    ++made.judged;
    if (2 * refused > rows.size()) ++refuse;
    if (2 * (wrong - refused) > rows.size()) ++misread;
    if (wrong != 0) made.who.push_back(id);
  });
  made.counts = {made.judged - made.who.size(), refuse, misread};
  return made;
}
const std::vector<std::string> reading_columns = {"right", "refuse most", "misread most"};

// Of a case that nobody has to take.
rule_line taking_line(const analysis& a, std::string name, std::vector<std::string> what,
                      const std::string& case_id) {
  std::size_t refuse = 0;
  std::size_t unsafe = 0;
  rule_line made{std::move(name), std::move(what)};
  const auto is_meant = [&](const case_facts& facts) { return facts.id == case_id; };
  for_each_judged(a, is_meant, [&](const std::string& id, const std::vector<const row*>& rows) {
    ++made.judged;
    const row& one = *rows.front();
    if (is_non_conforming(one.verdict, one.is_remark)) {
      ++unsafe;
    } else if (one.verdict == verdict::pass) {
      ++refuse;
    } else {
      made.who.push_back(id);
    }
  });
  made.counts = {refuse, made.who.size(), unsafe};
  return made;
}

rule_table& put_in_order(rule_table& of) {
  std::erase_if(of.lines, [](const rule_line& one) { return one.judged == 0; });
  std::stable_sort(of.lines.begin(), of.lines.end(), [](const rule_line& x, const rule_line& y) {
    return x.who.size() > y.who.size();
  });
  return of;
}

// Where the text of a requirement stands; nothing for one without a section.
reference first_section(const json& requirement) {
  reference made;
  const json& sections = requirement.at("sections");
  if (sections.empty()) return made;
  made.rfc = sections.front().at("rfc").get<int>();
  made.section = sections.front().at("section").get<std::string>();
  return made;
}

rule_table requirements(const analysis& a) {
  rule_table made{
      "requirements",
      "Requirements",
      "requirement",
      "What recipients have to do, each with the implementations that get some case wrong that "
      "cites it. A case cites all that bear on it, so a failure counts for each of them.",
      reading_columns,
      "wrong somewhere"};
  const json document = json::parse(templates::requirements_json);
  for (const json& each : document.at("requirements")) {
    const auto id = each.at("id").get<std::string>();
    const reference at = first_section(each);
    const auto statement = each.at("statement").get<std::string>();
    made.lines.push_back(reading_line(
        a, id,
        {at.rfc == 0 ? statement : absl::StrCat("RFC ", at.rfc, " ", at.section, ": ", statement)},
        [&](const case_facts& facts) { return holds(facts.requirements, id); }));
    made.lines.back().url = reference_url(at);
  }
  return put_in_order(made);
}

rule_table shapes(const analysis& a) {
  rule_table made{"shapes",
                  "Shapes",
                  "shape",
                  "What all recipients have to read, by what it holds: who refuses it is what an "
                  "erratum or a new text has to reckon with.",
                  reading_columns,
                  "wrong somewhere"};
  const json document = json::parse(templates::flags_json);
  for (const auto& [name, about] : document.at("flags").items()) {
    const std::string flag = name;
    made.lines.push_back(
        reading_line(a, flag, {about.at("about").get<std::string>()},
                     [&](const case_facts& facts) { return holds(facts.flags, flag); }));
  }
  return put_in_order(made);
}

// What somebody met: the cases of that family, and those of others that have the shape of a report.
std::vector<std::pair<std::string, const case_facts*>> reported_cases(const analysis& a) {
  std::map<std::string, std::string> elsewhere;
  const json document = json::parse(templates::reported_json);
  for (const json& each : document.at("reports"))
    elsewhere[each.at("case").get<std::string>()] = each.at("report").get<std::string>();
  std::vector<std::pair<std::string, const case_facts*>> made;
  for (const case_facts* facts : a.cases()) {
    const auto found = elsewhere.find(facts->id);
    if (facts->family() == "reported") {
      made.emplace_back(facts->id.substr(facts->id.find('/') + 1), facts);
    } else if (found != elsewhere.end()) {
      made.emplace_back(found->second, facts);
    }
  }
  return made;
}

std::vector<std::string> shown_lines(const case_facts& of) {
  std::vector<std::string> made;
  for (const shown_input& one : show_input(of, widest_value)) made.push_back(one.text);
  return made;
}

rule_table reported(const analysis& a) {
  rule_table made{"reported",
                  "Values from public reports",
                  "report",
                  "What somebody met and reported, as far as it has to be read.",
                  {"right", "refuse", "misread"},
                  "wrong",
                  true};
  for (const auto& [name, facts] : reported_cases(a)) {
    made.lines.push_back(
        reading_line(a, name, shown_lines(*facts),
                     [&, of = facts](const case_facts& other) { return other.id == of->id; }));
    made.lines.back().case_id = facts->id;
  }
  return put_in_order(made);
}

rule_table reported_outside(const analysis& a) {
  rule_table made{
      "outside",
      "Reported values outside of the grammar",
      "report",
      "What is sent all the same. A recipient may refuse it or make something of it (RFC "
      "9110, section 2.4); unsafe is who takes text out of a quoted-string, or fails.",
      {"refuse", "take", "unsafe"},
      "take it",
      true};
  for (const auto& [name, facts] : reported_cases(a)) {
    if (facts->parse != "may-accept") continue;
    made.lines.push_back(taking_line(a, name, shown_lines(*facts), facts->id));
    made.lines.back().case_id = facts->id;
  }
  return put_in_order(made);
}

std::string what_text(const rule_table& in, const rule_line& one) {
  const std::string text = absl::StrJoin(one.what, "<br>", [](std::string* to, const auto& each) {
    to->append(escape_markdown(each));
  });
  return in.is_of_values ? absl::StrCat("<code>", text, "</code>") : text;
}

// The first of them, and how many more there are.
std::string some_of(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names_shown, names.size());
  std::string text =
      absl::StrJoin(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", ");
  if (names.size() > shown) absl::StrAppend(&text, " and ", names.size() - shown, " more");
  return text;
}

}  // namespace

std::string share_text(std::size_t part, const rule_line& of) {
  return part == 0 ? "-" : absl::StrCat(part, " of ", of.judged);
}

std::vector<rule_table> rule_tables(const analysis& a) {
  std::vector<rule_table> all = {requirements(a), shapes(a), reported(a), reported_outside(a)};
  std::erase_if(all, [](const rule_table& one) { return one.lines.empty(); });
  return all;
}

std::string rule_counting() {
  return "Versions as packaged; the reference is not counted. Of each line only those "
         "implementations are counted that can show something of such values: \"5 of 40\" is five "
         "of forty. Right are those that get no case of the line wrong; \"most\" is more than half "
         "of the cases of the line.";
}

std::string render_rules(const results& r) {
  const analysis a(r);
  std::string out = "# Which rule breaks whom\n\n";
  if (!r.footer.complete) {
    out += "**The run was interrupted: what was not asked is missing.**\n\n";
  }
  absl::StrAppend(&out, "Suite ", escape_markdown(one_line(r.header.suite_version, 30)), ", ",
                  counted(a.ran(), "implementation"), " ran, ",
                  escape_markdown(one_line(r.header.started, 40)), ". ", rule_counting(), "\n\n");
  for (const rule_table& of : rule_tables(a)) {
    absl::StrAppend(&out, "## ", of.title, "\n\n", of.about, "\n\n| ", of.head, " | what | ",
                    absl::StrJoin(of.columns, " | "), " | ", of.who,
                    " |\n| --- | --- | ---: | ---: | ---: | --- |\n");
    for (const rule_line& one : of.lines) {
      absl::StrAppend(&out, "| ", escape_markdown(one.name), " | ", what_text(of, one), " | ");
      for (const std::size_t count : one.counts)
        absl::StrAppend(&out, share_text(count, one), " | ");
      absl::StrAppend(&out, escape_markdown(some_of(one.who)), " |\n");
    }
    out += "\n";
  }
  return out;
}

}  // namespace gauntlet::report
