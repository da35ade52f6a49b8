#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Coverage of parser/ by the corpus alone: lines, branches and MC/DC.

    coverage.py [--out DIR] [--html]    builds the targets for coverage, replays corpus/, says what is missing

Every line, every side of every branch and every condition of every decision (MC/DC) of parser/include and parser/src has
to be taken by an input of corpus/, but for what fuzz/coverage.json leaves out, each with its reason. A reason that is
not needed any more is an error, too. --html writes pages for each target.

Needs clang 18 or newer with llvm-profdata and llvm-cov. Exit: 0 all covered, 1 not, 2 tool error.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import targets  # noqa: E402

FUZZ = pathlib.Path(__file__).resolve().parent.parent
ROOT = FUZZ.parent


class ToolError(Exception):
    pass


def version():
    for number in range(25, 17, -1):
        if all(shutil.which(f"{tool}-{number}") for tool in ("clang++", "llvm-cov", "llvm-profdata")):
            return number
    raise ToolError("needs clang++, llvm-cov and llvm-profdata of version 18 or newer: apt-get install clang-19 llvm-19 libclang-rt-19-dev")


def must(command, **more):
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    if done.returncode != 0:
        raise ToolError(f"{command[0]} ended with {done.returncode}:\n" + (done.stdout + done.stderr).decode("utf-8", "replace")[-4000:])
    return done.stdout


def collect(out, parser, html):
    number = version()
    programs, profiles = out / "programs", out / "profiles"
    shutil.rmtree(profiles, ignore_errors=True)
    profiles.mkdir(parents=True)
    environment = {
        **os.environ,
        "CXX": f"clang++-{number}",
        "CXXFLAGS": "-O1 -g -fno-inline -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc",
        "LIB_FUZZING_ENGINE": "",
        "GAUNTLET_SEEDS": "no",
        "GAUNTLET_OPTIMIZE": "-O1",
        "GAUNTLET_PARSER": str(parser),
        "OUT": str(programs),
    }
    environment.pop("WORK", None)
    must(["bash", FUZZ / "build.sh"], env=environment)
    for target in targets.PARSER:
        must([programs / f"{target}_fuzzer", "-q", *targets.inputs(target)], env={**os.environ, "LLVM_PROFILE_FILE": str(profiles / f"{target}.profraw")})
    # One export for each program: of a function that one program does not use, llvm-cov shows an empty record, and takes
    # it for the function of the others, too.
    documents, ignored = [], f"-ignore-filename-regex=^({ROOT}/(fuzz|parser/test)/|/usr/)"
    for target in targets.PARSER:
        data = out / f"{target}.profdata"
        must([f"llvm-profdata-{number}", "merge", "-sparse", profiles / f"{target}.profraw", "-o", data])
        selection = [f"-instr-profile={data}", programs / f"{target}_fuzzer", ignored]
        documents.append(json.loads(must([f"llvm-cov-{number}", "export", *selection])))
        if html:
            must([f"llvm-cov-{number}", "show", "-format=html", "-show-branches=count", "-show-mcdc", f"-output-dir={out / 'html' / target}", *selection])
    return documents


class Measured:
    """What of one file is there and what is covered, the instances of a template together."""

    def __init__(self):
        self.lines, self.branches, self.conditions = {}, {}, {}
        self.functions = collections.Counter()  # (mangled name, first line, last line) -> calls

    def never_runs(self, name, line):
        """Whether the line is in a function with that in its name, and no such function there has run."""
        calls = [count for (function, first, last), count in self.functions.items() if first <= line <= last and re.search(name, function)]
        return bool(calls) and not any(calls)

    def is_only_in(self, name, line):
        """Whether the line is in functions with that in their names, and in no other."""
        names = [function for function, first, last in self.functions if first <= line <= last]
        return bool(names) and all(re.search(name, function) for function in names)


def outside(name):
    """Whether a file, relative to parser/, is not one of the parser itself."""
    return name.startswith(("..", "test/"))


def add(files, document, parser):
    """Into `files`: lines, branch sides and MC/DC conditions, each with whether any instance in any program took it."""
    for function in document["data"][0]["functions"]:
        names = [os.path.relpath(name, parser) for name in function["filenames"]]
        if all(outside(name) for name in names):
            continue
        first, _, last, _, _, file, *_ = function["regions"][0]
        files[names[file]].functions[function["name"], first, last] += function["count"]
        for branch in function["branches"]:
            line, column, last, end, taken, not_taken, file, *_ = branch
            if outside(names[file]):
                continue
            for side, count in (("true", taken), ("false", not_taken)):
                key = (line, column, last, end, side)
                known = files[names[file]].branches
                known[key] = known.get(key, 0) + count
        for record in function.get("mcdc_records", []):
            line, column, last, end, file = record[:5]
            conditions = next(item for item in record if isinstance(item, list))
            if outside(names[file]):
                continue
            for number, covered in enumerate(conditions):
                key = (line, column, last, end, number)
                known = files[names[file]].conditions
                known[key] = known.get(key, False) or covered
    for file in document["data"][0]["files"]:
        name = os.path.relpath(file["filename"], parser)
        if outside(name):
            continue
        known = files[name].lines
        for line, count in line_counts(file["segments"]).items():
            known[line] = max(known.get(line, 0), count)


