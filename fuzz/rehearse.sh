#!/bin/bash
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#
# Rehearses what OSS-Fuzz and ClusterFuzzLite do with this project, without docker and network:
#
#     fuzz/rehearse.sh [SETTING...]        address undefined memory i386 (default: address undefined)
#
# i386 is AddressSanitizer in a 32-bit build, for which Debian wants lib32stdc++-12-dev and libc6-dev-i386.
#
# A copy of the checkout stands where the Dockerfile clones it to, build.sh runs in the environment of the base image
# (whose libc++ is not there: the system's library is used), $OUT is moved, and each target has to start there, from
# another directory, with its dictionary, its options and its seeds, run them clean, survive awkward inputs and fuzz for a
# second. Needs clang with libFuzzer ($CXX or the newest), zip and unzip. Exit 1 when anything fails.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
settings=${*:-address undefined}
for setting in $settings; do
  case $setting in
    address | undefined | memory | i386) ;;
    -h | --help) sed -n '4,/^set/{/^#/!d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "rehearse.sh: no setting '$setting'; there are address, undefined, memory, i386" >&2; exit 2 ;;
  esac
done
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
    i386) echo "$m32 $(flags_of address)" ;;
  esac
}

# What makes 32-bit programs here: Debian keeps some of their headers where only the packages that conflict with cross
# compilers look.
m32=
find_m32() {
  for m32 in "-m32" "-m32 -idirafter /usr/include/x86_64-linux-gnu"; do
    echo '#include <string>' | "$cxx" $m32 -x c++ - -c -o "$work/probe.o" 2>/dev/null && return
  done
  echo "rehearse.sh: no 32-bit C++ library: apt-get install lib32stdc++-12-dev libc6-dev-i386" >&2
  exit 2
}

rehearse() {
  local sanitizer=$1 base=$work/$1 flags architecture=x86_64
  if [ "$1" = i386 ]; then find_m32; architecture=i386; sanitizer=address; fi
  flags=$(flags_of "$1")
  mkdir -p "$base/src" "$base/out" "$base/work" "$work/elsewhere"
  (cd "$root" && git ls-files -z | xargs -0 cp --parents -t "$base/src/" 2>/dev/null) && mv "$base/src" "$base/tree" && mkdir "$base/src" && mv "$base/tree" "$base/src/gauntlet"
  cp "$root/fuzz/oss-fuzz/projects/gauntlet/build.sh" "$base/src/build.sh"
  if ! (cd "$base/src/gauntlet" && env -i PATH="$PATH" HOME="$HOME" SRC="$base/src" OUT="$base/out" WORK="$base/work" CXX="$cxx" CC="${cxx/++/}" \
    CXXFLAGS="-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION $flags -fsanitize=fuzzer-no-link" \
    LIB_FUZZING_ENGINE=-fsanitize=fuzzer SANITIZER="$sanitizer" FUZZING_ENGINE=libfuzzer ARCHITECTURE=$architecture \
    bash -eux "$base/src/build.sh") >"$work/log" 2>&1; then
    bad "[$1] build.sh"
    return
  fi
  mv "$base/out" "$base/moved"
  local expected name out=$base/moved
  expected=$(grep -c '^[a-z]' "$root/fuzz/targets.txt")
  holds "[$1] $expected targets and nothing else to execute" test "$(find "$out" -type f -perm -u+x | wc -l)" -eq "$expected"
  printf '' >"$work/empty"
  printf '\0' >"$work/nul"
  head -c 4096 /dev/zero | tr '\0' '\377' >"$work/ff"
  head -c 1048576 /dev/zero | tr '\0' , >"$work/big"
  for name in $(grep '^[a-z]' "$root/fuzz/targets.txt" | cut -d' ' -f1); do
    local target=$out/${name}_fuzzer what="[$1] $name"
    mkdir -p "$base/seeds/$name" "$base/new/$name"
    holds "$what: starts" quickly "$target" -seed=1337 -runs=4
    holds "$what: seeds" unzip -qo "${target}_seed_corpus.zip" -d "$base/seeds/$name"
    holds "$what: options" grep -qx "dict = ${name}_fuzzer.dict" "$target.options"
    holds "$what: awkward inputs" quickly "$target" -timeout=25 "$work/empty" "$work/nul" "$work/ff" "$work/big"
    holds "$what: seeds run clean" quickly "$target" -runs=0 -timeout=25 "$base/seeds/$name"
    holds "$what: fuzzes" quickly "$target" -max_total_time=1 -timeout=25 -dict="$target.dict" "$base/new/$name" "$base/seeds/$name"
  done
}

for setting in $settings; do rehearse "$setting"; done
# The tests that OSS-Fuzz runs when somebody changes the project: plain programs over all of the corpus.
tree=$work/${settings%% *}/src
holds "run_tests.sh" env -i PATH="$PATH" HOME="$HOME" SRC="$tree" CXX="$cxx" bash -eux "$root/fuzz/oss-fuzz/projects/gauntlet/run_tests.sh"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
