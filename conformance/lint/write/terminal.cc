#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/lint/write/writers.hpp"

namespace gauntlet::lint {
namespace {

constexpr char bold[] = "\x1b[1m";
constexpr char red[] = "\x1b[1;31m";
constexpr char yellow[] = "\x1b[1;33m";
constexpr char cyan[] = "\x1b[1;36m";
constexpr char green[] = "\x1b[32m";
constexpr char plain[] = "\x1b[0m";

const char* color_of(schemes::level level) {
  switch (level) {
    case schemes::level::must:
    case schemes::level::security:
      return red;
    case schemes::level::should:
      return yellow;
    case schemes::level::interop:
      break;
  }
  return cyan;
}

std::string counted(std::uint64_t number, const char* what) {
  return absl::StrCat(number, " ", what, number == 1 ? "" : "s");
}

class terminal_writer : public writer {
 public:
  terminal_writer(std::ostream& out, const look& how) : out_(out), look_(how) {}

  void on_message(const shown_message& message) override {
    for (const shown_finding& one : message.findings) put(message, one);
    for (const std::string& line : message.fixes) out_ << in(green, "fix: ") << line << '\n';
    for (const std::string& why : message.left) out_ << "not corrected: " << why << '\n';
    if (!message.fixes.empty() || !message.left.empty()) out_ << '\n';
  }

  void on_unreadable(const std::string& source, const place& at, std::string_view why) override {
    out_ << source;
    if (at.record != 0) out_ << " (record " << at.record << ")";
    if (at.line != 0 && at.record == 0) out_ << ':' << at.line;
    out_ << ": " << in(yellow, "cannot be read") << ": " << why << "\n\n";
  }

  void on_end(const totals& all) override {
    out_ << counted(all.messages, "message") << ", " << counted(all.fields, "authentication field")
         << ": ";
    if (all.all_findings() == 0) {
      out_ << "nothing to say";
    } else {
      const char* names[] = {"MUST", "SECURITY", "SHOULD", "INTEROP"};
      std::string parts;
      for (std::size_t i = 0; i < 4; ++i) {
        if (all.findings[i] != 0)
          absl::StrAppend(&parts, parts.empty() ? "" : ", ", all.findings[i], " ", names[i]);
      }
      out_ << counted(all.all_findings(), "finding") << " (" << parts << ") in "
           << counted(all.messages_with_findings, "message");
    }
    if (all.unreadable != 0)
      out_ << "; " << counted(all.unreadable, "part") << " could not be read";
    out_ << '\n';
  }

 private:
  std::string in(const char* color, const std::string& text) const {
    return look_.has_color ? absl::StrCat(color, text, plain) : text;
  }

  void put(const shown_message& message, const shown_finding& found) {
    out_ << in(bold, where(message, found)) << ": "
         << in(color_of(found.level), std::string(schemes::to_string(found.level))) << ' '
         << found.rule << ": " << found.text << '\n';
    if (found.line) {
      put_line(*found.line);
    } else {
      out_ << "    " << message.title << '\n';
    }
    std::string refs;
    for (const schemes::reference& one : found.refs)
      absl::StrAppend(&refs, refs.empty() ? "" : "; ", describe(one));
    if (!refs.empty()) out_ << "  = " << refs << '\n';
    for (const std::string& one : found.stumbles) out_ << "  = stumbles: " << one << '\n';
    out_ << '\n';
  }

  // The part of a line around what is wrong, and carets under it.
  void put_line(const shown_line& line) {
    constexpr std::size_t indent = 4;
    const std::size_t room = std::max<std::size_t>(look_.width, 40) - indent - 6;
    std::size_t begin = 0;
    std::size_t end = line.text.size();
    const std::size_t first =
        line.cause ? std::min(line.at.begin, line.cause->begin) : line.at.begin;
    if (line.text.size() > room) {
      begin = first > room / 2 ? first - room / 2 : 0;
      end = std::min(line.text.size(), begin + room);
      if (begin > 0 && end - begin < room) begin = end > room ? end - room : 0;
    }
    const std::string dots = begin > 0 ? "..." : "";
    out_ << std::string(indent, ' ') << dots << line.text.substr(begin, end - begin)
         << (end < line.text.size() ? "..." : "") << '\n';
    std::string under(end - begin + 1, ' ');
    const auto mark = [&](const columns& at, char with) {
      const std::size_t from = std::clamp(at.begin, begin, end) - begin;
      const std::size_t to = std::clamp(std::max(at.end, at.begin + 1), begin, end + 1) - begin;
      for (std::size_t i = from; i < std::max(to, from + 1) && i < under.size(); ++i)
        under[i] = with;
    };
    if (line.cause) mark(*line.cause, '~');
    mark(line.at, '^');
    under.erase(under.find_last_not_of(' ') + 1);
    out_ << std::string(indent + dots.size(), ' ') << in(green, under);
    if (line.cause) out_ << "   ^ the error, ~ its cause";
    out_ << '\n';
  }

  std::ostream& out_;
  look look_;
};

}  // namespace

std::unique_ptr<writer> make_terminal_writer(std::ostream& out, const look& how) {
  return std::make_unique<terminal_writer>(out, how);
}

}  // namespace gauntlet::lint
