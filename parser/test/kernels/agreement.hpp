// Values on which every kernel has to say what the portable core says, and the comparison. Without
// a test framework, so that it can be compiled for other processors.
#ifndef GAUNTLET_PARSER_TEST_KERNELS_AGREEMENT_HPP_
#define GAUNTLET_PARSER_TEST_KERNELS_AGREEMENT_HPP_

#include <cstdio>
#include <gauntlet/gauntlet.hpp>
#include <iterator>
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
  explicit comparison(kernel subject) : subject_(subject), storage_(std::size_t{1} << 16) {}

  std::size_t values() const { return values_; }
  std::size_t differences() const { return differences_; }

  template <typename Input>
  void compare(Input input, operation what, const options& limits, std::string_view shown) {
    ++values_;
    expected_.clear();
    reader from(input, what, limits);
    for (;;) {
      const event found = from.next();
      if (found == event::end || found == event::error) break;
      if (found == event::auth_scheme) expected_.emplace_back(found, from.scheme());
      if (found == event::token68) expected_.emplace_back(found, from.token68());
      if (found == event::auth_param) {
        expected_.emplace_back(found, from.param().name, from.param().value);
      }
    }
    const parse_result got = subject_.parse(input, what, storage_, limits);
    bool is_same = got.status.code == from.status().code &&
                   got.status.offset == from.status().offset && got.size == expected_.size();
    for (std::size_t i = 0; is_same && i < got.size; ++i) {
      is_same = are_same(storage_[i], expected_[i]);
    }
    if (is_same || ++differences_ > 5) return;
    std::printf("%s: operation %d, grammar %d, %zu elements, %s at %zu; expected %zu, %s at %zu:",
                std::string(to_string(subject_.id())).c_str(), static_cast<int>(what),
                static_cast<int>(limits.mode), got.size,
                std::string(to_string(got.status.code)).c_str(), got.status.offset,
                expected_.size(), std::string(to_string(from.status().code)).c_str(),
                from.status().offset);
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
  std::vector<element> storage_, expected_;
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

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_KERNELS_AGREEMENT_HPP_
