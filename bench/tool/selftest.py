"""The gate's own test: what has to pass passes, what is planted is found by the gate that should, and named."""

import json
import os
import tempfile

import callgrind
import instructions
import sides
import timing
from outcome import ERROR, INCONCLUSIVE, REGRESSION, SUCCESS, Failure

FORMS = ["reader"]
TIMED_ROWS = ["reader/a", "reader/b", "reader/c"]


class Selftest:
    def __init__(self, show):
        self.show = show
        self.failures = 0
        self.inconclusive = 0

    def expect(self, name, is_right, detail=""):
        self.failures += not is_right
        self.show(f"{'ok    ' if is_right else 'FAILED'}  {name}" + (f": {detail}" if detail else ""))

    def unsure(self, name, detail):
        self.inconclusive += 1
        self.show(f"noisy   {name}: {detail}")

    def exit_code(self):
        return REGRESSION if self.failures else INCONCLUSIVE if self.inconclusive else SUCCESS


def _fails_with(code, action):
    try:
        action()
    except Failure as failure:
        return failure.code == code
    return False


def run_instructions(test, program):
    """The gate on instruction counts."""
    def count(suffix=""):
        return instructions.measure(program + suffix, FORMS)

    base, again = count(), count()
    instructions.expect_same(base, again)
    findings = instructions.compare(base, again) + instructions.check_invariants(again, {})
    test.expect("instructions: identical programs pass", instructions.exit_code(findings) == SUCCESS,
                "; ".join(f.row + " " + f.text for f in findings))

    for canary, kind in (("instruction", "instructions"), ("allocation", "allocation"), ("quadratic", "slope")):
        head = count("_" + canary)
        findings = instructions.compare(base, head) + instructions.check_invariants(head, {})
        found = [f for f in findings if f.kind == kind and f.is_failure]
        test.expect(f"instructions: canary '{canary}' is flagged as {kind}",
                    bool(found) and instructions.exit_code(findings) == REGRESSION, found[0].text if found else "")
        by_instructions = [f for f in findings if f.kind == "instructions" and f.row == "reader/a"]
        named = bool(by_instructions) and by_instructions[0].functions[:1]
        if canary == "instruction":
            # The same few instructions for each value, whatever its length.
            grew = {head.rows[name].ir - row.ir for name, row in base.rows.items()}
            test.expect("instructions: a growth by a handful is counted to the instruction, in every row",
                        len(grew) == 1 and 5 <= min(grew) <= 9, str(grew))
            test.expect("instructions: the function that grew is named", bool(named)
                        and any("canary_instruction" in f for f, _ in by_instructions[0].functions[:2]),
                        str(by_instructions[0].functions[:2]) if by_instructions else "no finding")
        else:
            test.expect(f"instructions: '{canary}' is named", bool(by_instructions) and any(
                f"canary_{canary}" in f or "malloc" in f
                for f, _ in by_instructions[0].functions[:3]),
                str(by_instructions[0].functions[:3]) if by_instructions else "no finding")

    # Two ways to count, and one number.
    stepped = instructions.step(program, FORMS)
    if stepped:
        differ = [name for name, row in stepped.items() if row.ir != base.rows[name].ir]
        test.expect("stepping: the counts are callgrind's", not differ, ", ".join(
            f"{name} {stepped[name].ir:g} for {base.rows[name].ir:g}" for name in differ))
        grew = {row.ir - stepped[name].ir for name, row in instructions.step(program + "_instruction", FORMS).items()}
        test.expect("stepping: a growth by a handful is counted to the instruction, in every row",
                    len(grew) == 1 and 5 <= min(grew) <= 9, str(grew))
    else:
        test.unsure("stepping", "a process may not trace its child here")

    # The budgets are a second base.
    toolchain = {"compiler": "this one"}
    budgets = instructions.update_budgets({"format": 1, "ceilings": {}, "toolchains": []}, base, toolchain)
    test.expect("budgets: the same counts pass",
                instructions.exit_code(instructions.check_budgets(again, budgets, toolchain)) == SUCCESS)
    found = instructions.check_budgets(count("_instruction"), budgets, toolchain)
    test.expect("budgets: a growth by a handful is flagged, and named", any(
        f.row == "reader/a" and f.is_failure and any("canary_instruction" in g for g, _ in f.functions[:2])
        for f in found))
    skipped = instructions.check_budgets(base, budgets, {"compiler": "another one"})
    test.expect("budgets: of another toolchain nothing is said, and that is said",
                [f.kind for f in skipped] == ["skipped"] and instructions.exit_code(skipped) == SUCCESS)


