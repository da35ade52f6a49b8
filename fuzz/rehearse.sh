#!/bin/bash
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#
# Rehearses what OSS-Fuzz and ClusterFuzzLite do with this project, without docker and network:
#
#     fuzz/rehearse.sh [SETTING...]        address undefined memory coverage afl i386 (default: address undefined)
#
# coverage is the build of the reports, in which the seeds have to reach 95 % of the parser's lines, and wants llvm-cov of
# the compiler's version; afl is AFL++ with AddressSanitizer and wants the package afl++; i386 is AddressSanitizer in a
# 32-bit build, for which Debian wants lib32stdc++-12-dev and libc6-dev-i386.
#
# A copy of the checkout is where the Dockerfile clones it to, build.sh runs in the environment of the base image
# (whose libc++ is not there: the system's library is used), $OUT is moved, and each target has to start there, from
# another directory, with its dictionary, its options and its seeds, run them clean, survive awkward inputs and fuzz for a
# second. Needs clang with libFuzzer ($CXX or the newest), python3 and unzip. Exit 1 when anything fails.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
settings=${*:-address undefined}
targets=$(sed -n 's/^\([a-z0-9_]*\) [0-9]* parser.*/\1/p' "$root/fuzz/targets.txt")
for setting in $settings; do
  case $setting in
    address | undefined | memory | coverage | afl | i386) ;;
    -h | --help) sed -n '4,/^set/{/^#/!d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "rehearse.sh: no setting '$setting'; there are address, undefined, memory, coverage, afl, i386" >&2; exit 2 ;;
  esac
done
cxx=${CXX:-}
for n in 22 21 20 19 18 17 16 15 14; do [ -n "$cxx" ] || cxx=$(command -v "clang++-$n"); done
[ -n "$cxx" ] || { echo "rehearse.sh: no clang++: apt-get install clang" >&2; exit 2; }
tools=(python3 unzip)
llvm=-$("$cxx" -dumpversion | cut -d. -f1)
command -v "llvm-cov$llvm" >/dev/null || llvm=
case " $settings " in *" coverage "*) tools+=("llvm-cov$llvm" "llvm-profdata$llvm") ;; esac
case " $settings " in *" afl "*) tools+=(afl-clang-fast++ afl-fuzz) ;; esac
for tool in "${tools[@]}"; do command -v "$tool" >/dev/null || { echo "rehearse.sh: no $tool" >&2; exit 2; }; done
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
    coverage) echo "-fprofile-instr-generate -fcoverage-mapping -Wl,--no-as-needed -Wl,-ldl -Wl,-lm" ;;
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
  local setting=$1 base=$work/$1 sanitizer=$1 architecture=x86_64 compiler=$cxx engine=libfuzzer library=-fsanitize=fuzzer flags
  case $setting in
    i386) find_m32; architecture=i386 sanitizer=address ;;
    afl) compiler=afl-clang-fast++ engine=afl library=/usr/lib/afl/libAFLDriver.a sanitizer=address ;;
  esac
  flags=$(flags_of "$setting")
  [ "$setting" != afl ] || flags=$(flags_of address)
  [ "$engine" != libfuzzer ] || flags="$flags -fsanitize=fuzzer-no-link"
  mkdir -p "$base/src" "$base/out" "$base/work" "$work/elsewhere"
  (cd "$root" && git ls-files -z | xargs -0 cp --parents -t "$base/src/" 2>/dev/null) && mv "$base/src" "$base/tree" && mkdir "$base/src" && mv "$base/tree" "$base/src/gauntlet"
  cp "$root/fuzz/oss-fuzz/projects/gauntlet/build.sh" "$base/src/build.sh"
  if ! (cd "$base/src/gauntlet" && env -i PATH="$PATH" HOME="$HOME" SRC="$base/src" OUT="$base/out" WORK="$base/work" CXX="$compiler" CC="${compiler/++/}" AFL_QUIET=1 \
    CXXFLAGS="-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION $flags" \
    LIB_FUZZING_ENGINE="$library" SANITIZER="$sanitizer" FUZZING_ENGINE="$engine" ARCHITECTURE=$architecture \
    bash -eux "$base/src/build.sh") >"$work/log" 2>&1; then
    bad "[$1] build.sh"
    return
  fi
  mv "$base/out" "$base/moved"
  local expected name out=$base/moved
  expected=$(wc -w <<<"$targets")
  holds "[$1] $expected targets and nothing else to execute" test "$(find "$out" -type f -perm -u+x | wc -l)" -eq "$expected"
  printf '' >"$work/empty"
  printf '\0' >"$work/nul"
  head -c 4096 /dev/zero | tr '\0' '\377' >"$work/ff"
  head -c 1048576 /dev/zero | tr '\0' , >"$work/big"
  for name in $targets; do
    local target=$out/${name}_fuzzer what="[$1] $name"
    mkdir -p "$base/seeds/$name" "$base/new/$name"
    holds "$what: seeds" unzip -qo "${target}_seed_corpus.zip" -d "$base/seeds/$name"
    holds "$what: options" grep -qx "dict = ${name}_fuzzer.dict" "$target.options"
    case $setting in
      afl) under_afl ;;
      coverage) holds "$what: seeds run" quickly env LLVM_PROFILE_FILE="$base/new/$name.profraw" "$target" -runs=0 -timeout=25 "$base/seeds/$name" ;;
      *) under_libfuzzer ;;
    esac
  done
  [ "$setting" != coverage ] || seeds_reach
}

