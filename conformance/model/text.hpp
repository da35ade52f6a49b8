#ifndef CONFORMANCE_MODEL_TEXT_HPP
#define CONFORMANCE_MODEL_TEXT_HPP

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::model {

// Appends an octet as \xHH, whatever it is.
void append_hex(std::string& out, char octet);

// `octets` so that a terminal and a log can take it: %x20-7E as it is, everything else as \xHH.
std::string printable(std::string_view octets);

// The same in DQUOTEs, with DQUOTE and backslash escaped by a backslash.
std::string quoted_printable(std::string_view octets);

// `argument` as one word of a POSIX shell: as it is where that is safe, in single quotes otherwise,
// as $'...' (which bash, zsh and ksh know) where it holds octets outside %x20-7E.
std::string shell_quoted(std::string_view argument);

// A line of CSV, as RFC 4180 has it but for the end, which is LF. A spreadsheet takes a cell that
// begins with one of =+-@ for a formula: these get an apostrophe in front.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace gauntlet::model

#endif
