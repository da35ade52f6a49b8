#include "conformance/lint/linter.hpp"

#include <utility>

#include "conformance/lint/present.hpp"

namespace gauntlet::lint {

linter::linter(linter_settings settings, writer& to)
    : settings_(std::move(settings)), writer_(to), judge_(settings_.judge) {}

void linter::start(const std::string& source, format what) {
  source_ = source;
  format_ = what;
}

void linter::on_head(const head& of) {
  const judgement judged = judge_.on(of);
  ++totals_.messages;
  totals_.fields += judged.fields;
  if (!judged.findings.empty()) ++totals_.messages_with_findings;
  for (const finding& one : judged.findings) ++totals_.findings[static_cast<int>(one.level)];
  if (settings_.fixed == nullptr) {
    if (!judged.findings.empty())
      writer_.on_message(present(source_, format_, of, judged, settings_.shows_secrets));
    return;
  }
  if (totals_.messages > 1) *settings_.fixed << '\n';
  *settings_.fixed << present_fix(of, judged, settings_.shows_secrets);
  const shown_message shown = present(source_, format_, of, judged, settings_.shows_secrets);
  is_left_ = is_left_ || !shown.left.empty();
  for (const std::string& why : shown.left) {
    *settings_.not_fixed << where(shown, shown_finding{}) << ": " << shown.title
                         << ": not corrected: " << why << '\n';
  }
}

void linter::on_unreadable(const place& at, std::string_view why) {
  ++totals_.unreadable;
  writer_.on_unreadable(source_, at, why);
}

void linter::finish() {
  if (settings_.fixed == nullptr) writer_.on_end(totals_);
}

}  // namespace gauntlet::lint
