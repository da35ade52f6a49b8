#ifndef CONFORMANCE_LINT_LINTER_HPP
#define CONFORMANCE_LINT_LINTER_HPP

#include <ostream>
#include <string>

#include "conformance/lint/judge.hpp"
#include "conformance/lint/reader.hpp"
#include "conformance/lint/write/writer.hpp"

namespace gauntlet::lint {

struct linter_settings {
  judge_settings judge{};
  bool shows_secrets = false;
  // Null, or where each head goes corrected; then the writer hears of the sums alone.
  std::ostream* fixed = nullptr;
  // What is not corrected, and why, goes there.
  std::ostream* not_fixed = nullptr;
};

// Takes what readers find, judges it and hands it to a writer.
class linter : public sink {
 public:
  linter(linter_settings, writer&);

  // What the heads that follow are read from.
  void start(const std::string& source, format);
  void on_head(const head&) override;
  void on_unreadable(const place&, std::string_view why) override;
  void finish();

  const totals& sums() const noexcept { return totals_; }
  // Whether something was left that MUST NOT be; with `fixed` alone.
  bool is_left() const noexcept { return is_left_; }

 private:
  linter_settings settings_;
  writer& writer_;
  lint::judge judge_;
  std::string source_{};
  format format_ = format::head;
  totals totals_{};
  bool is_left_ = false;
};

}  // namespace gauntlet::lint

#endif
