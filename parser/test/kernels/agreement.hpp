// Values on which every kernel has to say what the portable core says, and the comparison. Without
// a test framework, so that it can be compiled for other processors.
#ifndef GAUNTLET_PARSER_TEST_KERNELS_AGREEMENT_HPP_
#define GAUNTLET_PARSER_TEST_KERNELS_AGREEMENT_HPP_

#include <algorithm>
#include <cstdio>
#include <gauntlet/gauntlet.hpp>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/test/support/guard_page.hpp"
#include "parser/test/support/random.hpp"

namespace gauntlet::test {

inline constexpr operation every_operation[] = {operation::challenges, operation::credentials,
                                                operation::auth_info};
inline constexpr grammar every_grammar[] = {grammar::recipient, grammar::sender};

inline bool are_same(std::string_view a, std::string_view b) {
  return a.data() == b.data() && a.size() == b.size();
}

inline bool are_same(const element& a, const element& b) {
  return a.kind() == b.kind() && are_same(a.param().name, b.param().name) &&
         are_same(a.param().value.raw(), b.param().value.raw()) &&
         a.param().value.quoted_pairs() == b.param().value.quoted_pairs() &&
         a.param().value.is_quoted_string() == b.param().value.is_quoted_string();
}

// Compares a kernel with the events of gauntlet::reader.
class comparison {
 public:
  // Elements of a value.
  static constexpr std::size_t most = 2048;

  explicit comparison(kernel subject)
      : subject_(subject), storage_(most * sizeof(element)), expected_(most) {}

  std::size_t values() const { return values_; }
  std::size_t differences() const { return differences_; }

  // `shown` is what is printed. The storage has room for `room` elements at most, and ends where
  // memory does.
  template <typename Input>
  void compare(Input input, operation what, const options& limits, std::string_view shown,
               std::size_t room = most) {
    ++values_;
    std::size_t size = 0;
    reader from(input, what, limits);
    for (;;) {
      const event found = from.next();
      if (found == event::end || found == event::error) break;
      element& each = expected_[size++];
      if (found == event::auth_scheme) each = {found, from.scheme()};
      if (found == event::token68) each = {found, from.token68()};
      if (found == event::auth_param) each = {found, from.param().name, from.param().value};
    }
    const bool fits = size <= room;
    const status wanted = from.ok() && !fits ? status{errc::output_too_small, 0} : from.status();
    // Where memory ends: an element more than there is room for would be stored after it.
    const std::span<char> octets = storage_.back(room * sizeof(element));
    const std::span<element> storage(reinterpret_cast<element*>(octets.data()), room);
    const parse_result got = subject_.parse(input, what, storage, limits);
    bool is_same = got.status == wanted && got.size == size;
    for (std::size_t i = 0; is_same && i < std::min(size, room); ++i) {
      is_same = are_same(storage[i], expected_[i]);
    }
    if (is_same || ++differences_ > 5) return;
    std::printf(
        "%s: operation %d, grammar %d, room %zu, %zu elements, %s at %zu; expected %zu, %s at %zu:",
        std::string(to_string(subject_.id())).c_str(), static_cast<int>(what),
        static_cast<int>(limits.mode), room, got.size,
        std::string(to_string(got.status.code)).c_str(), got.status.offset, size,
        std::string(to_string(wanted.code)).c_str(), wanted.offset);
    for (const char octet : shown) std::printf(" %02x", static_cast<unsigned char>(octet));
    std::printf("\n");
  }

  // In every operation and grammar.
  void compare(std::string_view value) {
    for (const operation what : every_operation) {
      for (const grammar mode : every_grammar) compare(value, what, unlimited(mode), value);
    }
  }

