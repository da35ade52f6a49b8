#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/report/analysis.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

// A page of ten thousand cases is of no use: beyond this many in a family, those that pass
// everywhere are left out first. Every row is in the results file.
constexpr std::size_t cases_shown = 400;
constexpr std::size_t findings_shown = 30;  // of one implementation in one family
constexpr std::size_t value_limit = 2000;

mustache_data object() { return mustache_data{mustache_data::type::object}; }
mustache_data list() { return mustache_data{mustache_data::type::list}; }

struct look {
  const char* css;
  const char* letter;
};

look look_of(verdict v) {
  switch (v) {
    case verdict::smuggled:
      return {"u", "!"};
    case verdict::crash:
      return {"x", "c"};
    case verdict::hang:
      return {"x", "h"};
    case verdict::resource_limit:
      return {"x", "r"};
    case verdict::control_octet:
      return {"l", "0"};
    case verdict::protocol_error:
      return {"x", "p"};
    case verdict::wrong_result:
      return {"w", "w"};
    case verdict::over_strict:
      return {"o", "s"};
    case verdict::flaky:
      return {"k", "?"};
    case verdict::lenient:
      return {"l", "l"};
    case verdict::alternative:
      return {"a", "a"};
    case verdict::pass:
      return {"p", ""};
    case verdict::unsupported:
    case verdict::not_observable:
    case verdict::not_run:
      break;
  }
  return {"n", ""};
}

std::string words(const verdict_counts& counts) {
  std::string text;
  for (const verdict v : all_verdicts) {
    if (counts[v] == 0) continue;
    absl::StrAppend(&text, text.empty() ? "" : ", ", counts[v], " ", std::string(to_string(v)));
  }
  return text.empty() ? "not run" : text;
}

std::string summed(const std::map<std::string, std::uint64_t>& counts) {
  std::string text;
  for (const auto& [name, n] : counts) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", one_line(name, 60), " ", n);
  }
  return text.empty() ? "-" : text;
}

bool is_finding(const row& r) {
  return is_non_conforming(r) || r.verdict == verdict::flaky || r.verdict == verdict::lenient ||
         is_unexpected(r);
}

class page {
 public:
  explicit page(const analysis& a) : a_(a) {
    for (std::size_t i = 0; i < a_.cases().size(); ++i) case_index_[a_.cases()[i]] = i;
    for (std::size_t i = 0; i < a_.implementations().size(); ++i) plan(i);
  }

  std::string render() const {
    const run_header& header = a_.source().header;
    const std::size_t columns = a_.implementations().size();
    mustache_data top = object();
    top.set("title", absl::StrCat(counted(a_.cases().size(), "case"), ", ",
                                  counted(a_.ran(), "implementation")));
    top.set(
        "meta",
        absl::StrCat("Suite ", one_line(header.suite_version, 30), " \xC2\xB7 ",
                     counted(a_.cases().size(), "case"), " in ",
                     counted(a_.families().size(), "family", "families"), " \xC2\xB7 ",
                     counted(a_.ran(), "implementation"), " ran",
                     columns == a_.ran() ? "" : absl::StrCat(", ", columns - a_.ran(), " did not"),
                     " \xC2\xB7 ", one_line(header.started, 40)));
    top.set("columns", absl::StrCat(std::max<std::size_t>(columns, 1)));
    top.set("columns_narrow", absl::StrCat(std::max<std::size_t>(a_.ran(), 1)));
    top.set("max_width", absl::StrCat(std::max<std::size_t>(1160, 320 + columns * 54)));
    top.set("min_cell", columns > 24 ? "26" : "36");
    top.set("max_cell", columns > 12 ? "56" : "76");
    top.set("min_cell_narrow", a_.ran() > 16 ? "22" : "0");
    top.set("interrupted", !a_.source().footer.complete);
    put_smuggled(top);
    put_heads(top);
    put_levels(top);
    top.set("families", families());
    put_figures(top);
    top.set("implementations", implementations());
    std::string host;
    for (const auto& [name, value] : header.host) {
      host += (host.empty() ? "" : ", ") + one_line(name, 60) + " " + one_line(value, 120);
    }
    top.set("host", host.empty() ? "not recorded" : host);
    top.set("seed", absl::StrCat(header.seed));
    top.set("options", one_line(header.options, 400));
    top.set("sha256", a_.source().footer.sha256);
    return render_template(templates::report_html, top);
  }

