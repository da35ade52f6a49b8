#!/usr/bin/env python3
"""Whether a live run finds what was publicly known: known.json, held against a results file.

    known_test.py RESULTS.ndjson [COLUMN...]

Each defect has to be there with its verdict; those of columns that did not run are left out, unless
they are named. Exits with 1 where one was not found, or nothing was looked for.
"""

import json
import pathlib
import sys

KNOWN = pathlib.Path(__file__).with_name("known.json")


def verdicts(path):
    """(column, case): verdict, of a results file (PROTOCOL.md; model/results.hpp has its form)."""
    columns, cases, judgements, rows = {}, [], [], {}
    for line in open(path, encoding="ascii"):
        record = json.loads(line)
        if isinstance(record, list):
            column, first, *cited = record
            for offset, judgement in enumerate(cited):
                rows[columns[column], cases[first + offset]] = judgements[judgement]
        elif "implementation" in record:
            columns[record["implementation"]["number"]] = record["implementation"]["id"]
        elif "case" in record:
            cases.append(record["case"]["id"])
        elif "judgement" in record:
            judgements.append(record["judgement"]["verdict"])
    return rows


def main():
    rows = verdicts(sys.argv[1])
    named = set(sys.argv[2:])
    ran = {column for (column, _), verdict in rows.items() if verdict != "not-run"}
    looked, missed = 0, []
    for defect in json.loads(KNOWN.read_text(encoding="ascii"))["defects"]:
        if defect["column"] not in ran | named:
            continue
        looked += 1
        got = rows.get((defect["column"], defect["case"]), "no row")
        if got != defect["verdict"]:
            missed.append(f'{defect["column"]} {defect["case"]}: {got} in place of '
                          f'{defect["verdict"]}: {defect["what"]}')
    print(*missed, sep="\n")
    print(f"{looked - len(missed)} of {looked} known defects were found")
    return 1 if missed or not looked else 0


if __name__ == "__main__":
    sys.exit(main())
