#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/report/analysis.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

enum class color { none, bold, dim, good, allowed, poor, bad, smuggled };

// Cells are measured by their text; colours come on top and take no columns.
class painter {
 public:
  explicit painter(bool enabled) : enabled_(enabled) {}

  std::string operator()(color c, const std::string& text) const {
    if (!enabled_ || c == color::none || text.empty()) return text;
    static constexpr const char* codes[] = {"", "1", "2", "32", "36", "33", "31", "1;97;41"};
    return absl::StrCat("\x1b[", codes[static_cast<std::size_t>(c)], "m", text, "\x1b[0m");
  }

 private:
  bool enabled_;
};

std::string left(std::string text, std::size_t width) {
  if (text.size() > width) {
    text.resize(width > 2 ? width - 2 : 0);
    text += "..";
  }
  text.resize(width, ' ');
  return text;
}

std::string right(const std::string& text, std::size_t width) {
  return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

struct cell {
  std::string text;
  color paint = color::none;
};

cell family_cell(const verdict_counts& counts) {
  const std::uint64_t failing = counts.non_conforming();
  const std::uint64_t judged = counts.judged();
  if (counts[verdict::smuggled] != 0) return {absl::StrCat("!", failing), color::smuggled};
  if (failing != 0) {
    return {absl::StrCat(failing), failing * 2 >= judged ? color::bad : color::poor};
  }
  if (counts[verdict::flaky] != 0) return {"?", color::poor};
  if (judged == 0) return {counts.total() == 0 ? " " : "-", color::dim};
  if (counts[verdict::pass] != judged) return {"~", color::allowed};
  return {".", color::good};
}

cell number_cell(std::uint64_t n, color paint) {
  if (n == 0) return {".", color::dim};
  return {absl::StrCat(n), paint};
}

cell level_cell(const level_figure& figure) {
  if (figure.judged == 0) return {"-", color::dim};
  return {percent(figure.conforming, figure.judged),
          figure.conforming == figure.judged ? color::good : color::poor};
}

struct column {
  std::string title;
  std::size_t width;
};

class matrix {
 public:
  matrix(const analysis& a, const terminal_options& options)
      : analysis_(a), width_(std::max<std::size_t>(options.width, 40)), paint_(options.color) {}

  std::string render() {
    const auto& all = analysis_.implementations();
    std::size_t name_width = 14;
    for (const implementation_view& view : all)
      name_width = std::max(name_width, label(view).size());
    name_width_ = std::min(name_width, std::max<std::size_t>(14, width_ / 4)) + 2;
    figures_ = {{"MUST", 7},    {"SHOULD", 8}, {"smuggled", 10}, {"fail", 6},
                {"lenient", 9}, {"alt", 5},    {"n/a", 5}};
    std::size_t widest = 1;
    for (const implementation_view& view : all) {
      for (const verdict_counts& counts : view.families) {
        widest = std::max(widest, family_cell(counts).text.size());
      }
    }
    cell_width_ = std::max<std::size_t>(3, widest + 1);
    const std::size_t families = analysis_.families().size();
    if (total_width(families) > width_) figures_ = {{"MUST", 6}, {"SHOULD", 7}, {"fail", 5}};
    if (total_width(families) > width_) cell_width_ = widest + 1;
    std::string out;
    std::size_t first = 0;
    do {
      std::size_t last = std::min(first + 1, families);
      while (last < families && total_width(last + 1 - first) <= width_) ++last;
      render_block(out, first, last);
      if (last != families) out += "\n";
      figures_.clear();
      first = last;
    } while (first < families);
    return out;
  }

 private:
  static std::string label(const implementation_view& view) {
    return one_line(name_and_version(*view.info), 40);
  }

  std::size_t total_width(std::size_t families) const {
    std::size_t sum = name_width_ + 2 + families * cell_width_;
    for (const column& one : figures_) sum += one.width;
    return sum;
  }

  // The names of the families stand above their columns, one a line, the last family first, so that
  // each has the room to its left.
  void render_heads(std::string& out, std::size_t first, std::size_t last) const {
    const std::size_t margin = total_width(0) - 2;
    for (std::size_t f = last; f-- > first;) {
      const std::size_t at = margin + (f - first + 1) * cell_width_ - 1;
      std::string name = one_line(analysis_.families()[f].name, 30);
      if (name.size() + 1 > at) name.resize(at - 1);
      out += std::string(at - name.size() - 1, ' ') + name + " ";
      for (std::size_t g = f; g < last; ++g) out += g == f ? "|" : right("|", cell_width_);
      out += '\n';
    }
    out += left("implementation", name_width_);
    for (const column& one : figures_) out += right(one.title, one.width);
    for (std::size_t f = first; f < last; ++f) out += right("|", cell_width_);
    out += '\n';
  }

  std::vector<cell> figures(const implementation_view& view) const {
    const verdict_counts& c = view.counts;
    if (figures_.empty()) return {};
    std::vector<cell> cells = {level_cell(view.level(requirement_level::must)),
                               level_cell(view.level(requirement_level::should))};
    if (figures_.size() > 3) cells.push_back(number_cell(c[verdict::smuggled], color::smuggled));
    cells.push_back(number_cell(c.non_conforming(), color::bad));
    if (figures_.size() > 3) {
      cells.push_back(number_cell(c[verdict::lenient], color::allowed));
      cells.push_back(number_cell(c[verdict::alternative], color::allowed));
      cells.push_back(number_cell(c.total() - c.judged(), color::dim));
    }
    return cells;
  }

  void put(std::string& out, const cell& one, std::size_t width) const {
    out += std::string(width - std::min(width, one.text.size()), ' ') + paint_(one.paint, one.text);
  }

  void render_block(std::string& out, std::size_t first, std::size_t last) const {
    render_heads(out, first, last);
    for (const implementation_view& view : analysis_.implementations()) {
      if (!view.ran() && last != analysis_.families().size()) continue;
      const color paint = view.counts[verdict::smuggled] != 0 ? color::smuggled
                          : view.info->is_reference           ? color::bold
                                                              : color::none;
      std::string name = label(view);
      if (name.size() > name_width_ - 2) name = one_line(view.info->name, 40);
      name = left(name, name_width_ - 2);
      const std::size_t used = name.find_last_not_of(' ') + 1;
      out += paint_(paint, name.substr(0, used)) + name.substr(used) + "  ";
      if (!view.ran()) {
        const bool absent = view.info->status == implementation_status::not_installed;
        std::string why = absent ? "not installed" : "could not start";
        why += view.info->install.empty() ? ": " + one_line(view.info->reason, 200)
                                          : ": " + one_line(view.info->install, 200);
        out += paint_(color::dim, why) + "\n";
        continue;
      }
      const std::vector<cell> cells = figures(view);
      for (std::size_t i = 0; i < cells.size(); ++i) put(out, cells[i], figures_[i].width);
      for (std::size_t f = first; f < last; ++f) {
        put(out, family_cell(view.families[f]), cell_width_);
      }
      out += '\n';
    }
  }

  const analysis& analysis_;
  std::size_t width_;
  painter paint_;
  std::size_t name_width_ = 0;
  std::size_t cell_width_ = 3;
  std::vector<column> figures_;
};

// Breaks `text` at spaces where it can, so that no line is longer than `width` unless a word is.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t at = indent;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t end = std::min(text.find(' ', i + 1), text.size());
    const std::string word = text.substr(i, end - i);
    if (at + word.size() > width && at > indent) {
      out += "\n" + std::string(indent, ' ');
      at = indent;
      out += word.substr(word.front() == ' ' ? 1 : 0);
      at += word.size() - (word.front() == ' ' ? 1 : 0);
    } else {
      out += word;
      at += word.size();
    }
    i = end;
  }
  return out;
}

