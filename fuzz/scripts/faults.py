#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Plants bugs in copies of the parser, or of conformance/, and lets the fuzz targets look for them (fuzz/faults.json).

    faults.py check                 each fault can still be planted: its text occurs once
    faults.py run [--id ID]... [--one-a-target] [--part K/N] [--start empty|seeds]
                                    builds, fuzzes, and fails unless every fault is found by each of its targets, from an
                                    empty corpus within 60 seconds of processor time and from the seed corpus within 20
    faults.py table                 what `run` found, as Markdown
    faults.py selftest              `run` fails on a fault that cannot be found and on a target that was emptied

Needs a Clang with libFuzzer: $CXX, or the newest clang++ installed. Works below --out (default build/fuzz/faults).
Exit: 0 all found, 1 not, 2 usage or tool error.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile

sys.dont_write_bytecode = True
FUZZ = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(FUZZ / "mutation"))
sys.path.insert(0, str(FUZZ / "scripts"))
import fuzz  # noqa: E402
import hunting  # noqa: E402
import targets  # noqa: E402
from planting import ROOT, ToolError, apply_edit, copy_of_parser  # noqa: E402
from results import in_parallel  # noqa: E402

SECONDS = {"empty": 60, "seeds": 20}


def read_faults(path):
    document = json.loads(pathlib.Path(path).read_text(encoding="ascii"))
    names = [fault["id"] for fault in document["faults"]]
    if len(set(names)) != len(names):
        raise ToolError(f"{path}: an id occurs twice")
    return document["faults"]


def is_of_tools(fault):
    """Its file is one of conformance/, and not of parser/."""
    return fault["file"].startswith("conformance/")


class Gate:
    def __init__(self, out, sources=FUZZ):
        self.out, self.sources = pathlib.Path(out), pathlib.Path(sources)

    def plant(self, fault):
        place = self.out / fault["id"]
        shutil.rmtree(place, ignore_errors=True)
        try:
            if is_of_tools(fault):
                place.mkdir(parents=True)
                shutil.copy(ROOT / fault["file"], place)
                apply_edit(place, pathlib.Path(fault["file"]).name, fault["from"], fault["to"])
            else:
                apply_edit(copy_of_parser(place / "parser"), fault["file"], fault["from"], fault["to"])
        except ToolError as error:
            raise ToolError(f"{fault['id']}: {error}") from error
        return place

    def hunt(self, program, target, start, runs):
        """Fuzzes until something is found: a record of how that went."""
        seeds = [ROOT / "corpus" / target] if start == "seeds" else []
        hunted = hunting.hunt(program, target, SECONDS[start], runs, seeds)
        return {
            "found": hunted.code not in (0, -signal.SIGXCPU) and bool(hunted.finds),
            "runs": hunted.runs,
            "seconds": hunted.seconds,
            "how": how(hunted.output),
            "input": hunted.finds[0].decode("latin-1") if hunted.finds else "",
        }

    def try_fault(self, fault, starts, runs):
        place = self.plant(fault)
        if is_of_tools(fault):
            errors = next(filter(None, (hunting.build_tool(place / pathlib.Path(fault["file"]).name, fault["file"], place, target) for target in fault["targets"])), None)
        else:
            errors = hunting.build(place / "parser", place, fault["targets"], GAUNTLET_TARGETS=str(self.sources), GAUNTLET_JOBS="1")
        if errors is not None:
            raise ToolError(f"{fault['id']} does not build:\n{errors[-4000:]}")
        found = {}
        for target in fault["targets"]:
            program = place / f"{target}_fuzzer"
            found[target] = {start: self.hunt(program, target, start, runs) for start in starts}
        shutil.rmtree(place)
        return found


def how(output):
    broken = re.search(r"property broken: (.*)", output)
    if broken:
        return broken.group(1)
    summary = re.search(r"SUMMARY: \w+: ([\w-]+)|runtime error: (.*)", output)
    return next((g for g in summary.groups() if g), "") if summary else ""


def run(faults, out, starts, runs, jobs, sources=FUZZ, quiet=False):
    gate = Gate(out, sources)
    results, missed = {}, []
    for fault, found in in_parallel(lambda fault: gate.try_fault(fault, starts, runs), faults, jobs):
        results[fault["id"]] = found
        for target, by_start in found.items():
            for start, record in by_start.items():
                if not record["found"]:
                    missed.append(f"{fault['id']}: {target} did not find it from {start} ({record['runs']} runs, {record['seconds']} s)")
                if not quiet:
                    state = f"after {record['runs']} runs, {record['seconds']} s: {record['how']}" if record["found"] else "NOT FOUND"
                    print(f"{fault['id']:26} {target:14} {start:6} {state}", flush=True)
    return results, missed


def merged(path, results):
    """Earlier results with these in their places."""
    known = json.loads(path.read_text(encoding="ascii")) if path.exists() else {}
    for fault, by_target in results.items():
        for target, by_start in by_target.items():
            known.setdefault(fault, {}).setdefault(target, {}).update(by_start)
    return known