 private:
  kernel subject_;
  guarded_pages storage_;
  std::vector<element> expected_;
  std::size_t values_ = 0, differences_ = 0;
};

// One octet of each class that the grammar tells apart.
inline constexpr std::string_view octet_classes = "\t !a/=,\"\\:\x7f\x80";

// Calls `check` with every string of up to `length` octets of `alphabet`.
template <typename Check>
void each_string(std::string& value, std::string_view alphabet, std::size_t length,
                 const Check& check) {
  check(value);
  if (length == 0) return;
  for (const char octet : alphabet) {
    value.push_back(octet);
    each_string(value, alphabet, length - 1, check);
    value.pop_back();
  }
}

// Short strings, alone.
inline void compare_short_values(comparison& with, std::size_t length) {
  std::string value;
  each_string(value, octet_classes, length, [&](const std::string& each) { with.compare(each); });
}

// Short strings after a run that ends about where words, vectors and blocks do, and before one.
inline void compare_at_boundaries(comparison& with, std::size_t length) {
  constexpr struct {
    std::string_view before;
    char run;
  } places[] = {{"", 'a'},        {"Foo ", 'a'},        {"Foo a/", 'a'}, {"Foo a=\"", 'x'},
                {"Foo a=b", ' '}, {"Foo a=\"", '\x80'}, {"Foo !", 'a'},  {"Foo a=b, ", 'c'}};
  for (const auto& place : places) {
    for (const std::size_t about : {16U, 32U, 64U, 128U, 192U}) {
      for (std::size_t size = about - 3; size <= about + 1; ++size) {
        std::string value(place.before);
        value.resize(size, place.run);
        each_string(value, octet_classes, length, [&](const std::string& each) {
          with.compare(each, operation::challenges, no_limits, each);
          const std::string longer = each + std::string(70, 'y');
          with.compare(longer, operation::credentials, no_limits, longer);
        });
      }
    }
  }
}

// Each of the 256 octets at each place of runs of each kind, in lines of lengths about the sizes of
// vectors; flush against unreadable pages on either side.
inline void compare_every_octet(comparison& with) {
  guarded_pages pages;
  for (const std::string_view before : {"", "Foo ", "Foo a/", "Foo a=\"", "Foo a="}) {
    for (const std::size_t size : {1U, 5U, 15U, 16U, 17U, 31U, 33U, 47U, 63U, 64U, 65U, 130U}) {
      for (std::size_t at = 0; at < size; at += size < 40 ? 1 : 3) {
        for (int octet = 0; octet < 256; ++octet) {
          std::string value(before);
          value.append(size, 'a');
          value[before.size() + at] = static_cast<char>(static_cast<unsigned char>(octet));
          with.compare(pages.at_back(value), operation::challenges, no_limits, value);
          with.compare(pages.at_front(value), operation::challenges, no_limits, value);
        }
      }
    }
  }
}

// A pseudo-random value made of pieces that between them use every rule.
inline std::string mixed_value(random_source& random) {
  static constexpr std::string_view pieces[] = {"Basic ",
                                                "realm=",
                                                "\"",
                                                "\\\"",
                                                ", ",
                                                ",",
                                                "=",
                                                " ",
                                                "\t",
                                                "a",
                                                "Digest nonce=\"",
                                                "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                                                "/",
                                                "x=y",
                                                "realm=\"simple\"",
                                                ", Newauth ",
                                                "\x80\xff",
                                                "abcdefghijklmnopqrstuvwxyz0123456789",
                                                "!#$%&'*+-.^_`|~",
                                                "://",
                                                "\\",
                                                "\x01",
                                                "a long text in quotes, with a comma; and more\"",
                                                "algorithm=SHA-256",
                                                "  ",
                                                "=="};
  std::string value;
  for (std::size_t left = random.below(24); left > 0; --left) {
    value += pieces[random.below(std::size(pieces))];
  }
  return value;
}

inline void compare_mixed_values(comparison& with, std::size_t count) {
  guarded_pages pages;
  random_source random(1);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string value = mixed_value(random);
    with.compare(pages.at_back(value));
    // At every alignment to a vector.
    with.compare(pages.at_front(value, i % 64), operation::challenges, no_limits, value);
    // With limits, which end the line early.
    options limits{.max_length = i % 200,
                   .max_challenges = i % 3,
                   .max_auth_params = i % 4,
                   .max_empty_elements = i % 2};
    with.compare(pages.at_back(value), every_operation[i % 3], limits, value);
    // As several lines.
    const std::string_view view = pages.at_back(value);
    const std::size_t cut = value.empty() ? 0 : i % value.size();
    const std::string_view lines[] = {view.substr(0, cut), "", view.substr(cut)};
    with.compare(std::span<const std::string_view>(lines), every_operation[i % 3], no_limits,
                 value);
    limits.max_empty_elements = 64;
    with.compare(std::span<const std::string_view>(lines), every_operation[i % 3], limits, value);
  }
}

