// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#ifndef FUZZ_SUPPORT_UNINSTRUMENTED_HPP_
#define FUZZ_SUPPORT_UNINSTRUMENTED_HPP_

// Between these two, functions are compiled without coverage instrumentation: an engine then
// learns from the paths through the parser, not through the code that judges it, and runs several
// times as many inputs.
#if defined(__clang__)
#define FUZZ_UNINSTRUMENTED_BEGIN \
  _Pragma("clang attribute push(__attribute__((no_sanitize(\"coverage\"))), apply_to = function)")
#define FUZZ_UNINSTRUMENTED_END _Pragma("clang attribute pop")
#else
#define FUZZ_UNINSTRUMENTED_BEGIN
#define FUZZ_UNINSTRUMENTED_END
#endif

#endif  // FUZZ_SUPPORT_UNINSTRUMENTED_HPP_
