// The C interface says what the C++ one says, for every short value.

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/gauntlet.h"
#include "gauntlet/gauntlet.hpp"

namespace {

using std::string;
using std::string_view;

string_view view(gauntlet_str str) { return {str.data, str.size}; }

gauntlet_options to_c(const gauntlet::options& options) {
  gauntlet_options result;
  gauntlet_options_init(&result, sizeof result);
  result.grammar = static_cast<std::int32_t>(options.mode);
  result.max_length = options.max_length;
  result.max_challenges = options.max_challenges;
  result.max_auth_params = options.max_auth_params;
  result.max_empty_elements = options.max_empty_elements;
  return result;
}

// Runs both readers side by side.
void expect_equal(gauntlet::reader cpp, gauntlet_reader c, string_view text) {
  ASSERT_EQ(gauntlet_reader_shift(&c), cpp.shift());
  for (;;) {
    const gauntlet::event event = cpp.next();
    ASSERT_EQ(gauntlet_reader_next(&c), static_cast<std::int32_t>(event)) << "[" << text << "]";
    ASSERT_EQ(gauntlet_reader_offset(&c), cpp.offset()) << "[" << text << "]";
    std::size_t offset = 0;
    ASSERT_EQ(gauntlet_reader_error(&c, &offset), static_cast<std::int32_t>(cpp.status().code));
    ASSERT_EQ(offset, cpp.status().offset);
    switch (event) {
      case gauntlet::event::auth_scheme:
        ASSERT_EQ(view(gauntlet_reader_scheme(&c)), cpp.scheme());
        break;
      case gauntlet::event::token68:
        ASSERT_EQ(view(gauntlet_reader_token68(&c)), cpp.token68());
        break;
      case gauntlet::event::auth_param: {
        gauntlet_auth_param param;
        gauntlet_reader_param(&c, &param);
        const gauntlet::param_value& value = cpp.param().value;
        ASSERT_EQ(view(param.name), cpp.param().name);
        ASSERT_EQ(view(param.value.raw), value.raw());
        ASSERT_EQ(param.value.unescaped_size, value.unescaped_size());
        ASSERT_EQ(param.value.is_quoted != 0, value.is_quoted_string());
        ASSERT_EQ(param.value.has_quoted_pair != 0, value.has_quoted_pair());

        string from_c(param.value.unescaped_size, '\0');
        string from_cpp(value.unescaped_size(), '\0');
        std::size_t size = 0;
        ASSERT_EQ(gauntlet_value_unescape(&param.value, from_c.data(), from_c.size(), &size),
                  GAUNTLET_OK);
        ASSERT_TRUE(value.unescape_to(from_cpp));
        ASSERT_EQ(from_c, from_cpp);
        ASSERT_EQ(gauntlet_value_equals(&param.value, from_cpp.data(), from_cpp.size()), 1);
        break;
      }
      case gauntlet::event::end:
      case gauntlet::event::error:
        return;
    }
  }
}

template <typename Visit>
void all_strings(string_view alphabet, std::size_t length, const Visit& visit,
                 const string& prefix = "") {
  visit(prefix);
  if (length == 0) return;
  for (const char octet : alphabet) all_strings(alphabet, length - 1, visit, prefix + octet);
}

constexpr std::array operations = {gauntlet::operation::challenges,
                                   gauntlet::operation::credentials,
                                   gauntlet::operation::auth_info};
constexpr std::array grammars = {gauntlet::grammar::recipient, gauntlet::grammar::sender};

TEST(CApi, ReadsEveryShortValueAsCppDoes) {
  all_strings("\t !a/=,\"\\:\x01", 4, [](const string& text) {
    if (testing::Test::HasFatalFailure()) return;
    for (const auto operation : operations) {
      for (const auto grammar : grammars) {
        const gauntlet::options limits{.mode = grammar, .max_auth_params = 1};
        const gauntlet_options options = to_c(limits);
        gauntlet_reader reader;
        ASSERT_EQ(gauntlet_reader_init(&reader, text.data(), text.size(),
                                       static_cast<std::int32_t>(operation), &options),
                  GAUNTLET_OK);
        expect_equal(gauntlet::reader(text, operation, limits), reader, text);
        std::size_t offset = 0;
        const gauntlet::status status = gauntlet::validate(text, operation, limits);
        ASSERT_EQ(gauntlet_validate(text.data(), text.size(), static_cast<std::int32_t>(operation),
                                    &options, &offset),
                  static_cast<std::int32_t>(status.code));
        ASSERT_EQ(offset, status.offset);
      }
    }
  });
}

TEST(CApi, ReadsEveryListOfShortLinesAsCppDoes) {
  const std::array<string_view, 9> parts = {"",     " ", "Foo",       "a=b", "Foo a=\"b",
                                            "c\" ", ",", "Foo a=b\t", "="};
  for (std::size_t code = 0; code < 9 * 9 * 9 * 9; ++code) {
    std::array<string_view, 4> cpp_lines{};
    std::array<gauntlet_str, 4> c_lines{};
    std::size_t rest = code;
    for (std::size_t i = 0; i < 4; ++i, rest /= 9) {
      cpp_lines[i] = parts[rest % 9];
      c_lines[i] = {cpp_lines[i].data(), cpp_lines[i].size()};
    }
    const std::size_t count = code % 5;
    const auto lines = std::span<const string_view>(cpp_lines).first(count);
    for (const auto operation : operations) {
      gauntlet_reader reader;
      ASSERT_EQ(gauntlet_reader_init_lines(&reader, c_lines.data(), count,
                                           static_cast<std::int32_t>(operation), nullptr),
                GAUNTLET_OK);
      expect_equal(gauntlet::reader(lines, operation), reader, "lines");
      std::size_t offset = 0;
      const gauntlet::status status = gauntlet::validate(lines, operation);
      ASSERT_EQ(gauntlet_validate_lines(c_lines.data(), count, static_cast<std::int32_t>(operation),
                                        nullptr, &offset),
                static_cast<std::int32_t>(status.code));
      ASSERT_EQ(offset, status.offset);
      for (std::size_t at = 0; at < 12; ++at) {
        std::size_t line = 0;
        std::size_t line_offset = 0;
        gauntlet_locate(c_lines.data(), count, at, &line, &line_offset);
        const gauntlet::field_line_position position = gauntlet::locate(lines, at);
        ASSERT_EQ(line, position.line);
        ASSERT_EQ(line_offset, position.offset);
      }
    }
    std::array<char, 64> from_c{};
    std::array<char, 64> from_cpp{};
    std::size_t size = 0;
    ASSERT_EQ(gauntlet_join(c_lines.data(), count, from_c.data(), from_c.size(), &size),
              GAUNTLET_OK);
    const auto joined = gauntlet::join(lines, from_cpp);
    ASSERT_EQ(string_view(from_c.data(), size), joined.value);
  }
}

TEST(CApi, WritesEveryShortValueAsCppDoes) {
  const string_view alphabet("\t !a/=,\"\\:\x01\xFF\0", 13);
  all_strings(alphabet, 3, [](const string& text) {
    if (testing::Test::HasFatalFailure()) return;
    for (const auto operation : operations) {
      for (int form = 0; form < 3; ++form) {
        for (int place = 0; place < 4; ++place) {
          std::array<char, 32> from_c{};
          std::array<char, 32> from_cpp{};
          gauntlet_writer c;
          ASSERT_EQ(gauntlet_writer_init(&c, from_c.data(), from_c.size(),
                                         static_cast<std::int32_t>(operation), nullptr),
                    GAUNTLET_OK);
          gauntlet::writer cpp(from_cpp, operation);
          const auto same = [](gauntlet_error a, gauntlet::errc b) {
            ASSERT_EQ(a, static_cast<std::int32_t>(b));
          };
          const string scheme = place == 0 ? text : "Foo";
          const string name = place == 1 ? text : "a";
          const string value = place == 2 ? text : "b c";
          if (operation != gauntlet::operation::auth_info) {
            same(gauntlet_writer_challenge(&c, scheme.data(), scheme.size()),
                 cpp.challenge(scheme));
          }
          if (place == 3) {
            same(gauntlet_writer_token68(&c, text.data(), text.size()), cpp.token68(text));
          }
          same(
              gauntlet_writer_param(&c, name.data(), name.size(), value.data(), value.size(), form),
              cpp.param(name, value, static_cast<gauntlet::quoting>(form)));
          std::size_t size = 0;
          const gauntlet_error error = gauntlet_writer_finish(&c, &size);
          const gauntlet::written result = cpp.finish();
          ASSERT_EQ(error, static_cast<std::int32_t>(result.code));
          ASSERT_EQ(size, result.size);
          ASSERT_EQ(string_view(from_c.data(), error == GAUNTLET_OK ? size : 0), result.value);
        }
      }
    }
  });
}

TEST(CApi, ComparesAsCppDoes) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const auto x = static_cast<char>(a);
      const auto y = static_cast<char>(b);
      ASSERT_EQ(gauntlet_equals_ignore_case(&x, 1, &y, 1) != 0,
                gauntlet::equals_ignore_case({&x, 1}, {&y, 1}));
      gauntlet_value value{{&x, 1}, 1, 0, 0};
      ASSERT_EQ(gauntlet_value_equals(&value, &y, 1) != 0, a == b);
      ASSERT_EQ(gauntlet_value_equals_ignore_case(&value, &y, 1) != 0,
                gauntlet::equals_ignore_case({&x, 1}, {&y, 1}));
    }
  }
}

}  // namespace
