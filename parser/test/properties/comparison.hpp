// What the property tests share: the six combinations of operation and grammar, and the comparison
// of a reader with the oracle.
#ifndef GAUNTLET_PARSER_TEST_PROPERTIES_COMPARISON_HPP_
#define GAUNTLET_PARSER_TEST_PROPERTIES_COMPARISON_HPP_

#include <gtest/gtest.h>

#include <cstddef>
#include <gauntlet/reader.hpp>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/test/support/guard_page.hpp"
#include "parser/test/support/reading.hpp"

namespace gauntlet::test {

struct subject {
  operation what;
  grammar mode;

  const rule& abnf() const { return rule_of(what, mode); }
  options no_limits() const { return unlimited(mode); }
};

inline constexpr subject every_subject[] = {
    {operation::challenges, grammar::recipient},  {operation::challenges, grammar::sender},
    {operation::credentials, grammar::recipient}, {operation::credentials, grammar::sender},
    {operation::auth_info, grammar::recipient},   {operation::auth_info, grammar::sender},
};

inline std::string name_of(const subject& s) {
  static constexpr std::string_view names[] = {"challenges", "credentials", "auth_info"};
  return std::string(names[static_cast<std::size_t>(s.what)]) + '_' +
         (s.mode == grammar::recipient ? "recipient" : "sender");
}
inline std::string name_of_test(const testing::TestParamInfo<subject>& test) {
  return name_of(test.param);
}
inline void PrintTo(const subject& s, std::ostream* out) { *out << name_of(s); }

// The octets as they are written in a test: printable ASCII as itself, the rest as \xHH.
inline std::string printable(std::string_view octets) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string all;
  for (const char octet : octets) {
    const auto number = static_cast<unsigned char>(octet);
    if (number >= 0x20 && number < 0x7F) {
      all += octet;
    } else {
      all += "\\x";
      all += digits[number >> 4U];
      all += digits[number & 15U];
    }
  }
  return all;
}

// The value of one field line, RFC 9110 section 5.5.
inline std::string_view trimmed(std::string_view line) {
  const auto is_white = [](char octet) { return octet == ' ' || octet == '\t'; };
  while (!line.empty() && is_white(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_white(line.back())) line.remove_suffix(1);
  return line;
}

// Several field lines as one value, RFC 9110 section 5.3.
inline std::string combined(std::span<const std::string_view> lines) {
  std::string all;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) all += ", ";
    all += trimmed(lines[i]);
  }
  return all;
}

// Octets after which nothing can be written.
inline std::span<char> guarded_buffer(std::size_t size) {
  static guarded_pages pages(max_analysed);
  return pages.back(size);
}

// A verdict without elements, for a value whose octets have been followed through the automaton
// already.
struct known_verdict {
  std::string_view text;
  bool accepted;
  std::size_t at;

  std::string_view value() const { return text; }
  bool is_accepted() const { return accepted; }
  std::size_t offset() const { return at; }
  static bool is_analysed() { return false; }
  static bool next_element(std::size_t&, meant_element&) { return false; }
  static unsigned role(std::size_t) { return tables::ignored; }
};

// An empty string when the reader says of a field line what `expected` says of its value; else what
// does not hold.
template <typename Oracle>
std::string difference(std::string_view line, const Oracle& expected, const subject& s) {
  reader reader(line, s.what, s.no_limits());
  const std::string_view value = expected.value();
  const bool has_shift =
      value.empty() ? reader.shift() <= line.size()
                    : reader.shift() == static_cast<std::size_t>(value.data() - line.data());
  const char* const broken =
      has_shift ? broken_of_reading(
                      reader, expected, [&](std::size_t offset) { return value.data() + offset; },
                      guarded_buffer)
                : "shift() is the white space before the value";
  if (broken == nullptr) return {};
  return name_of(s) + " <" + printable(line) + ">: " + broken + "\n  grammar: " +
         (expected.is_accepted() ? "accept" : "reject @" + std::to_string(expected.offset())) +
         "\n  reader: " + std::string(to_string(reader.status().code)) + " @" +
         std::to_string(reader.status().offset) + '\n';
}

inline std::string difference(std::string_view line, const subject& s) {
  return difference(line, oracle(s.abnf(), trimmed(line)), s);
}

// Field lines, the value that they combine to, and where its octets stand.
struct field_value {
  explicit field_value(std::span<const std::string_view> given) : text(combined(given)) {
    std::size_t begin = 0;
    for (const std::string_view line : given) {
      if (!lines.empty()) commas.push_back(begin - 2);
      lines.push_back(trimmed(line));
      begins.push_back(begin);
      begin += lines.back().size() + 2;
    }
  }
  const char* place(std::size_t offset) const {
    std::size_t line = lines.size() - 1;
    while (line > 0 && begins[line] > offset) --line;
    return lines[line].data() + (offset - begins[line]);
  }

  std::string text;
  std::vector<std::string_view> lines;
  std::vector<std::size_t> begins;  // of the trimmed lines in the combined value
  std::vector<std::size_t> commas;  // that join them
};

// An empty string when the reader says of several lines what the grammar says of the value that they
// combine to, or that a join is needed where a quoted-string crosses the end of a line.
inline std::string difference(std::span<const std::string_view> lines, const subject& s) {
  const field_value value(lines);
  const oracle expected(s.abnf(), value.text);
  const std::size_t dquote = crossing_dquote(expected, value.commas);
  reader reader(lines, s.what, s.no_limits());
  const auto place = [&](std::size_t offset) { return value.place(offset); };
  const char* const broken =
      dquote == std::string::npos
          ? broken_of_reading(reader, expected, place, guarded_buffer)
          : broken_of_crossing(reader, expected, dquote, place, guarded_buffer);
  if (broken == nullptr) return {};
  std::string text = name_of(s);
  for (const std::string_view line : lines) text += " <" + printable(line) + '>';
  return text + ": " + broken + "\n  reader: " + std::string(to_string(reader.status().code)) +
         " @" + std::to_string(reader.status().offset) + '\n';
}

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_PROPERTIES_COMPARISON_HPP_
