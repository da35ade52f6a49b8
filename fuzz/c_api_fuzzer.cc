// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: the C interface says what the C++ interface says: every event with its places, errors,
// offsets, values, combined lines, the writer's text, for valid and for meaningless options.

#include <gauntlet/gauntlet.h>

#include <cstring>
#include <gauntlet/field_lines.hpp>
#include <gauntlet/reader.hpp>
#include <gauntlet/writer.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t longest = 2048;

bool same(const gauntlet_str& c, std::string_view cpp) {
  return c.data == cpp.data() && c.size == cpp.size();
}

gauntlet_options to_c(const gauntlet::options& options) {
  gauntlet_options out;
  gauntlet_options_init(&out, sizeof out);
  out.grammar = static_cast<std::int32_t>(options.mode);
  out.max_length = options.max_length;
  out.max_challenges = options.max_challenges;
  out.max_auth_params = options.max_auth_params;
  out.max_empty_elements = options.max_empty_elements;
  return out;
}

void require_value(const gauntlet_value& c, const gauntlet::param_value& cpp) {
  FUZZ_REQUIRE(same(c.raw, cpp.raw()) && c.unescaped_size == cpp.unescaped_size() &&
                   (c.is_quoted != 0) == cpp.is_quoted_string() &&
                   (c.has_quoted_pair != 0) == cpp.has_quoted_pair(),
               "a C value is the C++ value");
  static char ours[longest];
  static char theirs[longest];
  std::size_t size = 0;
  const gauntlet::written meant = cpp.unescape_to(ours);
  FUZZ_REQUIRE(gauntlet_value_unescape(&c, theirs, sizeof theirs, &size) == GAUNTLET_OK &&
                   size == meant.size && std::string_view(theirs, size) == meant.value,
               "a C value means what the C++ value means");
  FUZZ_REQUIRE(gauntlet_value_equals(&c, ours, size) == 1 &&
                   gauntlet_value_equals_ignore_case(&c, ours, size) == 1 &&
                   gauntlet_value_equals(&c, ours, size + 1) == 0,
               "a C value equals itself");
  if (size > 0) {
    FUZZ_REQUIRE(
        gauntlet_value_unescape(&c, theirs, size - 1, &size) == GAUNTLET_ERROR_OUTPUT_TOO_SMALL &&
            size == meant.size,
        "for a short buffer, the size needed is returned");
  }
  FUZZ_REQUIRE(gauntlet_value_equals(&c, nullptr, 1) == 0 &&
                   gauntlet_value_equals_ignore_case(&c, nullptr, 1) == 0 &&
                   gauntlet_value_equals_ignore_case(&c, ours, size + 1) == 0,
               "NULL is not a string, and no string is longer than itself");
  FUZZ_REQUIRE(gauntlet_value_unescape(&c, nullptr, sizeof theirs, &size) ==
                       GAUNTLET_ERROR_INVALID_ARGUMENT &&
                   size == 0,
               "a buffer at NULL with a size is refused");
}

// The next parameter with that name, if there is one in what is being read.
void require_same_find(const gauntlet_reader& c, gauntlet::reader cpp, std::string_view name) {
  event next = cpp.next();
  while (next == event::auth_param && !same_but_case(cpp.param().name, name)) next = cpp.next();
  gauntlet_auth_param found;
  const int said = gauntlet_reader_find(&c, name.data(), name.size(), &found);
  FUZZ_REQUIRE(said == (next == event::auth_param ? 1 : 0), "the same parameter is found");
  if (said == 0) return;
  FUZZ_REQUIRE(same(found.name, cpp.param().name), "the same name is found");
  require_value(found.value, cpp.param().value);
}

