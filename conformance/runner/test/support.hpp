#ifndef CONFORMANCE_RUNNER_TEST_SUPPORT_HPP
#define CONFORMANCE_RUNNER_TEST_SUPPORT_HPP

#include <string>

#include "conformance/model/case.hpp"
#include "conformance/model/test/support.hpp"
#include "conformance/runner/observes.hpp"
#include "conformance/runner/protocol.hpp"

namespace gauntlet::runner::testing {

using namespace model::testing;

// An answer as an adapter writes it, such as `"outcome":"reject"`.
answer make_answer(const model::test_case& to, const std::string& members);

// What a hello with these members of `observes` declares.
observes make_observes(const std::string& members);

}  // namespace gauntlet::runner::testing

#endif
