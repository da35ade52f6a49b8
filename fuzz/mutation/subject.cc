#include "subject.hpp"

#include <gauntlet/gauntlet.hpp>

#include "far_sighted.hpp"
#include "std.hpp"

// Which parts there are: 1 the reader, 2 the ranges, 4 parse(), 8 the writer. Fewer compile faster.
#ifndef GAUNTLET_MUTATION_PARTS
#define GAUNTLET_MUTATION_PARTS 15
#endif
#define GAUNTLET_MUTATION_HAS(part) ((GAUNTLET_MUTATION_PARTS & (part)) != 0)

namespace gauntlet_mutation {
namespace {

using gauntlet::event;

constexpr std::size_t buffer_size = std::size_t{1} << 17;
char value_buffer[buffer_size];
char joined_buffer[buffer_size];

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

// A container of octets that has to get just these, with what each form of append_unescaped() needs.
struct wanted_octets {
  std::string_view wanted;
  std::size_t size = 0;
  bool is_same = true;

  bool is_whole() const { return is_same && size == wanted.size(); }
  void put_range(const char* first, const char* last) {
    for (; first != last && is_same; ++first) {
      is_same = size < wanted.size() && *first == wanted[size];
      ++size;
    }
  }
};
struct pushed : wanted_octets {
  void push_back(char octet) { put_range(&octet, &octet + 1); }
};
struct inserted : wanted_octets {
  char* end() { return nullptr; }
  void insert(char*, const char* first, const char* last) { put_range(first, last); }
  void push_back(char) { is_same = false; }
};
struct appended : wanted_octets {
  void append(const char* first, std::size_t count) {
    is_same = is_same && count <= wanted.size() - size;
    if (is_same) put_range(first, first + count);
  }
  void push_back(char) { is_same = false; }
};

bool appends(const gauntlet::param_value& value, std::string_view wanted) {
  pushed one{{wanted}};
  inserted two{{wanted}};
  appended three{{wanted}};
  value.append_unescaped(one);
  value.append_unescaped(two);
  value.append_unescaped(three);
  return one.is_whole() && two.is_whole() && three.is_whole();
}

// The value, and whether the comparisons agree with it.
void put_value(sink& out, const gauntlet::param_value& value) {
  const std::size_t size = value.unescaped_size();
  if (size > buffer_size - 2) return contradict(out, 's');
  const auto result = value.unescape_to({value_buffer, size});
  if (!result || result.size != size || result.value.size() != size) contradict(out, 'u');
  put(out, value.is_quoted_string() ? 'Q' : 'V', {value_buffer, size});
  if (!appends(value, {value_buffer, size})) contradict(out, 'p');
  const std::size_t quoted_pairs = value.raw().size() - size;
  // The same value, made by a caller; no count is larger than the octets.
  const gauntlet::param_value again =
      value.is_quoted_string()
          ? gauntlet::param_value::from_quoted_string(value.raw(), quoted_pairs)
          : gauntlet::param_value::from_token(value.raw());
  if (again.raw() != value.raw() || again.quoted_pairs() != quoted_pairs ||
      again.is_quoted_string() != value.is_quoted_string() ||
      gauntlet::param_value::from_quoted_string(value.raw(), value.raw().size() + 1)
              .unescaped_size() != 0) {
    contradict(out, 'a');
  }
  if (value.quoted_pairs() != quoted_pairs || value.has_quoted_pair() != (quoted_pairs > 0)) {
    contradict(out, 'q');
  }
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
  value_buffer[size - 1] = octet;
  if (size > 64) return;
  // Only of letters is the octet with the other bit 5 the same without regard to case.
  for (std::size_t i = 0; i < size; ++i) {
    const char one = value_buffer[i];
    value_buffer[i] = static_cast<char>(one ^ 0x20);
    if (value.equals({value_buffer, size})) contradict(out, '5');
    if (value.equals_ignore_case({value_buffer, size}) != (one != other_case(one))) {
      contradict(out, 'l');
    }
    value_buffer[i] = one;
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

// Whether what follows an element, up to the end of its line, begins with an octet that may follow
// one. An element is reported only then: nothing of an invalid value is cut short.
bool may_follow(const std::string_view* lines, std::size_t count, const char* after) {
  for (std::size_t i = 0; i < count; ++i) {
    const char* const last = lines[i].data() + lines[i].size();
    if (after < lines[i].data() || after > last) continue;
    if (after == last || *after == ',' || *after == ' ' || *after == '\t') return true;
  }
  return false;
}

// Reads events to the end. False when a quoted-string crosses a line.
bool put_events(sink& out, gauntlet::reader& reader, const std::string_view* lines,
                std::size_t count) {
  const std::size_t start = out.size;
  bool is_cut_short = false;
  if (reader.offset() != 0) contradict(out, '0');
  put(out, 'A');
  for (;;) {
    std::string_view first;
    std::string_view last;
    std::size_t dquote = 0;
    switch (reader.next()) {
      case event::end:
        if (reader.next() != event::end || !reader.ok()) contradict(out, 'e');
        return true;
      case event::error:
        if (reader.status().code == gauntlet::errc::needs_join) return false;
        out.size = start;
        put(out, 'R');
        put(out, reader.status().offset);
        if (is_cut_short) contradict(out, 'k');
        if (reader.next() != event::error || reader.ok()) contradict(out, 'e');
        if (reader.offset() != reader.status().offset) contradict(out, 'r');
        if (!gauntlet::is_grammar_error(reader.status().code)) contradict(out, 'g');
        return true;
      case event::auth_scheme:
        first = last = reader.scheme();
        put(out, 'S', first);
        break;
      case event::token68:
        first = last = reader.token68();
        put(out, 'T', first);
        break;
      case event::auth_param:
        first = reader.param().name;
        last = reader.param().value.raw();
        dquote = reader.param().value.is_quoted_string() ? 1 : 0;
        put(out, 'N', first);
        put_value(out, reader.param().value);
        break;
    }
    if (!may_follow(lines, count, last.data() + last.size() + dquote)) is_cut_short = true;
    if (reader.offset() != offset_in(lines, count, first.data())) contradict(out, 'o');
    if (out.size > out.capacity) return true;
  }
}

// Whether select() finds the first challenge with the auth-scheme that stands first in a list.
void put_selected(sink& out, const auto& list) {
  const std::string_view none = "none of them";
  if (gauntlet::select(list, std::span<const std::string_view>()) ||
      gauntlet::select(list, {"", none})) {
    contradict(out, 'y');
  }
  std::string_view first;
  std::string_view last;
  for (const auto each : list) {
    if (first.empty()) first = each.scheme();
    last = each.scheme();
  }
  if (first.empty()) return;
  std::string_view wanted;
  for (const auto each : list) {
    if (wanted.empty() && each.is(last)) wanted = each.scheme();
  }
  const auto of_last = gauntlet::select(list, {none, last, first});
  const auto of_first = gauntlet::select(list, {first, last});
  if (!of_last || of_last->scheme().data() != wanted.data() || !of_first ||
      (*of_first).scheme().data() != first.data()) {
    contradict(out, 'y');
  }
}

#if GAUNTLET_MUTATION_HAS(2)
void put_params(sink& out, const gauntlet::auth_params& params) {
  gauntlet::status unique;
  std::size_t count = 0;
  for (auto at = params.begin(); at != params.end(); at++) {
    ++count;
    put(out, 'N', at->name);
    put_value(out, at->value);
    const auto found = params.find(at->name);
    if (!found) contradict(out, 'f');
    if (unique && found->name.data() != at->name.data()) {
      unique = {gauntlet::errc::repeated_auth_param, at.offset()};
    }
    if (out.size > out.capacity) return;
  }
  if (params.find("")) contradict(out, 'f');
  if (count > gauntlet::max_unique_names) return;
  const gauntlet::status answer = params.unique_names();
  if (answer.code != unique.code || answer.offset != unique.offset) contradict(out, '1');
}

void put_payload(sink& out, const gauntlet::challenge& challenge) {
  put(out, 'S', challenge.scheme());
  if (!challenge.is(challenge.scheme())) contradict(out, 'n');
  if (challenge.has_token68()) put(out, 'T', challenge.token68());
  put_params(out, challenge.params());
}

// What nobody has set yet.
void put_defaults(sink& out) {
  const bool are_empty =
      gauntlet::event() == event::end && gauntlet::written().size == 0 &&
      gauntlet::parse_result().size == 0 && gauntlet::element().kind() == event::end &&
      gauntlet::challenge().offset() == 0 && !gauntlet::challenge().has_token68() &&
      gauntlet::auth_params::iterator() == gauntlet::range_end() &&
      gauntlet::challenges::iterator() == gauntlet::range_end();
  if (!are_empty) contradict(out, 'D');
  // No quoted-pair: nothing follows the last backslash, and a token has none.
  if (!appends(gauntlet::param_value::from_quoted_string("a\\b\\", 1), "ab\\") ||
      !appends(gauntlet::param_value::from_token("a\\b"), "a\\b")) {
    contradict(out, 'D');
  }
}

// True when there is an error; the range has to be empty then.
template <typename Range>
bool put_range_error(sink& out, const Range& range, bool is_empty) {
  if (range.ok()) return false;
  put(out, 'R');
  put(out, range.status().offset);
  if (!is_empty) contradict(out, '0');
  return true;
}

bool is_empty(const auto& range) { return range.begin() == range.end(); }

void put_ranges(sink& out, gauntlet::operation what, std::span<const std::string_view> lines,
                const gauntlet::options& options) {
  put_defaults(out);
  if (what == gauntlet::operation::challenges) {
    const gauntlet::challenges range(lines, options);
    if (put_range_error(out, range, is_empty(range))) return;
    put(out, 'A');
    for (auto at = range.begin(); at != range.end(); at++) {
      const gauntlet::challenge challenge = *at;
      put_payload(out, challenge);
      if (challenge.offset() != offset_in(lines.data(), lines.size(), challenge.scheme().data())) {
        contradict(out, 'o');
      }
      if (out.size > out.capacity) return;
    }
    put_selected(out, range);
  } else if (what == gauntlet::operation::credentials) {
    const gauntlet::credentials range(lines, options);
    const bool has_nothing =
        range.scheme().empty() && !range.has_token68() && is_empty(range.params());
    if (put_range_error(out, range, has_nothing)) return;
    put(out, 'A');
    put(out, 'S', range.scheme());
    if (range.has_token68()) put(out, 'T', range.token68());
    put_params(out, range.params());
  } else {
    const gauntlet::auth_info range(lines, options);
    if (put_range_error(out, range, is_empty(range.params()))) return;
    put(out, 'A');
    put_params(out, range.params());
  }
}

#endif

#if GAUNTLET_MUTATION_HAS(4)
gauntlet::element storage[4096];

// parse() with the portable scanner, and with one that knows more.
gauntlet::parse_result parse(const auto& input, gauntlet::operation what, bool is_far_sighted,
                             std::span<gauntlet::element> into, const gauntlet::options& options) {
  if (!is_far_sighted) return gauntlet::parse(input, what, into, options);
  return gauntlet::detail::parse_with<far_sighted_scanner>(input, what, into, options);
}

bool is_same(std::string_view a, std::string_view b) {
  return a.data() == b.data() && a.size() == b.size();
}

// Whether these parameters are the elements from `index` on, which goes to the first after them.
bool are_stored(std::span<const gauntlet::element> stored,
                const gauntlet::parsed_auth_params& params, std::size_t& index) {
  for (auto at = params.begin(); at != params.end(); ++at, ++index) {
    if (index >= stored.size() || at.offset() != index) return false;
    const gauntlet::auth_param& wanted = stored[index].param();
    if (stored[index].kind() != event::auth_param || !is_same(at->name, wanted.name) ||
        !is_same(at->value.raw(), wanted.value.raw()) || !params.find(at->name)) {
      return false;
    }
  }
  return index == stored.size() || stored[index].kind() == event::auth_scheme;
}

// Whether the challenges, or the credentials, are the elements.
bool are_stored(std::span<const gauntlet::element> stored,
                const gauntlet::parsed_challenges& list) {
  std::size_t index = 0;
  for (auto at = list.begin(); at != list.end(); at++) {
    const gauntlet::parsed_challenge challenge = *at;
    if (index >= stored.size() || challenge.offset() != index) return false;
    if (!is_same(challenge.scheme(), stored[index++].scheme())) return false;
    if (challenge.has_token68() &&
        (index >= stored.size() || !is_same(challenge.token68(), stored[index++].token68()))) {
      return false;
    }
    if (!are_stored(stored, challenge.params(), index)) return false;
  }
  return index == stored.size();
}

// What visit() has to tell: the elements.
struct told {
  std::span<const gauntlet::element> stored;
  std::size_t count = 0;
  bool is_right = true;

  void tell(event kind, std::string_view text) {
    is_right = is_right && count < stored.size() && stored[count].kind() == kind &&
               is_same(text, stored[count].param().name);
    ++count;
  }
  void auth_scheme(std::string_view text) { tell(event::auth_scheme, text); }
  void token68(std::string_view text) { tell(event::token68, text); }
  void auth_param(const gauntlet::auth_param& param) { tell(event::auth_param, param.name); }
};

// Whether all that reads stored elements shows them.
void put_stored(sink& out, gauntlet::operation what, const gauntlet::parse_result& parsed) {
  const std::span<const gauntlet::element> stored = parsed.elements(storage);
  const gauntlet::parse_result more{{}, parsed.size + 1};
  if (stored.data() != storage || stored.size() != parsed.size ||
      more.elements(stored).size() != parsed.size) {
    contradict(out, 'n');
    return;
  }
  gauntlet::element_reader reader(stored);
  if (reader.offset() != 0 || gauntlet::element_reader().offset() != 0 ||
      gauntlet::element_reader().next() != event::end) {
    contradict(out, 'E');
  }
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (reader.next() != stored[i].kind() || reader.offset() != i ||
        !is_same(reader.scheme(), stored[i].scheme()) ||
        !is_same(reader.token68(), stored[i].token68()) || &reader.param() != &stored[i].param()) {
      contradict(out, 'E');
    }
  }
  for (int i = 0; i < 2; ++i) {
    if (reader.next() != event::end || reader.offset() != stored.size() || !reader.ok() ||
        !reader.status() || reader.param().name.data() != nullptr) {
      contradict(out, 'E');
    }
  }
  told all{stored};
  if (!gauntlet::visit(gauntlet::element_reader(stored), all) || all.count != stored.size() ||
      !all.is_right) {
    contradict(out, 'V');
  }
  if (gauntlet::parsed_challenge().offset() != 0 || gauntlet::parsed_challenge().has_token68() ||
      gauntlet::parsed_challenges({}).begin() != gauntlet::range_end()) {
    contradict(out, 'D');
  }
  std::size_t index = 0;
  if (what == gauntlet::operation::auth_info) {
    const gauntlet::parsed_auth_params params{gauntlet::element_reader(stored)};
    if (!are_stored(stored, params, index)) contradict(out, 'P');
  } else {
    const gauntlet::parsed_challenges list(stored);
    if (!are_stored(stored, list)) contradict(out, 'P');
    put_selected(out, list);
  }
}

// What parse() stores: `input` is a line or the lines. False when a quoted-string crosses a line.
bool put_parsed(sink& out, gauntlet::operation what, const auto& input, bool is_far_sighted,
                std::span<const std::string_view> lines, const gauntlet::options& options) {
  const std::span<gauntlet::element> all(storage);
  const gauntlet::parse_result parsed = parse(input, what, is_far_sighted, all, options);
  if (parsed.status.code == gauntlet::errc::needs_join) return false;
  if (parsed.size >= all.size()) {
    contradict(out, 's');
    return true;
  }
  // With just the room that it takes, and with less: as much as fits, and the same number.
  const gauntlet::parse_result fitting =
      parse(input, what, is_far_sighted, all.first(parsed.size), options);
  if (fitting.size != parsed.size || fitting.status.code != parsed.status.code)
    contradict(out, 't');
  if (parsed.size > 0) {
    const std::string_view untouched = "untouched";
    gauntlet::element& last = storage[parsed.size - 1];
    const gauntlet::element kept = last;
    last = {event::end, untouched};
    const gauntlet::parse_result less =
        parse(input, what, is_far_sighted, all.first(parsed.size - 1), options);
    const auto code = parsed ? gauntlet::errc::output_too_small : parsed.status.code;
    if (less.size != parsed.size || less.status.code != code ||
        less.status.offset != (parsed ? 0 : parsed.status.offset) ||
        last.param().name.data() != untouched.data()) {
      contradict(out, 't');
    }
    last = kept;
  }
  if (!parsed) {
    put(out, 'R');
    put(out, parsed.status.offset);
    if (!gauntlet::is_grammar_error(parsed.status.code)) contradict(out, 'g');
    if (!parsed.elements(storage).empty()) contradict(out, 'n');
    return true;
  }
  put(out, 'A');
  put_stored(out, what, parsed);
  for (std::size_t i = 0; i < parsed.size; ++i) {
    const gauntlet::element& element = storage[i];
    if (element.kind() == event::auth_param) {
      put(out, 'N', element.param().name);
      put_value(out, element.param().value);
    } else {
      const bool is_scheme = element.kind() == event::auth_scheme;
      put(out, is_scheme ? 'S' : 'T', is_scheme ? element.scheme() : element.token68());
      if (!is_scheme && element.kind() != event::token68) {
        contradict(out, 'k');
      }
    }
    if (offset_in(lines.data(), lines.size(), element.param().name.data()) + 1 == 0) {
      contradict(out, 'o');
    }
    if (out.size > out.capacity) return true;
  }
  return true;
}

#endif

void put_place(sink& out, std::span<const std::string_view> lines, std::size_t offset) {
  const gauntlet::field_line_position place = gauntlet::locate(lines, offset);
  put(out, '@');
  put(out, place.line);
  put(out, '.');
  put(out, place.offset);
}

// Whether locate() agrees with a walk over the lines octet by octet.
void put_walk(sink& out, std::span<const std::string_view> lines) {
  std::size_t offset = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::size_t first = 0;
    std::size_t last = lines[i].size();
    while (last > 0 && (lines[i][last - 1] == ' ' || lines[i][last - 1] == '\t')) --last;
    while (first < last && (lines[i][first] == ' ' || lines[i][first] == '\t')) ++first;
    if (last == 0) first = last = lines[i].size();
    const std::size_t after = i + 1 < lines.size() ? 2 : 3;
    for (std::size_t at = first; at < last + after; ++at) {
      const gauntlet::field_line_position place{i, at < last ? at : last};
      if (gauntlet::locate(lines, offset++) != place) contradict(out, 'p');
    }
  }
}

// A quoted-string crosses a line: the lines are joined first.
void put_joined(sink& out, gauntlet::operation what, [[maybe_unused]] int way, std::size_t opening,
                std::span<const std::string_view> lines, const gauntlet::options& options) {
  const std::size_t size = gauntlet::joined_size(lines);
  if (size > buffer_size) return contradict(out, 'j');
  if (size == 0 || gauntlet::join(lines, {joined_buffer, size - 1})) contradict(out, 'k');
  const gauntlet::written joined = gauntlet::join(lines, {joined_buffer, size});
  if (!joined || joined.size != size) return contradict(out, 'l');
  if (opening >= size || joined.value[opening] != '"') contradict(out, '"');
  // A reader of one line trims the SP after the last comma, which is inside the open quoted-string.
  const gauntlet::status status = gauntlet::validate(joined.value, what, options);
  const bool is_open = status.code == gauntlet::errc::unterminated_quoted_string;
  if (is_open && status.offset + 1 == size && joined.value.back() == ' ') {
    put(out, 'R');
    put(out, size);
#if GAUNTLET_MUTATION_HAS(2)
  } else if (way == 2) {
    put_ranges(out, what, {&joined.value, 1}, options);
#endif
#if GAUNTLET_MUTATION_HAS(4)
  } else if (way > 2) {
    if (!put_parsed(out, what, joined.value, false, {&joined.value, 1}, options))
      contradict(out, 'm');
#endif
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
    put_joined(out, what, way, status.offset, all, options);
#if GAUNTLET_MUTATION_HAS(2)
  } else if (way == 2) {
    put_ranges(out, what, all, options);
#endif
#if GAUNTLET_MUTATION_HAS(4)
  } else if (way > 2) {
    const bool is_read = way == 3 ? put_parsed(out, what, lines[0], false, all, options)
                                  : put_parsed(out, what, all, way == 5, all, options);
    if (!is_read) contradict(out, 'm');
#endif
  } else {
    if (!put_events(out, reader, lines, lines_count)) contradict(out, 'm');
    if (static_cast<bool>(status) != reader.ok() || status.offset != reader.status().offset) {
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
  if (offset < 64) put_walk(out, all);
  put(out, '+');
  put(out, shift);
}

#ifdef GAUNTLET_MUTATION_SCHEMATA
// For schemata.py, once a mutant is chosen.
extern "C" void subject_start() {
  gauntlet::detail::live_octet_classes = gauntlet::detail::make_octet_class_table();
}
#endif

#if GAUNTLET_MUTATION_HAS(8)
// What stands in the buffer is the caller's to change: the search for a name stays within it.
void put_changed_buffer(sink& out, char* buffer) {
  const std::string_view written = "F a=b";
  const std::size_t params = 2;
  for (const std::string_view fill : {"xxx", "xx=", "=xx", "=\"x"}) {
    gauntlet::writer writer({buffer, written.size()}, gauntlet::operation::challenges,
                            gauntlet::no_limits);
    if (writer.challenge("F") != gauntlet::errc::ok ||
        writer.param("a", "b") != gauntlet::errc::ok) {
      contradict(out, 'h');
    }
    for (std::size_t i = 0; i < fill.size(); ++i) buffer[params + i] = fill[i];
    if (writer.param("n", "v") != gauntlet::errc::output_too_small) contradict(out, 'h');
  }
}

extern "C" void subject_write(int operation, const write_call* calls, std::size_t calls_count,
                              char* buffer, std::size_t capacity, sink* sink_of_result) {
  sink& out = *sink_of_result;
  gauntlet::writer writer({buffer, capacity}, static_cast<gauntlet::operation>(operation),
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
        code = call.form == 0 ? writer.param(call.first, call.second)
                              : writer.param(call.first, call.second,
                                             static_cast<gauntlet::quoting>(call.form));
        break;
    }
    // Each call answers the state of the writer; only the missing scheme is found at the end.
    const gauntlet::errc state = writer.finish().code;
    if (code != state) contradict(out, 's');
  }
  const gauntlet::written result = writer.finish();
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
  if (capacity == 5) put_changed_buffer(out, buffer);
}
#endif

}  // namespace gauntlet_mutation
