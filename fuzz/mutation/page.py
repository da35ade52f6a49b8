# SPDX-License-Identifier: Apache-2.0
"""What a run found, as docs/figures/mutation.md (page.md.in)."""

import collections

from operators import OPERATORS
from planting import HERE, ToolError

COLUMNS = ["mutants", "do not compile", "equivalent", "killed", "survived", "not run"]


def counted(mutants, results, equivalents):
    """Rows of the tables: (operator or path or all) -> Counter of COLUMNS."""
    rows = collections.defaultdict(collections.Counter)
    for mutant in mutants:
        verdict = results.get(mutant.identity, {}).get("verdict", "not run")
        if verdict == "survived" and mutant.identity in equivalents.reasons:
            verdict = "equivalent"
        verdict = "do not compile" if verdict == "does not compile" else verdict
        for key in (mutant.operator, mutant.path, "all"):
            rows[key]["mutants"] += 1
            rows[key][verdict] += 1
    return rows


def share(row):
    rest = row["killed"] + row["survived"]
    return f"{100 * row['killed'] / rest:.2f} %" if rest else "-"


def table(rows, heads, label):
    shown = [c for c in COLUMNS if c != "not run" or rows["all"][c]]
    yield "| " + " | ".join([*heads, *shown, "killed of the rest"]) + " |"
    yield "|" + "---|" * len(heads) + "---:|" * (len(shown) + 1)
    for key in [*label, "all"]:
        cells = [*label.get(key, [key] + [""] * (len(heads) - 1)), *[str(rows[key][c]) for c in shown], share(rows[key])]
        yield "| " + " | ".join(f"**{cell}**" if key == "all" and cell else cell for cell in cells) + " |"


def quoted_code(text):
    text = " ".join(text.split())
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def page(mutants, document, date, equivalents, scope, everything):
    """docs/figures/mutation.md."""
    results, cases = document["results"], document["cases"]
    rows = counted(mutants, results, equivalents)
    text = (HERE / "page.md.in").read_text(encoding="ascii")
    operators = {name: [f"`{name}`", what] for name, what in OPERATORS.items() if name in rows}
    files = {path: [f"`{path}`"] for path in sorted({m.path for m in mutants})}
    left_out = collections.Counter(scope.reason(m) for m in everything if scope.reason(m))
    by_identity = {m.identity: m for m in mutants}
    reasons = []
    for reason, entries in equivalents.groups:
        reasons += ["", reason, ""]
        for entry in entries:
            mutant = by_identity[entry["id"]]
            change = f"{quoted_code(mutant.before)} to {quoted_code(mutant.to)}"
            reasons.append(f"* `{mutant.path}`, `{mutant.function or '-'}`: {quoted_code(mutant.source)}: {change}")
    survived = [m for m in mutants if results.get(m.identity, {}).get("verdict") == "survived"]
    survived = [m for m in survived if m.identity not in equivalents.reasons]
    values = {
        "cases": f"{cases.get('parse', 0):,} parse cases and {cases.get('serialize', 0)} serialize cases",
        "killed": f"{rows['all']['killed']:,}",
        "equivalent": f"{rows['all']['equivalent']:,}",
        "others": f"{rows['all']['killed'] + rows['all']['survived']:,}",
        "share": share(rows["all"]),
        "date": date,
        "operators": "\n".join(table(rows, ["operator", "does"], operators)),
        "files": "\n".join(table(rows, ["file"], files)),
        "left_out": "\n".join(f"* {count}: {reason}" for reason, count in left_out.items()),
        "survivors": "\n".join(f"* `{m.identity}`: {quoted_code(m.source)}" for m in survived) or "None.",
        "equivalents": "\n".join(reasons).strip() or "None yet.",
    }
    for name, value in values.items():
        if "{" + name + "}" not in text:
            raise ToolError(f"page.md.in does not use {name}")
        text = text.replace("{" + name + "}", value)
    return text
