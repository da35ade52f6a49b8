// What the tests of the reader are written with.
#ifndef GAUNTLET_PARSER_TEST_READER_READING_HPP_
#define GAUNTLET_PARSER_TEST_READER_READING_HPP_

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/gauntlet.hpp"

namespace gauntlet::test {

// One event and what came with it; a value is given unescaped.
struct item {
  event what;
  std::string_view first;
  std::string_view second{};
};

constexpr item scheme(std::string_view name) { return {event::auth_scheme, name}; }
constexpr item token68(std::string_view octets) { return {event::token68, octets}; }
constexpr item param(std::string_view name, std::string_view value) {
  return {event::auth_param, name, value};
}

constexpr bool is_item(const reader& at, event found, const item& wanted) {
  if (found != wanted.what) return false;
  switch (found) {
    case event::auth_scheme:
      return at.scheme() == wanted.first;
    case event::token68:
      return at.token68() == wanted.first;
    case event::auth_param:
      return at.param().name == wanted.first && at.param().value.equals(wanted.second);
    case event::end:
    case event::error:
      break;
  }
  return false;
}

// Whether `start` reads exactly `items`, and then the end. For static_assert.
constexpr bool reads(reader start, std::initializer_list<item> items) {
  for (const item& wanted : items) {
    if (!is_item(start, start.next(), wanted)) return false;
  }
  return start.next() == event::end;
}
constexpr bool reads(std::string_view value, operation what, std::initializer_list<item> items) {
  return reads(reader(value, what, no_limits), items);
}

// Everything a reader says, in a form that two readers can be compared in.
struct transcript {
  std::vector<std::string> events;
  errc code = errc::ok;
  std::size_t offset = 0;
  friend bool operator==(const transcript&, const transcript&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const transcript& said) {
  for (const std::string& each : said.events) out << each << "; ";
  return out << to_string(said.code) << " @" << said.offset;
}

template <typename Reader>
transcript transcribe(Reader at) {
  transcript said;
  for (;;) {
    const event found = at.next();
    const std::string where = " @" + std::to_string(at.offset());
    switch (found) {
      case event::auth_scheme:
        said.events.push_back("scheme " + std::string(at.scheme()) + where);
        break;
      case event::token68:
        said.events.push_back("token68 " + std::string(at.token68()) + where);
        break;
      case event::auth_param: {
        const param_value& value = at.param().value;
        said.events.push_back("param " + std::string(at.param().name) +
                              (value.is_quoted_string() ? "=\"" : "=") + std::string(value.raw()) +
                              (value.has_quoted_pair() ? "\" with quoted-pair" : "") + where);
        break;
      }
      case event::end:
      case event::error:
        said.code = at.status().code;
        said.offset = at.offset();
        EXPECT_EQ(found == event::end, said.code == errc::ok);
        EXPECT_EQ(at.next(), found) << "a reader that stopped stays where it is";
        EXPECT_EQ(at.offset(), said.offset);
        return said;
    }
  }
}

// A copy that ends where its allocation does, so that the address sanitizer sees every octet too
// many.
class exact_copy {
 public:
  explicit exact_copy(std::string_view octets)
      : octets_(new char[octets.size()]), size_(octets.size()) {
    if (size_ != 0) std::memcpy(octets_.get(), octets.data(), size_);
  }
  std::string_view view() const { return {octets_.get(), size_}; }

 private:
  std::unique_ptr<char[]> octets_;
  std::size_t size_;
};

inline void accepts(std::string_view value, operation what, std::initializer_list<item> items,
                    const options& limits = {}) {
  SCOPED_TRACE(std::string(value));
  const exact_copy copy(value);
  reader at(copy.view(), what, limits);
  std::size_t index = 0;
  for (const item& wanted : items) {
    const event found = at.next();
    ASSERT_TRUE(is_item(at, found, wanted))
        << "event " << index << " should be of " << wanted.first << ' ' << wanted.second << ", but "
        << transcribe(reader(copy.view(), what, limits));
    ++index;
  }
  ASSERT_EQ(at.next(), event::end) << transcribe(reader(copy.view(), what, limits));
  EXPECT_EQ(at.offset(), trim_ows(value).size());
}

// `caret` has a "^" under the octet of the error.
inline void rejects(std::string_view value, std::string_view caret, errc code, operation what,
                    const options& limits = {}) {
  SCOPED_TRACE(std::string(value));
  const exact_copy copy(value);
  const status said = validate(copy.view(), what, limits);
  EXPECT_EQ(to_string(said.code), to_string(code));
  EXPECT_EQ(said.offset, caret.find('^'));
}

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_READER_READING_HPP_
