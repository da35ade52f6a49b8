#ifndef CONFORMANCE_LINT_READERS_JSON_EXCHANGE_HPP
#define CONFORMANCE_LINT_READERS_JSON_EXCHANGE_HPP

#include "conformance/lint/readers/json.hpp"

namespace gauntlet::lint::readers {

// Gives the sink the heads of {"request":{...},"response":{...}}, of which one may be missing; the
// number of their exchange is that of the record. False when neither is there.
bool read_exchange(head_builder&, const json&, const place& at);

// The same of a message alone: {"status":401,"headers":...} is a response, {"method":"GET",...} a
// request, {"headers":...} field lines. False when it has no headers, or they cannot be read.
bool read_message(head_builder&, const json&, const place& at);

}  // namespace gauntlet::lint::readers

#endif
