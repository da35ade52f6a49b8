#ifndef CONFORMANCE_LINT_WRITE_WRITER_HPP
#define CONFORMANCE_LINT_WRITE_WRITER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "conformance/lint/message.hpp"
#include "conformance/lint/present.hpp"

namespace gauntlet::lint {

// Everything that was looked at; the denominators of what was found.
struct totals {
  std::uint64_t messages = 0;
  std::uint64_t fields = 0;  // authentication fields
  std::uint64_t messages_with_findings = 0;
  std::uint64_t findings[4] = {};  // by level
  std::uint64_t unreadable = 0;    // parts of the inputs that could not be read

  std::uint64_t all_findings() const noexcept {
    return findings[0] + findings[1] + findings[2] + findings[3];
  }
};

// Writes what is found as it comes.
class writer {
 public:
  virtual ~writer() = default;
  // A message that has findings.
  virtual void on_message(const shown_message&) = 0;
  virtual void on_unreadable(const std::string& source, const place&, std::string_view why) = 0;
  // Once, at the end.
  virtual void on_end(const totals&) = 0;
};

enum class output : std::uint8_t { terminal, json, sarif, github, junit };
std::optional<output> output_from_string(std::string_view) noexcept;

struct look {
  bool has_color = false;
  std::size_t width = 100;
};
std::unique_ptr<writer> make_writer(output, std::ostream&, const look&);

// "SOURCE:LINE:COLUMN", as far as they are known; "SOURCE (record 3)".
std::string where(const shown_message&, const shown_finding&);

}  // namespace gauntlet::lint

#endif
