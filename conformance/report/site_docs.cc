#include "conformance/report/site_docs.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

namespace fs = std::filesystem;

// Of a file that is shown as text; no page that people read is longer.
constexpr std::size_t shown_limit = 256 * 1024;

struct free_node {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using document = std::unique_ptr<cmark_node, free_node>;

document parse_markdown(const std::string& text) {
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
  for (const char* name : {"table", "autolink", "strikethrough"}) {
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser, text.data(), text.size());
  document out(cmark_parser_finish(parser));
  cmark_parser_free(parser);
  return out;
}

// Without raw HTML and without links that are scripts.
std::string render_markdown(cmark_node* root) {
  char* html = cmark_render_html(root, CMARK_OPT_DEFAULT, nullptr);
  std::string out(html);
  cmark_get_default_mem_allocator()->free(html);
  return out;
}

std::vector<cmark_node*> nodes_of(cmark_node* root) {
  std::vector<cmark_node*> out;
  cmark_iter* walk = cmark_iter_new(root);
  while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
    if (cmark_iter_get_event_type(walk) == CMARK_EVENT_ENTER) {
      out.push_back(cmark_iter_get_node(walk));
    }
  }
  cmark_iter_free(walk);
  return out;
}

std::string text_of(cmark_node* root) {
  std::string out;
  for (cmark_node* node : nodes_of(root)) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) out += cmark_node_get_literal(node);
  }
  return out;
}

// The anchor that GitHub gives to a heading: docs/test/pages_test.py looks for the same.
std::string slug_of(const std::string& heading) {
  std::string out;
  for (const char c : absl::AsciiStrToLower(heading)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') out += c;
    if (c == ' ') out += '-';
  }
  return out;
}

cmark_node* make_custom(cmark_node_type type, const std::string& before, const std::string& after) {
  cmark_node* node = cmark_node_new(type);
  cmark_node_set_on_enter(node, before.c_str());
  cmark_node_set_on_exit(node, after.c_str());
  return node;
}

class docs {
 public:
  docs(fs::path checkout, site_writer& to) : checkout_(std::move(checkout)), to_(to) {}

  void write() {
    ask("docs/README.md");
    while (!open_.empty() && to_.status().ok()) {
      const std::string name = open_.front();
      open_.pop_front();
      const fs::path file = checkout_ / name;
      if (fs::is_directory(file)) {
        put_folder(name);
        continue;
      }
      const absl::StatusOr<std::string> octets = model::read_file(file);
      if (!octets.ok()) return to_.fail(octets.status());
      if (is_picture(name)) {
        to_.put(places_[name], *octets);
      } else if (name.ends_with(".md")) {
        put_markdown(name, *octets);
      } else {
        put_text(name, *octets);
      }
    }
  }

 private:
  static bool is_picture(const std::string& name) {
    return name.ends_with(".png") || name.ends_with(".svg");
  }

  // Where something of the checkout stands in the site; it is written in its turn.
  std::string ask(std::string name) {
    if (fs::is_directory(checkout_ / name)) {
      while (name.ends_with('/')) name.pop_back();
      if (fs::is_regular_file(checkout_ / name / "README.md")) name += "/README.md";
    }
    const auto [found, is_new] = places_.try_emplace(name);
    if (is_new) {
      std::string place = absl::AsciiStrToLower(name);
      if (place.starts_with("docs/")) place.erase(0, 5);
      if (place == "readme.md") place = name == "README.md" ? "start.html" : "index.html";
      if (place.ends_with(".md")) place = place.substr(0, place.size() - 3) + ".html";
      if (fs::is_directory(checkout_ / name)) place += "/index.html";
      if (!place.ends_with(".html") && !is_picture(name)) place += ".html";
      found->second = "docs/" + place;
      if (!taken_.insert(found->second).second) {
        to_.fail(absl::DataLossError(found->second + " would be two pages: " + name));
      }
      open_.push_back(name);
    }
    return found->second;
  }

