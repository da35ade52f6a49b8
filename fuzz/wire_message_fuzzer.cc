// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: the reader of HTTP/1.x messages survives any octets; in whatever pieces they come it
// reads the same, keeps them as they are, and stays within its limits. The first octet says whether
// it is a request or a response and how the rest, the message, is cut.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/live/wire/message.hpp"
#include "fuzz/support/digest.hpp"
#include "fuzz/support/require.hpp"

namespace {

namespace wire = gauntlet::wire;
using state = wire::message_reader::state;

// Small, so that short inputs exceed them.
constexpr wire::message_limits limits{{300, 8}, {200, 60, 12, 40}};

struct reading {
  fuzz::digest found{};
  state how = state::empty;
  std::size_t taken = 0;
};

void check(const wire::message& of, std::string_view octets) {
  const std::string& head = of.head.octets;
  FUZZ_REQUIRE(head.size() <= limits.head.max_octets, "a head is bounded");
  FUZZ_REQUIRE(octets.substr(0, head.size()) == head, "a head is kept as it came");
  FUZZ_REQUIRE(of.body.size() <= limits.body.max_kept, "what is kept of a body is bounded");
  FUZZ_REQUIRE(octets.substr(head.size(), of.body.size()) == of.body, "so is a body");
  FUZZ_REQUIRE(of.content.size() <= of.body.size(), "content is a part of the body");
  FUZZ_REQUIRE(of.trailers.size() <= limits.body.max_trailers, "trailers are bounded");
  FUZZ_REQUIRE(of.head.fields.size() < limits.head.max_lines, "fields are bounded");
  std::size_t at = of.head.start_line.end;
  for (const wire::field_line& one : of.head.fields) {
    FUZZ_REQUIRE(at <= one.name.begin && one.name.begin <= one.name.end, "lines are in order");
    FUZZ_REQUIRE(one.name.end <= one.value.begin && one.value.begin <= one.value.end,
                 "a value comes after its name");
    at = one.value.end;
    const std::string_view value = of.head.text(one.value);
    const std::string unfolded = wire::unfold(value);
    FUZZ_REQUIRE(unfolded.size() <= value.size(), "unfolding adds nothing");
    if (one.has_colon) {
      const std::string name(wire::trim(of.head.text(one.name)));
      const std::vector<std::string_view> all = of.head.values(name);
      FUZZ_REQUIRE(std::find(all.begin(), all.end(), wire::trim(value)) != all.end(),
                   "a field is found by its name");
    }
  }
  FUZZ_REQUIRE(at <= head.size(), "fields stand in the head");
}

reading read(std::string_view octets, bool is_response, bool is_head, std::size_t piece) {
  wire::message_reader reader =
      is_response ? wire::message_reader::of_response(is_head ? "HEAD" : "GET", limits)
                  : wire::message_reader(limits);
  reading made;
  while (made.taken < octets.size() && reader.status() != state::done &&
         reader.status() != state::broken) {
    const std::size_t more = reader.feed(octets.substr(made.taken, piece));
    FUZZ_REQUIRE(more != 0 || reader.status() == state::broken, "an open message takes octets");
    made.taken += more;
  }
  if (reader.status() != state::done && reader.status() != state::broken) reader.end();
  made.how = reader.status();
  check(reader.get(), octets);
  const wire::message& got = reader.get();
  made.found.add(got.head.octets);
  made.found.add(got.head.start());
  for (const wire::field_line& one : got.head.fields) {
    made.found.add(got.head.text(one.name));
    made.found.add(got.head.text(one.value));
  }
  made.found.add(got.content);
  made.found.add(got.trailers);
  made.found.add(std::string_view(reader.fault()));
  made.found.add(static_cast<std::size_t>(reader.code()));
  made.found.add(got.is_cut ? 1U : 0U);
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool is_response = (data[0] & 1U) != 0;
  const bool is_head = (data[0] & 2U) != 0;
  const std::size_t piece = 1 + (data[0] >> 2U);
  const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
  const reading whole = read(octets, is_response, is_head, octets.size());
  for (const std::size_t each : {std::size_t{1}, piece}) {
    const reading in_pieces = read(octets, is_response, is_head, each);
    FUZZ_REQUIRE(in_pieces.how == whole.how && in_pieces.taken == whole.taken &&
                     in_pieces.found == whole.found,
                 "pieces do not matter");
  }
  return 0;
}
