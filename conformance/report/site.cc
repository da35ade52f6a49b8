#include "conformance/report/site.hpp"

#include <cstddef>
#include <optional>
#include <utility>

#include "conformance/report/mustache.hpp"
#include "conformance/report/pictures.hpp"
#include "conformance/report/site_automata.hpp"
#include "conformance/report/site_docs.hpp"
#include "conformance/report/site_pairs.hpp"
#include "conformance/report/site_playground.hpp"
#include "conformance/report/site_rules.hpp"
#include "conformance/report/site_writer.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/view.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

const char* const results_part = "Results";

// The pages of the run: the same views as in report.html.
class run_pages {
 public:
  run_pages(const views& all, site_writer& to) : all_(all), to_(to) {
    const analysis& a = all_.source();
    for (std::size_t i = 0; i < a.implementations().size(); ++i) {
      implementations_.push_back(all_.cited_implementation(i));
    }
    for (std::size_t c = 0; c < a.cases().size(); ++c) cases_.push_back(all_.cited_case(c));
  }

  void write() {
    to_.put("cases.js", "globalThis.gauntletCases = " +
                            view(cases_).dump(-1, ' ', true, view::error_handler_t::replace) +
                            ";\n");
    page_template overview(templates::overview_html);
    put("results.html", overview, all_.overview());
    const analysis& a = all_.source();
    page_template implementation(templates::implementation_html);
    for (std::size_t i = 0; i < a.implementations().size(); ++i) {
      put("implementation", implementation, all_.implementation(i));
    }
    page_template family(templates::family_html);
    for (std::size_t f = 0; f < a.families().size(); ++f) put("family", family, all_.family(f));
    page_template one_case(templates::case_html);
    for (std::size_t c = 0; c < a.cases().size(); ++c) put("case", one_case, all_.one_case(c));
  }

 private:
  // Puts what numbers stand for in their place.
  void expand(view& value) const {
    for (auto& [name, one] : value.items()) {
      if (name == "who" || name == "cases") {
        const std::vector<view>& cited = name == "who" ? implementations_ : cases_;
        for (view& number : one) number = cited[number.get<std::size_t>()];
      } else if (one.is_object()) {
        expand(one);
      } else if (one.is_array()) {
        for (view& item : one) {
          if (item.is_object()) expand(item);
        }
      }
    }
  }

  void put(const std::string& where, page_template& inner, view content) {
    site_page page;
    page.path = content.contains("page")
                    ? where + "/" + content["page"].get<std::string>() + ".html"
                    : where;
    page.title = content["title"].get<std::string>();
    page.part = results_part;
    const std::string root = site_writer::root_of(page.path);
    expand(content);
    content["root"] = root;
    content["suffix"] = ".html";
    content["home"] = root + "results.html";
    to_.put_page(page, inner.render(content));
  }

  const views& all_;
  site_writer& to_;
  std::vector<view> implementations_;
  std::vector<view> cases_;
};

// The first page: what this is, and the ways into the rest.
void write_start(const views& all, const std::vector<std::string>& left_out, site_writer& to) {
  const view overview = all.overview();
  view content = {{"unfinished", overview["unfinished"]}, {"tallies", overview["tallies"]}};
  view parts = view::array();
  for (const site_part& one : to.parts()) {
    if (one.page == "index.html") continue;
    parts.push_back({{"page", one.page}, {"title", one.title}, {"about", one.about}});
  }
  content["parts"] = std::move(parts);
  view missing = view::array();
  for (const std::string& one : left_out) missing.push_back({{"text", one}});
  content["left_out"] = std::move(missing);
  to.put_page(
      {"index.html", "Gauntlet: a conformance suite for HTTP authentication fields", "Start"},
      page_template(templates::start_html).render(content));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> write_site(
    const results& r, const std::string& directory, const std::filesystem::path& checkout,
    const std::filesystem::path& automata,
    const std::function<void(const std::string&)>& progress) {
  std::vector<learned_file> learned;
  if (!automata.empty()) {
    auto found = automata_of(automata);
    if (!found.ok()) return found.status();
    learned = *std::move(found);
  }
  const views all(r);
  std::vector<std::string> left_out;
  std::vector<operation_pairs> pairs;
  if (!is_live(r)) {
    if (progress) progress("pairs.html");
    auto made = pairs_of(r);
    if (made.ok()) {
      pairs = *std::move(made);
    } else {
      left_out.push_back("no pairs: " + std::string(made.status().message()));
    }
  }

  // A new part is a line here and a file of its own that writes its pages.
  std::vector<site_part> parts = {
      {"index.html", "Start", ""},
      {"results.html", results_part,
       "Implementations, what each gets wrong and why, every case with every answer."}};
  if (!is_live(r)) {
    parts.push_back({"rules.html", rules_part,
                     "Which rule breaks whom, and who reads what somebody met and reported."});
  }
  if (!pairs.empty()) {
    parts.push_back(
        {"pairs.html", pairs_part, "What one implementation checks, and the other does not see."});
  }
  if (!learned.empty()) {
    parts.push_back(
        {"automata.html", automata_part, "What implementations accept, learned by asking them."});
  }
  const absl::StatusOr<std::string> parser = playground_parser(checkout);
  if (parser.ok()) {
    parts.push_back(
        {"playground.html", playground_part,
         "Paste a field, see how it is read, what is wrong with it, and what others make of it."});
  } else {
    left_out.push_back("no playground: " + std::string(parser.status().message()));
  }
  const bool documented = has_docs(checkout);
  if (documented) {
    parts.push_back(
        {"docs/index.html", docs_part,
         "Test an implementation, use the parser, find out what is wrong with a response."});
  } else {
    left_out.emplace_back("no documentation: it is made in a checkout, which has docs/README.md");
  }

  site_writer to(directory, all.run_facts(), std::move(parts), progress);
  to.put("page.css", templates::page_css);
  to.put("site.css", templates::site_css);
  to.put("page.js", templates::page_js);
  to.put(".nojekyll", "");
  if (!is_live(r)) write_rules(all.source(), to);
  if (!pairs.empty()) write_pairs(pairs, to);
  if (!learned.empty()) {
    for (std::string& missing : write_automata(learned, to)) left_out.push_back(std::move(missing));
  }
  write_start(all, left_out, to);
  run_pages(all, to).write();
  if (parser.ok()) write_playground(all, *parser, checkout, to);
  if (documented) write_docs(checkout, to);
  if (!to.status().ok()) return to.status();
  return left_out;
}

}  // namespace gauntlet::report
