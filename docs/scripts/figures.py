#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The numbers that pages state: counted in the tree, or taken from the pages of docs/figures that commands wrote.

    figures.py            writes docs/figures/README.md, and the numbers into the sentences of other pages
    figures.py --check    exit 1 when a number is not what this would write
    figures.py run OUT    writes docs/figures/run.md and run.csv from a run of the suite:
                              ./gauntlet run --install --no-color --out OUT >OUT/matrix.txt
"""

import csv
import json
import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "conformance" / "suite" / "scripts"), str(ROOT / "fuzz" / "scripts")]

import seeds
import suite

INDEX, RUN, ROWS = "docs/figures/README.md", "docs/figures/run.md", "docs/figures/run.csv"

# What pages state. Every word has to be there, whatever the line breaks; the numbers are written.
SENTENCES = {
    "README.md": [
        "One of the {cases} cases",
        "{implementations} readers in {languages} languages are known",
        "`corpus/` is {corpus_values} different field values",
        "takes {kernel_ns} ns, without them {portable_ns};",
        "take {peer_fastest_ns} to {peer_slowest_ns}",
        "all {mutants_killed} faults put into the parser's sources one by one, {mutants_equivalent} apart that change nothing",
        "{faults} planted ones, each found from an empty corpus within seconds; {mutants_fuzzed} mutants",
        "{broken_adapters} adapters broken on purpose",
    ],
    "parser/bindings/python/README.md": ["{cases_judged} of {cases_judged} cases judged, all conform"],
    "conformance/suite/README.md": ["{requirements} statements of the RFCs with ids R1 to R{requirements}"],
}

class FigureError(Exception):
    pass


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def number(text):
    return int(text.replace(",", ""))


def taken(page, pattern):
    """The numbers that a pattern finds in a page."""
    found = re.search(pattern, read(page))
    if not found:
        raise FigureError(f"{page}: nothing like {pattern}")
    return [number(group) for group in found.groups()]


def counted():
    cases = suite.cases(suite.ROOT)
    manifest = json.loads(read("conformance/adapters/manifest.json"))["implementations"]
    others = [entry for entry in manifest if not entry.get("reference")]
    yield "cases", len(cases), "cases of the suite"
    for kind in ("lines", "serialize", "cost"):
        name = {"lines": "parse"}.get(kind, kind)
        yield f"cases_{name}", sum(kind in case for case in cases), f"{name} cases"
    yield "cases_judged", sum("cost" not in case for case in cases), "cases that have a right answer: all but those of cost"
    yield "requirements", len(suite.requirements(suite.ROOT)), "requirements taken from the RFCs"
    yield "implementations", len(others), "implementations in the manifest, the reference not counted"
    yield "languages", len({entry["language"] for entry in others}), "languages that these are written in"
    yield "broken_adapters", len([p for p in (ROOT / "conformance/adapters/broken").glob("*.py") if p.name != "fake.py"]), \
        "adapters that are broken on purpose"
    yield "fuzz_targets", len(list((ROOT / "fuzz").glob("*_fuzzer.cc"))), "fuzz targets"
    yield "corpus_values", len(seeds.values()), "different field values in the corpus"
    yield "faults", len(json.loads(read("fuzz/faults.json"))["faults"]), "planted faults that the fuzzers have to find"


def measured():
    mutation, fuzzing, speed = (f"docs/figures/{name}.md" for name in ("mutation", "fuzzing", "peers"))
    killed, others = taken(mutation, r"\*\*([\d,]+) of the ([\d,]+) mutants")
    if killed != others:
        raise FigureError(f"{mutation}: {others - killed} mutants survive, and the README says none does")
    yield "mutants_killed", killed, mutation, "mutants of the parser that the cases kill, of as many"
    yield "mutants_equivalent", *taken(mutation, r"\n([\d,]+) are equivalent"), mutation, "mutants that change nothing"
    found, unseen = taken(fuzzing, r"\| found \| ([\d,]+) \|\n\| found, [^|]*\| ([\d,]+) \|")
    yield "mutants_fuzzed", found + unseen, fuzzing, "mutants of the parser that the fuzzers find"
    # The column `b`: a Digest challenge.
    rows = re.findall(r"^\| ([^|]+) \| [^|]* \| ([\d,]+)(?: \([^|]*\))? \|", read(speed).split("mallocs on b")[1], re.MULTILINE)
    times = [(name, number(time)) for name, time in rows if not name.endswith(", anchor")]
    own = {name: time for name, time in times if name.endswith(", parser")}
    peers = [time for name, time in times if name not in own]
    for name, value, what in (
        ("kernel_ns", min(own.values()), "ns that the fastest form of the parser takes for a Digest challenge"),
        ("portable_ns", max(own.values()), "ns that the headers alone take"),
        ("peer_fastest_ns", min(peers), "ns that the fastest other library takes"),
        ("peer_slowest_ns", max(peers), "ns that the slowest other library takes"),
    ):
        yield name, value, speed, what


def index(of_tree, of_pages):
    yield "# The numbers that other pages use"
    yield ""
    yield "Written by `docs/scripts/figures.py`, as are the sentences that state them; a test fails when one is not true."
    yield ""
    yield "Counted in the tree:"
    yield ""
    yield "| figure | value | what |\n|---|---:|---|"
    for name, value, what in of_tree:
        yield f"| {name} | {value:,} | {what} |"
    yield ""
    yield "Taken from pages that commands wrote; each has its date and machine:"
    yield ""
    yield "| figure | value | what | page |\n|---|---:|---|---|"
    for name, value, page, what in of_pages:
        yield f"| {name} | {value:,} | {what} | [{pathlib.Path(page).stem}]({pathlib.Path(page).name}) |"
    yield ""


def with_numbers(page, text, sentences, values):
    """The text with the numbers of its sentences set."""
    for sentence in sentences:
        parts = re.split(r"\{(\w+)\}", sentence)
        pattern = "".join(r"([\d,]+)" if i % 2 else r"\s+".join(map(re.escape, part.split(" ")))
                          for i, part in enumerate(parts))
        found = re.search(rf"(?<![\d,]){pattern}", text)
        if not found:
            raise FigureError(f"{page} does not say: {sentence}")
        spans = [found.span(i + 1) for i in range(len(parts) // 2)]
        for (first, last), name in reversed(list(zip(spans, parts[1::2]))):
            text = text[:first] + f"{values[name]:,}" + text[last:]
    return text


def pages():
    """What each page has to be: {name: text}."""
    of_tree, of_pages = list(counted()), list(measured())
    values = {name: value for name, value, *_ in of_tree + of_pages}
    made = {INDEX: "\n".join(index(of_tree, of_pages))}
    for name, sentences in SENTENCES.items():
        made[name] = with_numbers(name, read(name), sentences, values)
    return made


def run_page(out):
    with (out / "results.ndjson").open(encoding="ascii") as lines:
        header = json.loads(next(lines))["header"]
        readers = [json.loads(line)["implementation"] for line in lines if line.startswith('{"implementation":')]
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    host = f"{header['host'].get('os', 'unknown system')}, {header['host'].get('processors', '?')} processors"
    if model:
        host += f" ({model.group(1)})"
    left_out = "".join(f" --without {name}" for name in header["options"].get("without", []))
    # A share of all values is not a share of all that a value holds.
    schemes = [one["id"] for one in readers
               if one["observes"].get("params") == "none" and "only_schemes" not in one["observes"]]
    text = (out / "matrix.txt").read_text(encoding="ascii")
    words = (f"Output of `./gauntlet run --no-color{left_out}`, with all that is known installed, on {header['started'][:10]}, {host}. "
             "Versions are those of Debian 12 and npm. [All rows, as data](run.csv); [how to read it](../reports.md).")
    if schemes:
        words += (f" {' and '.join(schemes)} show schemes and token68 alone: their shares say nothing of parameters.")
    return (f"# A run of the suite\n\n{textwrap.fill(words, 108)}\n\n"
            f"```text\n{text[text.index('Gauntlet '):text.index('The parser called in process')].strip()}\n```\n")


def run_rows(out):
    """A line for each implementation: its figures, and of each share both numbers."""
    summary = json.loads((out / "summary.json").read_text(encoding="ascii"))
    shares, counts = ("sent", "tolerated", "lenient", "judged"), ("smuggled", "wrong", "over_strict", "fails", "control")
    yield ["implementation", "version", "language", "status"] + [
        name for share in shares for name in (share, f"{share}_of")] + list(counts)
    for one in summary["implementations"]:
        figures = one.get("figures", {})
        yield ([one["id"], one["version"], one["language"], one["status"]]
               + [figures.get(share, {}).get(part, "") for share in shares for part in ("n", "of")]
               + [figures.get(name, "") for name in counts])


def main(arguments):
    if arguments[:1] == ["run"] and len(arguments) == 2:
        out = pathlib.Path(arguments[1])
        (ROOT / RUN).write_text(run_page(out), encoding="ascii")
        with (ROOT / ROWS).open("w", encoding="ascii", newline="") as to:
            csv.writer(to, lineterminator="\n").writerows(run_rows(out))
        return 0
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        changed = {name: text for name, text in pages().items() if not (ROOT / name).is_file() or read(name) != text}
    except FigureError as error:
        print(f"figures.py: {error}", file=sys.stderr)
        return 1
    for name, text in changed.items():
        if arguments:
            print(f"figures.py: {name} states other numbers; docs/scripts/figures.py writes them", file=sys.stderr)
        else:
            (ROOT / name).write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return 1 if arguments and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
