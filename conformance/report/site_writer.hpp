// The frame around every page of a site: the way between its parts, the styles, the policy of what
// a page may load.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_WRITER_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_WRITER_HPP_

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "conformance/report/mustache.hpp"
#include "conformance/report/view.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {

// A part of the site: in the navigation of every page, and on the first one.
struct site_part {
  std::string page;   // its first page
  std::string title;  // one or two words
  std::string about;  // a sentence
};

// What one page has of its own, besides its content.
struct site_page {
  std::string path;                    // "case/list/a.html"
  std::string title;                   // without a name it is that of the content
  std::string part;                    // the title of its part
  std::vector<std::string> styles{};   // more of them, as paths in the site
  std::vector<std::string> scripts{};  // likewise, in their order
  bool is_of_run = true;               // made of the results alone
  bool compiles = false;               // WebAssembly
};

class site_writer {
 public:
  // `facts` are those of views::run_facts(); `progress` is told the name of every file.
  site_writer(std::filesystem::path base, view facts, std::vector<site_part> parts,
              std::function<void(const std::string&)> progress);

  // The way from a page to the root: "../../" or nothing.
  [[nodiscard]] static std::string root_of(const std::string& path);

  void put_page(const site_page& page, const std::string& content);
  void put(const std::string& path, std::string_view octets);

  [[nodiscard]] const std::vector<site_part>& parts() const { return parts_; }
  // The first error.
  [[nodiscard]] const absl::Status& status() const { return status_; }
  void fail(const absl::Status& status) { status_.Update(status); }

 private:
  std::filesystem::path base_;
  view facts_;
  std::vector<site_part> parts_;
  page_template frame_;
  std::function<void(const std::string&)> progress_;
  absl::Status status_;
};

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_WRITER_HPP_
