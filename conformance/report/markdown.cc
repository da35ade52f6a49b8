#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/figures.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/causes.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

constexpr std::size_t causes_shown = 10;

std::string words(const std::string& text, std::size_t limit = 200) {
  return escape_markdown(one_line(text, limit));
}

// Code in a table cell or list: HTML's element, as a code span cannot hold every character.
std::string code(const std::string& text) { return "<code>" + escape_markdown(text) + "</code>"; }

std::string link(const std::string& text, const std::string& url) {
  const auto breaks_out = [](char c) { return c <= 0x20 || c > 0x7E || c == '<' || c == '>'; };
  if (url.empty() || std::any_of(url.begin(), url.end(), breaks_out)) return text;
  return "[" + text + "](<" + url + ">)";
}

std::string cell(const verdict_counts& c) {
  if (c.judged() == 0) return c[verdict::flaky] != 0 ? "?" : "-";
  std::string text = absl::StrCat(c.conforming(), "/", c.judged());
  if (c[verdict::smuggled] != 0) return "**SMUGGLED** " + text;
  return c.non_conforming() != 0 ? "**" + text + "**" : text;
}

void header_row(std::string& out, const std::vector<std::string>& heads) {
  out += "|";
  for (const std::string& head : heads) out += " " + head + " |";
  out += "\n|";
  for (std::size_t i = 0; i < heads.size(); ++i) out += i == 0 ? " --- |" : " ---: |";
  out += "\n";
}

void figures(std::string& out, const analysis& a) {
  header_row(out, {"implementation", "sent", "tolerated", "smuggled", "wrong", "over-strict",
                   "fails", "lenient", "cost", "judged"});
  for (const implementation_view& view : a.implementations()) {
    if (!view.ran()) continue;
    const model::figures& f = view.figures;
    std::string name = link(words(name_and_version(*view.info), 80), safe_url(view.info->homepage));
    if (view.info->is_reference) name += " (reference)";
    absl::StrAppend(&out, "| ", name, " | ", model::to_text(f.sent), " | ",
                    model::to_text(f.tolerated), " | ",
                    f.smuggled != 0 ? absl::StrCat("**", f.smuggled, "**") : "0", " | ", f.wrong,
                    " | ", f.over_strict, " | ", f.fails, " | ", model::to_text(f.lenient), " | ",
                    model::cost_text(f), " | ", model::to_text(f.judged), " |\n");
  }
}

void matrix(std::string& out, const analysis& a) {
  std::vector<std::string> heads = {"family"};
  for (const implementation_view& view : a.implementations()) {
    if (view.ran()) heads.push_back(words(view.info->name, 40));
  }
  header_row(out, heads);
  for (std::size_t f = 0; f < a.families().size(); ++f) {
    out += "| " + words(a.families()[f].name, 40) + " |";
    for (const implementation_view& view : a.implementations()) {
      if (view.ran()) out += " " + cell(view.families[f]) + " |";
    }
    out += "\n";
  }
}

void one_cause(std::string& out, const run_header& header, const cause& c) {
  const row& r = *c.rows.front();
  out += "- **" + words(std::string(to_string(c.kind)), 60) + "**, " +
         counted(c.rows.size(), "case") + ": " + words(c.difference, 300);
  if (const reference* ref = first_reference(*r.facts)) {
    out += ", " + link(words(show_reference(*ref)), reference_url(*ref));
  }
  out += "\n";
  if (!c.mark.empty()) {
    out +=
        "  - when " + code(one_line(c.mark, 60)) + ": " + words(std::string(c.about), 300) + '\n';
  }
  for (const shown_input& one : show_input(*r.facts, 240)) {
    out += "  - " + one.label + " " + code(one.text) + "\n";
  }
  out += "  - expected " + code(show_expected(r, 400)) + "\n";
  out += "  - got " + code(show_got(r, 400)) + "\n";
  out += "  - " + code(one_line(reproduce(header, r), 600)) + "\n";
}

void failures(std::string& out, const analysis& a) {
  for (const implementation_view& view : a.implementations()) {
    const std::vector<cause> causes = find_causes(view, is_new_failure);
    if (causes.empty() && view.known == 0) continue;
    // What is only one is what somebody came to see.
    absl::StrAppend(&out, a.ran() == 1 ? "<details open><summary>" : "<details><summary>",
                    escape_markdown(one_line(name_and_version(*view.info), 80)), ": ",
                    counted(view.counts.non_conforming(), "case fails", "cases fail"));
    if (view.known != 0) absl::StrAppend(&out, ", ", view.known, " known");
    if (causes.size() > causes_shown)
      absl::StrAppend(&out, "; the first ", causes_shown, " of ", counted(causes.size(), "cause"));
    out += "</summary>\n\n";
    for (std::size_t i = 0; i < std::min(causes.size(), causes_shown); ++i)
      one_cause(out, a.source().header, causes[i]);
    out += "\n</details>\n\n";
  }
}

}  // namespace

std::string render_markdown(const results& r) {
  const analysis a(r);
  std::string out = "# Gauntlet: HTTP authentication fields\n\n";
  if (!r.footer.complete) {
    out += "**The run was interrupted: what was not asked is missing.**\n\n";
  }
  absl::StrAppend(&out, "Suite ", words(r.header.suite_version, 30), ", ",
                  counted(a.cases().size(), "case"), ", ", counted(a.ran(), "implementation"),
                  " ran, ", words(r.header.started, 40), ". Versions as packaged.\n\n");
  for (const implementation_view& view : a.implementations()) {
    if (view.counts[verdict::smuggled] == 0) continue;
    out += "> **SMUGGLED**: " + words(name_and_version(*view.info), 80) + " in " +
           counted(view.counts[verdict::smuggled], "case") +
           ": text inside a quoted-string became a challenge or parameter.\n>\n";
  }
  if (out.ends_with(">\n")) out += "\n";
  if (a.ran() != 0) {
    figures(out, a);
    out +=
        "\nSent: read right, of what a conforming sender may write and a recipient must accept. "
        "Tolerated: the same of the rest that must be accepted. Lenient: accepted, of what is not "
        "in the grammar; that is allowed.\n\n";
    matrix(out, a);
    out += "\nEach cell: conforming of judged.\n\n";
  }
  failures(out, a);
  if (a.ran() != a.implementations().size()) {
    out += "## Not run\n\n";
    header_row(out, {"implementation", "why", "how to get it"});
    for (const implementation_view& view : a.implementations()) {
      if (view.ran()) continue;
      const std::string& install = view.info->install;
      out += "| " + words(view.info->name, 80) + " | " + words(view.info->reason) + " | " +
             (install.empty() ? "-" : code(one_line(install, 300))) + " |\n";
    }
  }
  return out;
}

}  // namespace gauntlet::report
