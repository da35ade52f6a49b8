// The C interface over the headers. Each C object is storage in which the C++ object of the same
// name is created; these are trivially copyable and trivially destructible, so that C may copy and
// forget them.

// The checks that libstdc++ can add call into its run-time library, which this library does without
// in every build. The headers are tested with them.
#undef _GLIBCXX_ASSERTIONS
#define _GLIBCXX_NO_ASSERTIONS  // NOLINT(bugprone-reserved-identifier): what libstdc++ reads

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>

#include "gauntlet/gauntlet.h"
#include "gauntlet/gauntlet.hpp"

namespace {

using gauntlet::errc;

// What stands in the storage of a C object: the C++ object, or, after invalid arguments, one that
// is never used.
using c_reader =
    gauntlet::basic_reader<gauntlet::scalar_scanner, gauntlet::detail::last_found, gauntlet_str>;
// `magic` tells one that was initialised from memory that was only cleared, or holds something else:
// what is refused there must not look like the end of a valid value.
constexpr std::uint32_t reader_magic = 0x52445247;
constexpr std::uint32_t writer_magic = 0x57545247;
struct reader_state {
  std::uint32_t magic;
  gauntlet_error refusal;
  c_reader reader;
};
struct writer_state {
  std::uint32_t magic;
  gauntlet_error refusal;
  gauntlet::writer writer;
};
gauntlet_error refusal_of(const reader_state& state) noexcept {
  return state.magic == reader_magic ? state.refusal : GAUNTLET_ERROR_INVALID_ARGUMENT;
}
gauntlet_error refusal_of(const writer_state& state) noexcept {
  return state.magic == writer_magic ? state.refusal : GAUNTLET_ERROR_INVALID_ARGUMENT;
}

template <typename Storage, typename Object>
consteval bool holds() {
  const std::size_t room = sizeof(Storage);
  const std::size_t alignment = alignof(Storage);
  return room >= sizeof(Object) && alignment >= alignof(Object) &&
         std::is_trivially_copyable_v<Object> && std::is_trivially_destructible_v<Object>;
}
static_assert(holds<gauntlet_reader, reader_state>());
static_assert(holds<gauntlet_writer, writer_state>());
// Room for members that later versions of the same ABI may need.
static_assert(sizeof(gauntlet_reader) >= sizeof(reader_state) + 8 * sizeof(void*));
static_assert(sizeof(gauntlet_writer) >= sizeof(writer_state) + 8 * sizeof(void*));

// The enumerators of the header are the ones of C++; a new one there is missed here.
static_assert(GAUNTLET_ERROR_REPEATED_AUTH_PARAM + 1 == gauntlet::errc_count);
static_assert(GAUNTLET_OPERATION_AUTH_INFO == static_cast<int>(gauntlet::operation::auth_info));
static_assert(GAUNTLET_GRAMMAR_SENDER == static_cast<int>(gauntlet::grammar::sender));
static_assert(GAUNTLET_EVENT_END == static_cast<int>(gauntlet::event::end));
static_assert(GAUNTLET_EVENT_AUTH_SCHEME == static_cast<int>(gauntlet::event::auth_scheme));
static_assert(GAUNTLET_EVENT_TOKEN68 == static_cast<int>(gauntlet::event::token68));
static_assert(GAUNTLET_EVENT_AUTH_PARAM == static_cast<int>(gauntlet::event::auth_param));
static_assert(GAUNTLET_EVENT_ERROR == static_cast<int>(gauntlet::event::error));
static_assert(GAUNTLET_QUOTING_QUOTED == static_cast<int>(gauntlet::quoting::quoted));
static_assert(GAUNTLET_QUOTING_TOKEN == static_cast<int>(gauntlet::quoting::token));

// C takes the identifiers as terminated strings. Copied, so that neither strlen nor a table of
// pointers, which the loader would have to relocate, is left in the library.
struct identifier_table {
  char text[gauntlet::errc_count][40];
};
consteval identifier_table make_identifier_table() {
  identifier_table table{};
  for (std::size_t code = 0; code < gauntlet::errc_count; ++code) {
    const std::string_view identifier = to_string(static_cast<errc>(code));
    for (std::size_t i = 0; i < identifier.size(); ++i) table.text[code][i] = identifier[i];
  }
  return table;
}
constexpr identifier_table identifiers = make_identifier_table();
consteval bool identifiers_are_terminated() {
  for (const auto& identifier : identifiers.text) {
    if (identifier[sizeof identifier - 1] != '\0') return false;
  }
  return true;
}
static_assert(identifiers_are_terminated());

template <typename Object, typename Storage>
Object& in(Storage* storage) noexcept {
  return *std::launder(reinterpret_cast<Object*>(storage->opaque_));
}
template <typename Object, typename Storage>
const Object& in(const Storage* storage) noexcept {
  return *std::launder(reinterpret_cast<const Object*>(storage->opaque_));
}

constexpr gauntlet_error to_c(errc code) noexcept { return static_cast<gauntlet_error>(code); }
gauntlet_str to_c(std::string_view text) noexcept { return {text.data(), text.size()}; }

// Whether that is what the caller can pass: NULL with a size is refused, NULL without one is empty.
bool is_view(const void* data, std::size_t size) noexcept { return data != nullptr || size == 0; }

bool are_views(const gauntlet_str* lines, std::size_t count) noexcept {
  if (!is_view(lines, count)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_view(lines[i].data, lines[i].size)) return false;
  }
  return true;
}

