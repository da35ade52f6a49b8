"""The instruction gate: exact counts, of two parsers built in one job, and against budgets."""

import json
import re
import subprocess

import callgrind
import inference
from outcome import ERROR, INCONCLUSIVE, REGRESSION, SUCCESS, Failure

# A change is more than noise when it exceeds both. There is no noise; this is what a change may cost without a word.
TOLERANCE = 0.01
TOLERANCE_INSTRUCTIONS = 4
# The exponent by which instructions may grow with the length of the input.
MAX_SLOPE = 1.05


class Row:
    """What was counted of one case and form. Figures are of one value, the mean of a batch."""

    def __init__(self, about, total, by_address, symbols=None):
        self.name = about["name"]
        self.form = about["form"]
        self.case = about["case"]
        self.is_shape = about["kind"] == "shape"
        self.values = about["values"]
        self.octets = about["octets"] / about["values"]
        self.allocations = about["allocations"]
        self.total = total
        self.ir = total / about["values"]
        self.by_address = by_address
        self.symbols = symbols or {}

    @property
    def ir_per_octet(self):
        return self.ir / self.octets


class Measurement:
    """All rows of one program."""

    def __init__(self, program, rows):
        self.program = program
        self.rows = rows

    def slopes(self):
        """The exponent of growth, by form/shape."""
        sizes = {}
        for row in self.rows.values():
            if row.is_shape:
                sizes.setdefault(f"{row.form}/{row.case}", []).append((row.octets, row.ir))
        return {name: inference.slope(*sorted(points)) for name, points in sizes.items() if len(points) == 2}


