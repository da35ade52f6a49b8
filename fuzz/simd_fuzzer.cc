// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: parse() stores what a reader tells, into storage of any size and never behind it; and
// every kernel that this processor runs stores the same, wherever the octets stand, whatever is
// around them, and for one line and several.

#include <gauntlet/kernel.hpp>

#include "fuzz/support/embedded.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t most = longest_embedded + 8;
using elements = std::span<gauntlet::element>;

// The last octet of the storage is the last of the array.
template <int Slot>
elements storage_of(std::size_t size) {
  static gauntlet::element storage[most];
  return {storage + (most - size), size};
}

// Two views of the same place in two copies of a value.
bool same_place(std::string_view a, const char* a_first, std::string_view b, const char* b_first) {
  if (a.size() != b.size()) return false;
  if (a.data() == nullptr || b.data() == nullptr) return a.data() == b.data();
  return a.data() - a_first == b.data() - b_first;
}

void require_same_element(const gauntlet::element& a, const char* a_first,
                          const gauntlet::element& b, const char* b_first) {
  FUZZ_REQUIRE(a.kind == b.kind, "every form finds the same elements");
  FUZZ_REQUIRE(same_place(a.param.name, a_first, b.param.name, b_first), "at the same places");
  const gauntlet::param_value& x = a.param.value;
  const gauntlet::param_value& y = b.param.value;
  FUZZ_REQUIRE(a.kind != event::auth_param || same_place(x.raw(), a_first, y.raw(), b_first),
               "with the same values");
  FUZZ_REQUIRE(x.quoted_pairs() == y.quoted_pairs() && x.is_quoted_string() == y.is_quoted_string(),
               "in the same form");
}

// What parse() has to store: the events of a reader.
gauntlet::parse_result expected_of(gauntlet::reader reader, elements all) {
  std::size_t size = 0;
  for (;;) {
    const event next = reader.next();
    if (next == event::end || next == event::error) return {reader.error(), size};
    gauntlet::element& one = all[size++];
    one = {next, {}};
    if (next == event::auth_scheme) one.param.name = reader.scheme();
    if (next == event::token68) one.param.name = reader.token68();
    if (next == event::auth_param) one.param = reader.param();
  }
}

void require_same(const gauntlet::parse_result& said, const gauntlet::parse_result& meant,
                  std::size_t room) {
  FUZZ_REQUIRE(said.size == meant.size, "the number of elements is told");
  if (meant && meant.size > room) {
    FUZZ_REQUIRE(said.error == (gauntlet::status{errc::output_too_small, 0}),
                 "storage that is too small is told");
  } else {
    FUZZ_REQUIRE(said.error == meant.error, "every form has the same error");
  }
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest_embedded) return;
  choices choose(octets);
  gauntlet::options limits = gauntlet::unlimited(grammars[choose.below(2)]);
  if (choose.below(4) == 0) {
    limits = {limits.mode, choose.below(octets.size() + 2), choose.below(4), choose.below(4),
              choose.below(4)};
  }
  const operation what = operations[choose.below(3)];
  const elements all = storage_of<0>(octets.size() + 1);
  const gauntlet::parse_result meant = expected_of(gauntlet::reader(octets, what, limits), all);
  const std::size_t at = choose.below(octets.size() + 1);

  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    const gauntlet::kernel kernel = gauntlet::kernel::of(id);
    FUZZ_REQUIRE((kernel.id() == id) == gauntlet::kernel::runs_here(id),
                 "a kernel that does not run here is the portable one");
    FUZZ_REQUIRE(gauntlet::to_string(id) != "unknown", "every kernel has a name");
    if (kernel.id() != id) continue;

    const std::size_t room = choose.below(2) == 0 ? meant.size : choose.below(meant.size + 2);
    const elements out = storage_of<1>(room);
    {
      const embedded copy(octets, choose.below(alignments), surroundings[choose.below(8)]);
      const gauntlet::parse_result said = kernel.parse(copy.view(), what, out, limits);
      require_same(said, meant, room);
      for (std::size_t i = 0; i < room && i < meant.size; ++i) {
        require_same_element(out[i], copy.view().data(), all[i], octets.data());
      }
    }

    // Two lines, the octets of which stay where they are.
    const std::string_view lines[] = {part(octets, 0, at), part(octets, at, octets.size())};
    const elements of_lines = storage_of<2>(octets.size() + 2);
    const gauntlet::parse_result joined = expected_of(
        gauntlet::reader(std::span<const std::string_view>(lines), what, limits), of_lines);
    const elements out_lines = storage_of<3>(joined.size);
    require_same(kernel.parse(std::span<const std::string_view>(lines), what, out_lines, limits),
                 joined, joined.size);
    for (std::size_t i = 0; i < joined.size; ++i) {
      require_same_element(out_lines[i], octets.data(), of_lines[i], octets.data());
    }
    if (id == gauntlet::kernel_id::portable) {
      const gauntlet::parse_result plain = gauntlet::parse(octets, what, out_lines, limits);
      require_same(plain, meant, out_lines.size());
      const gauntlet::parse_result plain_lines =
          gauntlet::parse(std::span<const std::string_view>(lines), what, out_lines, limits);
      require_same(plain_lines, joined, out_lines.size());
    }
    FUZZ_REQUIRE(kernel == gauntlet::kernel::of(id), "a kernel is itself");
  }
  FUZZ_REQUIRE(gauntlet::kernel::runs_here(gauntlet::kernel::best().id()) &&
                   gauntlet::kernel().id() == gauntlet::kernel_id::portable &&
                   gauntlet::to_string(static_cast<gauntlet::kernel_id>(255)) == "unknown",
               "the best kernel runs here");
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