def line_counts(segments):
    """Line -> count, as llvm-cov counts lines: the greatest count of a region that begins on the line or goes through it."""
    counts, wrapped = {}, None
    by_line = collections.defaultdict(list)
    for segment in segments:
        by_line[segment[0]].append(segment)
    if not by_line:
        return counts
    for line in range(min(by_line), max(by_line) + 1):
        here = by_line.get(line, [])
        starts = [s for s in here if s[3] and s[4] and not s[5]]
        mapped = (wrapped is not None and wrapped[3]) or bool(starts)
        if here and not here[0][3] and here[0][4] and not starts:
            mapped = False
        if mapped:
            counts[line] = max([s[2] for s in starts] + ([wrapped[2]] if wrapped is not None and wrapped[3] else [0]))
        if here:
            wrapped = here[-1]
    return counts


def rows(files, parser):
    """Everything that is not covered: (file, line, kind, text of the line, what)."""
    for name in sorted(files):
        source = (pathlib.Path(parser) / name).read_text(encoding="utf-8").splitlines()
        text = lambda line: source[line - 1].strip()
        measured = files[name]
        for line, count in sorted(measured.lines.items()):
            if count == 0 and text(line):
                yield name, line, "line", text(line), "never run"
        for (line, column, last, end, side), count in sorted(measured.branches.items()):
            if count == 0:
                condition = source[line - 1][column - 1 : end - 1] if line == last else source[line - 1][column - 1 :] + " ..."
                yield name, line, "branch", text(line), f"`{condition}` never {side}"
        for (line, column, last, end, number), covered in sorted(measured.conditions.items()):
            if not covered:
                decision = source[line - 1][column - 1 : end - 1] if line == last else source[line - 1][column - 1 :] + " ..."
                yield name, line, "mcdc", text(line), f"condition {number + 1} of `{decision}` decides nothing"


class Excluded:
    def __init__(self):
        self.rules = json.loads((FUZZ / "coverage.json").read_text(encoding="ascii"))["excluded"]
        self.used = set()

    def covers(self, name, line, kind, text, measured):
        for number, rule in enumerate(self.rules):
            if rule.get("processor") or not re.fullmatch(rule["file"], name) or kind not in rule["kinds"]:
                continue
            if measured.never_runs(rule["function"], line) if "function" in rule else re.search(rule["line"], text):
                self.used.add(number)
                return True
        return False

    def drop(self, files, parser):
        """Takes out of `files` what the rules for the processor's choice match, whether it ran here or not, so that every
        processor gives the same figures; the number of each kind."""
        dropped = collections.Counter()
        for name, measured in files.items():
            rules = [(n, rule) for n, rule in enumerate(self.rules) if rule.get("processor") and re.fullmatch(rule["file"], name)]
            source = (pathlib.Path(parser) / name).read_text(encoding="utf-8").splitlines() if rules else []
            for number, rule in rules:
                for kind, known in (("line", measured.lines), ("branch", measured.branches), ("mcdc", measured.conditions)):
                    for key in list(known) if kind in rule["kinds"] else ():
                        line = key if kind == "line" else key[0]
                        if measured.is_only_in(rule["function"], line) if "function" in rule else re.search(rule["line"], source[line - 1]):
                            del known[key]
                            dropped[kind] += 1
                            self.used.add(number)
        return dropped

    def stale(self):
        """Rules that nothing needed."""
        return [rule for number, rule in enumerate(self.rules) if number not in self.used]


def main(argv):
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", default=str(ROOT / "build" / "fuzz" / "coverage"))
    options.add_argument("--html", action="store_true")
    options.add_argument("--parser", default=str(ROOT / "parser"), help=argparse.SUPPRESS)
    arguments = options.parse_args(argv)
    out, parser = pathlib.Path(arguments.out), pathlib.Path(arguments.parser).resolve()
    files = collections.defaultdict(Measured)
    for document in collect(out, parser, arguments.html):
        add(files, document, parser)
    if arguments.html:
        print(f"pages, one set for each target: {out / 'html'}")
    excluded, missing = Excluded(), []
    dropped, left_out = excluded.drop(files, parser), collections.Counter()
    for name, line, kind, text, what in rows(files, parser):
        if excluded.covers(name, line, kind, text, files[name]):
            left_out[kind] += 1
        else:
            missing.append((name, line, kind, what))
    totals = collections.Counter()
    for measured in files.values():
        totals["line"] += len(measured.lines)
        totals["branch"] += len(measured.branches)
        totals["mcdc"] += len(measured.conditions)
    lost = collections.Counter(kind for _, _, kind, _ in missing)
    summary = []
    for kind, title in (("line", "lines"), ("branch", "branch sides"), ("mcdc", "MC/DC conditions")):
        all_of = totals[kind] - left_out[kind]
        share = 100.0 * (all_of - lost[kind]) / all_of if all_of else 100.0
        summary.append(f"{title}: {all_of - lost[kind]} of {all_of} ({share:.2f} %), {left_out[kind] + dropped[kind]} left out with a reason")
    (out / "summary.txt").write_text("\n".join(summary) + "\n", encoding="ascii")
    print("\n".join(summary))
    for name, line, kind, what in missing:
        print(f"parser/{name}:{line}: {what}")
    for rule in excluded.stale():
        print(f"coverage.json: covered after all, or gone: {rule['file']} /{rule.get('line') or rule['function']}/")
    return 1 if missing or excluded.stale() else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ToolError as error:
        print(f"coverage.py: {error}", file=sys.stderr)
        sys.exit(2)
