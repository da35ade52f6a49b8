#include "conformance/report/view.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/model/figures.hpp"
#include "conformance/model/sha256.hpp"
#include "conformance/process/side_by_side.hpp"
#include "conformance/report/pictures.hpp"
#include "conformance/report/readings.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using model::figures;
using model::grouped;
using model::share;

constexpr std::size_t value_limit = 700;
constexpr std::size_t brief_limit = 100;
constexpr std::size_t causes_shown =
    24;  // on the first page; each implementation has all of its own
constexpr std::size_t reading_limit = 160;  // on the first page

std::string grouped(std::uint64_t n, const std::string& singular, const std::string& plural = "") {
  return grouped(n) + " " + (n == 1 ? singular : plural.empty() ? singular + "s" : plural);
}

std::string name_of(const implementation_info& info) { return one_line(info.name, 60); }

// Octets on one line, for lists.
std::string brief(const case_facts& facts) {
  if (!facts.input.empty()) return one_line(facts.input, brief_limit);
  std::string text;
  for (const std::string& line : facts.lines) {
    absl::StrAppend(&text, text.empty() ? "" : " | ", show_octets(line, brief_limit).text);
  }
  if (text.empty()) return "(empty)";
  return one_line(text, brief_limit);
}

view show_refs(const std::vector<reference>& refs) {
  view out = view::array();
  for (const reference& ref : refs) {
    out.push_back({{"text", show_reference(ref)}, {"url", reference_url(ref)}});
  }
  return out;
}

view show_inputs(const case_facts& facts) {
  view out = view::array();
  for (const shown_input& one : show_input(facts, value_limit)) {
    out.push_back({{"label", one.label}, {"text", one.text}});
  }
  return out;
}

view who_of(const std::vector<std::size_t>& indices) {
  view out = view::array();
  for (const std::size_t i : indices) out.push_back(i);
  return out;
}

std::string names_of(const analysis& a, const std::vector<std::size_t>& indices) {
  return absl::StrJoin(indices, "; ", [&](std::string* out, std::size_t i) {
    absl::StrAppend(out, name_of(*a.implementations()[i].info));
  });
}

bool fails(const row& r) { return is_non_conforming(r); }
bool is_lenient(const row& r) { return r.verdict == verdict::lenient; }
bool is_flaky(const row& r) { return r.verdict == verdict::flaky; }

view show_reading(const analysis& a, const reading& r) {
  return {{"class", colour_of(r.verdict)},
          {"verdict", one_line(verdict_text(*r.first), 60)},
          {"reading", r.text},
          {"count", grouped(r.who.size())},
          {"names", names_of(a, r.who)}};
}

// A share for people and for sorting: "1,204/1,415", and how much of a bar it fills where it says
// enough to have one.
view show_share(const share& s) {
  const int percent = model::percent(s);
  view out = {{"text", s.of == 0 ? "none" : grouped(s.n) + "/" + grouped(s.of)},
              {"of", absl::StrCat(s.of)},
              {"bar", false},
              {"order", "-1"}};
  if (s.of != 0) {
    // Too few cases to be ranked among the others: after them, in an order of their own.
    const std::uint64_t permille = s.n * 1000 / s.of;
    out["order"] = absl::StrCat(percent < 0 ? static_cast<std::int64_t>(permille) - 2000
                                            : static_cast<std::int64_t>(permille));
    if (percent >= 0) {
      out["bar"] = absl::StrCat(percent);
      out["percent"] = absl::StrCat(percent, " %");
    }
  }
  return out;
}

view show_count(std::uint64_t n, const char* colour) {
  return {{"text", grouped(n)}, {"order", absl::StrCat(n)}, {"class", n == 0 ? "zero" : colour}};
}

