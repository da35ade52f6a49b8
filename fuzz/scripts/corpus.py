#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Makes, checks and extends the seed corpus of the fuzz targets.

    corpus.py make                      writes corpus/ and its MANIFEST again from the cases; finds and regressions stay
    corpus.py check                     exit 1 when corpus/ is not what `make` would leave
    corpus.py find TARGET FILE...       adds finds of a fuzzer (already merged, see `gauntlet fuzz --merge`)
    corpus.py regress TARGET FILE --why TEXT
                                        files a minimised input that broke something: it stays for ever

A file of corpus/TARGET/ holds the raw octets of one field value and nothing else (of field_lines: of field lines, with an
LF between two), so that it is of use to any implementation. Seeds are the values of conformance/suite/cases (hand-written, of
RFCs, of the complete suites derived from the grammar), of which one is kept if it takes an arrow of the grammar's
automata, or two in a row, that none before it takes. The MANIFEST says of each file where it comes from.
"""

import argparse
import functools
import hashlib
import pathlib
import re
import subprocess
import sys

FUZZ = pathlib.Path(__file__).resolve().parent.parent
ROOT = FUZZ.parent
CORPUS = ROOT / "corpus"
AUTOMATA = ROOT / "parser" / "test" / "generated" / "automata.hpp"
sys.path.insert(0, str(ROOT / "conformance" / "suite" / "scripts"))
sys.path.insert(0, str(FUZZ / "scripts"))
sys.dont_write_bytecode = True
import targets  # noqa: E402

LICENCE = "CC0-1.0"
LONGEST = 1024
# Derived values that are longer are about words, of which the automata know none.
LONGEST_DERIVED = 48
# What all of the corpus may hold: a checkout stays small, and an engine loads it in no time.
BUDGET_FILES, BUDGET_OCTETS = 6000, 3 * 1024 * 1024

HEADING = """\
# Every file of this folder: path, SHA-256, licence, where it comes from. Written by fuzz/scripts/corpus.py.
"""


class Automaton:
    """One of the tables that the grammar engine wrote: what a value takes of it are its features."""

    def __init__(self, name, text):
        def table(part):
            found = re.search(rf"{name}_{part}\[\] = \{{([^}}]*)\}}", text)
            return [int(n) for n in found.group(1).replace("\n", "").split(",") if n.strip()]

        head = re.search(rf"automaton {name}\{{(\d+), (\d+), (\d+), (\d+),", text)
        self.name, self.classes, self.dead = name, int(head.group(2)), int(head.group(4))
        self.class_of, self.next, self.end = table("class_of"), table("next"), table("end")

    def features(self, value, pairs):
        """The arrows that a value takes, two in a row with `pairs`, and where it ends."""
        at, last = 0, None
        for octet in value:
            arrow = at * self.classes + self.class_of[octet]
            yield self.name, arrow, last if pairs else None
            at, last = self.next[arrow], arrow
            if at == self.dead:
                return
        yield self.name, "end", at


def automata():
    text = AUTOMATA.read_text(encoding="ascii")
    return {f"{mode}_{what}": Automaton(f"{mode}_{what}", text) for mode in ("recipient", "sender") for what in ("challenges", "credentials", "auth_info")}


def trimmed(value):
    return value.strip(b" \t")


class Seed:
    def __init__(self, identity, octets, operation):
        self.id, self.name, self.octets, self.operation = identity, identity.replace("/", "."), octets, operation
        self.rank = 0 if identity.startswith("rfc/") else 2 if identity.startswith("generated/") else 1


def seeds():
    """Values of the cases, the most telling first: examples of RFCs, then what was written for a requirement, then what
    the program derived; the shorter first."""
    import suite

    values, lines = [], []
    for case in suite.cases():
        operation = case["operation"].replace("-", "_")
        name = case["id"]
        if "lines" in case:
            encoded = [line.encode("latin-1") for line in case["lines"]]
            if len(encoded) > 1 or any(b"\n" in line for line in encoded):
                lines.append(Seed(name, b"\n".join(encoded), operation))
            value = encoded[0] if len(encoded) == 1 else b", ".join(trimmed(line) for line in encoded)
            values.append(Seed(name, value, operation))
        elif "octets" in case:
            values.append(Seed(name, case["octets"].encode("latin-1"), operation))
        elif "cost" in case:
            shape = case["cost"]
            value = shape["prefix"] + shape["repeat"] * (96 // max(1, len(shape["repeat"]))) + shape["suffix"]
            values.append(Seed(name, value.encode("latin-1"), operation))
    key = lambda seed: (seed.rank, len(seed.octets), seed.octets, seed.name)
    short = lambda seed: len(seed.octets) <= (LONGEST_DERIVED if seed.rank == 2 else LONGEST)
    return sorted(filter(short, values), key=key), sorted(filter(short, lines), key=key)


# What makes two seeds of a target different: the automata that it runs, and whether two transitions in a row count.
ALL = ["challenges", "credentials", "auth_info"]
PROFILE = {
    "challenges": (["challenges"], True),
    "credentials": (["credentials"], True),
    "auth_info": (["auth_info"], True),
    "field_lines": (ALL, False),
    "limits": (ALL, False),
}


def choose(target, candidates, machines):
    operations, pairs = PROFILE.get(target, (ALL, False))
    chosen, seen, known = [], set(), set()
    for seed in candidates:
        # Credentials that end in the middle of a list of challenges add nothing for a target that reads credentials only.
        if len(operations) == 1 and seed.operation != operations[0] and seed.rank > 0:
            continue
        if seed.octets in known:
            continue
        features = set()
        for what in operations:
            for mode in ("recipient", "sender"):
                features.update(machines[f"{mode}_{what}"].features(trimmed(seed.octets), pairs))
        if features <= seen:
            continue
        seen |= features
        known.add(seed.octets)
        chosen.append(seed)
    return chosen


def composed(target):
    """Values that no case is: at and beyond the default limits, crowded with empty elements, of nothing."""
    names = [f"n{i}" for i in range(70)]
    long = ", ".join(f"{name}=1" for name in names[:65])
    repeat = long.replace("n64=", "N0=")
    values = {
        "65-names": "Foo " + long, "65-names-in-auth-info": long, "66-names": "Foo " + long + ", n65=2",
        "repeated-after-64": "Foo " + long + ", N64=2", "repeated-at-65": repeat, "repeated-behind-65": long + ", n3=4",
        "65-schemes": ",".join(["A"] * 65), "66-commas": "," * 66 + "A", "66-commas-before-param": "A " + "," * 66 + "a=b",
        "crowded-1": "A,,B ,, C , ,D", "crowded-2": "A ,, a=b", "crowded-3": "A   ,\t,a=b", "crowded-4": "A ,,,", "crowded-5": "A ,,,a=b, B",
        "crowded-6": "A a=b,,,c=d,,,,B", "crowded-7": "A x,,,B y,,", "crowded-8": ",,a=b,,,c=d,", "crowded-9": "A ,,,B", "crowded-10": "A , ,\t,B a=b,,",
        "crowded-11": ",,,", "crowded-12": "A ,,\t", "crowded-13": "A ,,,,c d", "escapes": 'Foo a="x\\"y\\\\", b=c, c="\\"", d="e"', "escapes-in-auth-info": 'a="x\\"y", b="\\\\", c=d',
    }
    if target == "writer":
        values.update({f"nothing-{i}": text for i, text in enumerate(["", ",", " ", ",,", "\t", ", ,", " ,", ",\t,", ",,,", "  "])})
        values.update({f"one-call-{i}": "A" * (i + 1) + " abcdef=" for i in range(12)})
    if target == "quoted_string":
        values.update({f"backslash-at-the-end-{i}": "x" * i + "\\" for i in range(10)})
        values.update({f"escape-and-backslash-{i}": "\\y" + "x" * i + "\\" for i in range(3)})
        values.update({f"escapes-{i}": "\\" + "y" * i + "\\" + "z" for i in range(10)})
    if target == "field_lines":
        values.update({"lines-of-nothing": "\n\n", "lines-beyond-a-limit": "A\nB\nC\nD\nE a=b\nF\nG", "five-lines": "a=b\nc=d\ne=f\ng=h\ni=j"})
    if target == "simd":
        # Where a vector, a block or a line ends, each beside the others; several, for the octets choose the form that is read.
        for size in (15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 127, 128, 129):
            values.update({f"name-of-{size}": "B" * size, f"payload-at-{size}": "C" * (size - 1) + " d=e", f"token68-of-{size}": "D " + "e/" * (size // 2) + "=", f"obs-text-at-{size}": "E " + "f" * size + "\xe9"})
        values.update({f"long-line-{size}": "F " + "g/" * size + "=" + ", H i=j" * 24 for size in (20, 40, 60)})
        values.update({f"obs-text-after-{size}": "I " + "j" * size + "\xff" for size in range(6)})
        # Where the fast path goes on in another block, and where it gives up; some twice, for the octets choose how much is stored.
        block = "x" * 70
        usual = [
            "K l=m, N o=p", "K l=m, N", "K l/, N", 'K l="m', 'K l="m\\', 'K l="m\\n', 'K l="m\\\x01"', 'K l="m\\n\x01"', 'K l="m\\"', 'K l="m", ', "K l=m ",
            f'K l="{block}"', f'K l="{block * 2}", m=n', f'K l="\\"{block}\\"{block}", m=n', f'K l="{block[:56]}", mmmmmm=n', f"{block}, K", f"{block[:40]} {block[:40]}=l",
            f'{block[:27]} {block[:30]}="l"', f"{block[:27]} {block[:34]}=l", f'{block[:28]} {block[:34]}="l"', f"K l={block}",
            *(f'{letter} l=m, n="o\\"", p=q{letter}' for letter in "ABCDEFGHIJKLMNOPQRST"), *(f"{letter}, Negotiate, NTLM" for letter in "ABCDEFGHIJKLMNOPQRST"),
            *(f"{letter} l=m" for letter in "ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst"),
        ]
        values.update({f"usual-{i}": text for i, text in enumerate(usual)})
    return {f"composed.{name}": text.encode("latin-1") for name, text in values.items()}


class Corpus:
    """What corpus/ should hold: path below it -> (octets, origin)."""

    def __init__(self):
        self.files = {}

    def add(self, path, octets, origin):
        self.files[path] = (octets, origin)

    def manifest(self):
        lines = [HEADING]
        for path in sorted(self.files):
            octets, origin = self.files[path]
            lines.append(f"{path}\t{hashlib.sha256(octets).hexdigest()}\t{LICENCE}\t{origin}\n")
        return "".join(lines)


def kept(root=CORPUS):
    """The files that cannot be made again: finds and regressions, as the MANIFEST has them."""
    manifest = root / "MANIFEST"
    if not manifest.exists():
        return
    for line in manifest.read_text(encoding="ascii").splitlines():
        if not line or line.startswith("#"):
            continue
        path, digest, _, origin = line.split("\t")
        if origin.startswith("fuzz:") or path.startswith("regressions/") or origin.startswith("hand:"):
            yield path, digest, origin


def once_filed(root):
    """Every regression that a commit of this checkout added. Outside a checkout there is only the MANIFEST."""
    command = ["git", "-C", root, "log", "--diff-filter=A", "--no-renames", "--name-only", "--relative", "-z", "--format=", "HEAD", "--", "regressions"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return []
    return sorted({path for path in done.stdout.decode("utf-8", "replace").split("\0") if path}) if done.returncode == 0 else []


@functools.cache
def derived_files():
    corpus = Corpus()
    machines = automata()
    values, lines = seeds()
    for target in targets.PARSER:
        chosen = choose(target, values, machines)
        if target == "field_lines":
            chosen = [seed for seed in chosen if seed.rank < 2] + lines
        for seed in chosen:
            corpus.add(f"{target}/{seed.name}", seed.octets, f"case {seed.id}")
        for name, octets in composed(target).items():
            corpus.add(f"{target}/{name}", octets, "composed by fuzz/scripts/corpus.py")
    for target in targets.TOOLS:
        for name, octets, origin in tool_seeds(target):
            corpus.add(f"{target}/{name}", octets, origin)
    return corpus.files


def derived():
    corpus = Corpus()
    corpus.files.update(derived_files())
    return corpus


def tool_seeds(target):
    import tool_seeds as module

    return module.seeds(target)


def whole(root=CORPUS):
    """What corpus/ should hold, and what is wrong with the files that cannot be made again."""
    corpus, wrong = derived(), []
    for path, digest, origin in kept(root):
        file = root / path
        if not file.is_file():
            wrong.append(f"{path}: gone, though it is to stay for ever")
            continue
        octets = file.read_bytes()
        if hashlib.sha256(octets).hexdigest() != digest:
            wrong.append(f"{path}: not the octets that the MANIFEST knows")
        parts = path.split("/")
        if (parts[1] if parts[0] == "regressions" else parts[0]) not in targets.ALL:
            wrong.append(f"{path}: of no target")
        corpus.add(path, octets, origin)
    wrong += [f"{path}: was filed, and is to stay for ever" for path in once_filed(root) if path not in corpus.files]
    octets = sum(len(o) for o, _ in corpus.files.values())
    if len(corpus.files) > BUDGET_FILES or octets > BUDGET_OCTETS:
        wrong.append(f"{len(corpus.files)} files, {octets} octets: more than the budget of {BUDGET_FILES} and {BUDGET_OCTETS}")
    for name in targets.ALL:
        if not any(path.startswith(name + "/") for path in corpus.files):
            wrong.append(f"{name}: no seeds")
    return corpus, wrong


def on_disk(root):
    return {str(p.relative_to(root)): p for p in sorted(root.rglob("*")) if p.is_file() and p.name not in ("MANIFEST", "README.md", "LICENSE")}


def make(root=CORPUS):
    corpus, wrong = whole(root)
    if wrong:
        return wrong
    for path, file in on_disk(root).items() if root.exists() else ():
        if path not in corpus.files:
            file.unlink()
    for path, (octets, _) in corpus.files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != octets:
            file.write_bytes(octets)
    (root / "MANIFEST").write_text(corpus.manifest(), encoding="ascii")
    return []


def check(root=CORPUS):
    corpus, wrong = whole(root)
    found = on_disk(root)
    wrong += [f"{path}: missing" for path in corpus.files if path not in found]
    wrong += [f"{path}: not in the MANIFEST" for path in found if path not in corpus.files]
    wrong += [f"{path}: other octets" for path, (octets, _) in corpus.files.items() if path in found and found[path].read_bytes() != octets]
    manifest = root / "MANIFEST"
    if not wrong and (not manifest.exists() or manifest.read_text(encoding="ascii") != corpus.manifest()):
        wrong.append("MANIFEST: not what `corpus.py make` writes")
    return wrong


def append(path, octets, origin, root=CORPUS):
    """Adds one file that cannot be made again, unless these octets are there."""
    folder = (root / path).parent
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if file.is_file() and file.read_bytes() == octets:
            return file
    (root / path).write_bytes(octets)
    digest = hashlib.sha256(octets).hexdigest()
    manifest = root / "MANIFEST"
    with manifest.open("a", encoding="ascii") as out:
        out.write(f"{path}\t{digest}\t{LICENCE}\t{origin}\n")
    lines = manifest.read_text(encoding="ascii").splitlines(True)
    heading = [line for line in lines if line.startswith("#")]
    manifest.write_text("".join(heading + sorted(line for line in lines if not line.startswith("#"))), encoding="ascii")
    return root / path


def add_find(target, octets, root=CORPUS):
    return append(f"{target}/{hashlib.sha256(octets).hexdigest()[:16]}", octets, "fuzz: adds coverage", root)


def add_regression(target, octets, why, root=CORPUS):
    return append(f"regressions/{target}/{hashlib.sha256(octets).hexdigest()[:16]}", octets, f"fuzz: {why}", root)


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", default=str(CORPUS), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("make")
    commands.add_parser("check")
    find = commands.add_parser("find")
    regress = commands.add_parser("regress")
    for command in (find, regress):
        command.add_argument("target")
        command.add_argument("file", nargs="+")
    regress.add_argument("--why", required=True, help="what it broke, in a few words")
    arguments = parser.parse_args(argv)
    root = pathlib.Path(arguments.root)
    if arguments.command in ("find", "regress"):
        if arguments.target not in targets.ALL:
            print(f"corpus.py: no target {arguments.target}", file=sys.stderr)
            return 2
        for name in arguments.file:
            octets = pathlib.Path(name).read_bytes()
            if arguments.command == "find":
                print(add_find(arguments.target, octets, root))
            else:
                print(add_regression(arguments.target, octets, arguments.why, root))
        return 0
    wrong = make(root) if arguments.command == "make" else check(root)
    for line in wrong[:40]:
        print(f"corpus: {line}", file=sys.stderr)
    if wrong and arguments.command == "check":
        print("corpus: `./gauntlet regenerate corpus` writes it again from the cases", file=sys.stderr)
    if not wrong:
        files = on_disk(root)
        print(f"{len(files)} files, {sum(f.stat().st_size for f in files.values())} octets")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
