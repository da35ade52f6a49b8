#ifndef CONFORMANCE_GRAMMAR_CASES_HPP
#define CONFORMANCE_GRAMMAR_CASES_HPP

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/grammar/engine.hpp"
#include "nlohmann/json_fwd.hpp"

// Values as cases of the suite (PROTOCOL.md, section 4), with the engine's verdicts.
namespace gauntlet::grammar_engine {

// `generated/<operation>/` and the first 12 hexadecimal digits of the SHA-256 of the lines. What is
// hashed is, for each line in order, its number of octets in decimal, a colon, its octets and a
// comma: `8:Foo a=1,,` for the one line `Foo a=1,`. So no two lists of lines hash the same octets,
// for any lines.
std::string generated_id(operation, const std::vector<std::string>& lines);

// The case of some lines, complete but for `since`:
//
// - `parse`: must-not-pass where a line holds CR, LF or NUL (`expect` is the result with CR LF SP
//   as one SP and every other of them as one SP), else may-accept where the combined value is not in
//   grammar `recipient`, else implementation-defined where a challenge repeats a name (alternatives
//   all, first, last, reject), else must-accept.
// - `requirements`, `refs`, `flags`: what the octets show (facts.hpp).
// - `generate`: must-not where the value is not in grammar `sender` or a challenge repeats a name;
//   should-not where a name is repeated elsewhere, a quoted-pair is not needed or the OWS around a
//   comma is not one SP or nothing; else valid. Rules of schemes are not looked at.
//
// For several lines only if each is in the grammar by itself; an element that crosses a line needs
// a case written by hand.
nlohmann::ordered_json generated_case(const engine&, operation,
                                      const std::vector<std::string>& lines);

// A case file with a case on each line, in pure ASCII. `comment` becomes its `description`.
std::string case_file(operation, const std::string& comment,
                      const std::vector<nlohmann::ordered_json>& cases);

// complete_suite as a case file; the description states the theorem and what it assumes. With the
// grammar recipient, no extra states and field lines this is what suite/cases/generated/ has.
std::string complete_case_file(const engine&, operation, grammar, std::size_t extra_states,
                               bool raw);

// The combined values of an operation's parse cases, and their lines as they stand, in a case file
// or in every *.json below a folder; other kinds of cases are left out. A text file (any other
// name) holds a value on each line. Errors: kNotFound, kInvalidArgument, with the file's name in
// front.
//
// `families` names folders below a folder to read, all where it is empty; `except` those to leave
// out.
struct collection {
  std::vector<std::string> combined;
  // What a single field line carries: the line untrimmed where there is one, else the combined
  // value.
  std::vector<std::string> lines;
};
absl::StatusOr<collection> read_collection(const std::string& path, operation,
                                           const std::vector<std::string>& families = {},
                                           const std::vector<std::string>& except = {});

}  // namespace gauntlet::grammar_engine

#endif
