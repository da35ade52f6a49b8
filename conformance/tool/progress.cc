#include "conformance/tool/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "absl/time/clock.h"

namespace gauntlet::tool {

std::size_t terminal_width(int descriptor) {
  winsize size = {};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 100;
}

progress_line::progress_line(bool is_quiet, absl::Duration pause)
    : is_terminal_(::isatty(STDERR_FILENO) == 1 && !is_quiet),
      pause_(is_quiet       ? absl::InfiniteDuration()
             : is_terminal_ ? absl::Milliseconds(200)
                            : pause),
      started_(absl::Now()),
      last_(started_) {}

bool progress_line::is_due() const { return absl::Now() - last_ >= pause_; }

void progress_line::show(std::string line) {
  last_ = absl::Now();
  if (is_terminal_) {
    const std::size_t width = std::max<std::size_t>(terminal_width(STDERR_FILENO), 20);
    if (line.size() >= width) line.resize(width - 1);
    std::cerr << '\r' << line << "\x1b[K" << std::flush;
    is_shown_ = true;
  } else {
    std::cerr << line << '\n' << std::flush;
  }
}

void progress_line::clear() {
  if (is_shown_) std::cerr << "\r\x1b[K" << std::flush;
  is_shown_ = false;
}

double progress_line::seconds() const {
  return std::max(absl::ToDoubleSeconds(absl::Now() - started_), 1e-3);
}

}  // namespace gauntlet::tool
