#!/bin/bash
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#
# Builds the fuzz targets of the parser for any engine: fuzz/build.sh [TARGET...]
#
# The environment is that of OSS-Fuzz, whose containers call this, as do ClusterFuzzLite, `gauntlet fuzz` and the gates:
#   CXX, CXXFLAGS         compiler and flags, the sanitizers among them
#   LIB_FUZZING_ENGINE    what links the engine, taken as it is; empty: the replay program
#   FUZZING_ENGINE        the name of the engine, where OSS-Fuzz sets it; only libfuzzer makes a difference
#   OUT                   where programs, dictionaries, options and seed corpora go
#   GAUNTLET_PARSER       another copy of parser/ to build with (planted faults)
#   GAUNTLET_TARGETS      another folder with the targets' own files
#   GAUNTLET_SEEDS=no     no seed corpora
#   GAUNTLET_JOBS         compilations at a time
#   GAUNTLET_OPTIMIZE     the level of optimization, which wins over the one in CXXFLAGS: a fuzzer is built once and runs for
#                         hours (default -O2)
# Needs nothing but the tree, a C++20 compiler and python3.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
: "${CXX:?}" "${OUT:?}"
parser=${GAUNTLET_PARSER:-$root/parser}
work=${WORK:-$(mktemp -d)}
[ -n "${WORK:-}" ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$OUT" "$work"

targets=$(sed -n 's/^\([a-z0-9_]*\) [0-9]* parser.*/\1/p' "$root/fuzz/targets.txt")
[ $# -eq 0 ] || targets=$*

read -ra flags <<<"${CXXFLAGS:-}"
flags+=("${GAUNTLET_OPTIMIZE:--O2}" -std=c++20 -I"$parser/include" -I"$root")
# By default libFuzzer traces comparisons, for values that it could not guess: here the dictionary and the mutator know
# them, and tracing costs up to a quarter of the time. It also traces the depth of the stack, which depends on where the
# stack begins: without it, the same seed makes the same run.
[ "${FUZZING_ENGINE:-}" != libfuzzer ] || flags+=(-fno-sanitize-coverage=trace-cmp,stack-depth)
# The bounds of an array are also those of one that ends a struct, as the table of octet classes does.
strict=-fstrict-flex-arrays=3
! "$CXX" "$strict" -x c++ -fsyntax-only /dev/null 2>/dev/null || flags+=("$strict")
engine=()
if [ -n "${LIB_FUZZING_ENGINE:-}" ]; then
  read -ra engine <<<"$LIB_FUZZING_ENGINE"
else
  "$CXX" "${flags[@]}" -c "$root/fuzz/support/replay_main.cc" -o "$work/replay_main.o"
  engine=("$work/replay_main.o")
fi
"$CXX" "${flags[@]}" -c "$root/fuzz/support/mutator.cc" -o "$work/mutator.o"

build() {
  local name=$1 more=() source objects=("$work/$1_fuzzer.o" "$work/mutator.o") ignored=$root/fuzz/$1.ignorelist
  source=$(sed -n "s/^$name [0-9]* parser [^ ]* //p" "$root/fuzz/targets.txt")
  # An engine looks through its counters after every input: what is compiled several times is counted once.
  case "${flags[*]}" in
    *-fsanitize-coverage=* | *-fsanitize=fuzzer*) [ ! -f "$ignored" ] || more=("-fsanitize-coverage-ignorelist=$ignored") ;;
  esac
  "$CXX" "${flags[@]}" "${more[@]}" -c "${GAUNTLET_TARGETS:-$root/fuzz}/$1_fuzzer.cc" -o "$work/$1_fuzzer.o"
  if [ -n "$source" ]; then
    "$CXX" "${flags[@]}" "${more[@]}" -c "$parser/$source" -o "$work/$name.library.o"
    objects+=("$work/$name.library.o")
  fi
  "$CXX" "${flags[@]}" "${objects[@]}" "${engine[@]}" -o "$OUT/${name}_fuzzer"
}

jobs=${GAUNTLET_JOBS:-$(nproc)}
pids=()
for name in $targets; do
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || exit 1; done
  build "$name" &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done

for name in $targets; do
  cp "$root/fuzz/gauntlet.dict" "$OUT/${name}_fuzzer.dict"
  max_len=$(sed -n "s/^$name \([0-9]*\) .*/\1/p" "$root/fuzz/targets.txt")
  sed "s/@NAME@/$name/; s/@MAX_LEN@/$max_len/" "$root/fuzz/options.in" >"$OUT/${name}_fuzzer.options"
  [ "${GAUNTLET_SEEDS:-yes}" = yes ] || continue
  python3 -B "$root/fuzz/scripts/seeds.py" "$OUT/${name}_fuzzer_seed_corpus.zip" "$name"
done