view show_cost(const figures& f) {
  const std::size_t all = f.linear.size() + f.superlinear.size() + f.unclear.size();
  if (!f.superlinear.empty()) {
    return {
        {"text", "superlinear"}, {"order", absl::StrCat(2 + f.superlinear.size())}, {"class", "x"}};
  }
  // A shape that is unclear in this run may be superlinear in the next.
  if (all == 0) return {{"text", "not measured"}, {"order", "-1"}, {"class", "zero"}};
  if (!f.unclear.empty()) return {{"text", "unclear"}, {"order", "1"}, {"class", "zero"}};
  return {{"text", "linear"}, {"order", "0"}, {"class", "zero"}};
}

// The figures of one implementation, as a row of the table.
view show_figures(const figures& f) {
  return {{"judged", grouped(f.judged.n)},
          {"judged_order", absl::StrCat(f.judged.n)},
          {"of", grouped(f.judged.of)},
          {"sent", show_share(f.sent)},
          {"tolerated", show_share(f.tolerated)},
          {"smuggled", show_count(f.smuggled, "u")},
          {"wrong", show_count(f.wrong, "w")},
          {"strict", show_count(f.over_strict, "o")},
          {"fails", show_count(f.fails, "x")},
          {"lenient", show_share(f.lenient)},
          {"control", show_count(f.control, "k")},
          {"cost", show_cost(f)},
          {"cost_text", model::cost_text(f)}};
}

view show_cause(const cause& c, const analysis& a,
                const std::map<std::string_view, std::size_t>& index) {
  const row& shortest = *c.rows.front();
  view cases = view::array();
  for (const row* one : c.rows) cases.push_back(index.at(one->facts->id));
  view out = {{"class", colour_of(c.kind)},
              {"kind", std::string(to_string(c.kind))},
              {"title", c.difference},
              {"count", grouped(c.rows.size(), "case")},
              {"input", show_inputs(*shortest.facts)},
              {"expected", show_expected(shortest, value_limit)},
              {"got", show_got(shortest, value_limit)},
              {"refs", show_refs(shortest.facts->refs)},
              {"command", one_line(model::reproduce(a.source().header, shortest), 1000)},
              {"cases", cases}};
  if (!c.mark.empty()) {
    out["when"] = {{"text", one_line(c.about, 300)}, {"mark", one_line(c.mark, 60)}};
  }
  if (shortest.known) {
    out["known"] = {{"text", one_line(shortest.known->reason, 400)},
                    {"url", safe_url(one_line(shortest.known->link, 300))}};
  }
  return out;
}

std::map<std::string_view, std::size_t> index_of(const analysis& a) {
  std::map<std::string_view, std::size_t> index;
  for (std::size_t c = 0; c < a.cases().size(); ++c) index[a.cases()[c]->id] = c;
  return index;
}

view cases_with(const implementation_view& from, bool (*wanted)(const row&)) {
  view out = view::array();
  for (std::size_t c = 0; c < from.rows.size(); ++c) {
    if (from.rows[c] != nullptr && wanted(*from.rows[c])) out.push_back(c);
  }
  return out;
}

// How many fail of how many judged, as a cell of the matrix.
view show_cell(const verdict_counts& c) {
  const std::uint64_t judged = c.judged();
  const std::uint64_t failing = c.non_conforming();
  if (judged == 0) return {{"class", "n"}, {"text", "-"}, {"tip", "none judged"}};
  const char* colour = "p";
  if (c[verdict::smuggled] != 0) {
    colour = "u";
  } else if (failing != 0) {
    colour = failing * 10 <= judged       ? "f1"
             : failing * 10 <= judged * 3 ? "f2"
             : failing * 10 <= judged * 6 ? "f3"
                                          : "f4";
  }
  return {{"class", colour},
          {"text", absl::StrCat(failing)},
          {"tip", absl::StrCat(failing, "/", judged)}};
}

// A cause that several implementations have.
struct shared_cause {
  const cause* worst = nullptr;  // of the implementation with the most cases
  std::vector<std::size_t> who;
  std::size_t cases = 0;
};

