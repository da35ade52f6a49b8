// The reader and the oracle side by side. Everything the tests know of the reader's interface is
// here.
#ifndef GAUNTLET_PARSER_TEST_ORACLE_COMPARISON_HPP_
#define GAUNTLET_PARSER_TEST_ORACLE_COMPARISON_HPP_

#include <gtest/gtest.h>

#include <cstddef>
#include <gauntlet/reader.hpp>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oracle.hpp"

namespace oracle {

// One of the six combinations of operation and grammar.
struct subject {
  field which;
  gauntlet::grammar mode;

  const reference& abnf() const {
    return mode == gauntlet::grammar::recipient ? recipient_of(which) : sender_of(which);
  }
  gauntlet::operation operation() const {
    switch (which) {
      case field::challenges:
        return gauntlet::operation::challenges;
      case field::credentials:
        return gauntlet::operation::credentials;
      case field::auth_info:
        break;
    }
    return gauntlet::operation::auth_info;
  }
  gauntlet::options unlimited() const { return gauntlet::unlimited(mode); }
};

inline constexpr subject every_subject[] = {
    {field::challenges, gauntlet::grammar::recipient},
    {field::challenges, gauntlet::grammar::sender},
    {field::credentials, gauntlet::grammar::recipient},
    {field::credentials, gauntlet::grammar::sender},
    {field::auth_info, gauntlet::grammar::recipient},
    {field::auth_info, gauntlet::grammar::sender},
};

inline std::string name_of(const subject& s) {
  static constexpr std::string_view fields[] = {"challenges", "credentials", "auth_info"};
  return std::string(fields[static_cast<std::size_t>(s.which)]) + '_' +
         (s.mode == gauntlet::grammar::recipient ? "recipient" : "sender");
}
inline std::string name_of_test(const testing::TestParamInfo<subject>& test) {
  return name_of(test.param);
}
inline void PrintTo(const subject& s, std::ostream* out) { *out << name_of(s); }

// What a reader said until it stopped.
struct reading {
  gauntlet::status status;
  result elements;  // in the oracle's words
  std::size_t shift = 0;
  // What is wrong with an answer whatever the value is, such as a view that is not of the input.
  std::string broken;
};

// Reads to the end. `backing` is what the views have to be parts of.
reading read(gauntlet::reader reader, const subject& s, std::span<const std::string_view> backing);
reading read(std::string_view value, const subject& s, const gauntlet::options& options);

// An empty string when the reader says of `value`, a field line, what the ABNF says; else both
// answers. `expected` and `core` are the verdict on the trimmed line and that line.
std::string difference(std::string_view value, std::string_view core, const verdict& expected,
                       const subject& s);
std::string difference(std::string_view value, const subject& s);

// As above, for what the reader said before it rejected `core`: nothing that the longest viable
// prefix does not say, and no more than one element beyond what is certain.
std::string early_difference(const result& early, std::string_view viable_prefix, const subject& s);

}  // namespace oracle

#endif  // GAUNTLET_PARSER_TEST_ORACLE_COMPARISON_HPP_
