// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#ifndef FUZZ_SUPPORT_TARGET_HPP_
#define FUZZ_SUPPORT_TARGET_HPP_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/support/allocation.hpp"
#include "fuzz/support/octets.hpp"
#include "fuzz/support/uninstrumented.hpp"

namespace fuzz {

// What the file of a target defines: checks its property on one input. The octet after the input
// may not be read.
void check(std::string_view octets);

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// In exactly one place of the file of a target of the parser. Always answers 0: every input may
// enter a corpus.
#define FUZZ_TARGET                                                                   \
  FUZZ_UNINSTRUMENTED_BEGIN                                                           \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    const fuzz::no_allocation guard;                                                  \
    fuzz::check({reinterpret_cast<const char*>(data), size});                         \
    return 0;                                                                         \
  }                                                                                   \
  FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_TARGET_HPP_
