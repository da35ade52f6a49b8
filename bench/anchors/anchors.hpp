// What the parser's speed is measured against, compiled beside it and run in the same process:
// loops that do much less than parse, and a parser as one would write it without thinking of speed
// first. All of our own writing.
#ifndef GAUNTLET_BENCH_ANCHORS_ANCHORS_HPP_
#define GAUNTLET_BENCH_ANCHORS_ANCHORS_HPP_

#include <cstddef>
#include <gauntlet/options.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::bench {

// Passes over the octets and stops at one that no field value holds.

using octet_loop = std::size_t(const char* octets, std::size_t size);

// One look-up in a table of 256 entries an octet. Where such a loop stands makes a factor of two:
// the flags of this project align it.
octet_loop naive;

// The same, four octets a step: hardly depends on its place.
octet_loop table4;

// memchr() for an octet that is not there.
octet_loop absent_octet;

// What a parser of header sections does first: the end of the line, that is the first control octet
// but HTAB. Octet by octet, eight a step; and with the string instructions of SSE4.2 (0 calls where
// the processor lacks them: has_line_scan_sse42()).
octet_loop line_scan;
octet_loop line_scan_sse42;
bool has_line_scan_sse42();

// A strict parser of the whole grammar (recipient) that builds strings and vectors: quick of its
// kind, but an allocation for what does not fit into a std::string.
struct built_param {
  std::string name;   // in lower case
  std::string value;  // unescaped
  bool is_quoted = false;
};
struct built_challenge {
  std::string scheme;  // in lower case
  std::optional<std::string> token68;
  std::vector<built_param> params;
};
// std::nullopt when the value is not valid.
std::optional<std::vector<built_challenge>> build(std::string_view value, operation what);

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_ANCHORS_ANCHORS_HPP_
