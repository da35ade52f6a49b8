// Field values and other people's words, made fit for terminals, Markdown, HTML and XML.
#ifndef GAUNTLET_CONFORMANCE_REPORT_TEXT_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_TEXT_HPP_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

// A field value as printable ASCII. As it is, if people can see every octet of it; else escaped:
// every octet outside %x21-7E that could not be seen as \xHH, and a backslash doubled, so that the
// original can be had back. `cut` is the number of octets left out at the end.
struct shown_octets {
  std::string text;
  bool escaped = false;
  std::size_t cut = 0;
};
[[nodiscard]] shown_octets show_octets(std::string_view octets, std::size_t limit);

// Other people's words on one line: printable ASCII as it is, anything else as \xHH; at most
// `limit` characters, the last three of them dots if something was left out.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t limit);

// What was sent: one label and text for each line, or for the structure that stands in its place.
struct shown_input {
  std::string label;  // "input", "line 1", "input (escaped)"
  std::string text;
};
[[nodiscard]] std::vector<shown_input> show_input(const case_facts& facts, std::size_t limit);

// An expectation or an answer in a line of text: `Basic {realm="a"}`, `rejected`,
// `first: ...; last: ...; reject`. Other JSON stays JSON.
[[nodiscard]] std::string show_result(const case_facts& facts, const std::string& json_text,
                                      std::size_t limit);
[[nodiscard]] std::string show_expected(const row& r, std::size_t limit);
[[nodiscard]] std::string show_got(const row& r, std::size_t limit);

// "RFC 9110 section 5.6.1.2 (MUST)"; the first and strongest of the references.
[[nodiscard]] std::string show_reference(const reference& ref);
[[nodiscard]] std::string reference_url(const reference& ref);  // empty where there is none
[[nodiscard]] const reference* first_reference(const case_facts& facts);
[[nodiscard]] std::string show_level(requirement_level level);  // "MUST"

// `text` if it is an http or https URL, else nothing: what may become a link.
[[nodiscard]] std::string safe_url(const std::string& text);

// "1 case", "1,415 cases".
[[nodiscard]] std::string counted(std::uint64_t n, const std::string& singular,
                                  const std::string& plural = "");

// Escapes for HTML and XML: text and attribute values alike.
[[nodiscard]] std::string escape_markup(std::string_view text);

// Replaces what is not ASCII in a finished HTML or XML document by character references, and every
// character that XML 1.0 forbids by that of U+FFFD.
[[nodiscard]] std::string ascii_markup(std::string_view document);

// Escapes for Markdown: no character of the result has a meaning for it, in a table or outside.
[[nodiscard]] std::string escape_markdown(std::string_view text);

// "MUST 100 %"; the percentage is rounded down, so that 100 means all.
[[nodiscard]] std::string percent(std::uint64_t part, std::uint64_t whole);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_TEXT_HPP_
