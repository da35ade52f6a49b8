"""gauntlet bench: figures, and the performance gate."""

import argparse
import datetime
import json
import os
import subprocess
import sys

import environment
import history
import instructions
import peers
import report
import selftest
import sides
import targets
import timing
from outcome import ERROR, INCONCLUSIVE, REGRESSION, SUCCESS, Failure, worst

BUDGETS = os.path.join(sides.ROOT, "bench", "budgets.json")
CASES = os.path.join(sides.ROOT, "bench", "data", "cases.json")
QUICK_FORMS = ["reader", "portable", "avx2", "neon"]

DESCRIPTION = """\
Without a command: builds this checkout and prints what each case costs, in time and in exact instructions, and
checks the budgets and the invariants (no allocation, linear growth, ceilings). With --compare BASE also runs both
gates against that commit.

commands:
  ir --base REV     the instruction gate: counts of base and head, built here and now
  ab --base REV     the time gate: processes of base, a copy of base and head take turns
  budgets [--update]   the counts of this toolchain against bench/budgets.json
  selftest          the gates find what is planted, and nothing else
  record            append the figures to the history; export and report read it
  export FORMAT     github-action-benchmark, bencher or csv
  report            one HTML page with the trends
  peers             the same work done by other libraries, as packaged
  targets           the table of speed targets: must, aim, measured
"""
EPILOG = """\
Exit status: 0 pass, 1 a confirmed regression or a broken invariant, 2 usage, input or tool error,
3 inconclusive (noise), or something cannot run here."""


