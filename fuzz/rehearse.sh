#!/bin/bash
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#
# Rehearses what OSS-Fuzz and ClusterFuzzLite do with this project, without docker and network:
#
#     fuzz/rehearse.sh [SANITIZER...]        address undefined memory (default: address undefined)
#
# A copy of the checkout stands where the Dockerfile clones it to, build.sh runs in the environment of the base image
# (whose libc++ is not there: the system's library is used), $OUT is moved, and each target has to start there, from
# another directory, with its dictionary, its options and its seeds, run them clean, survive awkward inputs and fuzz for a
# second. Needs clang with libFuzzer ($CXX or the newest), zip and unzip. Exit 1 when anything fails.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sanitizers=${*:-address undefined}
cxx=${CXX:-}
for n in 22 21 20 19 18 17 16 15 14; do [ -n "$cxx" ] || cxx=$(command -v "clang++-$n"); done
[ -n "$cxx" ] || { echo "rehearse.sh: no clang++: apt-get install clang" >&2; exit 2; }
for tool in zip unzip; do command -v "$tool" >/dev/null || { echo "rehearse.sh: no $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
passed=0 failed=0
ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAIL $*"; tail -n 5 "$work/log" | sed 's/^/     | /'; }
holds() { local what=$1; shift; if "$@" >"$work/log" 2>&1; then ok; else bad "$what"; fi; }
quickly() { (cd "$work/elsewhere" && timeout 120 "$@" </dev/null); }

flags_of() {
  case $1 in
    address) echo "-fsanitize=address -fsanitize-address-use-after-scope" ;;
    undefined) echo "-fsanitize=array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,returns-nonnull-attribute,shift,signed-integer-overflow,unreachable,vla-bound,vptr -fno-sanitize-recover=all" ;;
    memory) echo "-fsanitize=memory -fsanitize-memory-track-origins" ;;
    *) return 1 ;;
  esac
}

rehearse() {
  local sanitizer=$1 base=$work/$1 flags
  flags=$(flags_of "$sanitizer") || { echo "rehearse.sh: no sanitizer '$sanitizer'" >&2; exit 2; }
  mkdir -p "$base/src" "$base/out" "$base/work" "$work/elsewhere"
  (cd "$root" && git ls-files -z | xargs -0 cp --parents -t "$base/src/" 2>/dev/null) && mv "$base/src" "$base/tree" && mkdir "$base/src" && mv "$base/tree" "$base/src/gauntlet"
  cp "$root/fuzz/oss-fuzz/projects/gauntlet/build.sh" "$base/src/build.sh"
  if ! (cd "$base/src/gauntlet" && env -i PATH="$PATH" HOME="$HOME" SRC="$base/src" OUT="$base/out" WORK="$base/work" CXX="$cxx" CC="${cxx/++/}" \
    CXXFLAGS="-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION $flags -fsanitize=fuzzer-no-link" \
    LIB_FUZZING_ENGINE=-fsanitize=fuzzer SANITIZER="$sanitizer" FUZZING_ENGINE=libfuzzer ARCHITECTURE=x86_64 \
    bash -eux "$base/src/build.sh") >"$work/log" 2>&1; then
    bad "[$sanitizer] build.sh"
    return
  fi
  mv "$base/out" "$base/moved"
  local expected name out=$base/moved
  expected=$(grep -c '^[a-z]' "$root/fuzz/targets.txt")
  holds "[$sanitizer] $expected targets and nothing else to execute" test "$(find "$out" -type f -perm -u+x | wc -l)" -eq "$expected"
  printf '' >"$work/empty"
  printf '\0' >"$work/nul"
  head -c 4096 /dev/zero | tr '\0' '\377' >"$work/ff"
  head -c 1048576 /dev/zero | tr '\0' , >"$work/big"
  for name in $(grep '^[a-z]' "$root/fuzz/targets.txt" | cut -d' ' -f1); do
    local target=$out/${name}_fuzzer what="[$sanitizer] $name"
    mkdir -p "$base/seeds/$name" "$base/new/$name"
    holds "$what: starts" quickly "$target" -seed=1337 -runs=4
    holds "$what: seeds" unzip -qo "${target}_seed_corpus.zip" -d "$base/seeds/$name"
    holds "$what: options" grep -qx "dict = ${name}_fuzzer.dict" "$target.options"
    holds "$what: awkward inputs" quickly "$target" -timeout=25 "$work/empty" "$work/nul" "$work/ff" "$work/big"
    holds "$what: seeds run clean" quickly "$target" -runs=0 -timeout=25 "$base/seeds/$name"
    holds "$what: fuzzes" quickly "$target" -max_total_time=1 -timeout=25 -dict="$target.dict" "$base/new/$name" "$base/seeds/$name"
  done
}

for sanitizer in $sanitizers; do rehearse "$sanitizer"; done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
