#include "subject.hpp"

#include <gauntlet/gauntlet.hpp>

#include "std.hpp"

namespace gauntlet_mutation {
namespace {

using gauntlet::event;

constexpr std::size_t buffer_size = std::size_t{1} << 17;
char value_buffer[buffer_size];
char joined_buffer[buffer_size];
char written_buffer[buffer_size];

void put(sink& out, char octet) {
  if (out.size < out.capacity) out.first[out.size] = octet;
  ++out.size;
}

void put(sink& out, std::size_t number) {
  char digits[24];
  std::size_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  while (count != 0) put(out, digits[--count]);
}

void put(sink& out, char what, std::string_view octets) {
  put(out, what);
  put(out, octets.size());
  put(out, ':');
  for (const char octet : octets) put(out, octet);
}

void contradict(sink& out, char what) {
  put(out, '!');
  put(out, what);
}

char other_case(char octet) {
  if (octet >= 'a' && octet <= 'z') return static_cast<char>(octet - 'a' + 'A');
  if (octet >= 'A' && octet <= 'Z') return static_cast<char>(octet - 'A' + 'a');
  return octet;
}

// The value, and whether the comparisons agree with it.
void put_value(sink& out, const gauntlet::param_value& value) {
  const std::size_t size = value.unescaped_size();
  if (size > buffer_size - 2) return contradict(out, 's');
  const auto result = value.unescape_to({value_buffer, size});
  if (!result || result.size != size || result.value.size() != size) contradict(out, 'u');
  put(out, value.is_quoted_string() ? 'Q' : 'V', {value_buffer, size});
  if (size != 0) {
    const auto short_result = value.unescape_to({value_buffer, size - 1});
    if (short_result || short_result.size != size) contradict(out, 'b');
  }
  if (!value.equals({value_buffer, size}) || !value.equals_ignore_case({value_buffer, size})) {
    contradict(out, '=');
  }
  value_buffer[size] = 'x';
  if (value.equals({value_buffer, size + 1})) contradict(out, '+');
  if (size == 0) return;
  if (value.equals({value_buffer, size - 1})) contradict(out, '-');
  const char octet = value_buffer[size - 1];
  value_buffer[size - 1] = other_case(octet);
  if (!value.equals_ignore_case({value_buffer, size})) contradict(out, 'i');
  if (value.equals({value_buffer, size}) != (octet == other_case(octet))) contradict(out, 'c');
  value_buffer[size - 1] = static_cast<char>(octet ^ 1);
  if (value.equals({value_buffer, size}) || value.equals_ignore_case({value_buffer, size})) {
    contradict(out, 'd');
  }
}

std::size_t offset_in(const std::string_view* lines, std::size_t count, const char* at) {
  std::size_t base = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const char* first = lines[i].data();
    const char* last = first + lines[i].size();
    while (first != last && (*first == ' ' || *first == '\t')) ++first;
    while (first != last && (last[-1] == ' ' || last[-1] == '\t')) --last;
    if (at >= first && at <= last) return base + static_cast<std::size_t>(at - first);
    base += static_cast<std::size_t>(last - first) + 2;
  }
  return static_cast<std::size_t>(-1);
}

// Reads events to the end. False when a quoted-string crosses a line.
bool put_events(sink& out, gauntlet::reader& reader, const std::string_view* lines,
                std::size_t count) {
  const std::size_t start = out.size;
  put(out, 'A');
  for (;;) {
    std::string_view first;
    switch (reader.next()) {
      case event::end:
        if (reader.next() != event::end || !reader.error()) contradict(out, 'e');
        return true;
      case event::error:
        if (reader.next() != event::error || reader.error()) contradict(out, 'e');
        if (reader.error().code == gauntlet::errc::needs_join) return false;
        out.size = start;
        put(out, 'R');
        put(out, reader.error().offset);
        if (reader.offset() != reader.error().offset) contradict(out, 'r');
        if (!gauntlet::is_grammar_error(reader.error().code)) contradict(out, 'g');
        return true;
      case event::auth_scheme:
        first = reader.scheme();
        put(out, 'S', first);
        break;
      case event::token68:
        first = reader.token68();
        put(out, 'T', first);
        break;
      case event::auth_param:
        first = reader.param().name;
        put(out, 'N', first);
        put_value(out, reader.param().value);
        break;
    }
    if (reader.offset() != offset_in(lines, count, first.data())) contradict(out, 'o');
    if (out.size > out.capacity) return true;
  }
}

void put_params(sink& out, const gauntlet::auth_params& params) {
  bool is_unique = true;
  for (auto at = params.begin(); at != params.end(); ++at) {
    put(out, 'N', at->name);
    put_value(out, at->value);
    const auto found = params.find(at->name);
    if (!found) contradict(out, 'f');
    if (found->name.data() != at->name.data()) is_unique = false;
    if (out.size > out.capacity) return;
  }
  if (static_cast<bool>(params.unique_names()) != is_unique) contradict(out, '1');
}

void put_payload(sink& out, const gauntlet::challenge& challenge) {
  put(out, 'S', challenge.scheme());
  if (!challenge.is(challenge.scheme())) contradict(out, 'n');
  if (challenge.has_token68()) put(out, 'T', challenge.token68());
  put_params(out, challenge.params());
}

template <typename Range>
bool put_range_error(sink& out, const Range& range) {
  if (range.error()) return false;
  put(out, 'R');
  put(out, range.error().offset);
  return true;
}

void put_ranges(sink& out, gauntlet::operation what, std::span<const std::string_view> lines,
                const gauntlet::options& options) {
  if (what == gauntlet::operation::challenges) {
    const gauntlet::challenges range(lines, options);
    if (put_range_error(out, range)) return;
    put(out, 'A');
    for (const gauntlet::challenge challenge : range) {
      put_payload(out, challenge);
      if (challenge.offset() != offset_in(lines.data(), lines.size(), challenge.scheme().data())) {
        contradict(out, 'o');
      }
      if (out.size > out.capacity) return;
    }
  } else if (what == gauntlet::operation::credentials) {
    const gauntlet::credentials range(lines, options);
    if (put_range_error(out, range)) return;
    put(out, 'A');
    put(out, 'S', range.scheme());
    if (range.has_token68()) put(out, 'T', range.token68());
    put_params(out, range.params());
  } else {
    const gauntlet::auth_info range(lines, options);
    if (put_range_error(out, range)) return;
    put(out, 'A');
    put_params(out, range.params());
  }
}

void put_place(sink& out, std::span<const std::string_view> lines, std::size_t offset) {
  const gauntlet::field_line_position place = gauntlet::locate(lines, offset);
  put(out, '@');
  put(out, place.line);
  put(out, '.');
  put(out, place.offset);
}

// A quoted-string crosses a line: the lines are joined first.
void put_joined(sink& out, gauntlet::operation what, int way,
                std::span<const std::string_view> lines, const gauntlet::options& options) {
  const std::size_t size = gauntlet::joined_size(lines);
  if (size > buffer_size) return contradict(out, 'j');
  if (size == 0 || gauntlet::join(lines, {joined_buffer, size - 1})) contradict(out, 'k');
  const gauntlet::join_result joined = gauntlet::join(lines, {joined_buffer, size});
  if (!joined || joined.size != size) return contradict(out, 'l');
  // A reader of one line trims the SP after the last comma, which is inside the open quoted-string.
  const gauntlet::status status = gauntlet::validate(joined.value, what, options);
  const bool is_open = status.code == gauntlet::errc::unterminated_quoted_string;
  if (is_open && status.offset + 1 == size && joined.value.back() == ' ') {
    put(out, 'R');
    put(out, size);
  } else if (way == 2) {
    put_ranges(out, what, {&joined.value, 1}, options);
  } else {
    gauntlet::reader reader(joined.value, what, options);
    if (!put_events(out, reader, &joined.value, 1)) contradict(out, 'm');
  }
}

}  // namespace