// Causes of all implementations, by what the values have in common: the most widespread first.
view show_common_causes(const analysis& a, const std::vector<std::vector<cause>>& all) {
  std::map<std::string, shared_cause> by_mark;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const cause& c : all[i]) {
      shared_cause& common = by_mark[c.mark.empty() ? c.difference : c.mark];
      if (common.who.empty() || common.who.back() != i) common.who.push_back(i);
      common.cases += c.rows.size();
      if (common.worst == nullptr || common.worst->rows.size() < c.rows.size()) common.worst = &c;
    }
  }
  std::vector<const shared_cause*> sorted;
  for (const auto& [mark, common] : by_mark) sorted.push_back(&common);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto* x, const auto* y) {
    return std::make_pair(x->who.size(), x->cases) > std::make_pair(y->who.size(), y->cases);
  });
  if (sorted.size() > causes_shown) sorted.resize(causes_shown);
  view out = view::array();
  for (const shared_cause* common : sorted) {
    const cause& c = *common->worst;
    const case_facts& facts = *c.rows.front()->facts;
    out.push_back({{"title", c.mark.empty() ? c.difference : c.about},
                   {"mark", one_line(c.mark, 40)},
                   {"failing", grouped(common->cases)},
                   {"case_order", absl::StrCat(common->cases)},
                   {"count", absl::StrCat(common->who.size())},
                   {"names", names_of(a, common->who)},
                   {"value", brief(facts)},
                   {"reading", text_of(*c.rows.front(), reading_limit)},
                   {"page", page_name(facts.id)}});
  }
  return out;
}

}  // namespace

views::views(const results& r) : a_(r), causes_(a_.implementations().size()) {
  std::vector<const implementation_view*> all;
  for (const implementation_view& one : a_.implementations()) all.push_back(&one);
  process::side_by_side(all, 1, [&](const implementation_view& one) {
    causes_[static_cast<std::size_t>(&one - all.front())] = find_causes(one, fails);
  });
}

const char* colour_of(verdict v) {
  switch (v) {
    case verdict::hang:
    case verdict::crash:
    case verdict::resource_limit:
    case verdict::protocol_error:
      return "x";
    case verdict::smuggled:
      return "u";
    case verdict::wrong_result:
      return "w";
    case verdict::over_strict:
      return "o";
    case verdict::control_octet:
    case verdict::flaky:
      return "k";
    case verdict::lenient:
      return "l";
    case verdict::alternative:
      return "a";
    case verdict::pass:
      return "p";
    case verdict::unsupported:
    case verdict::not_observable:
    case verdict::not_run:
      break;
  }
  return "n";
}

std::string page_name(const std::string& id) {
  // A dot only as in the number of a section.
  const auto is_digit_at = [&](std::size_t i) {
    return i < id.size() && id[i] >= '0' && id[i] <= '9';
  };
  const auto is_plain = [&](std::size_t i) {
    const char c = id[i];
    return (c >= 'a' && c <= 'z') || is_digit_at(i) || c == '-' || c == '_' || c == '/' ||
           (c == '.' && i != 0 && is_digit_at(i - 1) && is_digit_at(i + 1));
  };
  bool is_path = !id.empty() && id.size() <= 120 && id.front() != '/' && id.back() != '/' &&
                 id.find("//") == std::string::npos;
  for (std::size_t i = 0; i < id.size() && is_path; ++i) is_path = is_plain(i);
  if (is_path) return id;
  model::sha256 hash;
  hash.update(id);
  // No name of the other kind has a dot after a letter.
  return "id." + hash.hex().substr(0, 24);
}

view views::cited_implementation(std::size_t i) const {
  const implementation_info& info = *a_.implementations()[i].info;
  return {{"name", name_of(info)}, {"page", page_name(info.id)}};
}

view views::cited_case(std::size_t c) const {
  const case_facts& facts = *a_.cases()[c];
  const auto failing = std::count_if(
      a_.implementations().begin(), a_.implementations().end(),
      [&](const implementation_view& v) { return v.rows[c] != nullptr && fails(*v.rows[c]); });
  return {{"id", one_line(facts.id, 160)},
          {"page", page_name(facts.id)},
          {"title", one_line(facts.title, 300)},
          {"brief", brief(facts)},
          {"failing", absl::StrCat(failing)}};
}

