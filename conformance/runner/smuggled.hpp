#ifndef CONFORMANCE_RUNNER_SMUGGLED_HPP
#define CONFORMANCE_RUNNER_SMUGGLED_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/case.hpp"
#include "conformance/model/result.hpp"
#include "conformance/runner/grammar_reading.hpp"

namespace gauntlet::runner {

// Where text stands that is data and nothing else. Of a valid value the quoted-strings, as the
// grammar says; of any other, what a scan finds in which a DQUOTE after "=" and BWS opens, and the
// next unescaped DQUOTE, or the end, closes. Where that DQUOTE itself comes after a name and "=",
// it may as well open, so the span ends before the name.
std::vector<octet_range> data_spans(model::operation, std::string_view combined);

// Why a result that an implementation took from the value of a parse case is smuggled; empty when
// it is not (PROTOCOL.md, section 5.2). It is when it holds
//   - a scheme or a parameter name that occurs as a token of the value only inside its data spans
//     (read raw or with quoted-pairs resolved);
//   - one of the decoys as scheme or parameter name;
//   - a parameter with the value that a decoy `name=value` offers, and that nothing permitted has.
// Letter case of names does not matter. With several lines the text has to be quoted in its own
// line as well as in the combined value.
std::string why_smuggled(const model::result& got, const model::test_case&);

}  // namespace gauntlet::runner

#endif
