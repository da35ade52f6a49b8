// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: parse() stores what a reader reports, into storage of any size, never after its end;
// and every kernel that this processor runs stores the same, wherever the octets are, whatever is
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

bool same_view(std::string_view a, std::string_view b) {
  return a.data() == b.data() && a.size() == b.size();
}

void require_same_element(const gauntlet::element& a, const gauntlet::element& b) {
  FUZZ_REQUIRE(a.kind() == b.kind(), "every form finds the same elements");
  FUZZ_REQUIRE(same_view(a.param().name, b.param().name), "at the same places");
  const gauntlet::param_value& x = a.param().value;
  const gauntlet::param_value& y = b.param().value;
  FUZZ_REQUIRE(a.kind() != event::auth_param || same_view(x.raw(), y.raw()),
               "with the same values");
  FUZZ_REQUIRE(x.quoted_pairs() == y.quoted_pairs() && x.is_quoted_string() == y.is_quoted_string(),
               "in the same form");
}

// What parse() has to store: the events of a reader.
gauntlet::parse_result expected_of(gauntlet::reader reader, elements all) {
  std::size_t size = 0;
  for (;;) {
    const event next = reader.next();
    if (next == event::end || next == event::error) return {reader.status(), size};
    gauntlet::element& one = all[size++];
    if (next == event::auth_scheme) one = {next, reader.scheme()};
    if (next == event::token68) one = {next, reader.token68()};
    if (next == event::auth_param) one = {next, reader.param().name, reader.param().value};
  }
}

// What is said has to be what was meant, in storage with room for so many elements.
void require_same(const gauntlet::parse_result& said, elements out,
                  const gauntlet::parse_result& meant, elements all) {
  FUZZ_REQUIRE(said.size == meant.size, "the number of elements is returned");
  if (meant && meant.size > out.size()) {
    FUZZ_REQUIRE(said.status == (gauntlet::status{errc::output_too_small, 0}),
                 "storage that is too small is an error");
  } else {
    FUZZ_REQUIRE(said.status == meant.status, "every form has the same error");
  }
  for (std::size_t i = 0; i < out.size() && i < meant.size; ++i) {
    require_same_element(out[i], all[i]);
  }
}

// What is read, and how.
struct reading {
  std::string_view line;
  std::span<const std::string_view> lines;
  bool is_one_line;
  operation what;
  gauntlet::options limits;

  // By whatever reads both forms of a field.
  auto by(auto read) const { return is_one_line ? read(line) : read(lines); }
};

void require_every_form(const reading& field, choices& choose) {
  const operation what = field.what;
  const gauntlet::options& limits = field.limits;
  const elements all = storage_of<0>(field.line.size() + 2);
  const gauntlet::parse_result meant = expected_of(
      field.by([&](auto octets) { return gauntlet::reader(octets, what, limits); }), all);
  // Mostly there is room for more than is found, as in a caller's storage.
  const elements out = storage_of<1>(choose.below(4) == 0 ? choose.below(meant.size + 1)
                                                          : meant.size + choose.below(3));
  const auto require_form = [&](auto parse) {
    // Nothing is left of what the form before has stored.
    for (gauntlet::element& each : out) each = {};
    require_same(field.by(parse), out, meant, all);
  };
  require_form([&](auto octets) { return gauntlet::parse(octets, what, out, limits); });
  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    const gauntlet::kernel kernel = gauntlet::kernel::of(id);
    FUZZ_REQUIRE((kernel.id() == id) == gauntlet::kernel::runs_here(id),
                 "a kernel that does not run here is the portable one");
    FUZZ_REQUIRE(gauntlet::to_string(id) != "unknown", "every kernel has a name");
    if (kernel.id() != id) continue;
    require_form([&](auto octets) { return kernel.parse(octets, what, out, limits); });
    const gauntlet::status status =
        field.by([&](auto octets) { return kernel.validate(octets, what, limits); });
    FUZZ_REQUIRE(status == meant.status, "a kernel's validate() has the error of the reader");
    FUZZ_REQUIRE(kernel == gauntlet::kernel::of(id), "a kernel is itself");
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
  const embedded copy(octets, choose.below(alignments), surroundings[choose.below(8)]);
  const std::string_view line = copy.view();
  const std::size_t at = choose.below(line.size() + 1);
  const std::string_view halves[] = {part(line, 0, at), part(line, at, line.size())};
  require_every_form({line, halves, choose.below(2) == 0, what, limits}, choose);
  // And as it nearly always is: the kernels read that by a way of its own.
  limits.mode = gauntlet::grammar::recipient;
  limits.max_length = gauntlet::no_limits.max_length;
  require_every_form({line, {}, true, operation::challenges, limits}, choose);
  require_every_form({line, {}, true, operation::credentials, gauntlet::no_limits}, choose);
  FUZZ_REQUIRE(gauntlet::kernel::runs_here(gauntlet::kernel::best().id()) &&
                   gauntlet::kernel().id() == gauntlet::kernel_id::portable &&
                   gauntlet::to_string(static_cast<gauntlet::kernel_id>(255)) == "unknown" &&
                   gauntlet::parse_result{} && gauntlet::parse_result{}.size == 0,
               "the best kernel runs here, and what parsed nothing stored nothing");
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
