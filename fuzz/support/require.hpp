// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#ifndef FUZZ_SUPPORT_REQUIRE_HPP_
#define FUZZ_SUPPORT_REQUIRE_HPP_

#include <cstdio>
#include <cstdlib>

#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
// The replay prints the name of the file; an engine keeps the input itself.
extern "C" [[gnu::weak]] void fuzz_tell_input();

namespace fuzz {

[[noreturn, gnu::noinline, gnu::cold]] inline void broken(const char* property, const char* file,
                                                          int line) {
  std::fprintf(stderr, "%s:%d: property broken: %s\n", file, line, property);
  if (fuzz_tell_input != nullptr) fuzz_tell_input();
  std::abort();
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

// What a target claims. A claim that does not hold ends the process, which every fuzzing engine
// takes for a find; `property` says in words what was claimed.
#define FUZZ_REQUIRE(condition, property)                           \
  do {                                                              \
    if (!(condition)) ::fuzz::broken(property, __FILE__, __LINE__); \
  } while (false)

#endif  // FUZZ_SUPPORT_REQUIRE_HPP_
