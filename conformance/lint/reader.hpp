#ifndef CONFORMANCE_LINT_READER_HPP
#define CONFORMANCE_LINT_READER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/lint/message.hpp"

namespace gauntlet::lint {

// What people have.
enum class format : std::uint8_t {
  head,            // raw heads of responses or requests, `curl -i`, `curl -si` (several in a row)
  curl,            // `curl -v`, `curl --trace-ascii`: lines with "< " and "> "
  git,             // GIT_CURL_VERBOSE, GIT_TRACE_CURL
  git_credential,  // `git credential`: wwwauth[]=...
  fields,          // bare field lines
  har,             // HTTP Archive 1.2
  warc,            // WARC 1.0 and 1.1, plain or gzip, a member a record
  ndjson,          // a document a line with arrays of names and values
  tshark,          // `tshark -T ek`
};
// "head", "curl", ...: the words of --format.
std::string_view to_string(format) noexcept;
std::optional<format> format_from_string(std::string_view) noexcept;

// Which format the first octets of an input are, at most the first 4 KiB looked at; nothing when
// they are none.
std::optional<format> recognise(std::string_view first_octets);

// Takes what a reader finds. Views hold during the call only.
class sink {
 public:
  virtual ~sink() = default;
  virtual void on_head(const head&) = 0;
  // A part of the input that cannot be read, and why: "the header of a WARC record has no end".
  // Never a secret: no octets of the input.
  virtual void on_unreadable(const place&, std::string_view why) = 0;
};

// The bounds of what is held at a time. What exceeds them is told to the sink and skipped.
struct limits {
  std::size_t max_head = std::size_t{1} << 20;       // octets of a head
  std::size_t max_fields = 1000;                     // field lines of a head
  std::size_t max_document = std::size_t{64} << 20;  // octets of a HAR file or an NDJSON document
};

// Reads an input as it comes. The pieces in which it is pushed make no difference. Memory is bounded
// by the limits, time is linear.
class reader {
 public:
  virtual ~reader() = default;
  virtual void push(std::string_view octets) = 0;
  // The input has ended.
  virtual void finish() = 0;
};

std::unique_ptr<reader> make_reader(format, sink&, const limits& = {});

}  // namespace gauntlet::lint

#endif