extern "C" void subject_parse(int operation, int grammar, int way, const std::string_view* lines,
                              std::size_t lines_count, sink* sink_of_result) {
  sink& out = *sink_of_result;
  const auto what = static_cast<gauntlet::operation>(operation);
  const gauntlet::options options = gauntlet::unlimited(static_cast<gauntlet::grammar>(grammar));
  const std::span<const std::string_view> all(lines, lines_count);
  const std::size_t start = out.size;
  const gauntlet::status status = gauntlet::validate(all, what, options);
  gauntlet::reader reader =
      way == 1 ? gauntlet::reader(lines[0], what, options) : gauntlet::reader(all, what, options);
  const std::size_t shift = reader.shift();
  if (status.code == gauntlet::errc::needs_join) {
    put_joined(out, what, way, all, options);
  } else if (way == 2) {
    put_ranges(out, what, all, options);
  } else {
    if (!put_events(out, reader, lines, lines_count)) contradict(out, 'm');
    if (static_cast<bool>(status) != static_cast<bool>(reader.error()) ||
        status.offset != reader.error().offset) {
      contradict(out, 'v');
    }
    if (status && reader.offset() != gauntlet::joined_size(all)) contradict(out, 'z');
  }
  if (way == 1 && !gauntlet::validate(lines[0], what, options) != !status) contradict(out, 'w');
  const bool is_rejected = out.size > start && out.capacity > start && out.first[start] == 'R';
  std::size_t offset = gauntlet::joined_size(all);
  if (is_rejected) {
    offset = 0;
    for (std::size_t i = start + 1; i < out.size && i < out.capacity; ++i) {
      if (out.first[i] < '0' || out.first[i] > '9') break;
      offset = offset * 10 + static_cast<std::size_t>(out.first[i] - '0');
    }
  }
  put_place(out, all, offset);
  put(out, '+');
  put(out, shift);
}

extern "C" void subject_write(int operation, const write_call* calls, std::size_t calls_count,
                              std::size_t capacity, sink* sink_of_result) {
  sink& out = *sink_of_result;
  if (capacity > buffer_size) capacity = buffer_size;
  gauntlet::writer writer({written_buffer, capacity}, static_cast<gauntlet::operation>(operation),
                          gauntlet::no_limits);
  for (std::size_t i = 0; i < calls_count; ++i) {
    const write_call& call = calls[i];
    gauntlet::errc code{};
    switch (call.kind) {
      case write_call::challenge:
        code = writer.challenge(call.first);
        break;
      case write_call::token68:
        code = writer.token68(call.first);
        break;
      case write_call::param:
        code = writer.param(call.first, call.second, static_cast<gauntlet::quoting>(call.form));
        break;
    }
    // Each call answers the state of the writer; only the missing scheme is found at the end.
    const gauntlet::errc state = writer.finish().code;
    if (code != state) contradict(out, 's');
  }
  const gauntlet::writer_result result = writer.finish();
  if (result) {
    if (result.size != result.value.size()) contradict(out, 'z');
    put(out, 'O', result.value);
  } else if (result.code == gauntlet::errc::output_too_small) {
    put(out, 'B');
    put(out, result.size);
  } else {
    put(out, 'F');
    if (result.size != 0 || !result.value.empty()) contradict(out, 'z');
  }
}

}  // namespace gauntlet_mutation
