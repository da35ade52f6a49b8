# SPDX-License-Identifier: Apache-2.0
"""Which mutants there are: those in scope (scope.json), those that change nothing (equivalent.json), a sample of them."""

import hashlib
import json
import pathlib
import re
import sys

from operators import Mutator, enumerations
from planting import HERE, INCLUDE, ToolError


class Scope:
    """What is mutated (scope.json): files, and what of them is not, each with the reason."""

    def __init__(self, path=HERE / "scope.json"):
        document = json.loads(pathlib.Path(path).read_text(encoding="ascii"))
        self.files = document["files"]
        self.left_out = document["left_out"]

    def reason(self, mutant):
        """Why the mutant is out of scope, or None."""
        for rule in self.left_out:
            if rule.get("file", mutant.path) != mutant.path:
                continue
            if mutant.function not in rule.get("functions", [mutant.function]):
                continue
            if mutant.operator not in rule.get("operators", [mutant.operator]):
                continue
            if "lines" in rule and not re.search(rule["lines"], mutant.source):
                continue
            return rule["reason"]
        return None


def mutants_of(include=INCLUDE, scope=None, everything=False):
    scope = scope or Scope()
    found = []
    enumerators = enumerations(p.read_text(encoding="ascii") for p in sorted(pathlib.Path(include).rglob("*.hpp")))
    for path in scope.files:
        text = (pathlib.Path(include) / path).read_text(encoding="ascii")
        found += [m for m in Mutator(path, text, enumerators).generate() if everything or not scope.reason(m)]
    return found


class Equivalents:
    """The mutants that change nothing, with reasons (equivalent.json)."""

    def __init__(self, path=HERE / "equivalent.json"):
        document = json.loads(pathlib.Path(path).read_text(encoding="ascii"))
        self.reasons = {}
        self.groups = [(group["reason"], group["mutants"]) for group in document["equivalent"]]
        for group in document["equivalent"]:
            for entry in group["mutants"]:
                if entry["id"] in self.reasons:
                    raise ToolError(f"equivalent.json: {entry['id']} occurs twice")
                self.reasons[entry["id"]] = (group["reason"], entry)

    def stale(self, mutants):
        """Entries of which there is no mutant, or another one than the entry says."""
        by_id = {m.identity: m for m in mutants}
        for identity, (_, entry) in self.reasons.items():
            mutant = by_id.get(identity)
            if not mutant:
                yield f"{identity}: no such mutant any more; it was {entry['from']!r} -> {entry['to']!r} in {entry['line']!r}"
            elif (mutant.source, mutant.before, mutant.to) != (entry["line"], entry["from"], entry["to"]):
                yield f"{identity}: the entry describes another mutant than {mutant.title()}"


def choose(mutants, arguments):
    if arguments.file:
        mutants = [m for m in mutants if pathlib.PurePath(m.path).name in arguments.file or m.path in arguments.file]
        if not mutants:
            raise ToolError("no mutants in " + ", ".join(arguments.file))
    if arguments.id:
        chosen = [m for m in mutants if m.identity in arguments.id]
        unknown = set(arguments.id) - {m.identity for m in chosen}
        if unknown:
            raise ToolError("no such mutant: " + ", ".join(sorted(unknown)))
        return chosen
    if arguments.sample is not None and arguments.sample < len(mutants):
        # By a hash and not by their number, so that a change of one line leaves most of the sample as it is.
        def lot(mutant):
            return hashlib.sha256(f"{arguments.seed} {mutant.identity}".encode()).hexdigest()

        chosen = sorted(mutants, key=lot)[: arguments.sample]
        return sorted(chosen, key=lambda m: (m.path, m.begin, m.identity))
    return mutants


def complain(equivalents, mutants):
    """Names what is stale in equivalent.json, and returns whether anything is."""
    stale = list(equivalents.stale(mutants))
    for what in stale:
        print(f"equivalent.json: stale: {what}", file=sys.stderr)
    return bool(stale)