def say(text):
    print(f"gauntlet: bench: {text}", file=sys.stderr, flush=True)


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="gauntlet bench", description=DESCRIPTION, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", default="run",
                        choices=["run", "ir", "ab", "budgets", "selftest", "record", "export", "report", "peers",
                                 "targets"],
                        metavar="COMMAND")
    parser.add_argument("format", nargs="?", metavar="FORMAT", help="of export")
    parser.add_argument("--quick", action="store_true", help="fewer forms, fewer and shorter repetitions")
    parser.add_argument("--compare", "--base", dest="base", metavar="BASE",
                        help="run both gates (or the one that COMMAND names) against this commit")
    parser.add_argument("--peers", action="store_true", help="also measure other libraries, as packaged")
    parser.add_argument("--record", action="store_true", help="append the figures to the history")
    parser.add_argument("--report", action="store_true", help="write report.md and index.html")
    parser.add_argument("--history", default=os.path.join(sides.OUT, "history.jsonl"), metavar="FILE",
                        help="JSON lines (default: %(default)s)")
    parser.add_argument("--out", default=sides.OUT, metavar="FOLDER", help="of the reports (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=None, metavar="N",
                        help="of each side in the time gate (default: 12; quick: 8)")
    parser.add_argument("--update", action="store_true", help="budgets: write the counts of this toolchain")
    parser.add_argument("--no-time", action="store_true",
                        help="instructions only: what a busy machine can do, too")
    parser.add_argument("--no-install", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.format and options.command != "export":
        parser.error(f"unexpected argument: {options.format}")
    if options.command in ("ir", "ab") and not options.base:
        parser.error(f"{options.command} needs --base REV")
    if options.processes is not None and options.processes < 2:
        parser.error("--processes has to be at least 2")
    if options.update and options.command != "budgets":
        parser.error("--update belongs to budgets")
    options.processes = options.processes or (8 if options.quick else 12)
    return options


class Session:
    """One command: what was measured, and what was found."""

    def __init__(self, options):
        self.options = options
        self.codes = []
        self.sections = []
        self.head_folder = None
        self._counted = None

    def head(self, *targets):
        if self.head_folder is None:
            say("building this checkout")
            self.head_folder = sides.build("head", sides.ROOT, ["gate_ir", "gate_time"])
        return os.path.join(self.head_folder, targets[0])

    def forms(self, program):
        listed = instructions.list_rows(program)["forms"]
        missing = [form for form, runs in listed.items() if not runs]
        if missing:
            say(f"not run, since this processor or this library cannot: {', '.join(missing)}")
        return [form for form in listed if listed[form] and (not self.options.quick or form in QUICK_FORMS)]

    def count(self):
        """Counts head; twice, since one count alone would not show that it is not deterministic."""
        if self._counted is None:
            program = self.head("gate_ir")
            forms = self.forms(program)
            say("counting instructions")
            self._counted = instructions.measure(program, forms)
            instructions.expect_same(self._counted, instructions.measure(program, forms))
            uncounted = sorted(set(forms) - {row.form for row in self._counted.rows.values()})
            if uncounted:
                say(f"not counted, since callgrind's processor cannot: {', '.join(uncounted)}")
        return self._counted

    def conclude(self, heading, findings, good):
        code = instructions.exit_code(findings)
        self.codes.append(code)
        lines = report.finding_lines(findings)
        text = lines or [good]
        print(f"\n{heading}: {report.WORDS[code]}")
        print("\n".join("  " + line for line in text))
        self.sections.append((f"{heading}: {report.WORDS[code]}", text))

    def figures(self):
        """Time and instructions of every row."""
        counted = self.count()
        times = {}
        if not self.options.no_time:
            say("measuring time")
            program = self.head("gate_time")
            names = [row.name for row in counted.rows.values() if not row.is_shape]
            for _ in range(3 if self.options.quick else 6):
                measured = timing.run_process(program, names if self.options.quick else None, repetitions=3)
                for name, time in measured.items():
                    times.setdefault(name, []).append(time)
        rows = []
        by_name = {row["name"]: row for row in instructions.list_rows(self.head("gate_ir"))["rows"]}
        for name, about in by_name.items():
            row, values = counted.rows.get(name), times.get(name)
            if about["kind"] != "input" or (row is None and values is None):
                continue
            quartiles = [timing.inference.quantile(values, q) for q in (0.25, 0.75)] if values else [None, None]
            rows.append({"name": name, "form": about["form"], "case": about["case"],
                         "octets": round(about["octets"] / about["values"], 1),
                         "ir": round(row.ir, 1) if row else None,
                         "cpu_ns": round(min(values), 3) if values else None,
                         "cpu_ns_q1": quartiles[0] and round(quartiles[0], 3),
                         "cpu_ns_q3": quartiles[1] and round(quartiles[1], 3),
                         "n": len(values or []), "allocs": about["allocations"]})
        return rows

    def check(self):
        counted = self.count()
        budgets = instructions.load_budgets(BUDGETS)
        self.conclude("Invariants", instructions.check_invariants(counted, budgets["ceilings"]),
                      f"{len(counted.rows)} rows: no allocation, no ceiling exceeded; largest slope "
                      f"{max(counted.slopes().values()):.3f}")
        findings = instructions.check_budgets(counted, budgets, environment.toolchain(counted.compiler))
        self.conclude("Budgets", findings, "all rows within their budgets")

    def base(self):
        say(f"building {self.options.base}")
        folder, commit, is_own = sides.build_base(self.options.base, ["gate_ir", "gate_time"])
        if is_own:
            say("base's parser does not compile with these programs: its own are used, and common rows compared")
        return folder, commit

    def gate_instructions(self):
        folder, commit = self.base()
        head_program, base_program = self.head("gate_ir"), os.path.join(folder, "gate_ir")
        title = f"Instructions against {commit[:12]}"
        if sides.code_hash(head_program) == sides.code_hash(base_program):
            self.conclude(title, [], "skipped: the programs are the same, instruction for instruction")
            return
        head = self.count()
        known = set(instructions.list_rows(base_program)["forms"])
        say("counting instructions of base")
        base = instructions.measure(base_program, [form for form in self.forms(head_program) if form in known])
        messages = subprocess.run(["git", "-C", sides.ROOT, "log", "--format=%B", f"{commit}..HEAD"],
                                  capture_output=True, text=True, check=False).stdout
        findings = instructions.compare(base, head, instructions.accepted_slowdowns(messages))
        table = report.comparison_table(base, head)
        self.conclude(title, findings, "no row grew by more than 1 % and 4 instructions")
        if len(table) > 1:
            print("\n" + report.terminal_table(table))
            self.sections.append(("Rows that changed by half a percent or more", table))

    def gate_time(self):
        folder, commit = self.base()
        head_program, base_program = self.head("gate_time"), os.path.join(folder, "gate_time")
        title = f"Time against {commit[:12]}"
        if sides.code_hash(head_program) == sides.code_hash(base_program):
            self.conclude(title, [], "skipped: the programs are the same, instruction for instruction")
            return
        say(f"measuring time, {self.options.processes} processes for a side")
        names = None
        if self.options.quick:
            forms = QUICK_FORMS
            names = [name for name in timing.run_process(base_program, None, 1, 0) if name.split("/")[0] in forms]
        verdicts = timing.gate(base_program, head_program, self.options.processes, names)
        code = timing.exit_code(verdicts)
        self.codes.append(code)
        table = report.verdict_table(verdicts)
        print(f"\n{title}: {report.WORDS[code]} (load {environment.load_average():.1f})")
        print(report.terminal_table(table))
        self.sections.append((f"{title}: {report.WORDS[code]}", table))

    def write_summary(self, title):
        code = worst(self.codes)
        os.makedirs(self.options.out, exist_ok=True)
        path = os.path.join(self.options.out, "report.md")
        with open(path, "w", encoding="utf-8") as out:
            out.write(report.markdown(title, code, self.sections))
        say(f"wrote {path}")


def record(options, compiler, rows):
    commit = sides.git("rev-parse", "HEAD") + ("-dirty" if sides.git("status", "--porcelain", "parser", "bench") else "")
    time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    history.append(options.history, history.make_entry(commit, time, environment.environment(compiler), rows))
    say(f"appended to {options.history}")


def entries_of_last_environment(options):
    entries = history.read(options.history)
    if not entries:
        raise Failure(f"{options.history} has no entries: gauntlet bench --record", INCONCLUSIVE)
    return history.of_environment(entries, entries[-1]["env"]["id"])


def write_page(options):
    with open(CASES, encoding="utf-8") as file:
        titles = {entry["name"]: entry["title"] for entry in json.load(file)["inputs"]}
    text = report.page(entries_of_last_environment(options), titles)
    os.makedirs(options.out, exist_ok=True)
    path = os.path.join(options.out, "index.html")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    say(f"wrote {path}")


def export(options):
    entries = entries_of_last_environment(options)
    exporters = {
        "github-action-benchmark": lambda: history.export_github_action_benchmark(entries[-1]),
        "bencher": lambda: history.export_bencher(entries[-1]),
        "csv": lambda: history.export_csv(entries),
    }
    if options.format not in exporters:
        raise Failure(f"export: {options.format or 'no format'}: {', '.join(exporters)}")
    print(exporters[options.format]().rstrip("\n"))
    return SUCCESS


def run(options):
    if options.command == "export":
        return export(options)
    if options.command == "report":
        write_page(options)
        return SUCCESS
    if options.command == "selftest":
        code = selftest.run(lambda line: print(line, flush=True), not options.no_time, options.processes)
        print(f"selftest: {report.WORDS[code]}")
        return code
    if options.command == "targets":
        return targets.run(say, options.quick)
    if options.command == "peers":
        return peers.run(options.out, say, options.quick)

    session = Session(options)
    if options.command == "budgets":
        counted = session.count()
        if options.update:
            document = instructions.load_budgets(BUDGETS)
            toolchain = environment.toolchain(counted.compiler)
            document = instructions.update_budgets(document, counted, toolchain)
            with open(BUDGETS, "w", encoding="utf-8") as out:
                out.write(json.dumps(document, indent=1) + "\n")
            say(f"wrote {BUDGETS}")
        session.check()
        return worst(session.codes)
    if options.command == "ir":
        session.gate_instructions()
        session.write_summary("Performance")
        return worst(session.codes)
    if options.command == "ab":
        session.gate_time()
        session.write_summary("Performance")
        return worst(session.codes)

    rows = session.figures()
    table = report.figures_table(rows)
    print(report.terminal_table(table))
    about = report.environment_line(environment.environment(session.count().compiler))
    print(f"\n{about}, load {environment.load_average():.1f}")
    if options.command == "run":
        session.check()
        if options.base:
            session.gate_instructions()
            if not options.no_time:
                session.gate_time()
    if options.peers:
        session.codes.append(peers.run(options.out, say, options.quick))
    session.sections += [("Figures", table), ("Environment", about)]
    if options.record or options.command == "record":
        record(options, session.count().compiler, rows)
    if options.report or options.base:
        session.write_summary("Performance")
    if options.report:
        write_page(options)
    return worst(session.codes)


def main(arguments):
    try:
        return run(parse_arguments(arguments))
    except Failure as failure:
        say(str(failure))
        return failure.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERROR
    except KeyboardInterrupt:
        say("interrupted")
        return INCONCLUSIVE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
