#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/lint/write/writers.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::lint {
namespace {

// What has a meaning in a workflow command, escaped; in a property `:` and `,` too.
std::string escaped(const std::string& text, bool is_property) {
  std::string made;
  for (const char c : model::printable(text)) {
    if (c == '%' || (is_property && (c == ':' || c == ','))) {
      absl::StrAppend(&made, "%", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    } else {
      made.push_back(c);
    }
  }
  return made;
}

class github_writer : public writer {
 public:
  explicit github_writer(std::ostream& out) : out_(out) {}

  void on_message(const shown_message& message) override {
    for (const shown_finding& one : message.findings) {
      out_ << "::" << severity_of(one.level, "notice") << " file=" << escaped(message.source, true);
      if (one.line_number != 0) out_ << ",line=" << one.line_number;
      if (one.line_number != 0 && one.column != 0) out_ << ",col=" << one.column;
      out_ << ",title="
           << escaped(absl::StrCat(std::string(schemes::to_string(one.level)), " ", one.rule), true)
           << "::" << escaped(one.text, false);
      if (!one.refs.empty()) out_ << " (" << escaped(describe(one.refs.front()), false) << ')';
      for (const std::string& fix : message.fixes) out_ << "%0Afix: " << escaped(fix, false);
      out_ << '\n';
    }
  }

  void on_unreadable(const std::string& source, const place& at, std::string_view why) override {
    out_ << "::error file=" << escaped(source, true);
    if (at.line != 0) out_ << ",line=" << at.line;
    out_ << ",title=cannot be read::" << escaped(std::string(why), false) << '\n';
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