// Every sequence of up to `length` pieces, alone and after a head of each kind: what the fast path
// reads (fast_path.hpp), and its neighbours.
inline void compare_pieces(comparison& with, std::size_t length) {
  static constexpr std::string_view pieces[] = {"a",   " ",  ", ",   ",", "=",
                                                "=\"", "\"", "\\\"", "/", "\x01"};
  // The heads with `x` go to the end of a block of 64 octets, or nearly.
  static const std::string x(59, 'x');
  static const std::string heads[] = {"",
                                      "A ",
                                      "A a=b, ",
                                      "A a=\"b\", ",
                                      "A a=\"" + x,
                                      "A " + x.substr(0, 57) + "=",
                                      "A a=\"" + x.substr(0, 50) + "\", "};
  std::string value;
  const auto each_sequence = [&](const auto& self, std::size_t left) -> void {
    with.compare(value, operation::challenges, no_limits, value);
    with.compare(value, operation::credentials, no_limits, value);
    if (left == 0) return;
    const std::size_t size = value.size();
    for (const std::string_view piece : pieces) {
      value += piece;
      self(self, left - 1);
      value.resize(size);
    }
  };
  for (const std::string& head : heads) {
    value = head;
    each_sequence(each_sequence, length);
  }
}

// A value as it is usually sent, of any length; runs of it end anywhere in a block.
inline std::string usual_value(random_source& random) {
  static constexpr std::string_view tchar = "abcXYZ019!#$%&'*+-.^_`|~";
  static constexpr std::string_view token68_char = "abcXYZ019-._~+/";
  static constexpr std::string_view qdtext = "abcXYZ019 \t!,;=/()[]{}\x80\xff";
  const auto size = [&random] {
    return random.between(1, random.one_in(8) ? 150 : random.one_in(3) ? 40 : 8);
  };
  std::string value;
  for (std::size_t challenges = random.between(1, 3); challenges > 0; --challenges) {
    value += random.octets(tchar, size());
    const std::size_t kind = random.below(8);
    if (kind == 0) {
      value += ' ' + random.octets(token68_char, size()) + std::string(random.below(3), '=');
    }
    for (std::size_t params = kind < 2 ? 0 : random.between(1, 6), i = 0; i < params; ++i) {
      value += i == 0 ? " " : ", ";
      value += random.octets(tchar, size()) + '=';
      if (random.one_in(3)) {
        value += random.octets(tchar, size());
        continue;
      }
      value += '"' + random.octets(qdtext, size() - 1);
      while (random.one_in(3)) {
        value += random.one_in(2) ? "\\\"" : "\\\\";
        value += random.octets(qdtext, random.below(70));
      }
      value += '"';
    }
    if (challenges > 1) value += ", ";
  }
  return value;
}

// Some octets of it replaced, left out, or put in.
inline void mutate(std::string& value, random_source& random) {
  static constexpr std::string_view octets = "\t !a/=,\"\\:\x7f\x80\x01";
  for (std::size_t left = random.below(4); left > 0 && !value.empty(); --left) {
    const std::size_t at = random.below(value.size());
    const char octet = octets[random.below(octets.size())];
    switch (random.below(3)) {
      case 0:
        value[at] = octet;
        break;
      case 1:
        value.erase(at, 1);
        break;
      default:
        value.insert(at, 1, octet);
    }
  }
}

// Usual values and mutants of them, flush against unreadable pages, with limits and storage that
// may be too small.
inline void compare_usual_values(comparison& with, std::size_t count) {
  guarded_pages pages;
  random_source random(2);
  for (std::size_t i = 0; i < count; ++i) {
    std::string value = usual_value(random);
    mutate(value, random);
    value.resize(std::min(value.size(), pages.size() / 2));
    const std::string_view line =
        random.one_in(2) ? pages.at_back(value) : pages.at_front(value, random.below(64));
    options limits = no_limits;
    if (random.one_in(4)) {
      limits = {.max_length = random.one_in(2) ? 65536 : random.below(value.size() + 2),
                .max_challenges = random.below(4),
                .max_auth_params = random.below(20),
                .max_empty_elements = random.below(2)};
    }
    const operation what =
        random.one_in(8) ? every_operation[random.below(3)] : every_operation[random.below(2)];
    with.compare(line, what, limits, value, random.one_in(4) ? random.below(12) : comparison::most);
  }
}

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_KERNELS_AGREEMENT_HPP_
