#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "conformance/model/figures.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/causes.hpp"
#include "conformance/report/pictures.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

using model::figures;
using model::share;

// The example that every reader should know: RFC 9110 section 11.6.1.
constexpr std::string_view famous_case = "rfc/9110/11.6.1-01";

// A run prints no more, with what the command itself says after it.
constexpr std::size_t most_lines = 74;

enum class color { none, bold, dim, good, poor, bad, smuggled };

// Cells are measured by their text; colours come on top and take no columns.
class painter {
 public:
  explicit painter(bool enabled) : enabled_(enabled) {}

  std::string operator()(color c, const std::string& text) const {
    if (!enabled_ || c == color::none || text.empty()) return text;
    static constexpr const char* codes[] = {"", "1", "2", "32", "33", "31", "1;97;41"};
    return absl::StrCat("\x1b[", codes[static_cast<std::size_t>(c)], "m", text, "\x1b[0m");
  }

 private:
  bool enabled_;
};

// Breaks `text` at spaces where it can, so that no line is longer than `width` unless a word is.
std::vector<std::string> wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::vector<std::string> lines;
  std::string line;
  const std::vector<std::string> words = absl::StrSplit(text, ' ');
  for (const std::string& word : words) {
    if (!line.empty() && indent + line.size() + 1 + word.size() > width) {
      lines.push_back(std::string(indent, ' ') + line);
      line.clear();
    } else if (!line.empty()) {
      line += ' ';
    }
    line += word;
  }
  lines.push_back(std::string(indent, ' ') + line);
  return lines;
}

struct cell {
  std::string text;
  color paint = color::none;
};

cell count_cell(std::uint64_t n, color paint) {
  return n == 0 ? cell{".", color::dim} : cell{model::grouped(n), paint};
}

cell share_cell(const share& s, bool with_percent) {
  if (s.of == 0) return {"-", color::dim};
  const color paint = s.n == s.of ? color::good : color::poor;
  return {with_percent ? model::to_text(s) : absl::StrCat(s.n, "/", s.of), paint};
}

// Columns as wide as what stands in them; the first is flush left, the others right.
class table {
 public:
  explicit table(std::vector<std::string> head) {
    std::vector<cell> cells;
    for (std::string& one : head) cells.push_back({std::move(one), color::bold});
    rows_.push_back(std::move(cells));
  }
  void add(std::vector<cell> cells) { rows_.push_back(std::move(cells)); }

  [[nodiscard]] std::vector<std::string> lines(std::size_t width, const painter& paint) const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& cells : rows_) {
      for (std::size_t i = 0; i < cells.size(); ++i)
        widths[i] = std::max(widths[i], cells[i].text.size());
    }
    const std::size_t gap = width < 100 ? 1 : 2;
    std::size_t rest = 0;
    for (std::size_t i = 1; i < widths.size(); ++i) rest += widths[i] + gap;
    widths[0] = std::min(widths[0], std::max<std::size_t>(width > rest ? width - rest : 0, 12));
    std::vector<std::string> lines;
    for (const auto& cells : rows_) {
      std::string line;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string text = cells[i].text;
        if (i == 0 && text.size() > widths[0]) text = text.substr(0, widths[0] - 2) + "..";
        const std::string space(widths[i] - std::min(widths[i], text.size()), ' ');
        if (i != 0) line += std::string(gap, ' ') + space;
        line += paint(cells[i].paint, text);
        if (i == 0) line += space;
      }
      line.erase(line.find_last_not_of(' ') + 1);
      lines.push_back(std::move(line));
    }
    return lines;
  }

 private:
  std::vector<std::vector<cell>> rows_;
};

class page {
 public:
  page(const results& r, const terminal_options& options)
      : analysis_(r),
        options_(options),
        width_(std::max<std::size_t>(options.width, 60)),
        paint_(options.color) {}

