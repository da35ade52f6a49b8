#ifndef CONFORMANCE_LINT_MESSAGE_HPP
#define CONFORMANCE_LINT_MESSAGE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::lint {

// Where something stands in an input. Lines and records count from 1; 0: the format has none.
struct place {
  // Octets from the start of the input: of what gzip made of a compressed one, but of the compressed
  // one itself where the fault is in a gzip member.
  std::uint64_t offset = 0;
  std::uint64_t line = 0;
  std::uint64_t record = 0;  // WARC record, HAR entry, NDJSON document
};

// One field line as it was received: `value` holds everything between the colon and the line's end,
// OWS and obs-folds included. A fold is CRLF or LF with SP or HTAB after it; `value` has it as it
// stands.
struct field_line {
  std::string_view name{};
  std::string_view value{};
  lint::place place{};  // of the value's first octet, or of the line where that is unknown
  // The tool that wrote the input has put something else in the place of the value, or of a part of
  // it ("Basic <redacted>" of git): what stands there was never sent, and is not to be judged.
  bool is_redacted = false;
};

enum class head_kind : std::uint8_t {
  fields,    // field lines alone: neither status nor method is known
  request,   // method and target
  response,  // status
};

// The head of one message, or field lines without one.
struct head {
  head_kind kind = head_kind::fields;
  lint::place place{};
  std::string_view start_line{};  // as it stands; empty where the format has none
  int status = 0;                 // of a response; 0: unknown
  std::string_view method{};      // of a request
  std::string_view target{};
  std::string_view host{};       // of a request, and of a response whose request is known
  std::optional<bool> is_tls{};  // whether the exchange was encrypted, where the format shows it
  // Where the format shows it: which exchange of the input this is a half of. A response with the
  // number of a request answers it. 0: unknown.
  std::uint64_t exchange = 0;
  std::vector<field_line> fields{};
};

}  // namespace gauntlet::lint

#endif
