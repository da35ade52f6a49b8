#include "conformance/tool/progress.hpp"

#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

namespace gauntlet::tool {

progress_line::progress_line(std::ostream& out, bool terminal, std::size_t width)
    : out_(out),
      terminal_(terminal),
      width_(std::max<std::size_t>(width, 20)),
      started_(absl::Now()),
      last_(started_) {}

progress_line::~progress_line() {
  if (terminal_ && shown_) out_ << "\r\x1b[K" << std::flush;
}

void progress_line::show(const runner::run_progress& now) {
  const absl::Time time = absl::Now();
  if (!terminal_ && time - last_ < absl::Seconds(10)) return;
  last_ = time;
  const double seconds = std::max(absl::ToDoubleSeconds(time - started_), 0.001);
  std::string line = absl::StrFormat(
      "%d/%d cases, %.0f a second, %d/%d implementations: %s", now.rows_done, now.rows_total,
      static_cast<double>(now.rows_done) / seconds, now.implementations_done,
      now.implementations_total, absl::StrJoin(now.running, ", "));
  if (terminal_) {
    if (line.size() >= width_) line.resize(width_ - 1);
    out_ << '\r' << line << "\x1b[K" << std::flush;
  } else {
    out_ << line << '\n' << std::flush;
  }
  shown_ = true;
}

}  // namespace gauntlet::tool