def run_truncated(test, program):
    """Input that was cut off is an error: never a pass."""
    listed = json.dumps(instructions.list_rows(program, FORMS))
    cut = [n for n in range(0, len(listed), max(1, len(listed) // 50))]
    test.expect("truncated: the list of rows", all(
        _fails_with(ERROR, lambda n=n: instructions.parse_rows(listed[:n], program)) for n in cut))
    about = instructions.parse_rows(listed, program)
    steps = json.dumps({"format": 1, "rows": {row["name"]: [10, 30] for row in about["rows"]}})
    test.expect("truncated: the counts of stepping", instructions.parse_steps(steps, about, program) and all(
        _fails_with(ERROR, lambda n=n: instructions.parse_steps(steps[:n], about, program)) for n in range(len(steps))))
    result = json.dumps({"benchmarks": [{"run_type": "iteration", "run_name": "a", "cpu_time": 1.0, "time_unit": "ns"}]})
    test.expect("truncated: the result of Google Benchmark", timing.read_result(result, "x") == {"a": 1.0} and all(
        _fails_with(ERROR, lambda n=n: timing.read_result(result[:n], "x")) for n in range(len(result))))
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "dump")
        dump = ("events: Ir\ndesc: Trigger: Client Request: a#1\nsummary: 5\n\nfn=f\n0x10 1 2\ncalls=1 0x20 1\n"
                "0x11 1 9\n0x12 1 3\ntotals: 5\n")
        def read(text):
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            return callgrind.read_dumps(scratch, ["a#1"])
        whole = read(dump)["a#1"].by_address == {0x10: 2, 0x12: 3}
        end = dump.index("0x12 1 3")
        test.expect("truncated: a dump of callgrind",
                    whole and all(_fails_with(ERROR, lambda n=n: read(dump[:n])) for n in range(end)))
        budgets = os.path.join(scratch, "budgets.json")
        text = json.dumps({"format": 1, "ceilings": {}, "toolchains": []})
        def load(text):
            with open(budgets, "w", encoding="utf-8") as out:
                out.write(text)
            return instructions.load_budgets(budgets)
        test.expect("truncated: the budgets", load(text)["format"] == 1 and all(
            _fails_with(ERROR, lambda n=n: load(text[:n])) for n in range(len(text))))


def run_time(test, base, processes):
    """The gate on time. A machine that is too busy for it makes this inconclusive, never red."""
    for name, program, wanted in (("identical programs pass", base, SUCCESS),
                                  ("canary 'fence' is flagged", base + "_fence", REGRESSION)):
        verdicts = timing.gate(base, program, processes, TIMED_ROWS)
        code = timing.exit_code(verdicts)
        detail = ", ".join(f"{v.row} {v.ratio:.3f} {v.state}" for v in verdicts)
        if code == INCONCLUSIVE:
            test.unsure("time: " + name, detail)
        else:
            test.expect("time: " + name, code == wanted, detail)


def run(show, with_time=True, processes=12):
    canaries = ["instruction", "allocation", "quadratic"] + (["fence"] if with_time else [])
    program = sides.build("selftest", sides.ROOT, options=["-DGAUNTLET_CANARIES=ON"],
                          targets=[sides.PROGRAM] + [f"{sides.PROGRAM}_{canary}" for canary in canaries])
    test = Selftest(show)
    run_instructions(test, program)
    run_truncated(test, program)
    if with_time:
        run_time(test, program, processes)
    return test.exit_code()
