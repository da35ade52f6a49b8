#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mutates the parser's sources, operator by operator, and asks whether the shipped cases notice.

    mutate.py list                      the mutants, one a line
    mutate.py show ID                   one of them as a diff
    mutate.py run [--sample N --seed S] [--file F] [--id ID] [--jobs J] [--out DIR]
    mutate.py page [--out DIR]          what `run` found, as docs/figures/mutation.md
    mutate.py compare ID... [--length N] [--values OPERATION=FILE]
                                        mutants against the original on all short inputs
    mutate.py apply ID --into DIR       a copy of the include tree with a fault planted: a mutant,
    mutate.py apply --file F --from TEXT --to TEXT --into DIR
                                        or an edit of one's own

Works on copies in the directories --out and --into only. Exit 0: every mutant that was run and compiles is killed, or known to be
equivalent; 1: one survived, or an entry of equivalent.json is stale; 2: usage or tool error; 130: interrupted, and what
was found until then is kept.
"""

import argparse
import collections
import difflib
import json
import os
import pathlib
import shutil
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from case_data import value_data  # noqa: E402
from page import page  # noqa: E402
from planting import HERE, INCLUDE, ROOT, SUITE, ToolError, apply_edit  # noqa: E402
from results import Results, in_parallel  # noqa: E402
from selection import Equivalents, Scope, choose, complain, mutants_of  # noqa: E402
from workshop import Workshop, fingerprints, still_good  # noqa: E402


def command_run(arguments):
    everything = mutants_of(arguments.include)
    equivalents = Equivalents(arguments.equivalent)
    if complain(equivalents, everything):
        return 1
    mutants = choose(everything, arguments)
    workshop = Workshop(arguments.out, arguments.include, arguments.suite)
    workshop.prepare()
    sources, cases = fingerprints(workshop)
    path, known = workshop.out / "results.json", {}
    if path.exists() and not arguments.again:
        known = still_good(json.loads(path.read_text(encoding="ascii")), sources, cases, workshop.digests)
    head = {"sources": sources, "state of cases": cases, "cases": dict(workshop.counts)}
    results = Results(path, head, known, arguments.every)
    pending, interrupted = results.pending(mutants), False

    def note(mutant, verdict, detail):
        if verdict == "survived" and mutant.identity not in equivalents.reasons:
            print(f"survived {mutant.identity}\n  {mutant.title()}\n  {mutant.source}", flush=True)
        record = {"verdict": verdict, "by": detail}
        if detail in workshop.digests:
            record["case"] = workshop.digests[detail]
        results.note(mutant, record)

    def note_all(found):
        for mutant, verdict in found.items():
            note(mutant, *verdict)

    def alone():
        return [m for m in pending if m.identity not in results.records]

    try:
        if len(pending) > 2 and not arguments.alone:
            workshop.schemata(pending, arguments.jobs, note_all)
            # These were compared with care: nothing is to be learned from building them alone.
            note_all({m: ("survived", "") for m in alone() if m in workshop.alive and m.identity in equivalents.reasons})
        for mutant, verdict in in_parallel(workshop.verdict, alone(), arguments.jobs, workshop.stop):
            note(mutant, *verdict)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        workshop.stop()
        results.save()
    found = collections.Counter()
    for mutant in mutants:
        verdict = results.records.get(mutant.identity, {"verdict": "not run"})["verdict"]
        if mutant.identity in equivalents.reasons:
            if verdict == "killed":
                print(f"{mutant.identity} is said to be equivalent, but is killed by {results.records[mutant.identity]['by']}")
                found["wrongly equivalent"] += 1
            verdict = "equivalent" if verdict == "survived" else verdict
        found[verdict] += 1
    print(", ".join(f"{n} {what}" for what, n in sorted(found.items())))
    if interrupted:
        return 130
    return 1 if found["survived"] or found["wrongly equivalent"] else 0


def command_list(arguments):
    scope = Scope()
    for mutant in mutants_of(arguments.include, scope, everything=arguments.everything):
        reason = scope.reason(mutant)
        print(f"{mutant.identity}  {mutant.title()}" + (f"  [out of scope: {reason}]" if reason else ""))
    return 0


def find(arguments):
    for mutant in mutants_of(arguments.include, everything=True):
        if mutant.identity == arguments.mutant:
            return mutant
    raise ToolError(f"no such mutant: {arguments.mutant}")


def command_show(arguments):
    mutant = find(arguments)
    text = (pathlib.Path(arguments.include) / mutant.path).read_text(encoding="ascii")
    before, after = text.splitlines(True), mutant.apply(text).splitlines(True)
    sys.stdout.writelines(difflib.unified_diff(before, after, "a/" + mutant.path, "b/" + mutant.path))
    return 0


def command_apply(arguments):
    into = pathlib.Path(arguments.into)
    if into.exists():
        raise ToolError(f"{into} is there already")
    own = (arguments.file, arguments.before, arguments.to)
    if (arguments.mutant is None) == (None in own) or (arguments.mutant and own != (None, None, None)):
        raise ToolError("apply takes either ID, or --file, --from and --to")
    mutant = find(arguments) if arguments.mutant else None
    shutil.copytree(arguments.include, into)
    try:
        if mutant:
            target = into / mutant.path
            target.write_text(mutant.apply(target.read_text(encoding="ascii")), encoding="ascii")
        else:
            apply_edit(into, arguments.file, arguments.before, arguments.to)
    except BaseException:
        shutil.rmtree(into)
        raise
    return 0


def command_compare(arguments):
    workshop = Workshop(arguments.out, arguments.include)
    workshop.prepare("-O2")
    values = None
    if arguments.values:
        values = workshop.out / "values.bin"
        values.write_bytes(value_data(arguments.values))
    known = {m.identity: m for m in mutants_of(arguments.include, everything=True)}
    identities = []
    for identity in arguments.mutant:
        identities += Equivalents(arguments.equivalent).reasons if identity == "equivalent" else [identity]
    unknown = [identity for identity in identities if identity not in known]
    if unknown:
        raise ToolError("no such mutant: " + ", ".join(unknown))
    differences = 0
    groups = collections.defaultdict(list)
    for identity in identities:
        file = pathlib.PurePath(known[identity].path).name
        groups[{"writer.hpp": "write", "chars.hpp": "all"}.get(file, "read")].append(identity)
    for what, members in sorted(groups.items()):
        found, summary = workshop.differences([known[i] for i in members], what, arguments.length, values)
        for identity, difference in zip(members, found):
            print(f"{identity}: " + (difference.strip() if difference else "no difference"), flush=True)
            differences += difference is not None
        print(f"{what}: {summary}", flush=True)
    return 1 if differences else 0


def command_page(arguments):
    path = pathlib.Path(arguments.out) / "results.json"
    if not path.exists():
        raise ToolError(f"{path} is not there: mutate.py run comes first")
    document = json.loads(path.read_text(encoding="ascii"))
    scope, equivalents = Scope(), Equivalents(arguments.equivalent)
    everything = mutants_of(arguments.include, scope, everything=True)
    mutants = [m for m in everything if not scope.reason(m)]
    if complain(equivalents, everything):
        return 1
    date = time.strftime("%Y-%m-%d", time.gmtime(path.stat().st_mtime))
    sys.stdout.write(page(mutants, document, date, equivalents, scope, everything))
    return 0


def interrupt(*_):
    raise KeyboardInterrupt


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--out", default=str(ROOT / "build" / "mutation"), help="directory to work in (default: build/mutation)")
    common.add_argument("--include", default=str(INCLUDE), help=argparse.SUPPRESS)
    common.add_argument("--suite", default=str(SUITE), help=argparse.SUPPRESS)
    common.add_argument("--equivalent", default=str(HERE / "equivalent.json"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", parents=[common], help="builds mutants and runs the cases through them")
    run.add_argument("--sample", type=int, help="only so many, chosen by the seed")
    run.add_argument("--seed", type=int, default=1)
    run.add_argument("--file", action="append", default=[], help="only mutants of this file")
    run.add_argument("--id", action="append", default=[], help="only this mutant")
    run.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    run.add_argument("--every", type=float, default=5, help="seconds between lines of progress")
    run.add_argument("--alone", action="store_true", help="build each mutant alone: slow")
    run.add_argument("--again", action="store_true", help="forget earlier results")
    run.set_defaults(call=command_run)
    listing = commands.add_parser("list", parents=[common], help="lists the mutants")
    listing.add_argument("--everything", action="store_true", help="those out of scope too, with the reason")
    listing.set_defaults(call=command_list)
    show = commands.add_parser("show", parents=[common], help="shows a mutant as a diff")
    show.add_argument("mutant", metavar="ID")
    show.set_defaults(call=command_show)
    compare = commands.add_parser("compare", parents=[common], help="compares mutants with the original on all short inputs")
    compare.add_argument("mutant", metavar="ID", nargs="+", help="or `equivalent`: all of equivalent.json")
    compare.add_argument("--length", type=int, default=7, help="symbols: octet classes, and the word realm")
    compare.add_argument("--values", action="append", default=[], metavar="OPERATION=FILE",
                         help="more values, a JSON string on each line (gauntlet generate complete --format strings)")
    compare.set_defaults(call=command_compare)
    apply = commands.add_parser("apply", parents=[common], help="plants a fault in a copy of the include tree")
    apply.add_argument("mutant", metavar="ID", nargs="?")
    apply.add_argument("--into", required=True, help="the directory of the copy, to be given to a compiler with -I; must not exist")
    apply.add_argument("--file", help="the file to edit, such as gauntlet/reader.hpp")
    apply.add_argument("--from", dest="before", help="text that occurs there exactly once")
    apply.add_argument("--to", help="what becomes of it")
    apply.set_defaults(call=command_apply)
    commands.add_parser("page", parents=[common], help="the results, as docs/figures/mutation.md").set_defaults(call=command_page)
    arguments = parser.parse_args(argv)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, interrupt)
    try:
        return arguments.call(arguments)
    except (ToolError, OSError, ValueError, KeyError) as error:
        print(f"mutate: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