void put(const gauntlet::auth_param& read, gauntlet_auth_param& param) noexcept {
  param.name = to_c(read.name);
  param.value.raw = to_c(read.value.raw());
  param.value.unescaped_size = read.value.unescaped_size();
  param.value.is_quoted = read.value.is_quoted_string() ? 1 : 0;
  param.value.has_quoted_pair = read.value.has_quoted_pair() ? 1 : 0;
}

gauntlet::param_value to_cpp(const gauntlet_value& value) noexcept {
  const std::string_view raw{value.raw.data, value.raw.size};
  if (!value.is_quoted) return gauntlet::param_value::from_token(raw);
  return gauntlet::param_value::from_quoted_string(raw, raw.size() - value.unescaped_size);
}

struct settings {
  gauntlet_error error = GAUNTLET_ERROR_INVALID_ARGUMENT;
  gauntlet::operation operation = gauntlet::operation::challenges;
  gauntlet::options options{};
};

// More than any later version can need: what is larger was never initialised.
constexpr std::size_t max_options_size = 1024;

settings read_settings(std::int32_t operation, const gauntlet_options* options) noexcept {
  settings result;
  if (operation < GAUNTLET_OPERATION_CHALLENGES || operation > GAUNTLET_OPERATION_AUTH_INFO)
    return result;
  result.operation = static_cast<gauntlet::operation>(operation);
  if (options != nullptr) {
    if (options->struct_size < sizeof *options || options->struct_size > max_options_size)
      return result;
    // Members of a later version: 0 is their default, anything else asks for what this version
    // cannot do.
    const auto* octets = reinterpret_cast<const unsigned char*>(options);
    for (std::size_t i = sizeof *options; i < options->struct_size; ++i) {
      if (octets[i] != 0) return result;
    }
    if (options->grammar != GAUNTLET_GRAMMAR_RECIPIENT &&
        options->grammar != GAUNTLET_GRAMMAR_SENDER) {
      return result;
    }
    if (options->reserved != 0) return result;
    result.options.mode = static_cast<gauntlet::grammar>(options->grammar);
    result.options.max_length = options->max_length;
    result.options.max_challenges = options->max_challenges;
    result.options.max_auth_params = options->max_auth_params;
    result.options.max_empty_elements = options->max_empty_elements;
  }
  result.error = GAUNTLET_OK;
  return result;
}

std::span<const gauntlet_str> to_cpp(const gauntlet_str* lines, std::size_t count) noexcept {
  return {lines, count};
}

}  // namespace

