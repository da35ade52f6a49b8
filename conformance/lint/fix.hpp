#ifndef CONFORMANCE_LINT_FIX_HPP
#define CONFORMANCE_LINT_FIX_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/lint/edited_text.hpp"
#include "conformance/lint/judge.hpp"
#include "conformance/lint/message.hpp"
#include "conformance/schemes/check.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::lint {

// What corrects a finding of the scheme layer without guessing; empty: nothing does.
std::vector<edit> edits_for(const schemes::finding&, const schemes::reading&);
// And why nothing does.
std::string why_not_of(std::string_view rule);

// The head with its fields corrected: start line and fields, each line with CRLF or LF as the
// start line suggests, without an empty line after them. Fields without findings stand as they were.
std::string corrected_head(const head&, const std::vector<correction>&);

}  // namespace gauntlet::lint

#endif
