#ifndef CONFORMANCE_RUNNER_REFERENCE_HPP
#define CONFORMANCE_RUNNER_REFERENCE_HPP

#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/result.hpp"
#include "conformance/runner/protocol.hpp"

// The reference parser and writer, called directly: in the terms of the suite.
namespace gauntlet::runner {

// What the parser says of field lines, without limits. When `status` is an error, `parsed` is
// unspecified.
struct reading {
  gauntlet::status status;
  model::result parsed;
};
reading read_lines(model::operation, const std::vector<std::string>& lines,
                   gauntlet::grammar mode = gauntlet::grammar::recipient);

// The same as the adapter answers it, and the writer's answer to a serialize request; without a
// seq.
answer reference_parse(model::operation, const std::vector<std::string>& lines);
answer reference_serialize(const model::result& structure);

// Reads field lines and appends the answer's members: `"outcome":"accept","challenges":[...]` or
// `"outcome":"reject","error":"expected_comma","offset":7`. `views` and `scratch` are kept between
// calls to save allocations.
struct reading_buffers {
  std::string joined;
  std::string unescaped;
};
void append_reference_answer(std::string& out, model::operation,
                             const std::vector<std::string_view>& lines, reading_buffers&);

}  // namespace gauntlet::runner

#endif
