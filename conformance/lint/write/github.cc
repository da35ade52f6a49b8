#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/lint/write/writers.hpp"
#include "conformance/model/ci_text.hpp"

namespace gauntlet::lint {
namespace {

using model::workflow_property;
using model::workflow_text;

class github_writer : public writer {
 public:
  explicit github_writer(std::ostream& out) : out_(out) {}

  void on_message(const shown_message& message) override {
    for (const shown_finding& one : message.findings) {
      out_ << "::" << severity_of(one.level, "notice")
           << " file=" << workflow_property(message.source);
      if (one.line_number != 0) out_ << ",line=" << one.line_number;
      if (one.line_number != 0 && one.column != 0) out_ << ",col=" << one.column;
      out_ << ",title="
           << workflow_property(
                  absl::StrCat(std::string(schemes::to_string(one.level)), " ", one.rule))
           << "::" << workflow_text(one.text);
      if (!one.refs.empty()) out_ << " (" << workflow_text(describe(one.refs.front())) << ')';
      for (const std::string& fix : message.fixes) out_ << "%0Afix: " << workflow_text(fix);
      out_ << '\n';
    }
  }

  void on_unreadable(const std::string& source, const place& at, std::string_view why) override {
    out_ << "::error file=" << workflow_property(source);
    if (at.line != 0) out_ << ",line=" << at.line;
    out_ << ",title=cannot be read::" << workflow_text(std::string(why)) << '\n';
  }

  void on_end(const totals& all) override {
    out_ << all.messages << " messages, " << all.fields << " authentication fields, "
         << all.all_findings() << " findings\n";
  }

 private:
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<writer> make_github_writer(std::ostream& out) {
  return std::make_unique<github_writer>(out);
}

}  // namespace gauntlet::lint