def list_rows(program, forms=()):
    """What the program would measure, of the forms named or of every form of the parser. It checks every result."""
    ran = subprocess.run([program, "--list", *forms], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise Failure(f"{program}: status {ran.returncode}: {ran.stderr.strip()}")
    return parse_rows(ran.stdout, program)


def parse_rows(text, program):
    try:
        document = json.loads(text)
        if document["format"] != 1 or not document["rows"]:
            raise KeyError("rows")
        for row in document["rows"]:
            for member, kind in (("name", str), ("form", str), ("case", str), ("kind", str), ("octets", int),
                                 ("values", int), ("taken", int), ("allocations", int), ("auth_schemes", int),
                                 ("token68s", int), ("auth_params", int), ("quoted_pairs", int)):
                if not isinstance(row[member], kind):
                    raise KeyError(member)
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{program}: its list of rows is cut off or no such list: {error}") from error
    return document


def measure(program, forms=()):
    """Counts everything. `forms`: only these."""
    listed = list_rows(program, forms)
    low, high = listed["repetitions"]
    # Inside valgrind there may be fewer forms than outside: its processor is another one.
    expected = [f"{row['name']}#{n}" for row in listed["rows"] for n in (low, high) if row["form"] != "avx512"]
    dumps = callgrind.run(program, list(forms), expected)
    rows = {}
    for about in listed["rows"]:
        first, second = (dumps.get(f"{about['name']}#{n}") for n in (low, high))
        if first is None or second is None:
            continue
        addresses = set(first.by_address) | set(second.by_address)
        by_address = {
            address: (second.by_address.get(address, 0) - first.by_address.get(address, 0)) / (high - low)
            for address in addresses
        }
        rows[about["name"]] = Row(about, (second.total - first.total) / (high - low), by_address, second.symbols)
    return Measurement(program, rows)


def step(program, forms):
    """Counts the rows with one value an instruction at a time: for a form that callgrind's processor cannot run. Empty where
    a process may not trace its child."""
    listed = list_rows(program, forms)
    ran = subprocess.run([program, "--step", *forms], env=callgrind.pinned_environment(), capture_output=True, text=True,
                         check=False)
    if ran.returncode == INCONCLUSIVE:
        return {}
    if ran.returncode != SUCCESS:
        raise Failure(f"{program} --step: status {ran.returncode}: {ran.stderr.strip()}")
    return parse_steps(ran.stdout, listed, program)


def parse_steps(text, listed, program):
    low, high = listed["repetitions"]
    try:
        document = json.loads(text)
        if document["format"] != 1:
            raise KeyError("format")
        counts = {name: ((second - first) / (high - low)) for name, (first, second) in document["rows"].items()}
        return {row["name"]: Row(row, counts[row["name"]], {}) for row in listed["rows"]
                if row["values"] == 1 and row["kind"] == "input"}
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{program} --step: its counts are cut off or no such counts: {error}") from error


def expect_same(first, second):
    """Counting twice has to give the same, or nothing can be concluded from any count."""
    for name, row in first.rows.items():
        if name not in second.rows or second.rows[name].total != row.total:
            again = second.rows[name].total if name in second.rows else None
            raise Failure(f"{name}: not deterministic: {row.total:g}, then {again} instructions", ERROR)


def by_function(measurement, name):
    """What each function costs in a row, in instructions for a value; what was inlined is counted where it stands."""
    row = measurement.rows.get(name)
    if row is None:
        return {}
    names = callgrind.name_addresses(measurement.program, row.by_address)
    costs = {}
    for address, cost in row.by_address.items():
        # What is in another library has no line here, but a symbol.
        function = (names.get(address) or [None])[0] or callgrind.plain(row.symbols.get(address, "")) or "unknown"
        costs[function] = costs.get(function, 0) + cost / row.values
    return costs


def growth(before, after):
    """Which functions grew: [(function, growth)], the largest first, then what shrank."""
    changes = [(function, after.get(function, 0) - before.get(function, 0)) for function in set(before) | set(after)]
    return sorted(((f, g) for f, g in changes if abs(g) >= 0.5), key=lambda item: (-item[1], item[0]))


class Finding:
    """One line of the verdict."""

    def __init__(self, row, kind, text, is_failure=True):
        self.row = row
        self.kind = kind  # instructions, slope, ceiling, allocation, budget, new, gone, accepted, skipped
        self.text = text
        self.is_failure = is_failure
        self.functions = []


def accepted_slowdowns(messages):
    """{row or case: percent} of the trailers `Bench-Accept: CASE ir +3.1% reason` in commit messages."""
    found = {}
    for line in messages.splitlines():
        match = re.fullmatch(r"Bench-Accept:\s+(\S+)\s+ir\s+\+(\d+(?:\.\d+)?)%\s+(\S.*)", line.strip())
        if match:
            found[match[1]] = (float(match[2]), match[3])
        elif line.strip().startswith("Bench-Accept:"):
            raise Failure(f"cannot read the trailer: {line.strip()} (Bench-Accept: CASE ir +N% REASON)")
    return found


def check_invariants(head, ceilings):
    """What has to hold without any base: no allocation, linear growth, the ceilings."""
    findings = []
    for row in head.rows.values():
        if row.allocations:
            findings.append(Finding(row.name, "allocation", f"{row.allocations} allocations"))
    for name, slope in sorted(head.slopes().items()):
        if slope > MAX_SLOPE:
            findings.append(Finding(name, "slope", f"grows as length ** {slope:.3f}, over {MAX_SLOPE}"))
    for row in head.rows.values():
        ceiling = ceilings.get(f"{row.form}/{row.case}") or ceilings.get(f"*/{row.case}") or {}
        if "max_ir" in ceiling and row.ir > ceiling["max_ir"] and not row.is_shape:
            findings.append(Finding(row.name, "ceiling", f"{row.ir:.0f} instructions, over {ceiling['max_ir']}"))
        if "max_ir_per_octet" in ceiling and row.ir_per_octet > ceiling["max_ir_per_octet"]:
            findings.append(Finding(row.name, "ceiling", f"{row.ir_per_octet:.2f} instructions for an octet, over "
                                                         f"{ceiling['max_ir_per_octet']}"))
    return findings


def exceeds(base_ir, head_ir, tolerance=TOLERANCE):
    return head_ir - base_ir > max(tolerance * base_ir, TOLERANCE_INSTRUCTIONS)


def compare(base, head, accepted=None):
    """Head against base, row by row."""
    accepted = accepted or {}
    findings = []
    for name, row in head.rows.items():
        before = base.rows.get(name)
        if before is None:
            findings.append(Finding(name, "new", "base has no such row", is_failure=False))
            continue
        if not exceeds(before.ir, row.ir):
            continue
        percent = 100 * (row.ir / before.ir - 1)
        finding = Finding(name, "instructions", f"{before.ir:.1f} -> {row.ir:.1f} instructions ({percent:+.2f} %)")
        allowed = accepted.get(name) or accepted.get(row.case)
        if allowed and percent <= allowed[0] + 0.05:
            finding.kind, finding.is_failure = "accepted", False
            finding.text += f", accepted up to +{allowed[0]} %: {allowed[1]}"
        finding.functions = growth(by_function(base, name), by_function(head, name))
        findings.append(finding)
    for name in base.rows:
        if name not in head.rows:
            findings.append(Finding(name, "gone", "head has no such row", is_failure=False))
    return findings


# Budgets: absolute counts of named toolchains.


def load_budgets(path):
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        if document["format"] != 1:
            raise KeyError("format")
        for entry in document["toolchains"]:
            if not isinstance(entry["toolchain"], dict) or not isinstance(entry["cases"], dict):
                raise KeyError("toolchain, cases")
            for case in entry["cases"].values():
                float(case["ir"])
        for ceiling in document["ceilings"].values():
            if not set(ceiling) <= {"max_ir", "max_ir_per_octet"}:
                raise KeyError("max_ir, max_ir_per_octet")
    except OSError as error:
        raise Failure(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{path}: is cut off or no file of budgets: {error}") from error
    return document


def budgets_of(document, toolchain):
    """The cases of this toolchain, or None and what differs from the nearest."""
    nearest = None
    for entry in document["toolchains"]:
        differences = [
            f"{key} is {toolchain.get(key)}, not {value}"
            for key, value in entry["toolchain"].items() if toolchain.get(key) != value
        ]
        if not differences:
            return entry["cases"], []
        if nearest is None or len(differences) < len(nearest):
            nearest = differences
    return None, nearest or ["there are no budgets"]


def check_budgets(head, document, toolchain):
    """Head against the budgets. With another toolchain nothing can be said, which is said."""
    cases, differences = budgets_of(document, toolchain)
    if cases is None:
        return [Finding("budgets", "skipped", "toolchain differs: " + "; ".join(differences), is_failure=False)]
    findings = []
    for name, case in cases.items():
        row = head.rows.get(name)
        if row is None:
            findings.append(Finding(name, "budget", "has a budget, but was not measured"))
        elif exceeds(case["ir"], row.ir, case.get("tol_pct", 100 * TOLERANCE) / 100):
            findings.append(Finding(name, "budget", f"{row.ir:.1f} instructions, budget {case['ir']} "
                                                    f"({100 * (row.ir / case['ir'] - 1):+.2f} %)"))
            findings[-1].functions = growth(case.get("functions", {}), by_function(head, name))
        elif row.ir < case["ir"] and exceeds(row.ir, case["ir"]):
            findings.append(Finding(name, "note", f"{row.ir:.1f} instructions, well under its budget of {case['ir']}: "
                                                  "lower it (gauntlet bench budgets --update)", is_failure=False))
    for name, row in head.rows.items():
        if name not in cases and not row.is_shape:
            findings.append(Finding(name, "new", "has no budget", is_failure=False))
    return findings


def update_budgets(document, head, toolchain):
    """Puts the counts of head in the place of those of this toolchain."""
    cases = {}
    for name, row in head.rows.items():
        if row.is_shape:
            continue
        costs = sorted(by_function(head, name).items(), key=lambda item: -item[1])
        cases[name] = {"ir": round(row.ir, 1),
                       "functions": {function: round(cost, 1) for function, cost in costs if cost >= 0.5}}
    for entry in document["toolchains"]:
        if entry["toolchain"] == toolchain:
            entry["cases"] = cases
            break
    else:
        document["toolchains"].append({"toolchain": toolchain, "cases": cases})
    return document


def exit_code(findings):
    return REGRESSION if any(finding.is_failure for finding in findings) else SUCCESS