  // A link of the page `from`, as it stands in the site.
  std::string follow(const std::string& from, const std::string& link) {
    const std::size_t colon = link.find(':');
    if (link.empty() || link.front() == '#' || colon < link.find('/')) return link;
    const std::size_t hash = std::min(link.find('#'), link.size());
    std::string name =
        (fs::path(from).parent_path() / link.substr(0, hash)).lexically_normal().generic_string();
    if (name.starts_with("..") || name.starts_with('/') || !fs::exists(checkout_ / name)) {
      to_.fail(absl::DataLossError(from + ": leads to " + link + ", which is not there"));
      return link;
    }
    const std::string place = ask(std::move(name));
    return fs::path(place)
               .lexically_relative(fs::path(places_[from]).parent_path())
               .generic_string() +
           link.substr(hash);
  }

  void put_markdown(const std::string& name, const std::string& text) {
    const document root = parse_markdown(text);
    std::string title;
    std::map<std::string, int> slugs;
    for (cmark_node* node : nodes_of(root.get())) {
      const cmark_node_type type = cmark_node_get_type(node);
      if (type == CMARK_NODE_HEADING) {
        const std::string heading = text_of(node);
        if (title.empty()) title = heading;
        std::string slug = slug_of(heading);
        const int before = slugs[slug]++;
        if (before != 0) absl::StrAppend(&slug, "-", before);
        cmark_node_prepend_child(
            node, make_custom(CMARK_NODE_CUSTOM_INLINE, "<a id=\"" + slug + "\"></a>", ""));
      } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
        const std::string link = follow(name, cmark_node_get_url(node));
        cmark_node_set_url(node, link.c_str());
      } else if (std::string_view(cmark_node_get_type_string(node)) == "table") {
        cmark_node* around = make_custom(
            CMARK_NODE_CUSTOM_BLOCK,
            "<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">", "</div>");
        cmark_node_insert_before(node, around);
        cmark_node_append_child(around, node);
      }
    }
    put(name, title, render_markdown(root.get()));
  }

  void put_text(const std::string& name, const std::string& text) {
    std::string content = absl::StrCat("<h1>", escape_markup(name), "</h1>");
    if (text.size() > shown_limit) {
      absl::StrAppend(&content, "<p>", text.size(), " octets: too long for a page.</p>");
    } else {
      absl::StrAppend(&content, "<pre>", escape_markup(text), "</pre>");
    }
    put(name, name, content);
  }

  void put_folder(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(checkout_ / name)) {
      const std::string one = entry.path().filename().string();
      if (one.front() == '.' || one.front() == '_') continue;
      names.push_back(entry.is_directory() ? one + "/" : one);
    }
    std::sort(names.begin(), names.end());
    std::string content = absl::StrCat("<h1>", escape_markup(name), "</h1><ul>");
    for (const std::string& one : names) {
      absl::StrAppend(&content, "<li><code>", escape_markup(one), "</code></li>");
    }
    put(name, name, content + "</ul>");
  }

  void put(const std::string& name, const std::string& title, const std::string& content) {
    site_page page;
    page.path = places_[name];
    page.title = title + ": Gauntlet";
    page.part = docs_part;
    page.is_of_run = false;
    to_.put_page(page, absl::StrCat("<article class=\"doc\">\n", content, "</article>\n"));
  }

  fs::path checkout_;
  site_writer& to_;
  std::map<std::string, std::string> places_;  // by the name in the checkout
  std::set<std::string> taken_;
  std::deque<std::string> open_;
};

}  // namespace

bool has_docs(const fs::path& checkout) {
  std::error_code error;
  return !checkout.empty() && fs::is_regular_file(checkout / "docs" / "README.md", error);
}

void write_docs(const fs::path& checkout, site_writer& to) { docs(checkout, to).write(); }

}  // namespace gauntlet::report
