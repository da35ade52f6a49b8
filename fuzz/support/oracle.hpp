// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// The oracle of parser/test/support, and a reader beside it, not instrumented.
#ifndef FUZZ_SUPPORT_ORACLE_HPP_
#define FUZZ_SUPPORT_ORACLE_HPP_

#include <cstddef>
#include <cstdint>
#include <gauntlet/reader.hpp>
#include <iterator>
#include <span>
#include <string_view>

#include "fuzz/support/uninstrumented.hpp"

// The parser's headers are included before, because the parser itself is instrumented.
FUZZ_UNINSTRUMENTED_BEGIN
#include "parser/test/support/reading.hpp"

namespace fuzz {

using gauntlet::grammar;
using gauntlet::operation;
using element = gauntlet::test::meant_element;
using gauntlet::test::grammars;
using gauntlet::test::max_analysed;
using gauntlet::test::max_subsets;
using gauntlet::test::operations;
using gauntlet::test::oracle;
using gauntlet::test::rule;
using gauntlet::test::rule_of;
namespace tables = gauntlet::grammar_tables;

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_ORACLE_HPP_
