#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/lint/write/writers.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::lint {
namespace {

// `text` is ASCII.
std::string escaped(const std::string& text) {
  std::string made;
  for (const char c : text) {
    if (c == '<') {
      made.append("&lt;");
    } else if (c == '>') {
      made.append("&gt;");
    } else if (c == '&') {
      made.append("&amp;");
    } else if (c == '"') {
      made.append("&quot;");
    } else {
      made.push_back(c);
    }
  }
  return made;
}

bool is_failure(const shown_finding& of) {
  return of.level == schemes::level::must || of.level == schemes::level::security;
}

std::string details(const shown_message& message, const shown_finding& found) {
  std::string text =
      absl::StrCat(where(message, found), ": ", std::string(schemes::to_string(found.level)), " ",
                   found.rule, ": ", found.text, "\n");
  if (found.line) absl::StrAppend(&text, found.line->text, "\n");
  for (const schemes::reference& one : found.refs) absl::StrAppend(&text, describe(one), "\n");
  for (const std::string& fix : message.fixes) absl::StrAppend(&text, "fix: ", fix, "\n");
  return text;
}

// The sums stand in front, so that the cases are kept until the end. Messages that have nothing
// wrong with them are one case together.
class junit_writer : public writer {
 public:
  explicit junit_writer(std::ostream& out) : out_(out) {}

  void on_message(const shown_message& message) override {
    ++cases_;
    std::string body;
    std::string notes;
    std::size_t failures = 0;
    for (const shown_finding& one : message.findings) {
      if (!is_failure(one)) {
        absl::StrAppend(&notes, details(message, one));
        continue;
      }
      // A case has one failure; the others are told in its text.
      if (failures++ == 0)
        absl::StrAppend(&body, "<failure type=\"", one.rule, "\" message=\"", escaped(one.text),
                        "\">");
      absl::StrAppend(&body, escaped(details(message, one)));
    }
    if (failures != 0) {
      absl::StrAppend(&body, "</failure>");
      ++failed_;
    }
    if (!notes.empty()) absl::StrAppend(&body, "<system-out>", escaped(notes), "</system-out>");
    put(message.source, absl::StrCat(where(message, shown_finding{}), ": ", message.title), body);
  }

  void on_unreadable(const std::string& source, const place& at, std::string_view why) override {
    ++cases_;
    ++errors_;
    put(source, absl::StrCat("octet ", at.offset),
        absl::StrCat("<error type=\"unreadable\" message=\"",
                     escaped(model::printable(std::string(why))), "\"/>"));
  }

  void on_end(const totals& all) override {
    const std::uint64_t clean = all.messages - all.messages_with_findings;
    const std::uint64_t tests = cases_ + (clean == 0 ? 0 : 1);
    const std::string sums =
        absl::StrCat("tests=\"", tests, "\" failures=\"", failed_, "\" errors=\"", errors_, "\"");
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " << sums
         << ">\n<testsuite name=\"gauntlet lint\" " << sums << " skipped=\"0\">\n"
         << body_;
    if (clean != 0) {
      out_ << "<testcase classname=\"gauntlet.lint\" name=\"" << clean
           << " messages without findings\"/>\n";
    }
    out_ << "</testsuite>\n</testsuites>\n";
  }

 private:
  void put(const std::string& source, const std::string& name, const std::string& body) {
    absl::StrAppend(&body_, "<testcase classname=\"", escaped(model::printable(source)),
                    "\" name=\"", escaped(model::printable(name)), "\">", body, "</testcase>\n");
  }

  std::ostream& out_;
  std::string body_{};
  std::uint64_t cases_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t errors_ = 0;
};

}  // namespace

std::unique_ptr<writer> make_junit_writer(std::ostream& out) {
  return std::make_unique<junit_writer>(out);
}

}  // namespace gauntlet::lint
