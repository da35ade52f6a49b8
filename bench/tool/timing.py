"""The time gate: whole processes of base, of a copy of base and of head take turns; a process is one observation."""

import json
import os
import shutil
import subprocess
import tempfile

import inference
from outcome import INCONCLUSIVE, REGRESSION, SUCCESS, Failure

LEVEL = 0.01
SHORT = 50.0  # nanoseconds; below it a process's own layout matters more
REPETITIONS = 25
MIN_TIME = 0.004  # seconds: short enough to fit between two switches of a busy machine, often enough for the smallest


def threshold(nanoseconds):
    """The ratio above 1 that is a regression."""
    return 0.10 if nanoseconds < SHORT else 0.05


def read_result(text, program):
    """The smallest CPU time of each row, in nanoseconds, of one process of Google Benchmark."""
    try:
        document = json.loads(text)
        rows = document["benchmarks"]
        times = {}
        for row in rows:
            if row.get("run_type") != "iteration":
                continue
            if row.get("error_occurred"):
                raise Failure(f"{program}: {row['name']}: {row.get('error_message')}")
            scale = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}[row["time_unit"]]
            time = float(row["cpu_time"]) * scale / float(row.get("values", 1))
            name = row["run_name"]
            times[name] = min(time, times.get(name, time))
        if not times:
            raise KeyError("benchmarks")
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{program}: its result is cut off or no result of Google Benchmark: {error}") from error
    return times


def run_process(program, forms=(), names=None, repetitions=REPETITIONS):
    """One process. `forms`: only these (none: those of the parser); `names`: only these rows."""
    command = [program, *forms, "--benchmark_format=json", f"--benchmark_repetitions={repetitions}",
               f"--benchmark_min_time={MIN_TIME}", "--benchmark_enable_random_interleaving=true"]
    if names:
        escaped = ["".join("\\" + c if c in ".+*?()[]{}|^$\\" else c for c in name) for name in names]
        command.append(f"--benchmark_filter=^({'|'.join(escaped)})$")
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise Failure(f"{program}: status {ran.returncode}: {(ran.stderr + ran.stdout).strip()[-500:]}")
    return read_result(ran.stdout, program)


def measure(program, processes, repetitions, forms=()):
    """{row: [nanoseconds, one for each process]}"""
    times = {}
    for _ in range(processes):
        for name, time in run_process(program, forms, None, repetitions).items():
            times.setdefault(name, []).append(time)
    return times


class Samples:
    """{row: [nanoseconds, one for each process]} of the three arms; the n-th of each is of the same round."""

    def __init__(self):
        self.base, self.control, self.head = {}, {}, {}

    def rows(self):
        return [name for name in self.head if name in self.base]


def sample(base, head, processes, names=None):
    """Runs `processes` processes of each arm, in turns whose order rotates."""
    samples = Samples()
    with tempfile.TemporaryDirectory(prefix="gauntlet-bench-") as folder:
        control = os.path.join(folder, os.path.basename(base))
        shutil.copy2(base, control)
        arms = [(base, samples.base), (control, samples.control), (head, samples.head)]
        for round_number in range(processes):
            shift = round_number % len(arms)
            order = arms[shift:] + arms[:shift]
            if round_number % 2:
                order.reverse()
            for program, into in order:
                for name, time in run_process(program, (), names).items():
                    into.setdefault(name, []).append(time)
    return samples


class Verdict:
    """What can be said of one row."""

    def __init__(self, row, base, control, head):
        self.row = row
        self.base_ns = inference.median(base)
        self.head_ns = inference.median(head)
        ratios = [h / b for h, b in zip(head, base)]
        self.ratio = inference.median(ratios)
        self.low, self.high = inference.bootstrap_interval(ratios)
        self.p = inference.mann_whitney_greater(head, base)
        self.adjusted_p = self.p
        self.limit = threshold(self.base_ns)
        self.control = inference.median([c / b for c, b in zip(control, base)])
        self.noise = inference.coefficient_of_variation(base)
        self.state = "pass"  # pass, candidate, regression, faster, inconclusive

    def is_quiet(self):
        return abs(self.control - 1) <= self.limit / 2 and self.noise <= self.limit

    def clear_limit(self):
        """What cannot be noise: the limit, or as much more as this machine needs just now."""
        return max(self.limit, 3 * self.noise, 3 * abs(self.control - 1))


def judge(samples):
    """A verdict for each row; candidates have still to be confirmed."""
    processes = min(len(values) for values in samples.head.values())
    if inference.smallest_p(processes, processes) * len(samples.rows()) > LEVEL:
        raise Failure(f"{processes} processes for a side cannot show anything in {len(samples.rows())} rows: take more")
    verdicts = [Verdict(row, samples.base[row], samples.control[row], samples.head[row]) for row in samples.rows()]
    for verdict, adjusted in zip(verdicts, inference.holm([v.p for v in verdicts])):
        verdict.adjusted_p = adjusted
        if verdict.low > 1 + verdict.clear_limit() and adjusted < LEVEL:
            verdict.state = "candidate"
        elif not verdict.is_quiet():
            verdict.state = "inconclusive"
        elif verdict.low > 1 + verdict.limit and adjusted < LEVEL:
            verdict.state = "candidate"
        elif verdict.high < 1 - verdict.limit:
            verdict.state = "faster"
    return verdicts


def confirm(verdicts, again):
    """Takes what fresh processes say of the candidates: a regression has to be seen twice."""
    second = {verdict.row: verdict for verdict in again}
    for verdict in verdicts:
        if verdict.state != "candidate":
            continue
        said = second[verdict.row]
        verdict.state = {"candidate": "regression", "inconclusive": "inconclusive"}.get(said.state, "pass")
    return verdicts


def gate(base, head, processes, names=None):
    verdicts = judge(sample(base, head, processes, names))
    candidates = [verdict.row for verdict in verdicts if verdict.state == "candidate"]
    if candidates:
        confirm(verdicts, judge(sample(base, head, processes, candidates)))
    return verdicts


def exit_code(verdicts):
    states = {verdict.state for verdict in verdicts}
    if "regression" in states:
        return REGRESSION
    return INCONCLUSIVE if "inconclusive" in states else SUCCESS