under_libfuzzer() {
  holds "$what: starts" quickly "$target" -seed=1337 -runs=4
  holds "$what: awkward inputs" quickly "$target" -timeout=25 "$work/empty" "$work/nul" "$work/ff" "$work/big"
  holds "$what: seeds run clean" quickly "$target" -runs=0 -timeout=25 "$base/seeds/$name"
  holds "$what: fuzzes" quickly "$target" -max_total_time=1 -timeout=25 -dict="$target.dict" "$base/new/$name" "$base/seeds/$name"
}

under_afl() {
  local input
  for input in empty nul ff big; do holds "$what: awkward input $input" quickly "$target" "$work/$input"; done
  holds "$what: fuzzes" quickly env AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 \
    afl-fuzz -V 2 -t 5000+ -m none -i "$base/seeds/$name" -o "$base/new/$name" -x "$target.dict" -- "$target"
  holds "$what: has run" grep -Eq '^execs_done +: [1-9]' "$base/new/$name/default/fuzzer_stats"
  holds "$what: finds nothing" grep -Eq '^saved_crashes +: 0' "$base/new/$name/default/fuzzer_stats"
}

# All programs in one export, as the reports of OSS-Fuzz have it.
seeds_reach() {
  local programs=()
  for name in $targets; do programs+=(-object "$out/${name}_fuzzer"); done
  holds "[coverage] the seeds' profiles" "llvm-profdata$llvm" merge -sparse "$base"/new/*.profraw -o "$base/profdata"
  holds "[coverage] the report" sh -c '"$@" >"$0"' "$base/report" "llvm-cov$llvm" export -summary-only -instr-profile="$base/profdata" "${programs[@]}"
  holds "[coverage] the seeds reach 95 % of the lines of parser/" python3 -c '
import json, sys
files = [f for f in json.load(open(sys.argv[1]))["data"][0]["files"] if "/gauntlet/parser/" in f["filename"]]
lines, covered = (sum(f["summary"]["lines"][key] for f in files) for key in ("count", "covered"))
print(f"{covered} of {lines} lines")
sys.exit(not lines or covered < 0.95 * lines)' "$base/report"
}

for setting in $settings; do rehearse "$setting"; done
# The tests that OSS-Fuzz runs when somebody changes the project: plain programs over all of the corpus.
tree=$work/${settings%% *}/src
holds "run_tests.sh" env -i PATH="$PATH" HOME="$HOME" SRC="$tree" CXX="$cxx" bash -eux "$root/fuzz/oss-fuzz/projects/gauntlet/run_tests.sh"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