extern "C" {

std::uint32_t gauntlet_abi_version(void) { return GAUNTLET_ABI_VERSION; }

#define GAUNTLET_STRING_OF(number) #number
#define GAUNTLET_STRING(number) GAUNTLET_STRING_OF(number)
const char* gauntlet_version(void) {
  return GAUNTLET_STRING(GAUNTLET_VERSION_MAJOR) "." GAUNTLET_STRING(
      GAUNTLET_VERSION_MINOR) "." GAUNTLET_STRING(GAUNTLET_VERSION_PATCH);
}

const char* gauntlet_error_identifier(gauntlet_error error) {
  if (error == GAUNTLET_ERROR_INVALID_ARGUMENT) return "invalid_argument";
  if (error < 0 || error >= static_cast<gauntlet_error>(gauntlet::errc_count)) return "unknown";
  return identifiers.text[error];
}

void gauntlet_options_init(gauntlet_options* options, std::size_t struct_size) {
  auto* octets = reinterpret_cast<unsigned char*>(options);
  for (std::size_t i = 0; i < struct_size; ++i) octets[i] = 0;
  if (struct_size < sizeof *options) return;
  constexpr gauntlet::options defaults;
  options->struct_size = struct_size;
  options->max_length = defaults.max_length;
  options->max_challenges = defaults.max_challenges;
  options->max_auth_params = defaults.max_auth_params;
  options->max_empty_elements = defaults.max_empty_elements;
  options->grammar = static_cast<std::int32_t>(defaults.mode);
}

gauntlet_error gauntlet_join(const gauntlet_str* lines, std::size_t count, char* out,
                             std::size_t out_size, std::size_t* size) {
  *size = 0;
  if (!are_views(lines, count) || !is_view(out, out_size)) return GAUNTLET_ERROR_INVALID_ARGUMENT;
  const gauntlet::written joined = gauntlet::detail::join(to_cpp(lines, count), {out, out_size});
  *size = joined.size;
  return to_c(joined.code);
}

void gauntlet_locate(const gauntlet_str* lines, std::size_t count, std::size_t offset,
                     std::size_t* line, std::size_t* line_offset) {
  const bool is_valid_call = are_views(lines, count);
  const gauntlet::field_line_position position =
      is_valid_call ? gauntlet::detail::locate(to_cpp(lines, count), offset)
                    : gauntlet::field_line_position{};
  *line = position.line;
  *line_offset = position.offset;
}

gauntlet_error gauntlet_value_unescape(const gauntlet_value* value, char* out, std::size_t out_size,
                                       std::size_t* size) {
  *size = 0;
  if (!is_view(out, out_size)) return GAUNTLET_ERROR_INVALID_ARGUMENT;
  const gauntlet::written unescaped = to_cpp(*value).unescape_to({out, out_size});
  *size = unescaped.size;
  return to_c(unescaped.code);
}

int gauntlet_value_equals(const gauntlet_value* value, const char* data, std::size_t size) {
  return is_view(data, size) && to_cpp(*value).equals({data, size}) ? 1 : 0;
}

int gauntlet_value_equals_ignore_case(const gauntlet_value* value, const char* data,
                                      std::size_t size) {
  return is_view(data, size) && to_cpp(*value).equals_ignore_case({data, size}) ? 1 : 0;
}

int gauntlet_equals_ignore_case(const char* a, std::size_t a_size, const char* b,
                                std::size_t b_size) {
  return is_view(a, a_size) && is_view(b, b_size) &&
                 gauntlet::equals_ignore_case({a, a_size}, {b, b_size})
             ? 1
             : 0;
}

gauntlet_error gauntlet_reader_init(gauntlet_reader* reader, const char* data, std::size_t size,
                                    std::int32_t operation, const gauntlet_options* options) {
  settings set = read_settings(operation, options);
  if (!is_view(data, size)) set.error = GAUNTLET_ERROR_INVALID_ARGUMENT;
  const std::string_view field_value(data, set.error == GAUNTLET_OK ? size : 0);
  new (reader->opaque_)
      reader_state{reader_magic, set.error, c_reader(field_value, set.operation, set.options)};
  return set.error;
}

gauntlet_error gauntlet_reader_init_lines(gauntlet_reader* reader, const gauntlet_str* lines,
                                          std::size_t count, std::int32_t operation,
                                          const gauntlet_options* options) {
  settings set = read_settings(operation, options);
  if (!are_views(lines, count)) set.error = GAUNTLET_ERROR_INVALID_ARGUMENT;
  const auto field_lines = to_cpp(lines, set.error == GAUNTLET_OK ? count : 0);
  new (reader->opaque_)
      reader_state{reader_magic, set.error, c_reader(field_lines, set.operation, set.options)};
  return set.error;
}

std::int32_t gauntlet_reader_next(gauntlet_reader* reader) {
  auto& state = in<reader_state>(reader);
  if (refusal_of(state) != GAUNTLET_OK) return GAUNTLET_EVENT_ERROR;
  return static_cast<std::int32_t>(state.reader.next());
}

gauntlet_str gauntlet_reader_scheme(const gauntlet_reader* reader) {
  return to_c(in<reader_state>(reader).reader.scheme());
}

gauntlet_str gauntlet_reader_token68(const gauntlet_reader* reader) {
  return to_c(in<reader_state>(reader).reader.token68());
}

void gauntlet_reader_param(const gauntlet_reader* reader, gauntlet_auth_param* param) {
  put(in<reader_state>(reader).reader.param(), *param);
}

int gauntlet_reader_find(const gauntlet_reader* reader, const char* name, std::size_t name_size,
                         gauntlet_auth_param* param) {
  const auto& state = in<reader_state>(reader);
  if (refusal_of(state) != GAUNTLET_OK || !is_view(name, name_size)) return 0;
  c_reader ahead = state.reader;
  while (ahead.next() == gauntlet::event::auth_param) {
    if (!ahead.param().name_is({name, name_size})) continue;
    put(ahead.param(), *param);
    return 1;
  }
  return 0;
}

gauntlet_error gauntlet_reader_error(const gauntlet_reader* reader, std::size_t* offset) {
  const auto& state = in<reader_state>(reader);
  const gauntlet_error refusal = refusal_of(state);
  const gauntlet::status error =
      refusal == GAUNTLET_OK ? state.reader.status() : gauntlet::status{};
  if (offset != nullptr) *offset = error.offset;
  return refusal != GAUNTLET_OK ? refusal : to_c(error.code);
}

std::size_t gauntlet_reader_offset(const gauntlet_reader* reader) {
  return in<reader_state>(reader).reader.offset();
}

std::size_t gauntlet_reader_shift(const gauntlet_reader* reader) {
  return in<reader_state>(reader).reader.shift();
}

gauntlet_error gauntlet_validate(const char* data, std::size_t size, std::int32_t operation,
                                 const gauntlet_options* options, std::size_t* offset) {
  const settings set = read_settings(operation, options);
  const bool is_valid_call = set.error == GAUNTLET_OK && is_view(data, size);
  const gauntlet::status error = is_valid_call
                                     ? gauntlet::validate({data, size}, set.operation, set.options)
                                     : gauntlet::status{};
  if (offset != nullptr) *offset = error.offset;
  return is_valid_call ? to_c(error.code) : GAUNTLET_ERROR_INVALID_ARGUMENT;
}

gauntlet_error gauntlet_validate_lines(const gauntlet_str* lines, std::size_t count,
                                       std::int32_t operation, const gauntlet_options* options,
                                       std::size_t* offset) {
  const settings set = read_settings(operation, options);
  const bool is_valid_call = set.error == GAUNTLET_OK && are_views(lines, count);
  const gauntlet::status error = is_valid_call
                                     ? gauntlet::detail::read_to_end(c_reader(
                                           to_cpp(lines, count), set.operation, set.options))
                                     : gauntlet::status{};
  if (offset != nullptr) *offset = error.offset;
  return is_valid_call ? to_c(error.code) : GAUNTLET_ERROR_INVALID_ARGUMENT;
}

gauntlet_error gauntlet_writer_init(gauntlet_writer* writer, char* out, std::size_t out_size,
                                    std::int32_t operation, const gauntlet_options* options) {
  settings set = read_settings(operation, options);
  if (!is_view(out, out_size)) set.error = GAUNTLET_ERROR_INVALID_ARGUMENT;
  const std::span<char> buffer(out, out == nullptr ? 0 : out_size);
  new (writer->opaque_)
      writer_state{writer_magic, set.error, gauntlet::writer(buffer, set.operation, set.options)};
  return set.error;
}

gauntlet_error gauntlet_writer_challenge(gauntlet_writer* writer, const char* scheme,
                                         std::size_t size) {
  auto& state = in<writer_state>(writer);
  if (!is_view(scheme, size)) state.refusal = GAUNTLET_ERROR_INVALID_ARGUMENT;
  if (refusal_of(state) != GAUNTLET_OK) return refusal_of(state);
  return to_c(state.writer.challenge({scheme, size}));
}

gauntlet_error gauntlet_writer_token68(gauntlet_writer* writer, const char* data,
                                       std::size_t size) {
  auto& state = in<writer_state>(writer);
  if (!is_view(data, size)) state.refusal = GAUNTLET_ERROR_INVALID_ARGUMENT;
  if (refusal_of(state) != GAUNTLET_OK) return refusal_of(state);
  return to_c(state.writer.token68({data, size}));
}

gauntlet_error gauntlet_writer_param(gauntlet_writer* writer, const char* name,
                                     std::size_t name_size, const char* value,
                                     std::size_t value_size, std::int32_t quoting) {
  auto& state = in<writer_state>(writer);
  if (!is_view(name, name_size) || !is_view(value, value_size) ||
      quoting < GAUNTLET_QUOTING_AUTOMATIC || quoting > GAUNTLET_QUOTING_TOKEN) {
    state.refusal = GAUNTLET_ERROR_INVALID_ARGUMENT;
  }
  if (refusal_of(state) != GAUNTLET_OK) return refusal_of(state);
  return to_c(state.writer.param({name, name_size}, {value, value_size},
                                 static_cast<gauntlet::quoting>(quoting)));
}

gauntlet_error gauntlet_writer_finish(const gauntlet_writer* writer, std::size_t* size) {
  const auto& state = in<writer_state>(writer);
  const gauntlet_error refusal = refusal_of(state);
  const gauntlet::written result =
      refusal == GAUNTLET_OK ? state.writer.finish() : gauntlet::written{};
  if (size != nullptr) *size = result.size;
  return refusal != GAUNTLET_OK ? refusal : to_c(result.code);
}

}  // extern "C"