void member(std::string& out, const std::string& label, const std::string& text,
            std::size_t width) {
  constexpr std::size_t indent = 15;
  const std::string head = "    " + left(label, 10) + " ";
  if (label.size() > 10) {
    out += "    " + label + "\n" + std::string(indent, ' ');
  } else {
    out += head;
  }
  out += wrapped(text, width, indent) + "\n";
}

void render_failure(std::string& out, const run_header& header, const row& r,
                    const terminal_options& options, const painter& paint) {
  const color c = r.verdict == verdict::smuggled ? color::smuggled : color::bad;
  out += "  " + paint(c, std::string(to_string(r.verdict))) + "  " +
         paint(color::bold, one_line(r.facts->id, 120));
  if (!r.confirmed) out += "  (not confirmed)";
  out += "\n";
  const std::size_t width = options.width;
  member(out, "case", one_line(r.facts->title, 200), width);
  if (const reference* ref = first_reference(*r.facts)) {
    member(out, "text", show_reference(*ref), width);
  }
  for (const shown_input& one : show_input(*r.facts, 240)) {
    if (one.label.ends_with(" (escaped)")) {
      member(out, one.label.substr(0, one.label.size() - 10) + " esc", one.text, width);
    } else {
      member(out, one.label, one.text, width);
    }
  }
  member(out, "expected", show_expected(r, 400), width);
  member(out, "got", show_got(r, 400), width);
  if (r.offset_reported && r.facts->offset && *r.offset_reported != *r.facts->offset) {
    member(out, "offset",
           absl::StrCat("reported ", *r.offset_reported, ", the first impossible octet is ",
                        *r.facts->offset, " (shown, not judged)"),
           width);
  }
  if (!r.lost.empty()) {
    std::string lost;
    for (const std::string& what : r.lost) lost += (lost.empty() ? "" : ", ") + one_line(what, 60);
    member(out, "unseen", lost + " (its API does not show it)", width);
  }
  out += "    again      " + one_line(reproduce(header, r), 1000) + "\n";
}