 private:
  static std::string anchor(std::size_t implementation) {
    return absl::StrCat("i", implementation);
  }
  static std::string anchor(std::size_t implementation, std::size_t family) {
    return absl::StrCat("i", implementation, "f", family);
  }
  std::string finding_anchor(std::size_t implementation, const row& r) const {
    return absl::StrCat("i", implementation, "c", case_index_.at(r.facts.get()));
  }

  // Chooses the findings that the page shows, so that cells link only to what is there.
  void plan(std::size_t i) {
    const implementation_view& view = a_.implementations()[i];
    std::vector<std::vector<const row*>> families(a_.families().size());
    std::map<std::string, std::size_t> index;
    for (std::size_t f = 0; f < a_.families().size(); ++f) index[a_.families()[f].name] = f;
    for (const row* one : worst_first(view, is_finding, false)) {
      families[index[one->facts->family]].push_back(one);
    }
    std::vector<std::size_t> hidden(families.size(), 0);
    for (std::size_t f = 0; f < families.size(); ++f) {
      if (families[f].size() > findings_shown) {
        hidden[f] = families[f].size() - findings_shown;
        families[f].resize(findings_shown);
      }
      for (const row* one : families[f]) linked_.insert({one, finding_anchor(i, *one)});
    }
    findings_.push_back(std::move(families));
    hidden_.push_back(std::move(hidden));
  }

  void put_smuggled(mustache_data& top) const {
    mustache_data smuggled = list();
    for (std::size_t i = 0; i < a_.implementations().size(); ++i) {
      const implementation_view& view = a_.implementations()[i];
      if (view.counts[verdict::smuggled] == 0) continue;
      mustache_data one = object();
      std::string families;
      for (std::size_t f = 0; f < a_.families().size(); ++f) {
        const std::uint64_t n = view.families[f][verdict::smuggled];
        if (n != 0)
          absl::StrAppend(&families, families.empty() ? "" : ", ", a_.families()[f].name, " ", n);
      }
      one.set("anchor", anchor(i));
      one.set("name", one_line(name_and_version(*view.info), 80));
      one.set("text", counted(view.counts[verdict::smuggled], "case") + " (" + families + ")");
      smuggled.push_back(one);
    }
    top.set("has_smuggled", smuggled.is_non_empty_list());
    top.set("smuggled", smuggled);
  }

  void put_heads(mustache_data& top) const {
    mustache_data heads = list();
    mustache_data equal = list();
    bool has_equal = false;
    for (std::size_t i = 0; i < a_.implementations().size(); ++i) {
      const implementation_view& view = a_.implementations()[i];
      mustache_data one = object();
      one.set("class", !view.ran() ? " off" : view.info->is_reference ? " ref" : "");
      one.set("anchor", anchor(i));
      one.set("name", one_line(view.info->name, 60));
      one.set("version", one_line(view.ran() ? view.info->version : "not run", 24));
      one.set("tip", one_line(name_and_version(*view.info), 120) + ", " +
                         one_line(view.info->language, 40) + ": " + words(view.counts));
      heads.push_back(one);
      mustache_data bar = object();
      const bool has_bar = view.cluster_size > 1;
      bar.set("class", !view.ran() ? "off" : !has_bar ? "" : view.cluster == i ? "eq" : "eq join");
      has_equal = has_equal || view.cluster_size > 1;
      equal.push_back(bar);
    }
    top.set("columns_data", heads);
    top.set("equal", equal);
    top.set("has_equal", has_equal);
  }

  void put_levels(mustache_data& top) const {
    mustache_data rows = list();
    for (const requirement_level l : {requirement_level::must, requirement_level::should}) {
      mustache_data one = object();
      one.set("name", show_level(l));
      mustache_data cells = list();
      for (const implementation_view& view : a_.implementations()) {
        const level_figure& figure = view.level(l);
        mustache_data cell = object();
        std::string text = percent(figure.conforming, figure.judged);
        const bool has_percent = text.ends_with(" %");
        if (has_percent) text.resize(text.size() - 2);
        cell.set("of", view.ran() && has_percent ? "%" : "");
        cell.set("class", !view.ran() ? " off" : "");
        cell.set("text", view.ran() ? text : "");
        cell.set("tip", view.ran()
                            ? absl::StrCat(show_level(l), ": ", figure.conforming, " of ",
                                           figure.judged, " judged, ", figure.cases, " cases")
                            : "not run");
        cells.push_back(cell);
      }
      one.set("cells", cells);
      rows.push_back(one);
    }
    top.set("level_rows", rows);
  }

