#ifndef CONFORMANCE_SCAN_RECORDS_HPP
#define CONFORMANCE_SCAN_RECORDS_HPP

#include <cstddef>
#include <cstdint>
#include <gauntlet/gauntlet.hpp>
#include <gauntlet/kernel.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/scan/counts.hpp"
#include "simdjson.h"

namespace gauntlet::scan {

enum class format : std::uint8_t {
  lines,   // each line is a field value
  ndjson,  // each line is a JSON document that holds one
};

// What a record is and how its value is read.
struct record_settings {
  scan::reading reading{};
  scan::format format = format::lines;
  // A line ends in CRLF: a CR in front of the LF is not part of the record.
  bool is_crlf = false;
  // NDJSON: where the value stands, as a JSON pointer (RFC 6901); a record without that member is
  // counted as absent. Empty: the document is the value, or an object with a member "lines" or
  // "value".
  std::string pointer{};
  // Rejected credentials are kept as they are, as examples and as rejects; else without what may be
  // a secret.
  bool shows_secrets = false;
};

// Reads records and counts what is in them. One for each thread.
class record_reader {
 public:
  explicit record_reader(record_settings settings);

  // What a record turned out to be.
  enum class outcome : std::uint8_t { accepted, rejected, over_limit, absent, malformed };
  // Reads the record [data, data + size), without its LF. For NDJSON, SIMDJSON_PADDING octets
  // after it have to be readable.
  outcome read(const char* data, std::size_t size);

  // After read(), when the value was not accepted: why, and its field lines.
  gauntlet::status status() const noexcept { return status_; }
  const std::vector<std::string_view>& lines() const noexcept { return lines_; }
  // A line as it may be kept and shown.
  std::string shown(std::string_view line) const;
  // After a malformed record: what is wrong with it.
  const std::string& fault() const noexcept { return fault_; }

  // Everything read since the last call, which starts over.
  counts take();

 private:
  bool find_lines(const char* data, std::size_t size, outcome& otherwise);
  bool add_line(const simdjson::dom::element&);
  // Reads a value, one line or several, and counts its elements; false: it is not accepted, and
  // status_ says why.
  template <typename Lines>
  bool count(const Lines& lines);
  bool count_joined();

  const record_settings settings_;
  const gauntlet::options options_;
  const gauntlet::kernel kernel_ = gauntlet::kernel::best();
  counts counts_{};
  std::vector<gauntlet::element> elements_ = std::vector<gauntlet::element>(64);
  gauntlet::status status_{};
  std::vector<std::string_view> lines_{};
  std::string fault_{};
  std::vector<std::string> decoded_{};
  std::size_t decoded_count_ = 0;
  std::string joined_{};
  simdjson::dom::parser parser_{};
};

}  // namespace gauntlet::scan

#endif