  std::string render() {
    const results& r = analysis_.source();
    if (!r.footer.complete) {
      add(paint_(color::smuggled, "INTERRUPTED") + "  what was not asked is missing below");
    }
    if (analysis_.implementations().size() == 1) {
      render_one(analysis_.implementations().front());
    } else {
      render_many();
    }
    std::string out;
    for (const std::string& line : lines_) out += line + "\n";
    return out;
  }

 private:
  void add(std::string line) { lines_.push_back(std::move(line)); }
  void add(std::vector<std::string> lines) {
    std::move(lines.begin(), lines.end(), std::back_inserter(lines_));
  }
  void say(const std::string& text, std::size_t indent = 0) { add(wrapped(text, width_, indent)); }

  // A label, and its text beside it, of at most `most` lines.
  void member(const char* label, const std::string& text, std::size_t most) {
    constexpr std::size_t indent = 15;
    std::vector<std::string> lines = wrapped(text, width_, indent);
    if (lines.size() > most && !options_.details) {
      lines.resize(most);
      lines.back() += " ...";
    }
    std::string head = absl::StrCat("     ", label);
    head.resize(indent, ' ');
    lines.front() = head + lines.front().substr(indent);
    add(std::move(lines));
  }

  static std::string why_not(const implementation_info& info) {
    const bool absent = info.status == implementation_status::not_installed;
    const std::string& text = info.install.empty() ? info.reason : info.install;
    return absl::StrCat(absent ? "not installed: " : "could not start: ", one_line(text, 300));
  }

  // The families with something to say of, and in one line those with nothing.
  void render_families(const implementation_view& view) {
    table rows({"family", "judged", "conform", "smuggled", "wrong", "over-strict", "fails"});
    std::vector<std::string> fine;
    std::vector<std::string> unseen;
    for (std::size_t f = 0; f < analysis_.families().size(); ++f) {
      const verdict_counts& c = view.families[f];
      const std::string name = one_line(analysis_.families()[f].name, 30);
      if (c.judged() == 0) {
        if (c.total() != 0) unseen.push_back(name);
        continue;
      }
      if (c.non_conforming() == 0) {
        fine.push_back(name);
        continue;
      }
      std::uint64_t fails = 0;
      for (const verdict v : all_verdicts) fails += model::is_failure(v) ? c[v] : 0;
      rows.add({{name, color::none},
                {model::grouped(c.judged()), color::none},
                {model::grouped(c.conforming()), color::none},
                count_cell(c[verdict::smuggled], color::smuggled),
                count_cell(c[verdict::wrong_result], color::bad),
                count_cell(c[verdict::over_strict], color::poor),
                count_cell(fails, color::bad)});
    }
    if (view.counts.non_conforming() != 0) add(rows.lines(width_, paint_));
    if (!fine.empty()) say(absl::StrCat("all conform: ", absl::StrJoin(fine, "; ")));
    if (!unseen.empty()) say(absl::StrCat("nothing judged: ", absl::StrJoin(unseen, "; ")));
  }

  void render_cause(const cause& c, std::size_t number) {
    const row& r = *c.rows.front();
    const color paint = c.kind == verdict::smuggled ? color::smuggled : color::bad;
    const std::string kind(to_string(c.kind));
    std::vector<std::string> head = wrapped(
        absl::StrCat(kind, ", ", counted(c.rows.size(), "case"), ": ", c.difference), width_, 4);
    const std::string text = head.front().substr(4 + kind.size());
    head.front() = absl::StrCat(number < 10 ? " " : "", number, ". ", paint_(paint, kind), text);
    add(std::move(head));
    if (!c.mark.empty()) {
      member("when", absl::StrCat(one_line(c.about, 300), " (", one_line(c.mark, 60), ")"), 2);
    }
    for (const shown_input& one : show_input(*r.facts, 240)) {
      member(one.label == "input (escaped)" ? "escaped" : one.label.substr(0, 9).c_str(), one.text,
             3);
    }
    member("expected", show_expected(r, 400), 2);
    member("got", show_got(r, 400), 2);
    if (const reference* ref = first_reference(*r.facts)) {
      member("section", show_reference(*ref), 1);
    }
    // A command is not broken: people copy it.
    add("     show      " + reproduce(analysis_.source().header, r));
    if (!options_.details || c.rows.size() == 1) return;
    std::string ids;
    for (const row* one : c.rows) absl::StrAppend(&ids, ids.empty() ? "" : " ", one->facts->id);
    member("cases", ids, 9);
  }

