#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Lets the fuzz targets look for every mutant of the parser (fuzz/mutation), from an empty corpus.

    mutants.py run [--sample N --seed S] [--file F]... [--id ID]... [--jobs J] [--out DIR]
    mutants.py table [--out DIR]        what `run` found, as Markdown

Planted bugs (faults.py) are chosen by hand; mutants are not. Nearly all of them are built into one program for each
target, in which an environment variable chooses which is live; the rest is built alone. For each the targets are tried,
the likeliest first, with a fixed seed and a bounded number of runs: all with few, then all with more. A mutant that
fuzz/mutation/equivalent.json knows to change no result of a case may stay; any other has to be found, but for
what fuzz/mutants.json leaves out with its reason.

Needs a Clang with libFuzzer. Goes on where it was interrupted. Exit: 0 as it should be, 1 not, 2 usage or tool error, 130
interrupted.
"""

import argparse
import collections
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
FUZZ = pathlib.Path(__file__).resolve().parent.parent
MUTATION = FUZZ / "mutation"
sys.path.insert(0, str(MUTATION))
sys.path.insert(0, str(FUZZ / "scripts"))
import fuzz  # noqa: E402
import hunting  # noqa: E402
import schemata  # noqa: E402
import targets  # noqa: E402
from planting import INCLUDE, ROOT, ToolError, copy_of_parser  # noqa: E402
from results import Results, in_parallel  # noqa: E402
from selection import Equivalents, Scope, choose, mutants_of  # noqa: E402

# How many inputs each target may try: the likely ones first.
ROUNDS = [("likely", 3000), ("all", 30000), ("all", 300000)]
LIKELY = {
    "chars.hpp": ["token68", "quoted_string", "challenges"],
    "scan.hpp": ["token68", "challenges", "quoted_string"],
    "value.hpp": ["quoted_string", "c_api", "auth_info"],
    "field_lines.hpp": ["field_lines", "c_api"],
    "field_cursor.hpp": ["field_lines", "limits", "challenges"],
    "field_rules.hpp": ["challenges", "limits", "credentials", "auth_info", "field_lines"],
    "reader.hpp": ["challenges", "limits", "credentials", "auth_info", "field_lines"],
    "parse.hpp": ["simd"],
    "challenges.hpp": ["auth_info", "challenges", "credentials"],
    "writer.hpp": ["writer", "quoted_string", "c_api"],
}
# Which of the mutants of a program is live. The table of octet classes is computed while compiling; here once more.
CHOICE = """\
#include <cstdlib>
#include <gauntlet/chars.hpp>
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* const number = std::getenv("GAUNTLET_MUTANT");
  subject_mutant = number != nullptr ? std::atoi(number) : 0;
  gauntlet::detail::live_octet_classes = gauntlet::detail::make_octet_class_table();
  return 0;
}
"""


def in_scope():
    """The mutants that change what a target claims: all but those that only choose the code of an error. Limits are in."""
    scope = Scope()
    everything = mutants_of(everything=True)
    return [m for m in everything if not (scope.reason(m) or "limits").startswith(("only chooses", "a predicate"))]


class Hunt:
    def __init__(self, out):
        self.out = pathlib.Path(out).absolute()
        self.together = {}  # mutant -> number

    def build_together(self, mutants, jobs):
        """One program for each target, with all mutants that can be chosen at run time."""
        place = self.out / "together"
        shutil.rmtree(place, ignore_errors=True)
        parser = copy_of_parser(place / "parser")
        shutil.copy(MUTATION / "schemata.hpp", parser / "include" / "schemata.hpp")
        numbers = {mutant: number for number, mutant in enumerate(mutants, 1)}
        compiler = fuzz.compiler()
        check = [compiler, "-std=c++20", "-fsyntax-only", "-w", "-ferror-limit=0", f"-I{parser}/include", f"-I{ROOT}"]

        def errors():
            """What is refused by the targets, and by the kernels' scanners only: those mutants are built alone."""
            units = [*map(targets.source, targets.PARSER), parser / "src" / "kernels" / "kernel.cc"]
            compile_one = lambda unit: subprocess.run([*check, unit], stdin=subprocess.DEVNULL, capture_output=True, text=True)
            done = dict(in_parallel(compile_one, units, jobs))
            messages = [done[unit].stderr if done[unit].returncode != 0 else "" for unit in units]
            return "".join(messages[:-1]), messages[-1]

        taken, wrong = schemata.write_together(numbers, INCLUDE, parser / "include", errors)
        choice = place / "choice.cc"
        choice.write_text(CHOICE, encoding="ascii")
        fuzz.must_build([compiler, "-std=c++20", "-w", "-O1", "-fsanitize=address,undefined", f"-I{parser}/include", "-c", choice, "-o", place / "choice.o"], "the choice")
        messages = hunting.build(parser, place, engine=f"-fsanitize=fuzzer {place / 'choice.o'}")
        if messages is not None:
            raise ToolError(f"the targets with all mutants do not build:\n{messages[-4000:]}")
        self.together = {mutant: numbers[mutant] for mutant in taken}
        return wrong

    def program_of(self, mutant, target):
        """The program with the mutant, and the environment that makes it live; None if it does not compile."""
        if mutant in self.together:
            return self.out / "together" / f"{target}_fuzzer", {"GAUNTLET_MUTANT": str(self.together[mutant])}
        place = self.out / "alone" / mutant.identity
        if not (place / "parser").exists():
            file = copy_of_parser(place / "parser") / "include" / mutant.path
            file.write_text(mutant.apply(file.read_text(encoding="ascii")), encoding="ascii")
        program = place / f"{target}_fuzzer"
        if not program.exists():
            if hunting.build(place / "parser", place, [target], GAUNTLET_JOBS="1") is not None:
                return None, {}
        return program, {}

    def control(self, target):
        """What a target says against the parser itself, in which no mutant is live, says nothing against a mutant."""
        runs, why = self.look(self.out / "together" / f"{target}_fuzzer", {"GAUNTLET_MUTANT": "0"}, target, ROUNDS[-1][1], "no mutant")
        if runs:
            raise ToolError(f"{target} finds something in the parser itself, after {runs} runs: {why}")

    def try_target(self, mutant, target, runs):
        """None if it does not compile there; else the runs after which it was found, 0 if not, and as what."""
        program, chosen = self.program_of(mutant, target)
        return None if program is None else self.look(program, chosen, target, runs, mutant.identity)

    def look(self, program, chosen, target, runs, name):
        # The engine ends an input that takes too long, but not what hangs before the first. Symbols cost more than the hunt.
        options = {"UBSAN_OPTIONS": "symbolize=0", "ASAN_OPTIONS": ":symbolize=0"}
        hunted = hunting.hunt(program, target, 6 + runs // 2000, runs, timeout=2, **chosen, **options)
        if hunted.code in (-signal.SIGXCPU, -signal.SIGKILL):
            return 1, "does not end"
        if hunted.code != 0 and not hunted.finds and "property broken" not in hunted.output:
            raise ToolError(f"{name}: {target} ended with {hunted.code} and no find:\n{hunted.output[-3000:]}")
        return (hunted.runs or 1, fuzz.reason(hunted.output)) if hunted.finds else (0, "")

    def hunt(self, mutant, is_equivalent):
        likely = LIKELY.get(pathlib.PurePath(mutant.path).name, [])
        try:
            for which, runs in ROUNDS[:2] if is_equivalent else ROUNDS:
                for target in likely if which == "likely" else likely + [t for t in targets.PARSER if t not in likely]:
                    result = self.try_target(mutant, target, runs)
                    if result is None:
                        return {"verdict": "does not compile"}
                    if result[0]:
                        return {"verdict": "found", "target": target, "runs": result[0], "as": result[1]}
            return {"verdict": "not found"}
        finally:
            shutil.rmtree(self.out / "alone" / mutant.identity, ignore_errors=True)


def left_out():
    document = json.loads((FUZZ / "mutants.json").read_text(encoding="ascii"))
    return {identity: group["reason"] for group in document["not_found"] for identity in group["mutants"]}


def state():
    """What results depend on: the sources of parser, targets and tools."""
    files = sorted(path for folder in (ROOT / "parser" / "include", ROOT / "parser" / "src", FUZZ, MUTATION) for path in folder.rglob("*") if path.is_file() and path.suffix in (".hpp", ".cc", ".inc", ".py", ".sh", ".in", ".txt", ".dict"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def verdict_of(mutant, result, equivalents, known):
    """What equivalent.json calls so changes no result of a case; a target, which asks more of a reader, may find it."""
    verdict = result["verdict"]
    if mutant.identity in equivalents:
        return {"found": "found by no case", "not found": "equivalent"}.get(verdict, verdict)
    return "left out" if verdict == "not found" and mutant.identity in known else verdict


def command_run(arguments):
    mutants = choose(in_scope(), arguments)
    equivalents, known = Equivalents().reasons, left_out()
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    path = out / "results.json"
    document, now = json.loads(path.read_text(encoding="ascii")) if path.exists() else {}, state()
    records = document["results"] if document.get("state") == now and not arguments.again else {}
    results = Results(path, {"state": now}, records, every=30)
    pending, hunter = results.pending(mutants), Hunt(out)
    try:
        if pending:
            print(f"building {len(pending)} mutants into {len(targets.PARSER)} targets", file=sys.stderr, flush=True)
            for mutant in hunter.build_together(pending, arguments.jobs):
                results.note(mutant, {"verdict": "does not compile"})
            list(in_parallel(hunter.control, targets.PARSER, arguments.jobs))
        alone = [m for m in pending if m.identity not in results.records]
        for mutant, record in in_parallel(lambda m: hunter.hunt(m, m.identity in equivalents), alone, arguments.jobs):
            results.note(mutant, record)
            if record["verdict"] == "not found" and mutant.identity not in equivalents and mutant.identity not in known:
                print(f"not found: {mutant.identity}\n  {mutant.title()}\n  {mutant.source}", flush=True)
    except KeyboardInterrupt:
        return 130
    finally:
        results.save()
    counts = collections.Counter(verdict_of(m, results.records[m.identity], equivalents, known) for m in mutants)
    identities = {m.identity for m in in_scope()}
    stale = [i for i in known if i not in identities or results.records.get(i, {}).get("verdict") == "found"]
    for identity in stale:
        print(f"mutants.json: {identity} is found after all, or gone")
    print(", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
    return 1 if counts["not found"] or stale else 0


def command_table(arguments):
    results = json.loads((pathlib.Path(arguments.out) / "results.json").read_text(encoding="ascii"))["results"]
    equivalents, known = Equivalents().reasons, left_out()
    by_file, by_target = collections.defaultdict(collections.Counter), collections.defaultdict(list)
    for mutant in in_scope():
        result = results.get(mutant.identity, {"verdict": "not run"})
        verdict = verdict_of(mutant, result, equivalents, known)
        for name in (mutant.path, "**all**"):
            by_file[name][verdict] += 1
        if result["verdict"] == "found":
            by_target[result["target"]].append(result["runs"])
    columns = ["found", "found by no case", "equivalent", "left out", "not found", "does not compile"]
    print("| file | mutants | " + " | ".join(columns) + " |\n|---|---:|" + "---:|" * len(columns))
    for name in sorted(by_file):
        print(f"| {name} | {sum(by_file[name].values())} | " + " | ".join(str(by_file[name][c]) for c in columns) + " |")
    print("\n| target | is the first to find | runs: median | at most |\n|---|---:|---:|---:|")
    for target, runs in sorted(by_target.items(), key=lambda item: -len(item[1])):
        print(f"| {target} | {len(runs)} | {sorted(runs)[len(runs) // 2]:,} | {max(runs):,} |")
    return 0


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["run", "table"])
    parser.add_argument("--sample", type=int, help="so many of them, the same ones for the same --seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", action="append", default=[], help="only mutants of this file")
    parser.add_argument("--id", action="append", default=[], help="only this mutant")
    parser.add_argument("--again", action="store_true", help="forget earlier results")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", default=str(ROOT / "build" / "fuzz" / "mutants"))
    arguments = parser.parse_args(argv)
    return command_run(arguments) if arguments.command == "run" else command_table(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ToolError, fuzz.Failure) as error:
        print(f"mutants.py: {error}", file=sys.stderr)
        sys.exit(2)
