#include "conformance/report/site.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/view.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

class site {
 public:
  site(const results& r, std::string directory)
      : base_(std::move(directory)), all_(r), facts_(all_.run_facts()) {
    const analysis& a = all_.source();
    for (std::size_t i = 0; i < a.implementations().size(); ++i) {
      implementations_.push_back(all_.cited_implementation(i));
    }
    for (std::size_t c = 0; c < a.cases().size(); ++c) cases_.push_back(all_.cited_case(c));
  }

  absl::Status write() {
    put("page.css", templates::page_css);
    put("page.js", templates::page_js);
    put(".nojekyll", "");
    put("cases.js", "globalThis.gauntletCases = " +
                        view(cases_).dump(-1, ' ', true, view::error_handler_t::replace) + ";\n");
    page_template overview(templates::overview_html);
    put_page("index.html", overview, all_.overview());
    const analysis& a = all_.source();
    page_template implementation(templates::implementation_html);
    for (std::size_t i = 0; i < a.implementations().size(); ++i) {
      put_page("implementation", implementation, all_.implementation(i));
    }
    page_template family(templates::family_html);
    for (std::size_t f = 0; f < a.families().size(); ++f) {
      put_page("family", family, all_.family(f));
    }
    page_template one_case(templates::case_html);
    for (std::size_t c = 0; c < a.cases().size(); ++c) {
      put_page("case", one_case, all_.one_case(c));
    }
    return status_;
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

  void put_page(const std::string& where, page_template& inner, view content) {
    const std::string path = content.contains("page")
                                 ? where + "/" + content["page"].get<std::string>() + ".html"
                                 : where;
    std::string root;
    for (const char c : path) {
      if (c == '/') root += "../";
    }
    expand(content);
    content["root"] = root;
    content["suffix"] = ".html";
    content["home"] = root + "index.html";
    view page = facts_;
    page["title"] = content["title"];
    page["root"] = root;
    page["content"] = inner.render(content);
    put(path, page_.render(page));
  }

  void put(const std::string& name, const std::string& text) {
    const std::filesystem::path path = base_ / name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    status_.Update(error ? absl::DataLossError(path.parent_path().string() + ": " + error.message())
                         : model::write_file(path, text));
  }

  std::filesystem::path base_;
  views all_;
  view facts_;
  std::vector<view> implementations_;
  std::vector<view> cases_;
  page_template page_{templates::page_html};
  absl::Status status_;
};

}  // namespace

absl::Status write_site(const results& r, const std::string& directory) {
  return site(r, directory).write();
}

}  // namespace gauntlet::report