void require_same_reading(gauntlet_reader& c, gauntlet::reader& cpp) {
  // Of the first few places only: to find costs what there is still to read.
  for (std::size_t places = 0;; ++places) {
    if (places < 8) {
      require_same_find(c, cpp, "REALM");
      require_same_find(c, cpp, cpp.param().name);
      gauntlet::reader ahead = cpp;
      if (ahead.next() == event::auth_param && ahead.next() == event::auth_param) {
        require_same_find(c, cpp, ahead.param().name);
      }
    }
    const event next = cpp.next();
    FUZZ_REQUIRE(gauntlet_reader_next(&c) == static_cast<std::int32_t>(next), "the same event");
    FUZZ_REQUIRE(
        gauntlet_reader_offset(&c) == cpp.offset() && gauntlet_reader_shift(&c) == cpp.shift(),
        "at the same place");
    std::size_t offset = 0;
    FUZZ_REQUIRE(
        gauntlet_reader_error(&c, &offset) == static_cast<gauntlet_error>(cpp.status().code) &&
            offset == cpp.status().offset,
        "with the same error");
    switch (next) {
      case event::end:
      case event::error:
        return;
      case event::auth_scheme:
        FUZZ_REQUIRE(same(gauntlet_reader_scheme(&c), cpp.scheme()), "the same scheme");
        break;
      case event::token68:
        FUZZ_REQUIRE(same(gauntlet_reader_token68(&c), cpp.token68()), "the same token68");
        break;
      case event::auth_param: {
        gauntlet_auth_param param;
        gauntlet_reader_param(&c, &param);
        FUZZ_REQUIRE(same(param.name, cpp.param().name), "the same name");
        require_value(param.value, cpp.param().value);
        break;
      }
    }
  }
}