view views::overview() const {
  const std::vector<implementation_view>& all = a_.implementations();
  view out;
  view rows = view::array();
  view absent = view::array();
  std::set<std::string> languages;
  std::size_t clean = 0;
  std::size_t smuggling = 0;
  std::size_t failing = 0;
  for (const implementation_view& one : all) {
    const implementation_info& info = *one.info;
    view shown = {{"name", name_of(info)},
                  {"page", page_name(info.id)},
                  {"version", one_line(info.version, 30)},
                  {"language", one_line(info.language, 30)}};
    if (!one.ran()) {
      shown["why"] = one_line(info.reason, 300);
      shown["install"] = one_line(info.install, 400);
      absent.push_back(shown);
      continue;
    }
    const figures& f = one.figures;
    shown.update(show_figures(f));
    shown["reference"] = info.is_reference;
    rows.push_back(shown);
    languages.insert(one_line(info.language, 30));
    clean += one.counts.judged() != 0 && one.counts.non_conforming() == 0 ? 1U : 0U;
    smuggling += f.smuggled != 0 ? 1U : 0U;
    failing += f.fails != 0 ? 1U : 0U;
  }
  std::stable_sort(rows.begin(), rows.end(), [](const view& x, const view& y) {
    // Of equal shares, that of more cases.
    const auto order = [](const view& v) {
      return std::make_pair(std::stoll(v["sent"]["order"].get<std::string>()),
                            std::stoll(v["sent"]["of"].get<std::string>()));
    };
    return order(x) > order(y);
  });
  out["title"] = "Gauntlet: what parsers make of HTTP authentication fields";
  out["sentence"] = absl::StrCat(
      grouped(a_.ran(), "implementation"), " in ", grouped(languages.size(), "language"), " read ",
      grouped(a_.cases().size(), "field value"), ": ", grouped(clean), clean == 1 ? " does" : " do",
      " all that RFC 9110 asks of what could be judged, ", grouped(smuggling),
      smuggling == 1 ? " takes" : " take", " text inside of quotes for structure, ",
      grouped(failing), failing == 1 ? " crashes or hangs." : " crash or hang.");
  const bool live = is_live(a_.source());
  out["live"] = live;
  out["offline"] = !live;
  if (live) {
    std::size_t asked = 0;
    for (const implementation_view& one : all) asked += one.counts.judged();
    out["title"] = "Gauntlet: what real servers, proxies and clients do";
    out["sentence"] = absl::StrCat(
        grouped(a_.ran(), "use"), " of real programs, ", grouped(a_.cases().size(), "case"), ", ",
        grouped(asked, "answer"), " that could be judged: ", grouped(clean), " of them",
        clean == 1 ? " does" : " do", " all that is asked of ", clean == 1 ? "it." : "them.");
    out["pictures"] = pictures_of(a_);
  }
  const std::string ran = grouped(a_.ran());
  view tallies = view::array();
  const auto tally = [&](std::size_t n, const std::string& of, const std::string& text) {
    tallies.push_back({{"n", grouped(n)}, {"of", of}, {"text", text}});
  };
  tally(a_.cases().size(), "", "cases");
  tally(a_.ran(), grouped(all.size()),
        "known implementations were run, in " + grouped(languages.size(), "language"));
  tally(clean, ran, "do all that RFC 9110 asks of what could be judged");
  tally(smuggling, ran, "take text inside of quotes for structure");
  tally(failing, ran, "crash or hang");
  out["tallies"] = std::move(tallies);
  out["unfinished"] = !a_.source().footer.complete;
  out["size"] = grouped(a_.cases().size());
  out["rows"] = std::move(rows);
  view language_list = view::array();
  for (const std::string& one : languages) language_list.push_back({{"name", one}});
  out["languages"] = std::move(language_list);
  out["absent"] = absent;
  out["has_absent"] = !absent.empty();

  out["example"] = false;
  if (const auto c = find_example(a_)) {
    view readings = view::array();
    std::vector<std::size_t> rest;
    for (const reading& r : readings_of(a_, *c, value_limit)) {
      if (!is_judged(r.verdict)) {
        rest.insert(rest.end(), r.who.begin(), r.who.end());
        continue;
      }
      readings.push_back(show_reading(a_, r));
    }
    // What it should read as is above what it is read as.
    std::stable_partition(readings.begin(), readings.end(),
                          [](const view& one) { return one["class"] == "p"; });
    out["example"] = {{"value", a_.cases()[*c]->lines[0]},
                      {"page", page_name(a_.cases()[*c]->id)},
                      {"readings", readings},
                      {"rest", names_of(a_, rest)}};
  }

  out["causes"] = show_common_causes(a_, causes_);
  out["has_causes"] = !out["causes"].empty();

  view columns = view::array();
  for (const implementation_view& one : all) {
    if (one.ran())
      columns.push_back({{"name", name_of(*one.info)}, {"page", page_name(one.info->id)}});
  }
  out["columns"] = std::move(columns);
  view families = view::array();
  for (std::size_t f = 0; f < a_.families().size(); ++f) {
    const family_view& one = a_.families()[f];
    view cells = view::array();
    for (const implementation_view& v : all) {
      if (v.ran()) cells.push_back(show_cell(v.families[f]));
    }
    families.push_back({{"name", one_line(one.name, 60)},
                        {"page", page_name(one.name)},
                        {"size", grouped(one.size)},
                        {"cells", cells}});
  }
  out["families"] = std::move(families);

  view kinds = view::array();
  for (const disagreement& d : disagreements_of(a_, reading_limit)) {
    view readings = view::array();
    for (const reading& r : d.readings) readings.push_back(show_reading(a_, r));
    std::vector<std::string> about;
    for (const std::string& flag : d.flags) {
      about.emplace_back(about_mark(flag).empty() ? flag : about_mark(flag));
    }
    kinds.push_back({{"flags", one_line(absl::StrJoin(d.flags, ", "), 100)},
                     {"about", one_line(absl::StrJoin(about, " "), 400)},
                     {"count", grouped(d.accepted)},
                     {"size", grouped(d.cases, "value")},
                     {"value", brief(*a_.cases()[d.shown])},
                     {"page", page_name(a_.cases()[d.shown]->id)},
                     {"readings", readings}});
  }
  out["kinds"] = std::move(kinds);

  view groups = view::array();
  for (const likeness& l : alike(a_)) {
    groups.push_back({{"names", names_of(a_, l.who)},
                      {"size", absl::StrCat(l.who.size())},
                      {"same", to_text(share{l.same, l.both})}});
  }
  out["has_groups"] = !groups.empty();
  out["groups"] = std::move(groups);

  return out;
}

