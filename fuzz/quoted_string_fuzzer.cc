// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: unescape(escape(x)) is x for everything that a quoted-string can hold, and what it
// cannot hold is refused. A buffer that is too small is not written to, and the size that is needed
// is returned. equals() and append_unescaped() agree with unescape_to(). A value made from arbitrary octets and any count
// of quoted-pairs stays inside of them.

#include <cstring>
#include <gauntlet/reader.hpp>
#include <gauntlet/writer.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t longest = 2048;

// The buffer sizes that are tried for a value of `size` octets.
template <typename Try>
void each_short_buffer(std::size_t size, choices& choose, Try attempt) {
  if (size == 0) return;
  attempt(size - 1);
  attempt(choose.below(size));
}

void require_untouched(std::span<const char> out) {
  static char filled[longest];
  static const bool is_filled = std::memset(filled, '\x5A', sizeof filled) != nullptr;
  FUZZ_REQUIRE(is_filled && std::memcmp(out.data(), filled, out.size()) == 0,
               "a short buffer is not written to");
}

// A container of octets with only the member that is last of those that append_unescaped() wants,
// and those with the others, where that one must not be called.
struct pushed {
  char octets[longest];
  std::size_t size = 0;

  std::string_view view() const { return {octets, size}; }
  void put_range(const char* first, const char* last) {
    FUZZ_REQUIRE(first <= last && static_cast<std::size_t>(last - first) <= longest - size,
                 "no more octets than the value has");
    for (; first != last; ++first) octets[size++] = *first;
  }
  void push_back(char octet) { put_range(&octet, &octet + 1); }
};
struct inserted : pushed {
  char* end() { return octets + size; }
  void insert(char* at, const char* first, const char* last) {
    FUZZ_REQUIRE(at == end(), "octets are inserted at the end");
    put_range(first, last);
  }
  void push_back(char) = delete;
};
struct appended : pushed {
  void append(const char* first, std::size_t count) { put_range(first, first + count); }
  void push_back(char) = delete;
};

template <typename Octets>
std::string_view appended_to(Octets& to, const gauntlet::param_value& value) {
  to.size = 0;
  value.append_unescaped(to);
  return to.view();
}

// append_unescaped() drops each backslash that something follows, if it is to drop any.
void require_appended(const gauntlet::param_value& value) {
  static char storage[longest];
  const std::string_view raw = value.raw();
  std::size_t size = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (value.has_quoted_pair() && raw[i] == '\\' && i + 1 < raw.size()) ++i;
    storage[size++] = raw[i];
  }
  const std::string_view meant(storage, size);
  static pushed one;
  static inserted two;
  static appended three;
  FUZZ_REQUIRE(appended_to(one, value) == meant && appended_to(two, value) == meant &&
                   appended_to(three, value) == meant,
               "every container gets the unescaped value");
}

// What unescape_to(), equals() and equals_ignore_case() say about one value, whatever it is.
void require_laws(const gauntlet::param_value& value, choices& choose) {
  const std::size_t size = value.unescaped_size();
  FUZZ_REQUIRE(size <= value.raw().size(), "unescaping never makes longer");
  require_appended(value);
  each_short_buffer(size, choose, [&](std::size_t capacity) {
    const std::span<char> out = exact_buffer(capacity);
    std::memset(out.data(), '\x5A', out.size());
    const gauntlet::written refused = value.unescape_to(out);
    FUZZ_REQUIRE(!refused && refused.code == errc::output_too_small && refused.size == size &&
                     refused.value.empty(),
                 "for a short buffer, the size needed is returned");
    require_untouched(out);
  });
  static char storage[longest];
  const std::span<char> out{storage, size};
  const gauntlet::written written = value.unescape_to(out);
  FUZZ_REQUIRE(written && written.size <= size && written.value.size() == written.size,
               "a buffer of unescaped_size() is enough");
  if (written.size != size) {
    // Fewer quoted-pairs were claimed than there are.
    FUZZ_REQUIRE(!value.equals({storage, size}) && !value.equals_ignore_case({storage, size}),
                 "a value that is shorter than it says equals nothing");
    return;
  }
  FUZZ_REQUIRE(!value.equals(part(written.value, 0, size / 2)) || size == size / 2,
               "no value equals its half");
  const bool is_itself = value.equals(written.value);
  FUZZ_REQUIRE(is_itself == value.equals_ignore_case(written.value) || !is_itself,
               "equal is equal but for case");
  if (size == 0) return;
  const std::size_t at = choose.below(size);
  const char octet = out[at];
  // One bit, so that the octet may be the same letter in the other case.
  out[at] = static_cast<char>(octet ^ static_cast<char>(1U << choose.below(8)));
  FUZZ_REQUIRE(!is_itself || !value.equals(written.value), "every octet is compared");
  FUZZ_REQUIRE(
      !is_itself || value.equals_ignore_case(written.value) == (folded(out[at]) == folded(octet)),
      "every octet is compared but for case");
}

