#include <zlib.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/sha256.hpp"
#include "conformance/process/side_by_side.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/view.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

// Puts numbers for strings that occur more than once. "who" and "cases" hold numbers already.
class interner {
 public:
  void count(const view& value) {
    if (value.is_string()) {
      ++seen_[value.get_ref<const std::string&>()].times;
    } else if (value.is_structured()) {
      for (const auto& one : value) count(one);
    }
  }

  [[nodiscard]] view replace(const view& value) {
    if (value.is_string()) {
      entry& e = seen_[value.get_ref<const std::string&>()];
      if (e.times < 2) return value;
      if (!e.has_number) {
        e.has_number = true;
        e.number = strings_.size();
        strings_.push_back(value);
      }
      return e.number;
    }
    if (value.is_array()) {
      view out = view::array();
      for (const auto& one : value) out.push_back(replace(one));
      return out;
    }
    if (value.is_object()) {
      view out = view::object();
      for (const auto& [name, one] : value.items()) out[name] = replace(one);
      return out;
    }
    return value;
  }

  [[nodiscard]] view strings() && { return std::move(strings_); }

 private:
  struct entry {
    std::size_t times = 0;
    std::size_t number = 0;
    bool has_number = false;
  };
  std::unordered_map<std::string, entry> seen_;
  view strings_ = view::array();
};

// zlib's format in base64: what DecompressionStream("deflate") and atob() take.
std::string pack(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string packed(size, '\0');
  // It fails only where it has no memory or no room, and it has as much room as it asked for.
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                reinterpret_cast<const Bytef*>(text.data()), text.size(),
                Z_BEST_COMPRESSION) != Z_OK) {
    return {};
  }
  packed.resize(size);
  return absl::Base64Escape(packed);
}

std::string details_of(const views& all) {
  view pages = {
      {"implementations", view::array()}, {"families", view::array()}, {"cases", view::array()}};
  const analysis& a = all.source();
  for (std::size_t i = 0; i < a.implementations().size(); ++i) {
    pages["implementations"].push_back(all.implementation(i));
  }
  for (std::size_t f = 0; f < a.families().size(); ++f) {
    pages["families"].push_back(all.family(f));
  }
  std::vector<view> cases(a.cases().size());
  std::vector<view*> each;
  for (view& one : cases) each.push_back(&one);
  process::side_by_side(each, 1, [&](view& one) {
    one = all.one_case(static_cast<std::size_t>(&one - cases.data()));
  });
  pages["cases"] = std::move(cases);
  interner strings;
  strings.count(pages);
  view out = strings.replace(pages);
  out["strings"] = std::move(strings).strings();
  out["templates"] = {{"implementation", std::string(templates::implementation_html)},
                      {"family", std::string(templates::family_html)},
                      {"case", std::string(templates::case_html)}};
  return pack(out.dump(-1, ' ', true, view::error_handler_t::replace));
}

std::string hash_source(std::string_view text) {
  model::sha256 hash;
  hash.update(text);
  return absl::StrCat("'sha256-", absl::Base64Escape(absl::HexStringToBytes(hash.hex())), "'");
}

}  // namespace

std::string render_html(const results& r) {
  const views all(r);
  view overview = all.overview();
  overview["root"] = "#";
  overview["suffix"] = "";
  view page = all.run_facts();
  page["title"] = overview["title"];
  page["content"] = page_template(templates::overview_html).render(overview);
  page["style"] = std::string(templates::page_css);
  page["script"] = std::string(templates::page_js);
  page["details"] = details_of(all);
  page["of_run"] = true;
  // Nothing runs and nothing is loaded but what stands in the page, whatever a results file holds.
  page["policy"] = absl::StrCat(
      "default-src 'none'; base-uri 'none'; form-action 'none'; style-src ",
      hash_source(templates::page_css), "; script-src ", hash_source(templates::page_js));
  return page_template(templates::page_html).render(page);
}

}  // namespace gauntlet::report
