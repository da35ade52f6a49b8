// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: each limit stops the reader at the first octet of the element that exceeds it, and a
// value that meets it exactly is read in full. Whatever the octets are, the number of octets looked
// at is at most linear, and the stack does not grow with them. (Nothing is allocated either, as in
// all targets.)

#include <cstdint>
#include <gauntlet/reader.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
#include "parser/test/support/limits.hpp"

namespace fuzz {
namespace {

using gauntlet::options;
using gauntlet::test::find_occurrences;
using gauntlet::test::first_exceeded;
using gauntlet::test::occurrences;

// The portable scanner, counting: one for each call, one for each octet that it passes.
class counting_scanner : public gauntlet::scalar_scanner {
  using base = gauntlet::scalar_scanner;

 public:
  static inline std::size_t steps = 0;
  static inline std::uintptr_t deepest = 0;

  const char* skip_tchar(const char* at) const noexcept {
    return counted(at, base::skip_tchar(at));
  }
  const char* skip_token68_char(const char* at) const noexcept {
    return counted(at, base::skip_token68_char(at));
  }
  const char* skip_tchar_and_token68_char(const char* at) const noexcept {
    return counted(at, base::skip_tchar_and_token68_char(at));
  }
  const char* skip_qdtext(const char* at) const noexcept {
    return counted(at, base::skip_qdtext(at));
  }
  const char* skip_ows(const char* at) const noexcept { return counted(at, base::skip_ows(at)); }
  const char* skip_sp(const char* at) const noexcept { return counted(at, base::skip_sp(at)); }
  const char* skip_equals(const char* at) const noexcept {
    return counted(at, base::skip_equals(at));
  }

 private:
  static const char* counted(const char* at, const char* last) noexcept {
    steps += 1 + static_cast<std::size_t>(last - at);
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    if (here < deepest) deepest = here;
    return last;
  }
};

void require_bounds(std::string_view octets, operation what, const options& limits) {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  counting_scanner::steps = 0;
  counting_scanner::deepest = here;
  gauntlet::basic_reader<counting_scanner> reader(octets, what, limits);
  std::size_t events = 0;
  for (event next = reader.next(); next != event::end && next != event::error;
       next = reader.next()) {
    ++events;
  }
  // Each octet is in at most one element and the white space around it, and is passed at most twice:
  // to find out what the element is, and to read it.
  FUZZ_REQUIRE(counting_scanner::steps <= 4 * octets.size() + 16, "the work is linear");
  FUZZ_REQUIRE(events <= octets.size(), "an event takes an octet");
  FUZZ_REQUIRE(here - counting_scanner::deepest <= std::size_t{16} * 1024, "the stack is bounded");
  FUZZ_REQUIRE(reader.status() == gauntlet::validate(octets, what, limits),
               "a scanner that counts reads the same");
}

// What can only become the parameter that exceeds the limit does so however it goes on: `value` is
// valid, exceeds `limits` at `offset`, and is cut within the name there.
void require_exceeded_in_name(std::string_view value, operation what, const options& limits,
                              std::size_t offset, choices& choose) {
  std::size_t last = offset;
  while (last < value.size() && is_tchar(value[last])) ++last;
  const std::string_view cut = value.substr(0, offset + 1 + choose.below(last - offset));
  // After a comma there may be the scheme of another challenge, and after a scheme a token68.
  std::size_t before = offset;
  while (before > 0 && is_white(value[before - 1])) --before;
  const bool is_in_list = before == 0 || value[before - 1] == ',';
  bool is_param = is_in_list && what != operation::challenges;
  for (const char octet : cut.substr(offset)) {
    is_param = is_param || (!is_in_list && !is_token68_octet(octet));
  }
  FUZZ_REQUIRE(!is_param || gauntlet::validate(cut, what, limits) ==
                                (gauntlet::status{errc::limit_auth_params, offset}),
               "a limit stops at the first octet of what exceeds it");
}

std::size_t beside(std::size_t number, choices& choose) {
  return number + choose.below(3) - (number > 0 ? 1 : 0);
}

}  // namespace

void check(std::string_view octets) {
  choices choose(octets);
  const std::string_view value = without_white(octets);
  const operation what = operations[choose.below(3)];
  const grammar mode = grammars[choose.below(2)];
  const oracle expected(rule_of(what, mode), value);
  options limits = gauntlet::unlimited(mode);
  require_bounds(octets, what, limits);

  // The length: what is viable up to the limit is stopped by it.
  limits.max_length = choose.below(value.size() + 2);
  const gauntlet::status cut = gauntlet::validate(octets, what, limits);
  if (value.size() > limits.max_length && expected.offset() >= limits.max_length) {
    FUZZ_REQUIRE(cut == (gauntlet::status{errc::limit_length, limits.max_length}),
                 "what is too long is stopped at the limit");
  } else {
    FUZZ_REQUIRE(static_cast<bool>(cut) == expected.is_accepted() &&
                     (cut || cut.offset == expected.offset()),
                 "what is wrong before the limit, or within it, is judged by the grammar");
  }

  limits = gauntlet::unlimited(mode);
  if (!expected.is_accepted()) {
    limits.max_challenges = choose.below(4);
    limits.max_auth_params = choose.below(4);
    limits.max_empty_elements = choose.below(4);
    require_bounds(octets, what, limits);
    const gauntlet::status error = gauntlet::validate(octets, what, limits);
    FUZZ_REQUIRE(!error, "limits make nothing valid");
    FUZZ_REQUIRE(gauntlet::is_limit(error.code)
                     ? error.offset <= expected.offset()
                     : gauntlet::is_grammar_error(error.code) && error.offset == expected.offset(),
                 "a grammar error at a smaller offset wins");
    return;
  }
  if (!expected.is_analysed()) return;
  static occurrences found;
  find_occurrences(expected, found);
  if (found.count == occurrences::most) return;
  // Each at, under and over what the value needs.
  std::size_t options::*const members[] = {&options::max_challenges, &options::max_auth_params,
                                           &options::max_empty_elements};
  const std::size_t needed[] = {found.challenges, found.auth_params, found.empties};
  for (std::size_t i = 0; i < 3; ++i) {
    limits = gauntlet::unlimited(mode);
    const std::size_t last = needed[i];
    for (const std::size_t n : {std::size_t{0}, choose.below(last + 1), last - (last > 0), last}) {
      limits.*members[i] = n;
      FUZZ_REQUIRE(gauntlet::validate(octets, what, limits) == first_exceeded(found, what, limits),
                   "a limit stops at the element that exceeds it, and only there");
    }
  }
  if (found.auth_params > 0) {
    limits = gauntlet::unlimited(mode);
    limits.max_auth_params = choose.below(found.auth_params);
    const gauntlet::status exceeded = first_exceeded(found, what, limits);
    require_exceeded_in_name(value, what, limits, exceeded.offset, choose);
  }
  limits.max_challenges = beside(found.challenges, choose);
  limits.max_auth_params = beside(found.auth_params, choose);
  limits.max_empty_elements = beside(found.empties, choose);
  require_bounds(octets, what, limits);
  FUZZ_REQUIRE(gauntlet::validate(octets, what, limits) == first_exceeded(found, what, limits),
               "of several limits the first that is exceeded stops");
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