// The octets as the meaning of a value: written, read and unescaped again.
void require_round_trip(std::string_view meant, choices& choose) {
  static char escaped[2 * longest + 2];
  bool representable = true;
  std::size_t quoted_pairs = 0;
  std::size_t size = 0;
  for (const char octet : meant) {
    representable = representable && is_quotable(octet);
    if (octet == '"' || octet == '\\') {
      escaped[size++] = '\\';
      ++quoted_pairs;
    }
    escaped[size++] = octet;
  }
  const std::string_view raw{escaped, size};

  const std::span<char> out = exact_buffer(size + 4);
  gauntlet::writer writer(out, operation::auth_info, gauntlet::no_limits);
  const errc said = writer.param("n", meant, gauntlet::quoting::quoted);
  FUZZ_REQUIRE(said == (representable ? errc::ok : errc::invalid_auth_param_value),
               "what a quoted-string cannot hold is refused, and nothing else");
  const gauntlet::written written = writer.finish();
  FUZZ_REQUIRE(static_cast<bool>(written) == representable, "finish() says it too");
  if (!representable) return;
  FUZZ_REQUIRE(written.size == size + 4 && part(written.value, 3, size + 3) == raw,
               "escaping is a backslash before DQUOTE and backslash");

  gauntlet::reader reader(written.value, operation::auth_info, gauntlet::no_limits);
  FUZZ_REQUIRE(reader.next() == event::auth_param, "what was written can be read");
  const gauntlet::param_value value = reader.param().value;
  FUZZ_REQUIRE(value.raw() == raw && value.quoted_pairs() == quoted_pairs &&
                   value.unescaped_size() == meant.size() && value.is_quoted_string() &&
                   value.equals(meant),
               "what was escaped means what was meant");
  FUZZ_REQUIRE(reader.next() == event::end, "one value stays one value");
  static char storage[longest];
  const gauntlet::written back = value.unescape_to({storage, meant.size()});
  FUZZ_REQUIRE(back && back.value == meant, "unescape(escape(x)) is x");
  require_laws(value, choose);
}

// Any octets, any count: nothing outside of them is read or written.
void require_claims(std::string_view octets, choices& choose) {
  const auto plain = gauntlet::param_value::from_token(octets);
  FUZZ_REQUIRE(!plain.is_quoted_string() && !plain.has_quoted_pair() && plain.equals(octets),
               "a token is what it is");
  const std::size_t claimed = choose.below(2) == 0 ? 1 : choose.below(octets.size() + 3);
  const auto quoted = gauntlet::param_value::from_quoted_string(octets, claimed);
  FUZZ_REQUIRE(quoted.is_quoted_string() && quoted.raw().data() == octets.data() &&
                   quoted.raw().size() == octets.size() &&
                   quoted.quoted_pairs() == (claimed < octets.size() ? claimed : octets.size()),
               "a quoted-string is what it was made from");
  require_laws(choose.below(3) == 0 ? plain : quoted, choose);
  constexpr gauntlet::param_value nothing;
  FUZZ_REQUIRE(!nothing.is_quoted_string() && nothing.equals("") && gauntlet::written{} &&
                   gauntlet::written{}.size == 0,
               "a default value is empty");
}

// Between DQUOTEs the octets are a quoted-string exactly if the naive rule says so.
void require_quoted(std::string_view octets, choices& choose) {
  static char quoted[longest + 4];
  std::memcpy(quoted, "n=\"", 3);
  if (!octets.empty()) std::memcpy(quoted + 3, octets.data(), octets.size());
  quoted[octets.size() + 3] = '"';
  bool ends_inside = true;
  std::size_t quoted_pairs = 0;
  for (std::size_t i = 0; i < octets.size() && ends_inside; ++i) {
    if (octets[i] == '\\') {
      ++i;
      ++quoted_pairs;
      ends_inside = i < octets.size() && is_quotable(octets[i]);
    } else {
      ends_inside = is_qdtext(octets[i]);
    }
  }
  gauntlet::reader reader({quoted, octets.size() + 4}, operation::auth_info, gauntlet::no_limits);
  const event first = reader.next();
  const bool is_whole = first == event::auth_param &&
                        reader.param().value.raw().size() == octets.size() &&
                        reader.next() == event::end;
  FUZZ_REQUIRE(is_whole == ends_inside, "a quoted-string holds qdtext and quoted-pairs");
  if (is_whole) {
    FUZZ_REQUIRE(reader.param().value.quoted_pairs() == quoted_pairs,
                 "each quoted-pair is counted once");
    require_laws(reader.param().value, choose);
  }
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  choices choose(octets);
  require_round_trip(octets, choose);
  static_cast<void>(require_grammar(octets, operation::auth_info, grammar::recipient));
  if (choose.below(2) == 0) {
    require_claims(octets, choose);
  } else {
    require_quoted(octets, choose);
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