view views::run_facts() const {
  const run_header& header = a_.source().header;
  std::string host;
  for (const auto& [name, value] : header.host) {
    absl::StrAppend(&host, host.empty() ? "" : ", ", one_line(name, 60), " ", one_line(value, 120));
  }
  view out;
  out["suite"] = one_line(header.suite_version, 30);
  out["started"] = one_line(header.started, 40);
  out["host"] = host.empty() ? "not recorded" : host;
  out["seed"] = absl::StrCat(header.seed);
  out["options"] = one_line(header.options, 400);
  out["sha256"] = one_line(a_.source().footer.sha256, 64);
  return out;
}

view views::implementation(std::size_t i) const {
  const implementation_view& one = a_.implementations()[i];
  const implementation_info& info = *one.info;
  view out = {{"name", name_of(info)},
              {"page", page_name(info.id)},
              {"version", one_line(info.version, 60)},
              {"language", one_line(info.language, 60)},
              {"ran", one.ran()},
              {"why", one_line(info.reason, 300)},
              {"install", one_line(info.install, 400)}};
  out["title"] = absl::StrCat(name_of(info), " ", one_line(info.version, 60));
  view facts = view::array();
  const auto fact = [&](const char* label, const std::string& text, const std::string& url = "") {
    if (text.empty()) return;
    facts.push_back(
        {{"label", label}, {"text", one_line(text, 400)}, {"url", safe_url(one_line(url, 300))}});
  };
  fact("language", info.language);
  fact("packaged as", info.packaged_as);
  fact("runtime", info.runtime);
  fact("homepage", info.homepage, info.homepage);
  fact("issues", info.issues, info.issues);
  fact("licence", info.license);
  fact("operations", absl::StrJoin(info.operations, ", "));
  fact("its API shows", info.observes == "{}" ? "" : info.observes);
  out["facts"] = std::move(facts);
  if (!one.ran()) return out;

  out.update(show_figures(one.figures));
  const auto index = index_of(a_);
  view causes = view::array();
  for (const cause& c : causes_[i]) causes.push_back(show_cause(c, a_, index));
  out["failing"] = grouped(one.counts.non_conforming(), "case");
  out["has_causes"] = !causes.empty();
  out["causes"] = std::move(causes);

  view families = view::array();
  for (std::size_t f = 0; f < a_.families().size(); ++f) {
    const verdict_counts& c = one.families[f];
    if (c.judged() == 0) continue;
    families.push_back({{"name", one_line(a_.families()[f].name, 60)},
                        {"page", page_name(a_.families()[f].name)},
                        {"judged", grouped(c.judged())},
                        {"class", show_cell(c)["class"]},
                        {"failing", grouped(c.non_conforming())},
                        {"lenient_n", grouped(c[verdict::lenient])}});
  }
  out["families"] = std::move(families);
  // Rest of what people look for: what is accepted beyond the grammar, what is not settled.
  view lists = view::array();
  const auto list = [&](const char* title, bool (*wanted)(const row&)) {
    view cases = cases_with(one, wanted);
    if (cases.empty()) return;
    const std::string count = grouped(cases.size());
    lists.push_back({{"title", title}, {"count", count}, {"cases", std::move(cases)}});
  };
  list("Accepted, though not in the grammar (allowed)", is_lenient);
  list("Flaky: asked again, the answer was another one", is_flaky);
  out["lists"] = std::move(lists);
  return out;
}

