// The parser and the writer as WebAssembly calls them: numbers in, numbers out. src/index.mjs is the only caller; it puts octets
// behind `__heap_base` and reads what stands there afterwards. Calls do not nest, so that one reader and one writer are enough.
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string_view>

#include "gauntlet/reader.hpp"
#include "gauntlet/writer.hpp"

namespace {

// As the caller writes it: two numbers.
struct field_line {
  const char* data;
  std::size_t size;
};
static_assert(sizeof(field_line) == 8, "index.mjs writes two numbers of four octets");

// The portable scanner: octets come one by one from a string, and values are short.
using line_reader =
    gauntlet::basic_reader<gauntlet::scalar_scanner, gauntlet::detail::last_found, field_line>;

// What one event says, as index.mjs reads it. Of an error `first` is the code and `last` the offset.
struct element {
  std::uint32_t kind;  // gauntlet::event, with the flags below
  const char* first;
  const char* last;
  const char* value_first;
  const char* value_last;
};
constexpr std::uint32_t flag_quoted_string = 8;
constexpr std::uint32_t flag_quoted_pair = 16;

// More are read in portions: what is needed here does not grow with the value.
constexpr std::size_t portion = 128;

constinit element elements[portion]{};
constinit line_reader reader;
constinit gauntlet::writer writer{std::span<char>{}};

gauntlet::options to_options(bool is_sender, std::size_t max_length, std::size_t max_challenges,
                             std::size_t max_auth_params, std::size_t max_empty_elements) {
  return {is_sender ? gauntlet::grammar::sender : gauntlet::grammar::recipient, max_length,
          max_challenges, max_auth_params, max_empty_elements};
}

element text(gauntlet::event kind, std::string_view octets) {
  return {static_cast<std::uint32_t>(kind), octets.data(), octets.data() + octets.size(), nullptr,
          nullptr};
}

const char* number(std::size_t value) { return reinterpret_cast<const char*>(value); }

element next() {
  const gauntlet::event kind = reader.next();
  switch (kind) {
    case gauntlet::event::auth_scheme:
      return text(kind, reader.scheme());
    case gauntlet::event::token68:
      return text(kind, reader.token68());
    case gauntlet::event::auth_param: {
      const gauntlet::auth_param& param = reader.param();
      element found = text(kind, param.name);
      found.value_first = param.value.raw().data();
      found.value_last = found.value_first + param.value.raw().size();
      if (param.value.is_quoted_string()) found.kind |= flag_quoted_string;
      if (param.value.has_quoted_pair()) found.kind |= flag_quoted_pair;
      return found;
    }
    default: {
      const gauntlet::status status = reader.status();
      return {static_cast<std::uint32_t>(kind), number(static_cast<std::size_t>(status.code)),
              number(status.offset), nullptr, nullptr};
    }
  }
}

}  // namespace

#define GAUNTLET_WASM(name) extern "C" __attribute__((export_name(#name)))

// Where read() puts elements.
GAUNTLET_WASM(elements) const void* elements_of() { return elements; }

GAUNTLET_WASM(read_start)
void read_start(const field_line* lines, std::size_t count, std::uint32_t operation, bool is_sender,
                std::size_t max_length, std::size_t max_challenges, std::size_t max_auth_params,
                std::size_t max_empty_elements) {
  const gauntlet::options limits =
      to_options(is_sender, max_length, max_challenges, max_auth_params, max_empty_elements);
  reader =
      line_reader(std::span(lines, count), static_cast<gauntlet::operation>(operation), limits);
}

// The next portion, and how many elements it has; the last one of all says that the value ends, or what is wrong.
GAUNTLET_WASM(read) std::size_t read() {
  std::size_t count = 0;
  while (count < portion) {
    const std::uint32_t kind = (elements[count++] = next()).kind;
    if (kind == static_cast<std::uint32_t>(gauntlet::event::end)) break;
    if (kind == static_cast<std::uint32_t>(gauntlet::event::error)) break;
  }
  return count;
}

// Everything, and nothing but how it ends: a portion of one element.
GAUNTLET_WASM(validate) void validate() {
  gauntlet::event kind = reader.next();
  while (kind != gauntlet::event::end && kind != gauntlet::event::error) kind = reader.next();
  elements[0] = next();
}

GAUNTLET_WASM(write_start)
void write_start(char* out, std::size_t size, std::uint32_t operation, std::size_t max_length,
                 std::size_t max_challenges, std::size_t max_auth_params) {
  writer = gauntlet::writer(std::span(out, size), static_cast<gauntlet::operation>(operation),
                            to_options(true, max_length, max_challenges, max_auth_params, 0));
}

GAUNTLET_WASM(write_challenge)
std::uint32_t write_challenge(const char* scheme, std::size_t size) {
  return static_cast<std::uint32_t>(writer.challenge({scheme, size}));
}

GAUNTLET_WASM(write_token68) std::uint32_t write_token68(const char* text, std::size_t size) {
  return static_cast<std::uint32_t>(writer.token68({text, size}));
}

GAUNTLET_WASM(write_param)
std::uint32_t write_param(const char* name, std::size_t name_size, const char* value,
                          std::size_t value_size, std::uint32_t form) {
  return static_cast<std::uint32_t>(
      writer.param({name, name_size}, {value, value_size}, static_cast<gauntlet::quoting>(form)));
}

// The code; in elements[0] the number of octets.
GAUNTLET_WASM(write_finish) std::uint32_t write_finish() {
  const gauntlet::written written = writer.finish();
  elements[0].first = number(written.size);
  return static_cast<std::uint32_t>(written.code);
}
