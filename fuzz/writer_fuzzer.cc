// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: whatever octets a caller hands to the writer, they never make another structure. What
// can be represented is written, in grammar sender, octet for octet as it should be, and reads back
// as what was asked for; anything else is refused, for a reason that applies. A buffer that is too
// small is not written beyond its end, and the size needed is returned.
//
// The input is taken as a list and cut at its delimiters, valid or not: the writer is asked to
// write the pieces, which can hold any octet.

#include <cstring>
#include <gauntlet/reader.hpp>
#include <gauntlet/writer.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

using gauntlet::quoting;

constexpr std::size_t longest = 1024;
constexpr std::size_t most_calls = 256;

struct call {
  enum class kind : std::uint8_t { challenge, token68, param };
  kind what = kind::challenge;
  quoting form = quoting::automatic;
  std::string_view first;   // scheme, token68 or name
  std::string_view second;  // value
};

struct script {
  call calls[most_calls];
  std::size_t count = 0;
  char values[longest];  // values of quoted pieces, backslashes taken off
  std::size_t values_size = 0;
};

void add(script& to, const call& one) {
  if (to.count < most_calls) to.calls[to.count++] = one;
}

// The calls that an element asks for: [scheme SP] [name "=" value / token68].
void add_element(script& to, std::string_view element, choices& choose) {
  element = without_white(element);
  std::size_t equals = 0;
  while (equals < element.size() && element[equals] != '=' && element[equals] != '"') ++equals;
  std::size_t space = 0;
  while (space < equals && element[space] != ' ') ++space;
  if (space < equals || equals == element.size()) {
    add(to, {call::kind::challenge, quoting::automatic, part(element, 0, space), {}});
    element = without_white(part(element, space, element.size()));
    if (element.empty()) return;
    equals = 0;
    while (equals < element.size() && element[equals] != '=') ++equals;
  }
  std::size_t after = equals;
  while (after < element.size() && element[after] == '=') ++after;
  if (after == element.size() && choose.below(4) != 0) {
    add(to, {call::kind::token68, quoting::automatic, element, {}});
    return;
  }
  const std::size_t from = equals < element.size() ? equals + 1 : equals;
  std::string_view value = part(element, from, element.size());
  const quoting forms[] = {quoting::automatic, quoting::quoted, quoting::token};
  quoting form = forms[choose.below(3)];
  if (!value.empty() && value.front() == '"') {
    const std::size_t begin = to.values_size;
    for (std::size_t i = 1; i < value.size() && value[i] != '"'; ++i) {
      if (value[i] == '\\' && i + 1 < value.size()) ++i;
      to.values[to.values_size++] = value[i];
    }
    value = {to.values + begin, to.values_size - begin};
    if (form == quoting::token && choose.below(4) != 0) form = quoting::quoted;
  }
  add(to, {call::kind::param, form, part(element, 0, equals), value});
}

void read_script(script& to, std::string_view octets, choices& choose) {
  to.count = 0;
  to.values_size = 0;
  std::size_t first = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= octets.size(); ++i) {
    const bool ends = i == octets.size();
    if (!ends && quoted && octets[i] == '\\') {
      ++i;
      if (i < octets.size()) continue;
    } else if (!ends && octets[i] == '"') {
      quoted = !quoted;
      continue;
    } else if (!ends && (octets[i] != ',' || quoted)) {
      continue;
    }
    const std::size_t last = i < octets.size() ? i : octets.size();
    if (last > first) add_element(to, part(octets, first, last), choose);
    first = i + 1;
  }
}

// The refusals that apply to a call, of which the writer may return any.
class refusals {
 public:
  void add(bool applies, errc code) {
    if (applies) bits_ |= 1U << static_cast<unsigned>(code);
  }
  bool none() const { return bits_ == 0; }
  bool has(errc code) const { return (bits_ >> static_cast<unsigned>(code) & 1U) != 0; }

 private:
  std::uint32_t bits_ = 0;
};

// What should be written: a second writer, naive, into a buffer that is large enough.
class model {
 public:
  model(operation what, const gauntlet::options& limits) : what_(what), limits_(limits) {}