void render_failures(std::string& out, const analysis& a, const terminal_options& options,
                     const painter& paint) {
  std::vector<const implementation_view*> order;
  for (const implementation_view& view : a.implementations()) order.push_back(&view);
  const auto key = [](const implementation_view* view) {
    return std::make_tuple(!view->info->is_reference, view->counts[verdict::smuggled] == 0, view);
  };
  std::sort(order.begin(), order.end(),
            [&](const auto* x, const auto* y) { return key(x) < key(y); });
  for (const implementation_view* view : order) {
    const std::vector<const row*> rows = worst_first(*view, is_new_failure, true);
    if (rows.empty() && view->known == 0 && view->unexpected == 0) continue;
    out += "\n" + paint(color::bold, one_line(name_and_version(*view->info), 60));
    if (!view->info->language.empty()) out += " (" + one_line(view->info->language, 30) + ")";
    const std::uint64_t failing = view->counts.non_conforming();
    out += ": " + counted(failing, "case fails", "cases fail");
    if (view->known != 0) out += absl::StrCat(", ", view->known, " as its expectations file says");
    const std::size_t shown = std::min(rows.size(), options.failures);
    if (shown != 0 && shown < rows.size()) out += absl::StrCat("; the first ", shown);
    out += "\n";
    for (std::size_t i = 0; i < shown; ++i) {
      if (i != 0) out += "\n";
      render_failure(out, a.source().header, *rows[i], options, paint);
    }
    for (const row* one : worst_first(*view, is_unexpected, false)) {
      out += "  " + paint(color::bad, "unexpected") + "  " + one_line(one->facts->id, 120) +
             ": the expectations file says " + one_line(one->known->verdict, 60) + ", seen " +
             one_line(verdict_text(*one), 60) + "\n";
    }
  }
}

}  // namespace

std::string render_terminal(const results& r, const terminal_options& options) {
  const analysis a(r);
  const painter paint(options.color);
  std::string out;
  if (!r.footer.complete) {
    out += paint(color::smuggled, "INTERRUPTED") + "  what was not asked is missing below\n";
  }
  for (const implementation_view& view : a.implementations()) {
    if (view.counts[verdict::smuggled] == 0) continue;
    std::string where;
    for (std::size_t f = 0; f < a.families().size(); ++f) {
      const std::uint64_t n = view.families[f][verdict::smuggled];
      if (n != 0) {
        absl::StrAppend(&where, where.empty() ? "" : ", ", one_line(a.families()[f].name, 30), " ",
                        n);
      }
    }
    out += paint(color::smuggled, "SMUGGLED") + "  " + one_line(name_and_version(*view.info), 60) +
           ": " + counted(view.counts[verdict::smuggled], "case") + " (" + where + ")\n";
  }
  if (!out.empty()) out += "\n";

  std::string headline = "Gauntlet " + one_line(r.header.suite_version, 30) + ": " +
                         counted(a.cases().size(), "case") + ", " +
                         counted(a.families().size(), "family", "families") + ", " +
                         counted(a.ran(), "implementation") + " ran";
  if (a.ran() != a.implementations().size()) {
    absl::StrAppend(&headline, ", ", a.implementations().size() - a.ran(), " did not");
  }
  out += wrapped(headline, options.width, 0) + "\n\n" + matrix(a, options).render() + "\n";
  const std::string legend =
      ". all conform   ~ all conform, some lenient or by a permitted alternative   "
      "3 cases fail   !3 cases fail, some SMUGGLED   - nothing could be judged   ? flaky";
  out += wrapped(legend, options.width, 0) + "\n";
  out += wrapped(
             "MUST and SHOULD: conforming share of the cases that could be judged, rounded down. "
             "n/a: not supported, not observable through the API, not run. Versions as packaged.",
             options.width, 0) +
         "\n";
  if (options.failures != 0) render_failures(out, a, options, paint);
  return out;
}

}  // namespace gauntlet::report