  mustache_data family_cell(std::size_t i, std::size_t f) const {
    const implementation_view& view = a_.implementations()[i];
    const verdict_counts& c = view.families[f];
    const std::uint64_t judged = c.judged();
    const std::uint64_t failing = c.non_conforming();
    mustache_data cell = object();
    std::string css = "n";
    std::string text;
    if (c[verdict::smuggled] != 0) {
      css = "u";
    } else if (failing != 0) {
      css = failing * 10 <= judged       ? "f1"
            : failing * 10 <= judged * 3 ? "f2"
            : failing * 10 <= judged * 6 ? "f3"
                                         : "f4";
    } else if (judged != 0) {
      css = "p";
    }
    if (judged != 0) text = absl::StrCat(c.conforming());
    // Four digits twice do not fit into a narrow column; the tip has them all.
    const bool has_room = judged < 1000 || a_.implementations().size() <= 10;
    cell.set("of", judged != 0 && has_room ? absl::StrCat("/", judged) : std::string());
    if (judged == 0 && c[verdict::flaky] != 0) {
      css = "k";
      text = "?";
    }
    if (!view.ran()) css += " off";
    if (c[verdict::lenient] != 0) {
      css += " m ml";
    } else if (c[verdict::alternative] != 0) {
      css += " m ma";
    }
    cell.set("class", css);
    cell.set("text", text);
    cell.set("tip", one_line(view.info->name, 60) + ", " + one_line(a_.families()[f].name, 60) +
                        ": " + words(c));
    if (!findings_[i][f].empty()) {
      cell.set("href", anchor(i, f));
    } else {
      cell.set("href", false);
    }
    return cell;
  }

  mustache_data case_cell(const implementation_view& view, const row* one) const {
    mustache_data cell = object();
    cell.set("href", false);
    if (one == nullptr) {
      cell.set("class", view.ran() ? "n" : "n off");
      cell.set("text", "");
      cell.set("tip", one_line(view.info->name, 60) + ": not run");
      return cell;
    }
    const look l = look_of(one->verdict);
    cell.set("class", l.css);
    cell.set("text", l.letter);
    cell.set("tip", one_line(view.info->name, 60) + ": " + one_line(verdict_text(*one), 60));
    const auto link = linked_.find(one);
    if (link != linked_.end()) cell.set("href", link->second);
    return cell;
  }

  static mustache_data input_of(const case_facts& facts) {
    mustache_data inputs = list();
    for (const shown_input& shown : show_input(facts, value_limit)) {
      mustache_data one = object();
      one.set("label", shown.label);
      one.set("text", shown.text);
      inputs.push_back(one);
    }
    return inputs;
  }

  static mustache_data link(const std::string& text, const std::string& url) {
    mustache_data one = object();
    one.set("text", text);
    if (url.empty()) {
      one.set("url", false);
    } else {
      one.set("url", url);
    }
    return one;
  }

  static void set_or_false(mustache_data& to, const std::string& name, const std::string& text) {
    if (text.empty()) {
      to.set(name, false);
    } else {
      to.set(name, text);
    }
  }

  mustache_data case_entry(std::size_t c) const {
    const case_facts& facts = *a_.cases()[c];
    mustache_data one = object();
    one.set("id", one_line(facts.id, 160));
    const bool has_prefix = facts.id.starts_with(facts.family + "/");
    one.set("short_id",
            one_line(has_prefix ? facts.id.substr(facts.family.size() + 1) : facts.id, 120));
    one.set("title", one_line(facts.title, 300));
    one.set("operation", one_line(facts.operation, 40));
    one.set("parse", facts.parse.empty() ? "serialize" : one_line(facts.parse, 40));
    mustache_data refs = list();
    for (const reference& ref : facts.refs)
      refs.push_back(link(show_reference(ref), reference_url(ref)));
    one.set("refs", refs);
    std::string requirements;
    for (const std::string& r : facts.requirements) {
      requirements += (requirements.empty() ? "" : ", ") + one_line(r, 20);
    }
    set_or_false(one, "requirements", requirements);
    set_or_false(one, "note", one_line(facts.note, 600));
    one.set("input", input_of(facts));

    mustache_data cells = list();
    std::string expected;
    // The command of the worst verdict: what somebody who opens the case wants to see again.
    std::string command;
    verdict worst = verdict::not_run;
    // Equal answers are one entry: the worst verdict first.
    std::map<std::tuple<verdict, std::string, std::string>, std::string> groups;
    for (const implementation_view& view : a_.implementations()) {
      const row* r = view.rows[c];
      cells.push_back(case_cell(view, r));
      if (r == nullptr) continue;
      if (command.empty() || r->verdict < worst) {
        command = reproduce(a_.source().header, *r);
        worst = r->verdict;
      }
      const bool is_plain_pass = r->verdict == verdict::pass;
      std::string& names = groups[{r->verdict, verdict_text(*r),
                                   is_plain_pass ? std::string() : show_got(*r, value_limit)}];
      names += (names.empty() ? "" : ", ") + one_line(view.info->name, 60);
      if (expected.empty() || view.info->is_reference) {
        row whole = *r;
        whole.expected.clear();
        expected = show_expected(whole, value_limit);
      }
    }
    one.set("cells", cells);
    one.set("expected", expected);
    mustache_data shown = list();
    for (const auto& [key, names] : groups) {
      mustache_data group = object();
      group.set("class", look_of(std::get<0>(key)).css);
      group.set("verdict", one_line(std::get<1>(key), 60));
      set_or_false(group, "got", std::get<2>(key));
      group.set("names", names);
      shown.push_back(group);
    }
    one.set("groups", shown);
    set_or_false(one, "command", one_line(command, 1000));
    return one;
  }

