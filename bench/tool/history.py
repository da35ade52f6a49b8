"""The history of figures: append-only JSON lines, one for each commit and environment; and what others read."""

import csv
import io
import json
import os
import re

import inference
from outcome import Failure

SCHEMA = 1


def make_entry(commit, time, environment, rows):
    return {"schema": SCHEMA, "commit": commit, "time": time, "env": environment, "results": rows}


def check_entry(entry, where):
    try:
        if entry["schema"] != SCHEMA:
            raise KeyError("schema")
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry["time"]):
            raise KeyError("time")
        if not isinstance(entry["commit"], str) or not isinstance(entry["env"]["id"], str):
            raise KeyError("commit, env.id")
        for row in entry["results"]:
            if not isinstance(row["name"], str) or not isinstance(row["octets"], (int, float)):
                raise KeyError("name, octets")
            for member in ("ir", "cpu_ns"):
                if row.get(member) is not None and not row[member] > 0:
                    raise KeyError(member)
    except (KeyError, TypeError) as error:
        raise Failure(f"{where}: no entry of a history: {error}") from error
    return entry


def append(path, entry):
    """Adds a line; what stands there is never rewritten."""
    check_entry(entry, path)
    line = json.dumps(entry, separators=(",", ":"), ensure_ascii=True) + "\n"
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    # One write to a file that is open for appending: two writers cannot mix their lines.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def read(path):
    """All entries, in the order of their time. Lines of a union merge may stand in any order, or twice."""
    entries, seen = [], set()
    try:
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip() or line in seen:
                    continue
                seen.add(line)
                try:
                    entry = json.loads(line)
                except ValueError as error:
                    raise Failure(f"{path}:{number}: cut off or not JSON: {error}") from error
                entries.append(check_entry(entry, f"{path}:{number}"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Failure(f"cannot read {path}: {error.strerror}") from error
    return sorted(entries, key=lambda entry: entry["time"])


def of_environment(entries, identifier):
    return [entry for entry in entries if entry["env"]["id"] == identifier]


def notes(entries):
    """What stands out in the last entry against those before it: [(row, text)]. For people; nothing fails by it.

    An instruction count that changed is a step. Of times, a relative change far outside the earlier changes is noted.
    """
    if len(entries) < 2:
        return []
    before = {row["name"]: row for row in entries[-2]["results"]}
    found = []
    for row in entries[-1]["results"]:
        old = before.get(row["name"])
        if old is None:
            continue
        if row.get("ir") and old.get("ir") and abs(row["ir"] - old["ir"]) >= 0.5:
            found.append((row["name"], f"{old['ir']:.0f} -> {row['ir']:.0f} instructions "
                                       f"({100 * (row['ir'] / old['ir'] - 1):+.1f} %)"))
        times = [r["cpu_ns"] for entry in entries for r in entry["results"] if r["name"] == row["name"]
                 and r.get("cpu_ns")]
        changes = [abs(b / a - 1) for a, b in zip(times, times[1:])]
        if len(changes) >= 5 and changes[-1] > inference.upper_fence(changes[:-1]):
            found.append((row["name"], f"{times[-2]:.1f} -> {times[-1]:.1f} ns, more than it moved before"))
    return found


# What other tools read.


def export_github_action_benchmark(entry):
    """Its tool customSmallerIsBetter."""
    out = []
    for row in entry["results"]:
        extra = f"octets: {row['octets']:g}"
        if row.get("ir"):
            out.append({"name": f"{row['name']} instructions", "unit": "Ir/op", "value": row["ir"], "extra": extra})
        if row.get("cpu_ns"):
            out.append({"name": f"{row['name']} cpu time", "unit": "ns/op", "value": row["cpu_ns"],
                        "range": f"{row['cpu_ns_q3'] - row['cpu_ns_q1']:.3f}", "extra": f"processes: {row['n']}"})
    return json.dumps(out, indent=1)


def export_bencher(entry):
    """Bencher Metric Format."""
    out = {}
    for row in entry["results"]:
        metrics = {"allocations": {"value": row["allocs"]}}
        if row.get("ir"):
            metrics["instructions"] = {"value": row["ir"]}
        if row.get("cpu_ns"):
            metrics["latency"] = {"value": row["cpu_ns"], "lower_value": row["cpu_ns_q1"],
                                  "upper_value": row["cpu_ns_q3"]}
        out[row["name"]] = metrics
    return json.dumps(out, indent=1)


def export_csv(entries):
    """One line for each commit of one environment, one column for each figure: as Apache Otava reads it."""
    names = sorted({row["name"] for entry in entries for row in entry["results"]})
    columns = [(name, member, re.sub(r"\W+", "_", name) + suffix)
               for name in names for member, suffix in (("ir", "_ir"), ("cpu_ns", "_ns"))]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["time", "commit"] + [title for _, _, title in columns])
    for entry in entries:
        rows = {row["name"]: row for row in entry["results"]}
        figures = [rows.get(name, {}).get(member) for name, member, _ in columns]
        writer.writerow([entry["time"], entry["commit"]] + ["" if figure is None else figure for figure in figures])
    return out.getvalue()
