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
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
FUZZ = pathlib.Path(__file__).resolve().parent.parent
ROOT = FUZZ.parent
MUTATION = FUZZ / "mutation"
sys.path.insert(0, str(MUTATION))
sys.path.insert(0, str(FUZZ / "scripts"))
import corpus  # noqa: E402
import fuzz  # noqa: E402
import mutate  # noqa: E402
import schemata  # noqa: E402

SEED = 20
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
    scope = mutate.Scope()
    everything = mutate.mutants_of(everything=True)
    return [m for m in everything if not (scope.reason(m) or "limits").startswith(("only chooses", "a predicate"))]


class Hunt:
    def __init__(self, out):
        self.out = pathlib.Path(out).absolute()
        self.targets = corpus.targets()[0]
        self.together = {}  # mutant -> number

    def settings(self, parser, engine, out):
        compiler, flags, _ = fuzz.toolchain("address,undefined", "libfuzzer")
        environment = {**os.environ, "CXX": compiler, "CXXFLAGS": flags + " -w", "LIB_FUZZING_ENGINE": engine, "FUZZING_ENGINE": "libfuzzer", "GAUNTLET_SEEDS": "no"}
        environment.update(OUT=str(out), GAUNTLET_PARSER=str(parser), GAUNTLET_OPTIMIZE="-O1")
        environment.pop("WORK", None)
        return environment

    def copy_of_parser(self, place):
        shutil.rmtree(place, ignore_errors=True)
        for part in ("include", "src"):
            shutil.copytree(ROOT / "parser" / part, place / "parser" / part)
        return place / "parser"

    def build_together(self, mutants, jobs):
        """One program for each target, with all mutants that can be chosen at run time."""
        place = self.out / "together"
        parser = self.copy_of_parser(place)
        shutil.copy(MUTATION / "schemata.hpp", parser / "include" / "schemata.hpp")
        numbers, wrong = {mutant: number for number, mutant in enumerate(mutants, 1)}, []
        left = dict(numbers)
        compiler = fuzz.compiler()
        check = [compiler, "-std=c++20", "-fsyntax-only", "-w", "-ferror-limit=0", "-DGAUNTLET_STATIC", f"-I{parser}/include", f"-I{ROOT}"]
        while True:
            sources, taken, alone = {}, [], set()
            for path in sorted({mutant.path for mutant in numbers} | {"gauntlet/chars.hpp"}):
                text = (ROOT / "parser" / "include" / path).read_text(encoding="ascii")
                made = schemata.Schemata(text, {m: n for m, n in left.items() if m.path == path})
                sources[path] = made.source()
                taken += made.taken
                alone |= made.of_values()
                (parser / "include" / path).write_text(sources[path], encoding="ascii")
            # The kernels' scanners refuse some that the portable one takes: those are built alone, too.
            units = [*(FUZZ / f"{target}_fuzzer.cc" for target in self.targets), parser / "src" / "kernels" / "kernel.cc"]
            with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
                outputs = list(pool.map(lambda unit: subprocess.run([*check, unit], stdin=subprocess.DEVNULL, capture_output=True, text=True), units))
            messages = ["".join(done.stderr for done in some if done.returncode != 0) for some in (outputs[:-1], outputs[-1:])]
            if not any(messages):
                break
            of_targets, of_kernels = (schemata.blamed(lambda name: sources.get(os.path.relpath(name, parser / "include")), text) for text in messages)
            if not of_targets | of_kernels:
                raise mutate.ToolError("the mutants do not compile in one program:\n" + "".join(messages)[:4000])
            wrong += [mutant for mutant, number in left.items() if number in of_targets and mutant not in alone]
            left = {mutant: number for mutant, number in left.items() if number not in of_targets | of_kernels}
        choice = place / "choice.cc"
        choice.write_text(CHOICE, encoding="ascii")
        fuzz.must_build([compiler, "-std=c++20", "-w", "-O1", "-fsanitize=address,undefined", f"-I{parser}/include", "-c", choice, "-o", place / "choice.o"], "the choice")
        fuzz.must_build(["bash", FUZZ / "build.sh"], "the targets with all mutants", env=self.settings(parser, f"-fsanitize=fuzzer {place / 'choice.o'}", place))
        self.together = {mutant: numbers[mutant] for mutant in taken}
        return wrong

    def program_of(self, mutant, target):
        """The program with the mutant, and the environment that makes it live; None if it does not compile."""
        if mutant in self.together:
            return self.out / "together" / f"{target}_fuzzer", {"GAUNTLET_MUTANT": str(self.together[mutant])}
        place = self.out / "alone" / mutant.identity
        if not (place / "parser").exists():
            file = self.copy_of_parser(place) / "include" / mutant.path
            file.write_text(mutant.apply(file.read_text(encoding="ascii")), encoding="ascii")
        program = place / f"{target}_fuzzer"
        if not program.exists():
            done = subprocess.run(["bash", FUZZ / "build.sh", target], stdin=subprocess.DEVNULL, capture_output=True, env={**self.settings(place / "parser", "-fsanitize=fuzzer", place), "GAUNTLET_JOBS": "1"})
            if done.returncode != 0:
                return None, {}
        return program, {}

    def control(self, target):
        """What a target says against the parser itself, in which no mutant is live, says nothing against a mutant."""
        runs, why = self.look(self.out / "together" / f"{target}_fuzzer", {"GAUNTLET_MUTANT": "0"}, target, ROUNDS[-1][1], "no mutant")
        if runs:
            raise mutate.ToolError(f"{target} finds something in the parser itself, after {runs} runs: {why}")

    def try_target(self, mutant, target, runs):
        """None if it does not compile there; else the runs after which it was found, 0 if not, and as what."""
        program, chosen = self.program_of(mutant, target)
        return None if program is None else self.look(program, chosen, target, runs, mutant.identity)

    def look(self, program, chosen, target, runs, name):
        arguments, environment = fuzz.options(target)
        with tempfile.TemporaryDirectory(dir=self.out) as folder:
            new, finds = pathlib.Path(folder) / "new", pathlib.Path(folder) / "finds"
            new.mkdir(), finds.mkdir()
            command = [program, new, *arguments, f"-seed={SEED}", f"-runs={runs}", f"-dict={fuzz.dictionary(target)}", f"-artifact_prefix={finds}/", "-timeout=2", "-print_final_stats=1"]
            # What a mutant prints of addresses is nobody's: symbols would cost more than the hunt.
            environment = {**os.environ, **environment, **chosen, "UBSAN_OPTIONS": "symbolize=0"}
            environment["ASAN_OPTIONS"] += ":symbolize=0"
            # The engine ends an input that takes too long, but not what hangs before the first.
            patience = 6 + runs // 2000
            done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (patience, patience)))
            output = done.stdout.decode("utf-8", "replace")
            if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
                return 1, "does not end"
            found = any(finds.iterdir())
        if done.returncode != 0 and not found and "property broken" not in output:
            raise mutate.ToolError(f"{name}: {target} ended with {done.returncode} and no find:\n{output[-3000:]}")
        executed = re.search(r"number_of_executed_units: (\d+)", output)
        return (int(executed.group(1)) if executed else 1) if found else 0, fuzz.reason(output) if found else ""

    def hunt(self, mutant, is_equivalent):
        likely = LIKELY[pathlib.PurePath(mutant.path).name]
        try:
            for which, runs in ROUNDS[:2] if is_equivalent else ROUNDS:
                for target in likely if which == "likely" else likely + [t for t in self.targets if t not in likely]:
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
    mutants = mutate.choose(in_scope(), arguments)
    equivalents, known = mutate.Equivalents().reasons, left_out()
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    path = out / "results.json"
    document, now = json.loads(path.read_text(encoding="ascii")) if path.exists() else {}, state()
    results = document["results"] if document.get("state") == now and not arguments.again else {}

    def save():
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps({"state": now, "results": results}, indent=1, sort_keys=True), encoding="ascii")
        partial.replace(path)

    pending = [m for m in mutants if m.identity not in results]
    hunter, start, shown = Hunt(out), time.monotonic(), 0.0
    if pending:
        print(f"building {len(pending)} mutants into {len(hunter.targets)} targets", file=sys.stderr, flush=True)
        for mutant in hunter.build_together(pending, arguments.jobs):
            results[mutant.identity] = {"verdict": "does not compile"}
    pending = [m for m in pending if m.identity not in results]
    pool = concurrent.futures.ThreadPoolExecutor(arguments.jobs)
    if pending:
        list(pool.map(hunter.control, hunter.targets))
    futures = {pool.submit(hunter.hunt, m, m.identity in equivalents): m for m in pending}
    try:
        for number, future in enumerate(concurrent.futures.as_completed(futures), 1):
            mutant, result = futures[future], future.result()
            results[mutant.identity] = result
            if result["verdict"] == "not found" and mutant.identity not in equivalents and mutant.identity not in known:
                print(f"not found: {mutant.identity}\n  {mutant.title()}\n  {mutant.source}", flush=True)
            if time.monotonic() - shown > 30 or number == len(futures):
                shown = time.monotonic()
                print(f"{number} of {len(futures)} mutants in {shown - start:.0f} s", file=sys.stderr, flush=True)
                save()
    except KeyboardInterrupt:
        save()
        pool.shutdown(wait=False, cancel_futures=True)
        return 130
    finally:
        pool.shutdown(cancel_futures=True)
        save()
    counts = collections.Counter(verdict_of(m, results[m.identity], equivalents, known) for m in mutants)
    identities = {m.identity for m in in_scope()}
    stale = [i for i in known if i not in identities or results.get(i, {}).get("verdict") == "found"]
    for identity in stale:
        print(f"mutants.json: {identity} is found after all, or gone")
    print(", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
    return 1 if counts["not found"] or stale else 0


def command_table(arguments):
    results = json.loads((pathlib.Path(arguments.out) / "results.json").read_text(encoding="ascii"))["results"]
    equivalents, known = mutate.Equivalents().reasons, left_out()
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
    except (mutate.ToolError, fuzz.Failure) as error:
        print(f"mutants.py: {error}", file=sys.stderr)
        sys.exit(2)
