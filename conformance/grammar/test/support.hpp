#ifndef CONFORMANCE_GRAMMAR_TEST_SUPPORT_HPP
#define CONFORMANCE_GRAMMAR_TEST_SUPPORT_HPP

#include <string>

#include "conformance/grammar/abnf.hpp"
#include "conformance/grammar/dfa.hpp"

namespace gauntlet::grammar_engine {

// ABNF text for a node or a rule, on one line.
std::string to_abnf(const node&);

// Whether two automata have the same language.
bool equivalent(const dfa&, const dfa&);

}  // namespace gauntlet::grammar_engine

#endif
