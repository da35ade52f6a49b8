#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/figures.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

const char* fill_of(std::string_view color) {
  static constexpr std::pair<std::string_view, const char*> fills[] = {{"brightgreen", "#2a7d3a"},
                                                                       {"green", "#4b7a16"},
                                                                       {"yellow", "#8f6a00"},
                                                                       {"orange", "#b4520b"},
                                                                       {"red", "#c1121f"}};
  for (const auto& [name, fill] : fills) {
    if (name == color) return fill;
  }
  return "#6b6b6b";
}

// Widths of Verdana at 11 px, in tenths of a pixel, roughly: the SVG states the length, so that
// another font is stretched to it.
unsigned text_width(const std::string& text) {
  unsigned tenths = 0;
  for (const char c : text) {
    if (std::string_view(" .,:;!'|ijl").find(c) != std::string_view::npos) {
      tenths += 40;
    } else if (std::isupper(static_cast<unsigned char>(c)) != 0 || c == 'm' || c == 'w') {
      tenths += 82;
    } else if (c == '%') {
      tenths += 118;
    } else {
      tenths += 67;
    }
  }
  return (tenths + 9) / 10;
}

badge judge(const implementation_view& view, bool complete) {
  badge b;
  b.color = "lightgrey";
  const model::figures& f = view.figures;
  const model::share reads = f.reads_right();
  if (!view.ran()) {
    b.message = "not run";
  } else if (f.smuggled != 0) {
    b.message = absl::StrCat(model::grouped(f.smuggled), " smuggled");
    b.color = "red";
  } else if (!complete) {
    b.message = "incomplete";
  } else if (view.counts.judged() == 0) {
    b.message = "nothing judged";
  } else {
    b.message = absl::StrCat("reads right ", model::to_text(reads));
    b.color = view.counts.non_conforming() == 0 ? "brightgreen"
              : reads.n * 10 >= reads.of * 9    ? "yellow"
              : reads.n * 2 >= reads.of         ? "orange"
                                                : "red";
  }
  return b;
}

}  // namespace

std::vector<badge> make_badges(const results& r) {
  const analysis a(r);
  std::vector<badge> badges;
  for (const implementation_info& info : r.header.implementations)
    badges.push_back(judge(*a.find(info.id), r.footer.complete));
  return badges;
}

std::string render_badge_json(const badge& b) {
  const nlohmann::ordered_json out = {
      {"schemaVersion", 1}, {"label", b.label}, {"message", b.message}, {"color", b.color}};
  return out.dump(1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string render_badge_svg(const badge& b) {
  const unsigned label = text_width(b.label);
  const unsigned message = text_width(b.message);
  mustache_data data{mustache_data::type::object};
  data.set("label", b.label);
  data.set("message", b.message);
  data.set("fill", fill_of(b.color));
  data.set("width", absl::StrCat(label + message + 24));
  data.set("label_width", absl::StrCat(label + 12));
  data.set("message_width", absl::StrCat(message + 12));
  data.set("label_length", absl::StrCat(label));
  data.set("message_length", absl::StrCat(message));
  data.set("label_middle", absl::StrCat(6 + label / 2));
  data.set("message_middle", absl::StrCat(label + 18 + message / 2));
  return render_template(templates::badge_svg, data);
}

}  // namespace gauntlet::report
