"""What people read: a table for the terminal, a summary in Markdown for a pull request, a page with trends."""

import html
import os
import re
import shutil
import subprocess
import tempfile

import history
from outcome import ERROR, INCONCLUSIVE, REGRESSION, SUCCESS, Failure

WORDS = {SUCCESS: "pass", REGRESSION: "FAIL", ERROR: "ERROR", INCONCLUSIVE: "inconclusive"}


def _number(value, digits=1):
    return "" if value is None else f"{value:,.{digits}f}"


def figures_table(rows):
    """[[cell]] with a heading, of rows as they stand in a history."""
    table = [["row", "octets", "ns", "GB/s", "instructions", "an octet", "allocations"]]
    for row in rows:
        ns, ir = row.get("cpu_ns"), row.get("ir")
        table.append([row["name"], _number(row["octets"], 0), _number(ns), _number(ns and row["octets"] / ns, 2),
                      _number(ir, 0), _number(ir and ir / row["octets"], 2), str(row["allocs"])])
    return table


def terminal_table(table):
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    lines = []
    for row in table:
        cells = [cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in
                 enumerate(zip(row, widths))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _escaped(cell):
    return str(cell).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def markdown_table(table):
    lines = ["| " + " | ".join(map(_escaped, table[0])) + " |",
             "|" + "|".join(["---"] + ["---:"] * (len(table[0]) - 1)) + "|"]
    lines += ["| " + " | ".join(map(_escaped, row)) + " |" for row in table[1:]]
    return "\n".join(lines)


def finding_lines(findings):
    """The verdict in lines: failures first, with the functions that grew."""
    lines = []
    for finding in sorted(findings, key=lambda f: not f.is_failure):
        mark = "FAIL" if finding.is_failure else "note"
        lines.append(f"{mark}  {finding.row}: {finding.kind}: {finding.text}")
        for function, growth in finding.functions[:3]:
            if growth > 0:
                lines.append(f"        {growth:+10.1f}  {function}")
    return lines


def comparison_table(base, head):
    """Instructions of both sides, the rows that differ by half a percent or more."""
    table = [["row", "octets", "base", "head", "change"]]
    for name, row in head.rows.items():
        before = base.rows.get(name)
        if before is None or abs(row.total / before.total - 1) < 0.005:
            continue
        table.append([name, _number(row.octets, 0), _number(before.ir), _number(row.ir),
                      f"{100 * (row.ir / before.ir - 1):+.2f} %"])
    return table


def verdict_table(verdicts):
    table = [["row", "base ns", "head ns", "ratio", "95 % interval", "p (Holm)", "control", "noise", "verdict"]]
    for v in verdicts:
        table.append([v.row, _number(v.base_ns), _number(v.head_ns), f"{v.ratio:.3f}", f"{v.low:.3f} .. {v.high:.3f}",
                      f"{v.adjusted_p:.2g}", f"{v.control:.3f}", f"{100 * v.noise:.1f} %", v.state])
    return table


def environment_line(about):
    return ", ".join(f"{key} {value}" for key, value in about.items())


def markdown(title, code, sections):
    """`sections`: (heading, text or table)."""
    parts = [f"## {title}: {WORDS[code]}"]
    for heading, content in sections:
        if not content:
            continue
        parts.append(f"### {heading}")
        if isinstance(content, str):
            parts.append(content)
        elif isinstance(content[0], str):
            parts.append("```text\n" + "\n".join(content) + "\n```")
        else:
            parts.append(markdown_table(content))
    return "\n\n".join(parts) + "\n"


# Trends.


def _plot(entries, case, member, title):
    """An SVG of one figure of one case over the commits, a line for each form; None without any."""
    forms = sorted({row["form"] for entry in entries for row in entry["results"]
                    if row["case"] == case and row.get(member)})
    if not forms:
        return None
    name = re.sub(r"\W", "_", f"{case}_{member}")
    with tempfile.TemporaryDirectory(prefix="gauntlet-plot-") as folder:
        data = os.path.join(folder, "data")
        with open(data, "w", encoding="utf-8") as out:
            for number, entry in enumerate(entries):
                rows = {row["form"]: row for row in entry["results"] if row["case"] == case}
                figures = [rows.get(form, {}).get(member) for form in forms]
                out.write(" ".join([str(number), entry["commit"][:8] or "?"] +
                                   [f"{f:g}" if f else "NaN" for f in figures]) + "\n")
        step = max(1, len(entries) // 12)
        labels = ", ".join(f'"{entry["commit"][:8]}" {i}' for i, entry in enumerate(entries) if i % step == 0)
        lines = ", ".join(f'"{data}" using 1:{i + 3} with linespoints pointtype 7 pointsize 0.5 linewidth 1.5 '
                          f'title "{form}"' for i, form in enumerate(forms))
        quoted = title.replace("\\", "\\\\").replace('"', '\\"')
        script = f"""
set terminal svg size 640,300 dynamic font "sans-serif,12" name "{name}" background "#ffffff"
set title "{quoted}" noenhanced
set key outside right noenhanced
set yrange [0:*]
set xrange [-0.5:{len(entries) - 0.5}]
set grid ytics linecolor "#dddddd"
set border 3
set tics nomirror
set xtics ({labels}) rotate by -35 noenhanced
plot {lines}
"""
        ran = subprocess.run(["gnuplot"], input=script, capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise Failure(f"gnuplot: {ran.stderr.strip()}")
    svg = ran.stdout[ran.stdout.index("<svg"):]
    # Several pictures stand in one page: names have to differ.
    svg = re.sub(r"\b(id=['\"]|href=['\"]#|url\(#)(gp\w+|gnuplot_canvas|textbox|greybox)", rf"\g<1>{name}_\2", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{html.escape(title)}" ', 1)


_STYLE = """
:root { color-scheme: light dark; --line: #8884; --faint: #888; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1360px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
.scroll { overflow-x: auto; } .faint { color: var(--faint); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); gap: 1rem; }
.plots svg { width: 100%; height: auto; border-radius: 6px; }
"""


def _html_table(table):
    def row(cells, tag):
        return "<tr>" + "".join(f"<{tag}>{html.escape(str(cell))}</{tag}>" for cell in cells) + "</tr>"
    return ('<div class="scroll"><table><thead>' + row(table[0], "th") + "</thead><tbody>" +
            "".join(row(cells, "td") for cells in table[1:]) + "</tbody></table></div>")


def page(entries, titles):
    """One HTML page without anything from elsewhere. `entries`: a history, all of one environment; `titles`: of cases."""
    if not entries:
        raise Failure("there is nothing to show: the history has no entry of this environment", INCONCLUSIVE)
    if shutil.which("gnuplot") is None:
        raise Failure("gnuplot is not installed: apt-get install gnuplot-nox", INCONCLUSIVE)
    last = entries[-1]
    cases = list(dict.fromkeys(row["case"] for row in last["results"]))
    plots = []
    for case in cases:
        title = f"{case}: {titles[case]}" if case in titles else case
        for member, what in (("ir", "instructions"), ("cpu_ns", "ns of CPU time")):
            svg = _plot(entries, case, member, f"{title}, {what}")
            if svg:
                plots.append(svg)
    notes = history.notes(entries)
    about = last["env"]
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gauntlet: performance</title><style>{_STYLE}</style></head><body>
<h1>Gauntlet: performance of the parser</h1>
<p>Commit <code>{html.escape(last["commit"][:12])}</code> of {html.escape(last["time"])}; {len(entries)}
{"entry" if len(entries) == 1 else "entries"} of one environment.
Figures are of one value; of a batch, the mean.</p>
<p class="faint">{html.escape(environment_line(about))}</p>
<h2>What changed in the last entry</h2>
{"<ul>" + "".join(f"<li>{html.escape(row)}: {html.escape(text)}</li>" for row, text in notes) + "</ul>"
 if notes else "<p>Nothing that stands out.</p>"}
<h2>Figures</h2>
{_html_table(figures_table(last["results"]))}
<h2>Trends</h2>
<div class="plots">{"".join(plots)}</div>
</body></html>
"""