  // The causes that there is room for.
  void render_causes(const implementation_view& view, const std::vector<cause>& causes) {
    if (causes.empty()) return;
    add("");
    const std::size_t failing = view.counts.non_conforming() - view.known;
    add(paint_(color::bold, absl::StrCat(counted(failing, "failure"), ", ",
                                         counted(causes.size(), "cause"), ", the worst first")));
    for (std::size_t i = 0; i < causes.size(); ++i) {
      const std::size_t before = lines_.size();
      render_cause(causes[i], i + 1);
      if (i == 0 || options_.details || lines_.size() + 4 <= most_lines) continue;
      lines_.resize(before);
      std::size_t rest = 0;
      for (std::size_t k = i; k < causes.size(); ++k) rest += causes[k].rows.size();
      say(absl::StrCat("and ", counted(causes.size() - i, "more cause"), " of ",
                       counted(rest, "failure"), " (--details shows all)"));
      return;
    }
  }

  void render_end(const implementation_view& view, const std::vector<cause>& causes) {
    const std::uint64_t judged = view.counts.judged();
    const std::uint64_t failing = view.counts.non_conforming() - view.known;
    add("");
    if (judged == 0) {
      std::string why;
      for (const verdict v : all_verdicts) {
        if (view.counts[v] != 0) {
          absl::StrAppend(&why, why.empty() ? "" : ", ", model::grouped(view.counts[v]), " ",
                          std::string(to_string(v)));
        }
      }
      say(absl::StrCat("nothing was judged: ", why.empty() ? "no case was run" : why));
      for (const row* one : view.rows) {
        if (one == nullptr || one->error.empty()) continue;
        say(absl::StrCat("such as ", one->facts->id, ": ", one_line(one->error, 200)));
        break;
      }
    } else if (failing == 0) {
      std::string text = absl::StrCat("conforms: ", model::grouped(view.counts.conforming()),
                                      " of ", model::grouped(judged), " judged");
      if (view.known != 0) {
        absl::StrAppend(&text, "; the other ", model::grouped(view.known),
                        " as the expectations file says");
      }
      std::vector<std::string> lines = wrapped(text, width_, 0);
      for (std::string& line : lines) line = paint_(color::good, line);
      add(std::move(lines));
    } else {
      std::string text = absl::StrCat("does not conform: ", counted(failing, "failure"), " of ",
                                      model::grouped(judged), " judged");
      if (view.known != 0) {
        absl::StrAppend(&text, ", and ", model::grouped(view.known),
                        " as the expectations file says");
      }
      say(text);
      add(absl::StrCat("next: ",
                       reproduce(analysis_.source().header, *causes.front().rows.front())));
    }
  }

  void render_one(const implementation_view& view) {
    const implementation_info& info = *view.info;
    std::string head = paint_(color::bold, one_line(name_and_version(info), 60));
    if (!info.language.empty()) head += " (" + one_line(info.language, 30) + ")";
    if (!view.ran()) {
      add(head);
      say(why_not(info));
      return;
    }
    const figures& f = view.figures;
    add(head + ": " + model::grouped(f.judged.n) + " of " + model::grouped(f.judged.of) +
        " cases judged");
    say(absl::StrCat("reads right: ", model::to_text(f.sent), " of what senders may write, ",
                     model::to_text(f.tolerated),
                     " of what has to be tolerated; time as values grow: ", model::cost_text(f)));
    add("");
    render_families(view);
    const std::vector<cause> causes = find_causes(view, is_new_failure);
    render_causes(view, causes);
    render_end(view, causes);
  }

