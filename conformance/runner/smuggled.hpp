#ifndef CONFORMANCE_RUNNER_SMUGGLED_HPP
#define CONFORMANCE_RUNNER_SMUGGLED_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/result.hpp"
#include "conformance/runner/reference.hpp"

namespace gauntlet::runner {

// Where text stands that is data and nothing else. Of a valid value the quoted-strings, as the
// grammar says; of any other, what a scan finds in which a DQUOTE after "=" and BWS opens, and the
// next unescaped DQUOTE, or the end, closes.
std::vector<octet_range> data_spans(model::operation, std::string_view combined);

// Why a result that an implementation took from a value is smuggled; empty when it is not. It is
// when it holds
//   - a scheme or a parameter name that occurs as a token of the value only inside its data spans
//     (read raw or with quoted-pairs resolved), ASCII case aside;
//   - one of the decoys as scheme or parameter name.
std::string why_smuggled(const model::result& got, std::string_view combined,
                         const std::vector<std::string>& decoys);

// Whether the result holds CR, LF or NUL.
bool holds_control(const model::result&);
bool holds_control(std::string_view);

}  // namespace gauntlet::runner

#endif