  refusals refuse(const call& one) const {
    refusals why;
    const bool has_scheme = challenges_ > 0;
    switch (one.what) {
      case call::kind::challenge:
        why.add(what_ == operation::auth_info || (what_ == operation::credentials && has_scheme),
                errc::unexpected_auth_scheme);
        why.add(!is_token(one.first), errc::invalid_auth_scheme);
        why.add(what_ == operation::challenges && challenges_ >= limits_.max_challenges,
                errc::limit_challenges);
        break;
      case call::kind::token68:
        why.add(what_ == operation::auth_info || has_token68_ || params_ > 0,
                errc::unexpected_token68);
        why.add(what_ != operation::auth_info && !has_scheme, errc::expected_auth_scheme);
        why.add(!is_token68(one.first), errc::invalid_token68);
        break;
      case call::kind::param: {
        const bool is_realm = same_but_case(one.first, "realm");
        why.add(what_ != operation::auth_info && !has_scheme, errc::expected_auth_scheme);
        why.add(has_token68_, errc::unexpected_auth_param);
        why.add(!is_token(one.first), errc::invalid_auth_param_name);
        why.add(is_realm && one.form == quoting::token, errc::expected_quoted_string);
        why.add(!is_token(one.second) && one.form == quoting::token, errc::expected_token);
        for (const char octet : one.second) {
          why.add(!is_quotable(octet), errc::invalid_auth_param_value);
        }
        why.add(params_ >= limits_.max_auth_params, errc::limit_auth_params);
        for (std::size_t i = 0; i < params_; ++i) {
          why.add(same_but_case(names_[i], one.first), errc::repeated_auth_param);
        }
        break;
      }
    }
    if (why.none()) why.add(size_ + octets_of(one) > limits_.max_length, errc::limit_length);
    return why;
  }

  void write(const call& one) {
    switch (one.what) {
      case call::kind::challenge:
        if (challenges_ > 0) put(", ");
        put(one.first);
        ++challenges_;
        params_ = 0;
        has_token68_ = false;
        break;
      case call::kind::token68:
        put(" ");
        put(one.first);
        has_token68_ = true;
        break;
      case call::kind::param:
        put(params_ > 0 ? ", " : what_ == operation::auth_info ? "" : " ");
        put(one.first);
        put("=");
        if (quotes(one)) put("\"");
        for (const char octet : one.second) {
          if (quotes(one) && (octet == '"' || octet == '\\')) put("\\");
          put({&octet, 1});
        }
        if (quotes(one)) put("\"");
        names_[params_++] = one.first;
        break;
    }
  }

  std::string_view text() const { return {text_, size_}; }
  // The number of the last parameter in its challenge, or of the last challenge.
  std::size_t last_number() const { return params_ > 0 ? params_ : challenges_; }
  bool is_complete() const { return what_ != operation::credentials || challenges_ > 0; }

  static bool quotes(const call& one) {
    return one.form == quoting::quoted || !is_token(one.second) ||
           same_but_case(one.first, "realm");
  }

 private:
  std::size_t octets_of(const call& one) const {
    model next(*this);
    next.write(one);
    return next.size_ - size_;
  }
  void put(std::string_view octets) {
    for (const char octet : octets) text_[size_++] = octet;
  }

  operation what_;
  gauntlet::options limits_;
  std::size_t challenges_ = 0;
  std::size_t params_ = 0;
  bool has_token68_ = false;
  std::size_t size_ = 0;
  // Shared by copies: what a copy writes after the end is written again.
  static inline std::string_view names_[most_calls];
  static inline char text_[4 * longest + 1024];
};

errc make(gauntlet::writer& writer, const call& one) {
  switch (one.what) {
    case call::kind::challenge:
      return writer.challenge(one.first);
    case call::kind::token68:
      return writer.token68(one.first);
    case call::kind::param:
      break;
  }
  return one.form == quoting::automatic ? writer.param(one.first, one.second)
                                        : writer.param(one.first, one.second, one.form);
}

// The value that was written has exactly the elements that were asked for.
void require_elements(std::string_view value, const script& asked, std::size_t calls,
                      operation what, const gauntlet::options& limits) {
  gauntlet::options sender = limits;
  sender.mode = grammar::sender;
  FUZZ_REQUIRE(oracle(rule_of(what, grammar::sender), value).is_accepted(),
               "what is written is in grammar sender");
  gauntlet::reader reader(value, what, sender);
  for (std::size_t i = 0; i < calls; ++i) {
    const call& one = asked.calls[i];
    const event next = reader.next();
    switch (one.what) {
      case call::kind::challenge:
        FUZZ_REQUIRE(next == event::auth_scheme && reader.scheme() == one.first,
                     "a challenge reads back");
        break;
      case call::kind::token68:
        FUZZ_REQUIRE(next == event::token68 && reader.token68() == one.first,
                     "a token68 reads back");
        break;
      case call::kind::param:
        FUZZ_REQUIRE(next == event::auth_param && reader.param().name == one.first &&
                         reader.param().value.equals(one.second) &&
                         reader.param().value.is_quoted_string() == model::quotes(one),
                     "a parameter reads back");
        break;
    }
  }
  FUZZ_REQUIRE(reader.next() == event::end, "nothing was added");
}