  bool passes_everywhere(std::size_t c) const {
    return std::all_of(a_.implementations().begin(), a_.implementations().end(),
                       [&](const auto& v) {
                         return v.rows[c] == nullptr || v.rows[c]->verdict == verdict::pass ||
                                !is_judged(v.rows[c]->verdict);
                       });
  }

  mustache_data families() const {
    mustache_data out = list();
    for (std::size_t f = 0; f < a_.families().size(); ++f) {
      const family_view& family = a_.families()[f];
      mustache_data one = object();
      one.set("name", one_line(family.name, 60));
      one.set("size", absl::StrCat(family.size));
      mustache_data cells = list();
      for (std::size_t i = 0; i < a_.implementations().size(); ++i)
        cells.push_back(family_cell(i, f));
      one.set("cells", cells);
      mustache_data cases = list();
      std::size_t shown = 0;
      for (std::size_t c = family.first; c < family.first + family.size; ++c) {
        if (family.size > cases_shown && (passes_everywhere(c) || shown >= cases_shown)) continue;
        cases.push_back(case_entry(c));
        ++shown;
      }
      one.set("cases", cases);
      set_or_false(one, "more",
                   shown == family.size
                       ? std::string()
                       : absl::StrCat(family.size - shown, " more cases are in the results file"));
      out.push_back(one);
    }
    return out;
  }

  void put_figures(mustache_data& top) const {
    mustache_data figures = list();
    mustache_data absent = list();
    for (std::size_t i = 0; i < a_.implementations().size(); ++i) {
      const implementation_view& view = a_.implementations()[i];
      const verdict_counts& c = view.counts;
      mustache_data one = object();
      one.set("anchor", anchor(i));
      one.set("name", one_line(view.info->name, 80));
      one.set("version", one_line(view.info->version, 40));
      one.set("language", one_line(view.info->language, 40));
      if (!view.ran()) {
        one.set("why", one_line(view.info->reason, 300));
        set_or_false(one, "install", one_line(view.info->install, 400));
        absent.push_back(one);
        continue;
      }
      set_or_false(one, "packaged", one_line(view.info->packaged_as, 80));
      const auto level = [&](const char* name, requirement_level l) {
        const level_figure& figure = view.level(l);
        one.set(name, percent(figure.conforming, figure.judged));
        one.set(std::string(name) + "_of", absl::StrCat(figure.conforming, " of ", figure.judged));
      };
      level("must", requirement_level::must);
      level("should", requirement_level::should);
      one.set("is_smuggled", c[verdict::smuggled] != 0);
      one.set("smuggled", absl::StrCat(c[verdict::smuggled]));
      one.set("fail", absl::StrCat(c.non_conforming()));
      set_or_false(one, "known", view.known == 0 ? "" : absl::StrCat(view.known));
      one.set("lenient", absl::StrCat(c[verdict::lenient]));
      one.set("alternatives", summed(view.alternatives));
      std::string unseen;
      if (const std::uint64_t n = c.total() - c.judged(); n != 0)
        unseen = counted(n, "case") + " not judged";
      if (view.reduced != 0) {
        absl::StrAppend(&unseen, unseen.empty() ? "" : "; ", "not compared: ", summed(view.lost));
      }
      one.set("unseen", unseen.empty() ? "-" : unseen);
      figures.push_back(one);
    }
    top.set("figures", figures);
    top.set("has_absent", absent.is_non_empty_list());
    top.set("absent", absent);
  }