  void render_figures(const std::vector<const implementation_view*>& ran) {
    const bool wide = width_ >= 120;
    table rows({"implementation", "sent", "tolerated", "smuggled", "wrong",
                wide ? "over-strict" : "strict", "fails", "slow", "judged"});
    for (const implementation_view* view : ran) {
      const figures& f = view->figures;
      const color paint = f.smuggled != 0            ? color::smuggled
                          : view->info->is_reference ? color::bold
                                                     : color::none;
      rows.add({{one_line(name_and_version(*view->info), 40), paint},
                share_cell(f.sent, wide),
                share_cell(f.tolerated, wide),
                count_cell(f.smuggled, color::smuggled),
                count_cell(f.wrong, color::bad),
                count_cell(f.over_strict, color::poor),
                count_cell(f.fails, color::bad),
                count_cell(f.superlinear.size(), color::poor),
                {absl::StrCat(f.judged.n), color::none}});
    }
    add(rows.lines(width_, paint_));
    add("");
    say("sent: read right, of the values that a conforming sender may write and a recipient must "
        "accept. tolerated: the same of what recipients must accept though nobody should send it. "
        "smuggled: text inside quotes became a parameter or a challenge. wrong: read as something "
        "else. strict: refused. fails: crash, hang and the like. slow: kinds of values whose time "
        "grows faster than their length. judged: cases that the API can show.");
  }

  // Of a live run: what each use of a program did with the cases that it was asked.
  void render_uses(const std::vector<const implementation_view*>& ran) {
    table rows({"use", "judged", "right", "other", "lenient", "strict", "wrong", "smuggled", "ctl",
                "fails", "known"});
    for (const implementation_view* view : ran) {
      const verdict_counts& c = view->counts;
      std::uint64_t fails = 0;
      for (const verdict v : all_verdicts) fails += model::is_failure(v) ? c[v] : 0;
      rows.add({{one_line(name_and_version(*view->info), 44), color::none},
                {absl::StrCat(c.judged()), color::none},
                count_cell(c[verdict::pass], color::good),
                count_cell(c[verdict::alternative], color::none),
                count_cell(c[verdict::lenient], color::none),
                count_cell(c[verdict::over_strict], color::poor),
                count_cell(c[verdict::wrong_result], color::bad),
                count_cell(c[verdict::smuggled], color::smuggled),
                count_cell(c[verdict::control_octet], color::bad),
                count_cell(fails, color::bad),
                count_cell(view->known, color::dim)});
    }
    add(rows.lines(width_, paint_));
    add("");
    say("right: as it has to be. other: one of several ways that are allowed. lenient: took what "
        "is not in the grammar. "
        "strict: refused what is legal. wrong: something that is not allowed. ctl: passed on "
        "CR, LF or NUL. known: deviations that are pinned. The report has pictures.");
  }

