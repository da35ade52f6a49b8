#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Lets the tests of the kernels' fast path look for every mutant of it (parser/src/kernels/fast_path.hpp).

    fast_path.py [--jobs J] [--out DIR]

The cases of the suite cannot: what the fast path leaves alone, the reader reads. parser/test/kernels/fast_path_test.cc says
which fields it has to take. All mutants that can be chosen at run time are built into one program; one that has survived and
one that cannot be chosen is built alone. Exit: 0 all killed or in equivalent_fast_path.json, 1 not, 2 tool error.
"""

import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import schemata  # noqa: E402
from operators import Mutator, enumerations  # noqa: E402
from planting import HERE, INCLUDE, PARSER, ROOT, ToolError  # noqa: E402
from results import in_parallel  # noqa: E402

NAME = "fast_path.hpp"
SOURCE = PARSER / "src" / "kernels" / NAME
TEST = PARSER / "test" / "kernels" / "fast_path_test.cc"
MAIN = """\
#include <cstdlib>
#include <gauntlet/chars.hpp>
#include <gtest/gtest.h>
int main(int argc, char** argv) {
#ifdef LIVE
  subject_mutant = std::atoi(std::getenv("GAUNTLET_MUTANT"));
  gauntlet::detail::live_octet_classes = gauntlet::detail::make_octet_class_table();
#endif
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
"""


class Hunt:
    def __init__(self, out):
        self.out = pathlib.Path(out)
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        headers = [p.read_text(encoding="ascii") for p in sorted(INCLUDE.rglob("*.hpp"))]
        self.text = SOURCE.read_text(encoding="ascii")
        self.mutants = list(Mutator(NAME, self.text, enumerations(headers + [self.text])).generate())
        self.numbers = {mutant: number for number, mutant in enumerate(self.mutants, 1)}
        self.together = []

    def tree(self, name):
        """The headers, with those of the kernels beside them, and the test."""
        place = self.out / name
        shutil.copytree(INCLUDE, place)
        for header in (SOURCE, SOURCE.with_name("common.hpp"), SOURCE.with_name("tables.hpp")):
            shutil.copy(header, place)
        (place / "test.cc").write_text(TEST.read_text(encoding="ascii").replace("parser/src/kernels/", ""), encoding="ascii")
        (place / "main.cc").write_text(MAIN, encoding="ascii")
        return place

    def compile(self, place, *options):
        """None, or what the compiler has against it."""
        command = [os.environ.get("CXX", "c++"), "-std=c++20", "-w", f"-I{place}", f"-I{ROOT}", f"-I{TEST.parent}", *options]
        done = subprocess.run([*command, place / "test.cc"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return done.stderr if done.returncode != 0 else None

    def program(self, place, *options):
        return self.compile(place, "-O1", *options, place / "main.cc", "-o", place / "test", "-lgtest")

    def build_together(self):
        place, original = self.tree("together"), self.tree("original")
        shutil.copy(HERE / "schemata.hpp", place)
        self.together, wrong = schemata.write_together(self.numbers, original, place, lambda: (self.compile(place, "-fsyntax-only") or "", ""))
        refused = self.program(place, "-DLIVE")
        if refused or not self.survives(place, 0):
            raise ToolError(f"without a mutant, the test does not pass:\n{refused}")
        return wrong

    def survives(self, place, number):
        command = [place / "test", "--gtest_throw_on_failure", "--gtest_brief=1"]
        try:
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, env={**os.environ, "GAUNTLET_MUTANT": str(number)})
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def verdict(self, mutant):
        if mutant in self.together and not self.survives(self.out / "together", self.numbers[mutant]):
            return "killed"
        place = self.tree(mutant.identity)
        (place / NAME).write_text(mutant.apply(self.text), encoding="ascii")
        refused = self.program(place)
        verdict = "does not compile" if refused else "survived" if self.survives(place, 0) else "killed"
        shutil.rmtree(place)
        return verdict


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", default=str(ROOT / "build" / "mutation" / "fast_path"))
    arguments = parser.parse_args(argv)
    known = json.loads((HERE / "equivalent_fast_path.json").read_text(encoding="ascii"))["equivalent"]
    reasons = {mutant: group["reason"] for group in known for mutant in group["mutants"]}
    hunt = Hunt(arguments.out)
    verdicts = {mutant: "does not compile" for mutant in hunt.build_together()}
    for mutant, verdict in in_parallel(hunt.verdict, [m for m in hunt.mutants if m not in verdicts], arguments.jobs):
        is_known = verdict == "survived" and mutant.identity in reasons
        verdicts[mutant] = "equivalent" if is_known else verdict
        if verdict == "survived" and not is_known:
            print(f"survived: {mutant.identity}\n  {mutant.title()}\n  {mutant.source}", flush=True)
    counts = collections.Counter(verdicts.values())
    stale = set(reasons) - {mutant.identity for mutant, verdict in verdicts.items() if verdict == "equivalent"}
    for identity in sorted(stale):
        print(f"equivalent_fast_path.json: {identity} is killed after all, or gone")
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    return 1 if counts["survived"] or stale else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ToolError as error:
        print(f"fast_path.py: {error}", file=sys.stderr)
        sys.exit(2)
