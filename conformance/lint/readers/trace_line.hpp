#ifndef CONFORMANCE_LINT_READERS_TRACE_LINE_HPP
#define CONFORMANCE_LINT_READERS_TRACE_LINE_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::lint::readers {

// What a line of a trace is.
enum class trace_kind : std::uint8_t {
  none,             // of a body, or of something else
  info,             // "* text", "== Info: text"
  sent,             // "> GET / HTTP/1.1", "=> Send header: GET / HTTP/1.1"
  received,         // "< HTTP/1.1 401", "<= Recv header: HTTP/1.1 401"
  sent_header,      // "=> Send header, 78 bytes (0x4e)": a dump comes
  received_header,  // "<= Recv header, 17 bytes (0x11)"
  other_dump,       // "<= Recv data, 5 bytes (0x5)"
  dump,             // "0040: ..."
};

struct trace_line {
  trace_kind kind = trace_kind::none;
  std::string_view text{};     // what comes after the mark, with its CR
  bool is_of_git = false;      // "10:20:30.123456 http.c:756   "
  std::uint64_t position = 0;  // of a dump
};

// Reads the marks of a line of `curl -v`, `--trace-ascii` and `--trace`, with `--trace-time` and
// `--trace-ids`, of GIT_CURL_VERBOSE and of GIT_TRACE_CURL.
trace_line read_trace_line(std::string_view line) noexcept;

// The octets of a line of `--trace`: sixteen columns of two hexadecimal digits, and the same as text.
// `out` has room for sixteen. Nothing when it is no such line.
std::optional<std::size_t> read_hex_dump(std::string_view text, char* out) noexcept;

}  // namespace gauntlet::lint::readers

#endif