  // Who reads the famous example as what.
  void render_famous(const std::vector<const implementation_view*>& ran) {
    const auto found = std::find_if(analysis_.cases().begin(), analysis_.cases().end(),
                                    [](const case_facts* one) { return one->id == famous_case; });
    if (found == analysis_.cases().end()) return;
    const auto index = static_cast<std::size_t>(found - analysis_.cases().begin());
    std::map<std::string, std::vector<std::string>> readings;
    std::vector<std::string> right;
    std::size_t silent = 0;
    for (const implementation_view* view : ran) {
      const row* one = view->rows[index];
      if (one == nullptr || !is_judged(one->verdict)) {
        ++silent;
        continue;
      }
      const std::string name = one_line(view->info->name, 30);
      if (one->verdict == verdict::pass) {
        right.push_back(name);
      } else {
        readings[show_got(*one, 2 * width_)].push_back(name);
      }
    }
    add("");
    say("The example of RFC 9110 section 11.6.1, and what callers get:");
    for (const shown_input& one : show_input(**found, 240)) say(one.text, 2);
    if (!right.empty()) {
      say(absl::StrCat("as the RFC means it: ", absl::StrJoin(right, "; ")), 4);
    }
    std::vector<std::pair<std::string, std::vector<std::string>>> order(readings.begin(),
                                                                        readings.end());
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return a.second.size() > b.second.size();
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t before = lines_.size();
      say(absl::StrCat(absl::StrJoin(order[i].second, "; "), ": ", order[i].first), 4);
      if (lines_.size() + 4 <= most_lines || options_.details) continue;
      lines_.resize(before);
      say(absl::StrCat("and ", counted(order.size() - i, "other reading"), " (--details)"), 4);
      break;
    }
    if (silent != 0) {
      say(absl::StrCat(counted(silent, "implementation"), " cannot be asked, or cannot show it"),
          4);
    }
  }

  void render_many() {
    std::vector<const implementation_view*> ran;
    std::vector<std::string> absent;
    std::vector<const implementation_view*> failed;
    for (const implementation_view& view : analysis_.implementations()) {
      if (view.ran()) {
        ran.push_back(&view);
      } else if (view.info->status == implementation_status::not_installed) {
        absent.push_back(one_line(view.info->id, 40));
      } else {
        failed.push_back(&view);
      }
    }
    // The best reader of what senders may write stands first; shares of few cases say less.
    const auto key = [&](const implementation_view* view) {
      const share& s = view->figures.sent;
      const double part = s.of == 0 ? 0 : static_cast<double>(s.n) / static_cast<double>(s.of);
      return std::make_tuple(!view->info->is_reference, model::percent(s) < 0, -part,
                             std::string_view(view->info->id));
    };
    std::sort(ran.begin(), ran.end(),
              [&](const auto* a, const auto* b) { return key(a) < key(b); });
    say(absl::StrCat("Gauntlet ", one_line(analysis_.source().header.suite_version, 30), ": ",
                     model::grouped(analysis_.cases().size()), " cases in ",
                     counted(analysis_.families().size(), "family", "families"), ", ",
                     counted(ran.size(), "implementation"), " ran"));
    add("");
    std::vector<const implementation_view*> shown = ran;
    constexpr std::size_t most_rows = 40;
    if (shown.size() > most_rows && !options_.details) shown.resize(most_rows);
    if (!ran.empty()) is_live(analysis_.source()) ? render_uses(shown) : render_figures(shown);
    if (shown.size() < ran.size()) {
      say(absl::StrCat("and ", ran.size() - shown.size(), " more (--details)"));
    }
    if (!absent.empty()) {
      constexpr std::size_t most_names = 12;
      const std::size_t all = absent.size();
      if (all > most_names && !options_.details) absent.resize(most_names);
      say(absl::StrCat(
          "not installed (gauntlet list says how): ", absl::StrJoin(absent, "; "),
          all > absent.size() ? absl::StrCat(" and ", all - absent.size(), " more") : ""));
    }
    for (std::size_t i = 0; i < failed.size(); ++i) {
      if (i == 3 && !options_.details) {
        say(absl::StrCat("and ", failed.size() - i, " more could not start"));
        break;
      }
      say(absl::StrCat(one_line(failed[i]->info->id, 40), " ", why_not(*failed[i]->info)));
    }
    if (!is_live(analysis_.source())) render_famous(ran);
    if (!options_.details) return;
    for (const implementation_view* view : ran) {
      if (view->counts.non_conforming() == 0) continue;
      add("");
      render_one(*view);
    }
  }

  analysis analysis_;
  terminal_options options_;
  std::size_t width_;
  painter paint_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string render_terminal(const results& r, const terminal_options& options) {
  return page(r, options).render();
}

}  // namespace gauntlet::report