  mustache_data finding(const row& r) const {
    mustache_data one = object();
    one.set("anchor", linked_.at(&r));
    one.set("kind", r.verdict == verdict::smuggled ? "smuggled"
                    : is_non_conforming(r)         ? "bad"
                                                   : "");
    one.set("class", look_of(r.verdict).css);
    one.set("verdict", one_line(verdict_text(r), 60));
    one.set("id", one_line(r.facts->id, 160));
    one.set("title", one_line(r.facts->title, 300));
    one.set("unconfirmed", !r.confirmed);
    if (const reference* ref = first_reference(*r.facts)) {
      one.set("ref", link(show_reference(*ref), reference_url(*ref)));
    } else {
      one.set("ref", false);
    }
    one.set("input", input_of(*r.facts));
    one.set("expected", show_expected(r, value_limit));
    one.set("got", show_got(r, value_limit));
    std::string offset;
    if (r.offset_reported) {
      offset = absl::StrCat("reported ", *r.offset_reported);
      if (r.facts->offset)
        absl::StrAppend(&offset, ", the first impossible octet is ", *r.facts->offset);
      offset += " (shown, not judged)";
    }
    set_or_false(one, "offset", offset);
    std::string lost;
    for (const std::string& what : r.lost) lost += (lost.empty() ? "" : ", ") + one_line(what, 60);
    set_or_false(one, "lost", lost);
    if (r.known) {
      std::string text = one_line(r.known->reason, 400);
      if (is_unexpected(r))
        text += " (the expectations file says " + one_line(r.known->verdict, 60) + ")";
      one.set("known", link(text, safe_url(one_line(r.known->link, 300))));
    } else {
      one.set("known", false);
    }
    set_or_false(one, "command", one_line(reproduce(a_.source().header, r), 1000));
    return one;
  }

  mustache_data implementations() const {
    mustache_data out = list();
    for (std::size_t i = 0; i < a_.implementations().size(); ++i) {
      const implementation_view& view = a_.implementations()[i];
      if (!view.ran()) continue;
      const verdict_counts& c = view.counts;
      mustache_data one = object();
      one.set("anchor", anchor(i));
      one.set("name", one_line(view.info->name, 80));
      one.set("version", one_line(view.info->version, 40));
      one.set("language", one_line(view.info->language, 40));
      std::string headline;
      if (c[verdict::smuggled] != 0) headline = absl::StrCat(c[verdict::smuggled], " smuggled, ");
      headline += counted(c.non_conforming(), "case fails", "cases fail");
      if (c[verdict::lenient] != 0)
        absl::StrAppend(&headline, ", ", c[verdict::lenient], " lenient");
      one.set("headline", headline);
      mustache_data facts = list();
      const auto fact = [&](const char* label, const std::string& text,
                            const std::string& url = "") {
        if (text.empty()) return;
        mustache_data f = link(one_line(text, 300), safe_url(one_line(url, 300)));
        f.set("label", label);
        facts.push_back(f);
      };
      fact("packaged as", view.info->packaged_as);
      fact("runtime", view.info->runtime);
      fact("homepage", view.info->homepage, view.info->homepage);
      fact("issues", view.info->issues, view.info->issues);
      fact("license", view.info->license);
      fact("observes", view.info->observes == "{}" ? "" : view.info->observes);
      one.set("facts", facts);
      mustache_data families = list();
      for (std::size_t f = 0; f < a_.families().size(); ++f) {
        if (findings_[i][f].empty()) continue;
        mustache_data family = object();
        family.set("anchor", anchor(i, f));
        family.set("name", one_line(a_.families()[f].name, 60));
        family.set("headline", words(view.families[f]));
        mustache_data findings = list();
        for (const row* r : findings_[i][f]) findings.push_back(finding(*r));
        family.set("findings", findings);
        set_or_false(family, "more",
                     hidden_[i][f] == 0
                         ? std::string()
                         : absl::StrCat(hidden_[i][f], " more findings are in the results file"));
        families.push_back(family);
      }
      one.set("families", families);
      out.push_back(one);
    }
    return out;
  }

  const analysis& a_;
  std::unordered_map<const case_facts*, std::size_t> case_index_;
  std::vector<std::vector<std::vector<const row*>>> findings_;
  std::vector<std::vector<std::size_t>> hidden_;
  std::unordered_map<const row*, std::string> linked_;
};

}  // namespace

std::string render_html(const results& r) {
  const analysis a(r);
  return page(a).render();
}

}  // namespace gauntlet::report
