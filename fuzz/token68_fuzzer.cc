// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: the predicates of the parser's octets and of token68 are those of RFC 9110, and a
// token68 is one in every place where the grammar has it: as credentials, as the only challenge and
// between two others. What is not a token68 is never reported as one.

#include <cstring>
#include <gauntlet/reader.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

void require_octet(char octet) {
  FUZZ_REQUIRE(gauntlet::is_tchar(octet) == is_tchar(octet), "tchar is RFC 9110 section 5.6.2");
  FUZZ_REQUIRE(gauntlet::is_token68_char(octet) == is_token68_octet(octet),
               "the octets of token68 are those of RFC 9110 section 11.2");
  FUZZ_REQUIRE(gauntlet::is_qdtext(octet) == is_qdtext(octet), "qdtext is RFC 9110 section 5.6.4");
  FUZZ_REQUIRE(gauntlet::is_quoted_pair_char(octet) == is_quotable(octet),
               "quoted-pair is RFC 9110 section 5.6.4");
  FUZZ_REQUIRE(gauntlet::is_ows(octet) == is_white(octet), "OWS is SP and HTAB");
  // The table was made by the compiler; the function that made it is run here.
  FUZZ_REQUIRE(
      gauntlet::detail::classify(octet) == gauntlet::detail::octet_classes.bits[number(octet)],
      "the table of octets is what its function says");
}

constexpr std::size_t longest = 512;

// The piece as the payload of `Foo`, in a field value that ends in `tail`.
void require_payload(std::string_view piece, std::string_view tail, operation what) {
  constexpr std::string_view head = "Foo ";
  const std::span<char> out = exact_buffer(head.size() + piece.size() + tail.size());
  std::memcpy(out.data(), head.data(), head.size());
  if (!piece.empty()) std::memcpy(out.data() + head.size(), piece.data(), piece.size());
  if (!tail.empty()) std::memcpy(out.data() + head.size() + piece.size(), tail.data(), tail.size());
  const std::string_view value{out.data(), out.size()};

  gauntlet::reader reader(value, what, gauntlet::no_limits);
  event next = reader.next();
  FUZZ_REQUIRE(next == event::auth_scheme && reader.scheme() == "Foo", "the scheme comes first");
  next = reader.next();
  const bool is_one = is_token68(piece);
  FUZZ_REQUIRE((next == event::token68) == is_one, "a token68 is what the rule has");
  if (!is_one) return;
  FUZZ_REQUIRE(reader.token68().data() == value.data() + head.size() &&
                   reader.token68().size() == piece.size(),
               "a token68 is as long as it can be, padding included");
  next = reader.next();
  if (tail.empty()) {
    FUZZ_REQUIRE(next == event::end, "a token68 is the whole payload");
  } else {
    FUZZ_REQUIRE(next == event::auth_scheme && reader.scheme() == "Bar",
                 "after a token68 comes the next challenge");
  }
}

}  // namespace

void check(std::string_view octets) {
  choices choose(octets);
  for (std::size_t i = 0; i < 4 && !octets.empty(); ++i) {
    require_octet(octets[choose.below(octets.size())]);
  }
  static_cast<void>(require_grammar(octets, operation::credentials, grammar::recipient));

  std::size_t first = 0;
  for (std::size_t i = 0; i <= octets.size(); ++i) {
    if (i < octets.size() && !is_white(octets[i]) && octets[i] != ',') continue;
    const std::string_view piece = part(octets, first, i);
    first = i + 1;
    FUZZ_REQUIRE(gauntlet::is_token68(piece) == is_token68(piece),
                 "is_token68() is the rule of RFC 9110 section 11.2");
    FUZZ_REQUIRE(gauntlet::is_token(piece) == is_token(piece),
                 "is_token() is the rule of RFC 9110 section 5.6.2");
    if (piece.empty() || piece.size() > longest) continue;
    const std::size_t tail = choose.below(3);
    if (tail == 0) {
      require_payload(piece, "", operation::credentials);
    } else {
      require_payload(piece, tail == 1 ? ", Bar" : "\t,Bar", operation::challenges);
    }
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
