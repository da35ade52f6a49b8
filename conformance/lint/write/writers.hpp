#ifndef CONFORMANCE_LINT_WRITE_WRITERS_HPP
#define CONFORMANCE_LINT_WRITE_WRITERS_HPP

#include "conformance/lint/write/writer.hpp"

namespace gauntlet::lint {

// A level in the words of others: "error" for MUST and SECURITY, "warning" for SHOULD, and theirs
// for less.
const char* severity_of(schemes::level, const char* less) noexcept;

std::unique_ptr<writer> make_terminal_writer(std::ostream&, const look&);
// A document a line: one for each message that has findings, one for each part that could not be
// read, and a last one with the sums.
std::unique_ptr<writer> make_json_writer(std::ostream&);
// One SARIF 2.1.0 log.
std::unique_ptr<writer> make_sarif_writer(std::ostream&);
// Workflow commands: `::error file=...,line=...,title=...::text`.
std::unique_ptr<writer> make_github_writer(std::ostream&);
// A suite for each input, a case for each message; SHOULD and INTEROP fail no case.
std::unique_ptr<writer> make_junit_writer(std::ostream&);

}  // namespace gauntlet::lint

#endif