// A meaningless call has that error, and no octet is read.
void require_refusals(std::string_view octets) {
  gauntlet_reader reader;
  gauntlet_auth_param param;
  gauntlet_options options;
  gauntlet_options_init(&options, sizeof options);
  const auto refused = [&](gauntlet_error said) {
    return said == GAUNTLET_ERROR_INVALID_ARGUMENT &&
           gauntlet_reader_next(&reader) == GAUNTLET_EVENT_ERROR &&
           gauntlet_reader_find(&reader, "n", 1, &param) == 0 &&
           gauntlet_reader_error(&reader, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT;
  };
  const auto init = [&](const char* data, std::size_t size, std::int32_t what) {
    return gauntlet_reader_init(&reader, data, size, what, &options);
  };
  FUZZ_REQUIRE(refused(init(octets.data(), octets.size(), 3)), "no fourth operation");
  FUZZ_REQUIRE(refused(init(nullptr, 1, 0)), "no octets at NULL");
  options.grammar = 2;
  FUZZ_REQUIRE(refused(init(octets.data(), octets.size(), 0)), "no third grammar");
  options.grammar = 0;
  options.reserved = 1;
  FUZZ_REQUIRE(refused(init(octets.data(), octets.size(), 0)), "reserved is 0");
  options.reserved = 0;
  options.struct_size = sizeof options - 1;
  FUZZ_REQUIRE(refused(init(octets.data(), octets.size(), 0)), "options have a size");
  options.struct_size = 1025;
  FUZZ_REQUIRE(refused(init(octets.data(), octets.size(), 0)), "and no version has so many");
  gauntlet_reader cleared_reader = {};
  FUZZ_REQUIRE(
      gauntlet_reader_next(&cleared_reader) == GAUNTLET_EVENT_ERROR &&
          gauntlet_reader_error(&cleared_reader, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT,
      "a reader that nobody initialised does not say that a value is valid");
  gauntlet_writer cleared_writer = {};
  FUZZ_REQUIRE(
      gauntlet_writer_challenge(&cleared_writer, "F", 1) == GAUNTLET_ERROR_INVALID_ARGUMENT,
      "nor does such a writer write");

  FUZZ_REQUIRE(gauntlet_reader_init(&reader, "n=x", 3, GAUNTLET_OPERATION_AUTH_INFO, nullptr) ==
                       GAUNTLET_OK &&
                   gauntlet_reader_find(&reader, nullptr, 1, &param) == 0 &&
                   gauntlet_reader_find(&reader, nullptr, 0, &param) == 0 &&
                   gauntlet_reader_find(&reader, "N", 1, &param) == 1,
               "no parameter has a name at NULL");

  // Options of a later version: as long as its own members are 0.
  struct {
    gauntlet_options known;
    unsigned char later[16];
  } larger;
  gauntlet_options_init(&larger.known, sizeof larger);
  FUZZ_REQUIRE(gauntlet_validate(nullptr, 0, 0, &larger.known, nullptr) == GAUNTLET_OK,
               "members of a later version may be 0");
  larger.later[octets.size() % 16] = 1;
  FUZZ_REQUIRE(
      gauntlet_validate(nullptr, 0, 0, &larger.known, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT,
      "and nothing else");
  FUZZ_REQUIRE(
      gauntlet_validate_lines(nullptr, 1, 0, nullptr, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT,
      "no lines at NULL");
  FUZZ_REQUIRE(refused(gauntlet_reader_init_lines(&reader, nullptr, 1, 0, nullptr)),
               "no lines at NULL");
  FUZZ_REQUIRE(
      gauntlet_validate(octets.data(), octets.size(), -1, nullptr, nullptr) ==
              GAUNTLET_ERROR_INVALID_ARGUMENT &&
          gauntlet_validate(nullptr, 1, 0, nullptr, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT &&
          gauntlet_validate_lines(nullptr, 0, -1, nullptr, nullptr) ==
              GAUNTLET_ERROR_INVALID_ARGUMENT,
      "a meaningless call is refused");
  // No lines are the empty value, a line of NULL is an empty one, and NULL with a size is refused.
  std::size_t offset = 1;
  FUZZ_REQUIRE(
      gauntlet_validate_lines(nullptr, 0, 0, nullptr, &offset) == GAUNTLET_OK && offset == 0,
      "no lines are a valid list");
  gauntlet_str line = {nullptr, 0};
  FUZZ_REQUIRE(gauntlet_join(&line, 1, nullptr, 0, &offset) == GAUNTLET_OK && offset == 0,
               "a line of NULL is empty, and so is a buffer at NULL");
  line.size = octets.size() + 1;
  FUZZ_REQUIRE(
      gauntlet_join(&line, 1, nullptr, 0, &offset) == GAUNTLET_ERROR_INVALID_ARGUMENT &&
          gauntlet_validate_lines(&line, 1, 0, nullptr, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT,
      "a line of NULL with a size is refused");
  std::size_t index = 1;
  gauntlet_locate(&line, 1, 1, &index, &offset);
  FUZZ_REQUIRE(index == 0 && offset == 0, "nothing is in lines that are refused");
  line = {octets.data(), octets.size()};
  FUZZ_REQUIRE(gauntlet_join(&line, 1, nullptr, 1, &offset) == GAUNTLET_ERROR_INVALID_ARGUMENT,
               "a buffer at NULL with a size is refused");
  gauntlet_options tiny;
  gauntlet_options_init(&tiny, sizeof tiny.struct_size);
  FUZZ_REQUIRE(tiny.struct_size == 0, "a struct without members is cleared");

  gauntlet_writer writer;
  FUZZ_REQUIRE(
      gauntlet_writer_init(&writer, nullptr, 1, 0, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT &&
          gauntlet_writer_challenge(&writer, "F", 1) == GAUNTLET_ERROR_INVALID_ARGUMENT,
      "a buffer at NULL with a size is refused");
  std::size_t size = 1;
  FUZZ_REQUIRE(
      gauntlet_writer_init(&writer, nullptr, 0, -1, nullptr) == GAUNTLET_ERROR_INVALID_ARGUMENT &&
          gauntlet_writer_challenge(&writer, "F", 1) == GAUNTLET_ERROR_INVALID_ARGUMENT &&
          gauntlet_writer_finish(&writer, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT && size == 0,
      "a writer of no operation writes nothing");
  for (int call = 0; call < 6; ++call) {
    gauntlet_error said = gauntlet_writer_init(&writer, nullptr, 0, 0, nullptr);
    if (call > 0) said = gauntlet_writer_challenge(&writer, "F", 1);
    switch (call) {
      case 0:
        said = gauntlet_writer_challenge(&writer, nullptr, 1);
        break;
      case 1:
        said = gauntlet_writer_token68(&writer, nullptr, 1);
        break;
      case 2:
        said = gauntlet_writer_param(&writer, nullptr, 1, nullptr, 0, 0);
        break;
      case 3:
        said = gauntlet_writer_param(&writer, "n", 1, nullptr, 1, 0);
        break;
      default:
        said = gauntlet_writer_param(&writer, "n", 1, octets.data(), octets.size(),
                                     call == 4 ? 3 : -1);
    }
    FUZZ_REQUIRE(said == GAUNTLET_ERROR_INVALID_ARGUMENT &&
                     gauntlet_writer_token68(&writer, "x", 1) == said &&
                     gauntlet_writer_finish(&writer, nullptr) == said,
                 "NULL is not a string, and a refusal is final");
  }
  FUZZ_REQUIRE(gauntlet_equals_ignore_case(nullptr, 1, "", 0) == 0 &&
                   gauntlet_equals_ignore_case("", 0, nullptr, 1) == 0,
               "NULL is not a string");
}

void require_same_writing(std::string_view octets, operation what, choices& choose) {
  static char ours[2 * longest];
  static char theirs[2 * longest];
  const std::size_t capacity = choose.below(octets.size() + 16);
  const std::size_t half = octets.size() / 2;
  const std::string_view name = choose.below(2) == 0 ? "realm" : part(octets, 0, half);
  const std::string_view value = part(octets, half, octets.size());
  const auto form = static_cast<std::int32_t>(choose.below(3));
  gauntlet_writer c;
  gauntlet::writer cpp(std::span<char>(ours, capacity), what);
  FUZZ_REQUIRE(gauntlet_writer_init(&c, theirs, capacity, static_cast<std::int32_t>(what),
                                    nullptr) == GAUNTLET_OK,
               "a writer of the defaults");
  const auto agree = [](gauntlet_error a, errc b) {
    FUZZ_REQUIRE(a == static_cast<gauntlet_error>(b), "the same answer");
  };
  if (what != operation::auth_info || choose.below(8) == 0) {
    agree(gauntlet_writer_challenge(&c, "Foo", 3), cpp.challenge("Foo"));
  }
  if (choose.below(3) == 0) {
    agree(gauntlet_writer_token68(&c, value.data(), value.size()), cpp.token68(value));
  } else {
    agree(gauntlet_writer_param(&c, name.data(), name.size(), value.data(), value.size(), form),
          cpp.param(name, value, static_cast<gauntlet::quoting>(form)));
  }
  std::size_t size = 0;
  const gauntlet::written meant = cpp.finish();
  agree(gauntlet_writer_finish(&c, &size), meant.code);
  FUZZ_REQUIRE(size == meant.size && (!meant || std::string_view(theirs, size) == meant.value),
               "the same text");
}

// Options as both interfaces take them; NULL means the defaults.
struct options_of_both {
  gauntlet::options cpp;
  gauntlet_options storage{};
  const gauntlet_options* c = nullptr;
};

void choose_options(options_of_both& both, choices& choose) {
  if (choose.below(4) == 0) return;
  both.cpp = gauntlet::unlimited(grammars[choose.below(2)]);
  if (choose.below(3) == 0) {
    both.cpp = {both.cpp.mode, choose.below(64), choose.below(4), choose.below(4), choose.below(4)};
  }
  both.storage = to_c(both.cpp);
  both.c = &both.storage;
}

void require_same_line(std::string_view octets, operation what, const options_of_both& both) {
  const auto c_what = static_cast<std::int32_t>(what);
  gauntlet_reader c;
  gauntlet::reader cpp(octets, what, both.cpp);
  FUZZ_REQUIRE(
      gauntlet_reader_init(&c, octets.data(), octets.size(), c_what, both.c) == GAUNTLET_OK,
      "a reader with options");
  require_same_reading(c, cpp);
  std::size_t offset = 0;
  FUZZ_REQUIRE(gauntlet_validate(octets.data(), octets.size(), c_what, both.c, &offset) ==
                       static_cast<gauntlet_error>(cpp.status().code) &&
                   offset == cpp.status().offset,
               "gauntlet_validate() says what the reader says");
  FUZZ_REQUIRE(
      !(cpp.status() == gauntlet::status{cpp.status().code, cpp.status().offset + 1}) &&
          !(cpp.status() == gauntlet::status{errc::repeated_auth_param, cpp.status().offset}),
      "errors differ by code and by offset");
}

void require_same_lines(std::string_view octets, operation what, const options_of_both& both,
                        choices& choose) {
  const auto c_what = static_cast<std::int32_t>(what);
  const std::size_t at = choose.below(octets.size() + 1);
  const std::string_view lines[] = {part(octets, 0, at), part(octets, at, octets.size())};
  const gauntlet_str c_lines[] = {{lines[0].data(), lines[0].size()},
                                  {lines[1].data(), lines[1].size()}};
  gauntlet_reader c;
  gauntlet::reader cpp{std::span<const std::string_view>(lines), what, both.cpp};
  FUZZ_REQUIRE(gauntlet_reader_init_lines(&c, c_lines, 2, c_what, both.c) == GAUNTLET_OK,
               "a reader of lines");
  require_same_reading(c, cpp);
  std::size_t offset = 0;
  FUZZ_REQUIRE(gauntlet_validate_lines(c_lines, 2, c_what, both.c, &offset) ==
                       static_cast<gauntlet_error>(cpp.status().code) &&
                   offset == cpp.status().offset,
               "gauntlet_validate_lines() says what the reader says");
  static char ours[longest + 2];
  static char theirs[longest + 2];
  std::size_t size = 0;
  const gauntlet::written joined = gauntlet::join(lines, ours);
  FUZZ_REQUIRE(gauntlet_join(c_lines, 2, theirs, sizeof theirs, &size) == GAUNTLET_OK &&
                   std::string_view(theirs, size) == joined.value,
               "the same combined value");
  std::size_t line = 0;
  const std::size_t wanted = choose.below(size + 2);
  gauntlet_locate(c_lines, 2, wanted, &line, &offset);
  FUZZ_REQUIRE(gauntlet::locate(lines, wanted) == (gauntlet::field_line_position{line, offset}),
               "the same place");
  FUZZ_REQUIRE(
      gauntlet_equals_ignore_case(lines[0].data(), lines[0].size(), lines[1].data(),
                                  lines[1].size()) == (same_but_case(lines[0], lines[1]) ? 1 : 0),
      "equal but for case");
}

void require_codes(std::uint8_t code) {
  const auto is = [](auto cpp, std::int32_t c) { return static_cast<std::int32_t>(cpp) == c; };
  FUZZ_REQUIRE(is(event::end, GAUNTLET_EVENT_END) && is(event::error, GAUNTLET_EVENT_ERROR) &&
                   is(event::auth_scheme, GAUNTLET_EVENT_AUTH_SCHEME) &&
                   is(event::token68, GAUNTLET_EVENT_TOKEN68) &&
                   is(event::auth_param, GAUNTLET_EVENT_AUTH_PARAM),
               "numbers of the C interface stay what they are");
  const auto error = static_cast<errc>(code);
  FUZZ_REQUIRE(gauntlet::is_grammar_error(error) == (code >= 1 && code <= 16) &&
                   gauntlet::is_limit(error) == (code >= 18 && code <= 21) &&
                   gauntlet_error_identifier(code) == gauntlet::to_string(error),
               "codes stay what they are");
  FUZZ_REQUIRE(gauntlet_abi_version() == GAUNTLET_ABI_VERSION && gauntlet_version()[0] != '\0' &&
                   std::string_view(gauntlet_error_identifier(-1)) == "invalid_argument" &&
                   std::string_view(gauntlet_error_identifier(-2)) == "unknown" &&
                   std::string_view(gauntlet_error_identifier(1000)) == "unknown" &&
                   gauntlet::to_string(static_cast<errc>(255)) == "unknown",
               "the library knows itself");
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  choices choose(octets);
  const operation what = operations[choose.below(3)];
  options_of_both options;
  choose_options(options, choose);
  if (choose.below(2) == 0) {
    require_same_line(octets, what, options);
  } else {
    require_same_lines(octets, what, options, choose);
  }
  require_same_writing(octets, what, choose);
  if (choose.below(4) == 0) require_refusals(octets);
  require_codes(static_cast<std::uint8_t>(choose.below(gauntlet::errc_count)));
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