def table(faults, results):
    yield "| fault | in | found by | from nothing: runs | from the seeds: runs | as |"
    yield "|---|---|---|---:|---:|---|"
    for fault in faults:
        for target in fault["targets"]:
            record = results.get(fault["id"], {}).get(target, {})
            empty, seeds = record.get("empty"), record.get("seeds")
            cells = [f"{r['runs']:,}" if r and r["found"] else "-" for r in (empty, seeds)]
            broken = (empty or seeds or {}).get("how", "")
            yield f"| {fault['title']} | {pathlib.Path(fault['file']).name} | {target} | {cells[0]} | {cells[1]} | {broken} |"


EMPTIED = """\
#include "fuzz/support/target.hpp"
namespace fuzz { void check(std::string_view) {} }
FUZZ_TARGET
"""


def selftest(jobs):
    """The gate has to fail when it should."""
    faults = {fault["id"]: fault for fault in read_faults(FUZZ / "faults.json")}
    real = faults["wrong-offset"]
    nothing = {**real, "id": "no-fault", "from": "// Each rule takes where", "to": "// A rule takes where"}
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        emptied = folder / "sources"
        emptied.mkdir()
        for target in real["targets"]:
            (emptied / f"{target}_fuzzer.cc").write_text(EMPTIED, encoding="ascii")
        if run([real], folder / "a", ["empty"], 0, jobs, quiet=True)[1]:
            wrong.append("a fault that can be found is not found")
        if not run([nothing], folder / "b", ["empty"], 30000, jobs, quiet=True)[1]:
            wrong.append("a fault that changes nothing counts as found")
        if not run([real], folder / "c", ["empty"], 30000, jobs, sources=emptied, quiet=True)[1]:
            wrong.append("a target that asserts nothing passes")
        try:
            run([{**real, "from": "no such text"}], folder / "d", ["empty"], 1, jobs, quiet=True)
            wrong.append("a fault that cannot be planted passes")
        except ToolError:
            pass
    for line in wrong:
        print(f"selftest: {line}", file=sys.stderr)
    if not wrong:
        print("the gate fails when it should")
    return 1 if wrong else 0


def part(text):
    found = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text)
    if not found or int(found[1]) > int(found[2]):
        raise argparse.ArgumentTypeError(f"{text!r} is not K/N with K from 1 to N, such as 2/3")
    return int(found[1]), int(found[2])


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["check", "run", "table", "selftest"])
    parser.add_argument("--id", action="append", default=[], help="only this fault")
    parser.add_argument("--one-a-target", action="store_true", help="of each target the first fault that it has to find")
    parser.add_argument("--part", type=part, default=(1, 1), metavar="K/N", help="of those every Nth, from the Kth on")
    parser.add_argument("--start", choices=list(SECONDS), help="only from nothing, or only from the seed corpus")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", default=str(ROOT / "build" / "fuzz" / "faults"))
    arguments = parser.parse_args(argv)
    faults = read_faults(FUZZ / "faults.json")
    if set(arguments.id) - {fault["id"] for fault in faults}:
        raise ToolError("no such fault: " + ", ".join(sorted(set(arguments.id) - {fault["id"] for fault in faults})))
    chosen = [fault for fault in faults if not arguments.id or fault["id"] in arguments.id]
    if arguments.one_a_target:
        chosen = list({target: fault for fault in reversed(chosen) for target in fault["targets"]}.values())
        chosen = [fault for fault in faults if fault in chosen]
    first, step = arguments.part
    chosen = chosen[first - 1 :: step]
    path = pathlib.Path(arguments.out) / "results.json"
    if arguments.command == "selftest":
        return selftest(arguments.jobs)
    if arguments.command == "table":
        print("\n".join(table(faults, merged(path, {}))))
        return 0
    if arguments.command == "check":
        wrong = []
        for fault in faults:
            count = ((ROOT if is_of_tools(fault) else ROOT / "parser") / fault["file"]).read_text(encoding="ascii").count(fault["from"])
            if count != 1:
                wrong.append(f"{fault['id']}: its text occurs {count} times in {fault['file']}, not once")
            for target in fault["targets"]:
                if target not in targets.TABLE or targets.is_tool(target) != is_of_tools(fault):
                    wrong.append(f"{fault['id']}: no target {target} in targets.txt")
        for line in wrong:
            print(f"faults.json: {line}", file=sys.stderr)
        return 1 if wrong else 0
    results, missed = run(chosen, arguments.out, [arguments.start] if arguments.start else list(SECONDS), 0, arguments.jobs)
    path.write_text(json.dumps(merged(path, results), indent=1, sort_keys=True), encoding="ascii")
    for line in missed:
        print(f"not found: {line}", file=sys.stderr)
    print(f"{len(chosen)} faults, {len({line.split(':')[0] for line in missed})} missed by a target that has to find it")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ToolError, fuzz.Failure) as error:
        print(f"faults.py: {error}", file=sys.stderr)
        sys.exit(2)
