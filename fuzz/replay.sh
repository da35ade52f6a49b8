#!/bin/bash
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
#
# Runs replay programs over the corpus: fuzz/replay.sh DIRECTORY [TARGET...]
# DIRECTORY holds NAME_fuzzer programs that were built without an engine. Each target gets its seeds and its regressions,
# and the values of all other parser targets: a field value is a field value.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:?directory of the programs}
shift
targets=$(sed -n 's/^\([a-z0-9_]*\) [0-9]* parser.*/\1/p' "$root/fuzz/targets.txt")
inputs=()
for name in $targets; do
  inputs+=("$root/corpus/$name")
  [ ! -d "$root/corpus/regressions/$name" ] || inputs+=("$root/corpus/regressions/$name")
done
[ $# -eq 0 ] || targets=$*
failed=0
for name in $targets; do
  printf '%s: ' "$name"
  "$out/${name}_fuzzer" "${inputs[@]}" || failed=1
done
exit $failed
