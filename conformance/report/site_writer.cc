#include "conformance/report/site_writer.hpp"

#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/report/templates.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {

site_writer::site_writer(std::filesystem::path base, view facts, std::vector<site_part> parts,
                         std::function<void(const std::string&)> progress)
    : base_(std::move(base)),
      facts_(std::move(facts)),
      parts_(std::move(parts)),
      frame_(templates::page_html),
      progress_(std::move(progress)) {}

std::string site_writer::root_of(const std::string& path) {
  std::string root;
  for (const char c : path) {
    if (c == '/') root += "../";
  }
  return root;
}

void site_writer::put_page(const site_page& page, const std::string& content) {
  const std::string root = root_of(page.path);
  view out = facts_;
  out["title"] = page.title;
  out["root"] = root;
  out["of_run"] = page.is_of_run;
  // Files of the site and nothing else: no connection, no frame, no form. ('self' alone is none of
  // a page that is opened as a file.)
  out["policy"] =
      absl::StrCat("default-src 'none'; base-uri 'none'; form-action 'none'; ",
                   "style-src 'self' file:; img-src 'self' file:; script-src 'self' file:",
                   page.compiles ? " 'wasm-unsafe-eval'" : "");
  view parts = view::array();
  for (const site_part& one : parts_) {
    parts.push_back(
        {{"href", root + one.page}, {"title", one.title}, {"current", one.title == page.part}});
  }
  out["site"] = {{"parts", std::move(parts)}};
  const auto linked = [&](const std::vector<std::string>& paths) {
    view list = view::array();
    for (const std::string& path : paths) list.push_back({{"href", root + path}});
    return list;
  };
  out["styles"] = linked(page.styles);
  out["scripts"] = linked(page.scripts);
  out["content"] = content;
  put(page.path, frame_.render(out));
}

void site_writer::put(const std::string& path, std::string_view octets) {
  if (progress_) progress_(path);
  const std::filesystem::path file = base_ / path;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  fail(error ? absl::DataLossError(absl::StrCat(file.parent_path().string(), ": ", error.message()))
             : model::write_file(file, octets));
}

}  // namespace gauntlet::report
