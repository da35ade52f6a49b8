// The interface between driver.cc, compiled once, and subject.cc, compiled for each mutant into a
// library of its own.
#ifndef GAUNTLET_CONFORMANCE_MUTATION_SUBJECT_HPP_
#define GAUNTLET_CONFORMANCE_MUTATION_SUBJECT_HPP_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gauntlet_mutation {

// Where a subject writes down what it found. What does not fit is dropped; `size` goes on counting.
struct sink {
  char* first;
  std::size_t capacity;
  std::size_t size;
};

// One call of a writer's function. `form` is gauntlet::quoting.
struct write_call {
  enum kind_type : std::uint8_t { challenge = 0, token68 = 1, param = 2 } kind;
  std::uint8_t form;
  std::string_view first;
  std::string_view second;
};

// Parses field lines without limits and writes down the outcome:
//
//     accepted   A, then S<n>:<scheme>, T<n>:<token68>, N<n>:<name>, Q<n>:<value> or V<n>:<value>
//     rejected   R<offset>
//
// then @<line>.<place> of the offset, or of the end, and +<octets trimmed before the first
// line>. An exclamation mark says that the parser contradicted itself. `way`: 0 by the reader, 1 by
// a reader of a single line, 2 by the ranges (challenges, credentials, auth_info), 3 by parse() of
// a single line, 4 by parse().
using parse_function = void(int operation, int grammar, int way, const std::string_view* lines,
                            std::size_t lines_count, sink* out);

// Writes a field value into the caller's buffer of `capacity` octets and writes down the outcome:
// O<n>:<value> when written, B<n> when the buffer is too small for n octets, F when refused.
using write_function = void(int operation, const write_call* calls, std::size_t calls_count,
                            char* buffer, std::size_t capacity, sink* out);

// A digest of what a reader makes of one line, the place of everything included: fast, for
// comparing parsers on very many values (digest.cc).
using digest_function = std::uint64_t(int operation, int grammar, const char* first,
                                      std::size_t size);

}  // namespace gauntlet_mutation

#endif  // GAUNTLET_CONFORMANCE_MUTATION_SUBJECT_HPP_
