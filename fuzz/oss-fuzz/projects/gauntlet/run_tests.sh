#!/bin/bash -eu
# Copyright 2026 The Gauntlet authors.
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.
#
################################################################################

# Every target built as a plain program, with no sanitizer and no engine, over all seeds and regressions.
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$SRC/gauntlet"
CXXFLAGS="-O1 ${CXXFLAGS_EXTRA:-}" LIB_FUZZING_ENGINE='' GAUNTLET_SEEDS=no OUT=$out bash fuzz/build.sh
bash fuzz/replay.sh "$out"
