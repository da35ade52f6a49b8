#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Sends the corpus to every installed implementation, and reports where one deviates that the suite did not show.

    differential.py [--gauntlet PROGRAM] [--out DIR] [IMPL...]

Each value of corpus/ becomes a case of each operation, with the result that the naive reading of the RFC gives it
(conformance/suite/scripts/reading.py), and `gauntlet run` takes it from there, each implementation in a process of its own.
Values that the suite has, too, are left out, and so are those of which RFC 9110 leaves the result open: repeated names,
and CR, LF or NUL.

Exit: 0 ran, and the reference is right on all of them; 1 the reference is not; 2 tool error; 3 nothing could run.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
FUZZ = pathlib.Path(__file__).resolve().parent.parent
ROOT = FUZZ.parent
sys.path.insert(0, str(FUZZ / "scripts"))
import targets  # noqa: E402

sys.path.insert(0, str(ROOT / "conformance" / "suite" / "scripts"))
import reading  # noqa: E402
import results_file  # noqa: E402
import suite  # noqa: E402

OPERATIONS = ["challenges", "credentials", "auth-info"]
CONFORMING = {"pass", "lenient", "unsupported", "not-observable", "not-run"}


def values():
    """Each value of the corpus once, of the targets whose files are field values."""
    found = set()
    for target in targets.PARSER:
        if target == "field_lines":
            continue
        for folder in targets.inputs(target):
            found.update(file.read_bytes().decode("latin-1") for file in folder.iterdir())
    return sorted(found)


def repeats(result):
    for challenge in result.get("challenges", [result["credentials"]] if "credentials" in result else [result]):
        names = [param["name"].lower() for param in challenge.get("params", [])]
        if len(set(names)) != len(names):
            return True
    return False


def cases():
    known = {(case["operation"], case["lines"][0].strip(" \t")) for case in suite.cases() if len(case.get("lines", [])) == 1}
    judge, left_out = reading.Recipient(), collections.Counter()
    for text in values():
        value = text.strip(" \t")
        for operation in OPERATIONS:
            if (operation, value) in known:
                left_out["in the suite"] += 1
                continue
            if any(octet in value for octet in "\r\n\0"):
                left_out["CR, LF or NUL"] += 1
                continue
            known.add((operation, value))
            outcome = judge.parse(operation, [value])
            digest = hashlib.sha256(value.encode("latin-1")).hexdigest()[:12]
            case = {"id": f"corpus/{operation}/{digest}", "title": "a value of the fuzz corpus", "operation": operation, "lines": [value]}
            if outcome.result is None:
                yield {**case, "parse": "may-accept", "generate": "must-not", "offset": outcome.offset}, None
            elif repeats(outcome.result):
                left_out["repeated names"] += 1
            else:
                yield {**case, "parse": "must-accept", "generate": "should-not", "expect": outcome.result}, None
    yield None, left_out


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("implementation", nargs="*")
    parser.add_argument("--gauntlet", default=str(ROOT / "build" / "release" / "bin" / "gauntlet"))
    parser.add_argument("--out", default=str(ROOT / "build" / "fuzz" / "differential"))
    arguments = parser.parse_args(argv)
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    chosen, left_out = [], None
    for case, counts in cases():
        if case is None:
            left_out = counts
        else:
            chosen.append(case)
    document = {
        "suite": "gauntlet",
        "format": 1,
        "license": "CC0-1.0",
        "description": "Values of the fuzz corpus that no case of the suite has.",
        "defaults": {"since": "0.1.0", "requirements": [], "refs": [{"rfc": 9110, "section": "11", "level": "prose"}]},
        "cases": chosen,
    }
    file = out / "corpus-cases.json"
    file.write_text(json.dumps(document, ensure_ascii=True), encoding="ascii")
    print(f"{len(chosen)} values and operations; left out: " + ", ".join(f"{n} {why}" for why, n in sorted(left_out.items())))
    command = [arguments.gauntlet, "run", "--cases", str(file), "--out", str(out), "--no-install", "--no-color", "--quiet", *arguments.implementation]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        print(f"differential.py: {arguments.gauntlet}: {error.strerror}; ./gauntlet builds it", file=sys.stderr)
        return 2
    if done.returncode not in (0, 1, 3):
        sys.stderr.write(done.stdout.decode("utf-8", "replace")[-3000:])
        return 2
    by_id = {case["id"]: case for case in chosen}
    verdicts, examples = collections.defaultdict(collections.Counter), collections.defaultdict(list)
    for implementation, case, judgement in results_file.rows(out / "results.ndjson"):
        name, verdict = implementation["id"], judgement["verdict"]
        verdicts[name][verdict] += 1
        if verdict not in CONFORMING and not verdict.startswith("alternative"):
            examples[name].append((len(case["lines"][0]), verdict, case["id"]))
    if not verdicts:
        print("differential.py: no results", file=sys.stderr)
        return 3
    for implementation in sorted(verdicts):
        counts = ", ".join(f"{n} {verdict}" for verdict, n in verdicts[implementation].most_common())
        print(f"{implementation}: {counts}")
        for _, verdict, identity in sorted(examples[implementation])[:3]:
            case = by_id[identity]
            print(f"    {verdict:14} {case['operation']:12} {json.dumps(case['lines'][0])}")
    return 1 if examples.get("gauntlet") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