view views::family(std::size_t f) const {
  const family_view& one = a_.families()[f];
  view cases = view::array();
  for (std::size_t c = one.first; c < one.first + one.size; ++c) cases.push_back(c);
  const std::string name = one_line(one.name, 60);
  return {{"name", name},
          {"title", "Family " + name},
          {"page", page_name(one.name)},
          {"size", grouped(one.size, "case")},
          {"cases", cases}};
}

view views::one_case(std::size_t c) const {
  const case_facts& facts = *a_.cases()[c];
  view out = cited_case(c);
  out["operation"] = one_line(facts.operation, 40);
  out["parse"] = facts.parse.empty() ? "serialize" : one_line(facts.parse, 40);
  out["family"] = one_line(facts.family(), 60);
  out["family_page"] = page_name(facts.family());
  out["refs"] = show_refs(facts.refs);
  std::vector<std::string> marks = facts.requirements;
  marks.insert(marks.end(), facts.flags.begin(), facts.flags.end());
  out["marks"] = one_line(absl::StrJoin(marks, ", "), 300);
  out["note"] = one_line(facts.note, 600);
  out["input"] = show_inputs(facts);
  row whole;
  whole.facts = std::make_shared<case_facts>(facts);
  out["expected"] = show_expected(whole, value_limit);
  view answers = view::array();
  const std::vector<reading> readings = readings_of(a_, c, value_limit);
  for (const reading& r : readings) {
    answers.push_back({{"class", colour_of(r.verdict)},
                       {"verdict", one_line(verdict_text(*r.first), 60)},
                       {"reading", r.text},
                       {"who", who_of(r.who)}});
  }
  out["answers"] = std::move(answers);
  // What somebody who opens the case wants to see again: its worst answer.
  out["command"] =
      readings.empty()
          ? ""
          : one_line(model::reproduce(a_.source().header, *readings.front().first), 1000);
  return out;
}

}  // namespace gauntlet::report
