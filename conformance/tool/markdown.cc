#include "conformance/tool/markdown.hpp"

#include <algorithm>
#include <regex>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "conformance/tool/help_text.hpp"

namespace gauntlet::tool {
namespace {

bool is_fence(std::string_view line) { return line.starts_with("```"); }

// How deep a heading is, 1 for the title of a page; 0: no heading.
std::size_t depth(std::string_view line) {
  const std::size_t marks = line.find_first_not_of('#');
  return marks != line.npos && marks > 0 && line[marks] == ' ' ? marks : 0;
}

// Without what only a browser shows: links, bold type.
std::string inline_text(const std::string& text) {
  static const std::regex link(R"(!?\[((?:[^\][]|\[[^\]]*\])*)\]\([^()\s]+\))");
  return absl::StrReplaceAll(std::regex_replace(text, link, "$1"), {{"**", ""}, {"\\|", "|"}});
}

// The cells of a row; a "|" behind a backslash belongs to its cell.
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> made;
  std::string cell;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '|' && row[i - 1] != '\\') {
      made.push_back(inline_text(std::string(absl::StripAsciiWhitespace(cell))));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  return made;
}

class renderer {
 public:
  explicit renderer(std::size_t width) : width_(width) {}

  std::string text(std::string_view markdown) {
    bool in_code = false;
    const std::vector<std::string> lines = absl::StrSplit(std::string(markdown), '\n');
    for (const std::string& line : lines) {
      if (is_fence(line)) {
        end_block();
        in_code = !in_code;
        if (!in_code) absl::StrAppend(&out_, "\n");
      } else if (in_code) {
        absl::StrAppend(&out_, line.empty() ? "" : "    ", line, "\n");
      } else {
        prose(line);
      }
    }
    end_block();
    while (out_.ends_with("\n\n")) out_.pop_back();
    return out_;
  }

 private:
  void prose(const std::string& line) {
    static const std::regex item(R"((\s*)([*-]|\d+\.) +(.*))");
    std::smatch found;
    if (line.empty() || line.starts_with("<!--")) {
      end_block();
    } else if (depth(line) > 0) {
      end_block();
      const std::string title(absl::StripAsciiWhitespace(line.substr(depth(line))));
      absl::StrAppend(&out_, absl::AsciiStrToUpper(inline_text(title)), "\n\n");
    } else if (line.front() == '|') {
      end_paragraph();
      row(line);
    } else if (std::regex_match(line, found, item)) {
      end_paragraph();
      first_ = absl::StrCat(found[1].str(), found[2].str(), " ");
      paragraph_ = found[3].str();
    } else {
      absl::StrAppend(&paragraph_, paragraph_.empty() ? "" : " ", absl::StripAsciiWhitespace(line));
    }
  }

  // The first row names the columns, the second is a line.
  void row(const std::string& line) {
    const std::vector<std::string> cells = cells_of(line);
    if (row_++ == 0) columns_ = cells;
    if (row_ <= 2 || cells.empty()) return;
    absl::StrAppend(&out_, wrapped(cells.front(), width_, "  ", 4));
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      const bool is_named = cells.size() > 2 && i > 1 && i < columns_.size();
      absl::StrAppend(
          &out_, wrapped(is_named ? absl::StrCat(columns_[i], ": ", cells[i]) : cells[i], width_,
                         "      ", 6));
    }
  }

  void end_paragraph() {
    if (paragraph_.empty()) return;
    absl::StrAppend(&out_, wrapped(inline_text(paragraph_), width_, first_, first_.size()));
    paragraph_.clear();
    first_.clear();
    has_ended_ = true;
  }

  void end_block() {
    end_paragraph();
    if (row_ > 0 || has_ended_) absl::StrAppend(&out_, "\n");
    row_ = 0;
    has_ended_ = false;
  }

  std::size_t width_;
  std::string out_;
  std::string paragraph_;
  std::string first_;
  std::vector<std::string> columns_;
  std::size_t row_ = 0;
  bool has_ended_ = false;
};

}  // namespace

std::string_view section_of(std::string_view page, std::string_view heading) {
  if (heading.empty()) return page;
  std::size_t begin = page.npos;
  std::size_t level = 0;
  bool in_code = false;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size());
    const std::string_view line = page.substr(at, end - at);
    if (is_fence(line)) in_code = !in_code;
    const std::size_t of = in_code ? 0 : depth(line);
    if (begin != page.npos && of > 0 && of <= level) return page.substr(begin, at - begin);
    if (begin == page.npos && of > 0 && line.substr(of + 1) == heading) {
      begin = at;
      level = of;
    }
    at = end + 1;
  }
  return begin == page.npos ? std::string_view{} : page.substr(begin);
}

std::string plain_text(std::string_view markdown, std::size_t width) {
  return renderer(width).text(markdown);
}

}  // namespace gauntlet::tool