// A writer looks for a name in what it wrote, and finds other octets there: the buffer is the
// caller's. It ends, and reads nothing after the buffer, which ends where its storage does.
void require_bounded_reading(std::string_view octets) {
  const std::string_view written = "F a=b";
  const std::size_t params = 2;
  for (const std::string_view fill : {std::string_view("xxx"), std::string_view("=\"x"), octets}) {
    const std::span<char> out = exact_buffer(written.size());
    gauntlet::writer again(out, operation::challenges, gauntlet::no_limits);
    FUZZ_REQUIRE(again.challenge("F") == errc::ok && again.param("a", "b") == errc::ok,
                 "a challenge is written");
    for (std::size_t i = 0; i < fill.size() && params + i < written.size(); ++i) {
      out[params + i] = fill[i];
    }
    const errc said = again.param("n", "v");
    FUZZ_REQUIRE(said == errc::repeated_auth_param ||
                     (said == errc::output_too_small && again.finish().size == written.size() + 5),
                 "a name is there, or it is written");
  }
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  require_bounded_reading(octets);
  const gauntlet::written nothing = gauntlet::writer({}, operation::credentials).finish();
  FUZZ_REQUIRE(nothing.code == errc::expected_auth_scheme && nothing.size == 0 &&
                   nothing.value.empty() && gauntlet::writer({}, operation::challenges).finish() &&
                   gauntlet::writer({}, operation::auth_info).finish() && gauntlet::written() &&
                   gauntlet::written().size == 0,
               "no calls make an empty list, but not credentials");
  choices choose(octets);
  static script asked;
  read_script(asked, octets, choose);
  const operation what = operations[choose.below(3)];
  gauntlet::options limits = gauntlet::no_limits;
  if (choose.below(4) == 0) {
    limits.max_length = choose.below(64);
    limits.max_challenges = choose.below(3);
    limits.max_auth_params = choose.below(4);
  }

  static char buffer[4 * longest + 1024];
  gauntlet::writer writer(buffer, what, limits);
  model meant(what, limits);
  std::size_t done = 0;
  errc refused = errc::ok;
  while (done < asked.count) {
    const call& one = asked.calls[done];
    const refusals why = meant.refuse(one);
    const errc said = make(writer, one);
    FUZZ_REQUIRE((said == errc::ok) == why.none(), "refused is exactly what cannot be written");
    if (said != errc::ok) {
      FUZZ_REQUIRE(why.has(said), "the reason of a refusal applies");
      refused = said;
      break;
    }
    meant.write(one);
    ++done;
  }

  const gauntlet::written result = writer.finish();
  if (refused != errc::ok) {
    FUZZ_REQUIRE(!result && result.code == refused && result.size == 0 && result.value.empty(),
                 "a refusal is final");
    FUZZ_REQUIRE(writer.challenge("Foo") == refused && writer.param("a", "b") == refused &&
                     writer.token68("x") == refused && writer.finish().code == refused,
                 "after a refusal nothing is written");
    return;
  }
  if (!meant.is_complete()) {
    FUZZ_REQUIRE(!result && result.code == errc::expected_auth_scheme, "credentials have a scheme");
    return;
  }
  FUZZ_REQUIRE(result && result.size == result.value.size() && result.value == meant.text() &&
                   result.value.data() == buffer,
               "the text is the one that was asked for");
  require_elements(result.value, asked, done, what, limits);

  // One octet less than it takes is too little; the call that exceeds it says so.
  if (result.size > 0) {
    gauntlet::options tight = limits;
    tight.max_length = result.size - 1;
    gauntlet::writer cut(buffer, what, tight);
    for (std::size_t i = 0; i < done; ++i) {
      FUZZ_REQUIRE(make(cut, asked.calls[i]) == (i + 1 < done ? errc::ok : errc::limit_length),
                   "the length limit is that of the text");
    }
  }

  // Nor is there room for one element less than it has.
  if (done > 0 && asked.calls[done - 1].what != call::kind::token68) {
    gauntlet::options tight = gauntlet::no_limits;
    const bool is_param = asked.calls[done - 1].what == call::kind::param;
    const bool is_limited = is_param || what == operation::challenges;
    (is_param ? tight.max_auth_params : tight.max_challenges) = meant.last_number() - 1;
    gauntlet::writer cut(buffer, what, tight);
    errc said = errc::ok;
    for (std::size_t i = 0; i < done && said == errc::ok; ++i) said = make(cut, asked.calls[i]);
    const errc limit = is_param ? errc::limit_auth_params : errc::limit_challenges;
    FUZZ_REQUIRE(said == (is_limited ? limit : errc::ok), "elements are counted");
  }

  // The same into a buffer of any size, which ends where its storage ends.
  const std::size_t sizes[] = {0, choose.below(result.size + 1),
                               result.size == 0 ? 0 : result.size - 1, result.size};
  for (const std::size_t size : sizes) {
    const std::span<char> out = exact_buffer(size);
    gauntlet::writer again(out, what, limits);
    for (std::size_t i = 0; i < done; ++i) {
      const errc said = make(again, asked.calls[i]);
      FUZZ_REQUIRE(said == errc::ok || said == errc::output_too_small,
                   "a buffer's size is not a reason to refuse");
    }
    const gauntlet::written written = again.finish();
    FUZZ_REQUIRE(written.size == result.size, "the size that is needed is returned");
    FUZZ_REQUIRE(written.code == (size < result.size ? errc::output_too_small : errc::ok),
                 "a buffer is too small exactly if it is smaller");
    FUZZ_REQUIRE(written.value == (written ? result.value : std::string_view()),
                 "all of it or nothing");
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
