"""gauntlet bench: figures, and the performance gate."""

import argparse
import datetime
import json
import os
import subprocess
import sys

import environment
import history
import inference
import instructions
import model
import peers
import report
import selftest
import sides
import targets
import timing
from outcome import ERROR, INCONCLUSIVE, SUCCESS, Failure, worst

BUDGETS = os.path.join(sides.ROOT, "bench", "budgets.json")
QUICK_FORMS = ["reader", "portable", "avx2", "neon"]

USAGE = """
    gauntlet bench                        what each case costs, in time and in exact instructions; the budgets
    gauntlet bench --compare main         the same, and both gates against that commit
    gauntlet bench budgets                exact instruction counts against bench/budgets.json
    gauntlet bench figures --out FOLDER   the tables of figures for the documentation
    gauntlet bench [COMMAND] [OPTION...]"""
DESCRIPTION = """\
Without a command: builds this checkout and prints what each case costs, in time and in exact instructions, and
checks the budgets and the invariants (no allocation, linear growth, ceilings).

commands:
  ir --base REV     the instruction gate: counts of base and head, built here and now
  ab --base REV     the time gate: processes of base, a copy of base and head take turns
  budgets [--update]   the counts of this toolchain against bench/budgets.json
  targets           bench/targets.json: must, aim, measured. Instructions, growth and allocations decide; a ratio of
                    times depends on the processor, so a missed one is told and does not change the exit status
  peers             the same work done by other libraries, as packaged
  figures           targets and peers, as targets.md, peers.md and peers.svg with date and machine
  record            append the figures to the history; export and report read it
  report            one HTML page with the trends
  export FORMAT     github-action-benchmark, bencher or csv
  selftest          the gates find what is planted, and nothing else
"""
EPILOG = """\
Exit status: 0 pass, 1 a confirmed regression, a broken invariant or a missed target that decides, 2 usage, input or
tool error, 3 inconclusive (noise), or something cannot run here."""


def say(text):
    print(f"gauntlet: bench: {text}", file=sys.stderr, flush=True)


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="gauntlet bench", usage=USAGE, description=DESCRIPTION, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", default="run",
                        choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("format", nargs="?", metavar="FORMAT", help="of export")
    parser.add_argument("--quick", action="store_true", help="fewer forms, fewer and shorter repetitions")
    parser.add_argument("--compare", "--base", dest="base", metavar="BASE",
                        help="run both gates (or the one that COMMAND names) against this commit")
    parser.add_argument("--record", action="store_true", help="append the figures to the history")
    parser.add_argument("--report", action="store_true", help="write report.md and index.html")
    parser.add_argument("--history", default=os.path.join(sides.OUT, "history.jsonl"), metavar="FILE",
                        help="JSON lines (default: %(default)s)")
    parser.add_argument("--out", default=sides.OUT, metavar="FOLDER", help="of the reports and figures (default: %(default)s)")
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
        self._head = self._listed = self._counted = self._base = None

    def head(self):
        """The program that measures this checkout."""
        if self._head is None:
            say("building this checkout")
            self._head = sides.build("head", sides.ROOT)
        return self._head

    def listed(self):
        """What it measures, and how often each row of the parser's forms allocates."""
        if self._listed is None:
            self._listed = instructions.list_rows(self.head())
            missing = [form for form, about in self._listed["forms"].items() if not about["runs"]]
            if missing:
                say(f"not run, since this processor or this library cannot: {', '.join(missing)}")
        return self._listed

    def forms(self, kind="parser"):
        return [form for form, about in self.listed()["forms"].items() if about["runs"] and about["kind"] == kind
                and (not self.options.quick or kind != "parser" or form in QUICK_FORMS)]

    def environment(self):
        return environment.environment(self.listed()["compiler"])

    def count(self):
        """Counts head; twice, since one count alone would not show that it is not deterministic."""
        if self._counted is None:
            forms = self.forms()
            say("counting instructions")
            self._counted = instructions.measure(self.head(), forms)
            instructions.expect_same(self._counted, instructions.measure(self.head(), forms))
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
        counted, times = self.count(), {}
        if not self.options.no_time:
            say("measuring time")
            times = timing.measure(self.head(), 3 if self.options.quick else 6, 3, self.forms())
        rows = []
        for about in self.listed()["rows"]:
            row, values = counted.rows.get(about["name"]), times.get(about["name"], [])
            if about["kind"] != "input" or (row is None and not values):
                continue
            least, low, high = ([round(inference.quantile(values, q), 3) for q in (0, 0.25, 0.75)] if values
                                else [None] * 3)
            rows.append({"name": about["name"], "form": about["form"], "case": about["case"],
                         "octets": round(about["octets"] / about["values"], 1), "ir": round(row.ir, 1) if row else None,
                         "cpu_ns": least, "cpu_ns_q1": low, "cpu_ns_q3": high, "n": len(values),
                         "allocs": about["allocations"]})
        return rows

    def check(self):
        counted = self.count()
        budgets = instructions.load_budgets(BUDGETS)
        self.conclude("Invariants", instructions.check_invariants(counted, budgets["ceilings"]),
                      f"{len(counted.rows)} rows: no allocation, no ceiling exceeded; largest slope "
                      f"{max(counted.slopes().values()):.3f}")
        findings = instructions.check_budgets(counted, budgets, environment.toolchain(self.listed()["compiler"]))
        self.conclude("Budgets", findings, "all rows within their budgets")

    def base(self):
        """The program that measures base, and what to call its commit; None for the program when it is head's."""
        if self._base is None:
            say(f"building {self.options.base}")
            program, commit, is_own = sides.build_base(self.options.base)
            if is_own:
                say("base's parser does not compile with this program: its own is used, and common rows compared")
            if sides.code_hash(self.head()) == sides.code_hash(program):
                program = None
            self._base = program, commit
        return self._base

    def is_same(self, title):
        if self.base()[0] is None:
            self.conclude(title, [], "skipped: the programs are the same, instruction for instruction")
        return self.base()[0] is None

    def gate_instructions(self):
        program, commit = self.base()
        title = f"Instructions against {commit[:12]}"
        if self.is_same(title):
            return
        head = self.count()
        known = instructions.list_rows(program)["forms"]
        say("counting instructions of base")
        base = instructions.measure(program, [form for form in self.forms() if form in known])
        messages = subprocess.run(["git", "-C", sides.ROOT, "log", "--format=%B", f"{commit}..HEAD"],
                                  capture_output=True, text=True, check=False).stdout
        findings = instructions.compare(base, head, instructions.accepted_slowdowns(messages))
        table = report.comparison_table(base, head)
        self.conclude(title, findings, "no row grew by more than 1 % and 4 instructions")
        if len(table) > 1:
            print("\n" + report.terminal_table(table))
            self.sections.append(("Rows that changed by half a percent or more", table))

    def gate_time(self):
        program, commit = self.base()
        title = f"Time against {commit[:12]}"
        if self.is_same(title):
            return
        say(f"measuring time, {self.options.processes} processes for a side")
        names = [row["name"] for row in instructions.list_rows(program)["rows"]
                 if row["form"] in self.forms() and row["kind"] == "input"]
        verdicts = timing.gate(program, self.head(), self.options.processes, names)
        code = timing.exit_code(verdicts)
        self.codes.append(code)
        table = report.verdict_table(verdicts)
        print(f"\n{title}: {report.WORDS[code]} (load {environment.load_average():.1f})")
        print(report.terminal_table(table))
        self.sections.append((f"{title}: {report.WORDS[code]}", table))

    def targets(self):
        budgets = instructions.load_budgets(BUDGETS)
        table = targets.load(budgets["ceilings"])
        anchors = self.forms("anchor")
        say("measuring time, for a minute or two")
        times = timing.measure(self.head(), 3 if self.options.quick else 8, 10, self.forms() + anchors)
        say("counting instructions")
        counted = instructions.measure(self.head(), self.forms() + ["strings"])
        if uncounted := sorted(set(self.forms()) - {row.form for row in counted.rows.values()}):
            say(f"stepping through {', '.join(uncounted)}")
            counted.rows.update(instructions.step(self.head(), uncounted))
        targets.evaluate(table, counted, times, self.listed()["rows"])
        code = targets.exit_code(table)
        lines = targets.table(table)
        print(report.terminal_table(lines) + f"\n\n{targets.summary(table)}: {report.WORDS[code]}")
        cases = list(dict.fromkeys(row.case for row in counted.rows.values() if not row.is_shape))
        sections = [lines, "A ratio of times depends on the processor: a missed one is told, and decides nothing."]
        for what, figures, digits in (("ns", {name: min(values) for name, values in times.items()}, 1),
                                      ("instructions", {name: row.ir for name, row in counted.rows.items()}, 0)):
            by_form = report.case_table(f"{what} a value", self.forms() + anchors, cases, figures, digits)
            print("\n" + report.terminal_table(by_form))
            sections += [f"## {what[0].upper() + what[1:]} to read one value".replace("Ns", "Nanoseconds"), by_form]
        for what, figures in (("ns", {name: min(values) for name, values in times.items()}),
                              ("instructions", {name: row.ir for name, row in counted.rows.items()})):
            parts = model.table(f"{what} for", self.forms(), self.listed()["rows"], figures)
            print("\n" + report.terminal_table(parts))
            sections += [f"## What a parse is made of, in {what}", parts]
        path = self.path("targets.md")
        report.write_figures(path, "Speed", "./gauntlet bench targets", self.listed()["compiler"], sections)
        self.codes.append(code)

    def path(self, name):
        """A file of the results."""
        os.makedirs(self.options.out, exist_ok=True)
        path = os.path.join(self.options.out, name)
        say(f"writing {path}")
        return path

    def write_summary(self):
        with open(self.path("report.md"), "w", encoding="utf-8") as out:
            out.write(report.markdown("Performance", worst(self.codes), self.sections))

    def entries_of_last_environment(self):
        entries = history.read(self.options.history)
        if not entries:
            raise Failure(f"{self.options.history} has no entries: gauntlet bench --record", INCONCLUSIVE)
        return history.of_environment(entries, entries[-1]["env"]["id"])

    def record(self, rows):
        commit = sides.git("rev-parse", "HEAD")
        if sides.git("status", "--porcelain", "parser", "bench"):
            commit += "-dirty"
        time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        history.append(self.options.history, history.make_entry(commit, time, self.environment(), rows))
        say(f"appended to {self.options.history}")

    # The commands.

    def run(self):
        rows = self.figures()
        table = report.figures_table(rows)
        print(report.terminal_table(table))
        about = report.environment_line(self.environment())
        print(f"\n{about}, load {environment.load_average():.1f}")
        if self.options.command == "run":
            self.check()
            if self.options.base:
                self.gate_instructions()
                if not self.options.no_time:
                    self.gate_time()
        self.sections += [("Figures", table), ("Environment", about)]
        if self.options.record or self.options.command == "record":
            self.record(rows)
        if self.options.report or self.options.base:
            self.write_summary()
        if self.options.report:
            self.report()

    def ir(self):
        self.gate_instructions()
        self.write_summary()

    def ab(self):
        self.gate_time()
        self.write_summary()

    def budgets(self):
        if self.options.update:
            document = instructions.update_budgets(instructions.load_budgets(BUDGETS), self.count(),
                                                   environment.toolchain(self.listed()["compiler"]))
            with open(BUDGETS, "w", encoding="utf-8") as out:
                out.write(json.dumps(document, indent=1) + "\n")
            say(f"wrote {BUDGETS}")
        self.check()

    def peers(self):
        self.codes.append(peers.run(self.path, say, self.options.quick))

    def figures_of_docs(self):
        self.targets()
        self.peers()

    def selftest(self):
        code = selftest.run(lambda line: print(line, flush=True), not self.options.no_time, self.options.processes)
        print(f"selftest: {report.WORDS[code]}")
        self.codes.append(code)

    def report(self):
        titles = {case["name"]: case["title"] for case in sides.cases()}
        text = report.page(self.entries_of_last_environment(), titles)
        with open(self.path("index.html"), "w", encoding="utf-8") as out:
            out.write(text)

    def export(self):
        entries = self.entries_of_last_environment()
        exporters = {
            "github-action-benchmark": lambda: history.export_github_action_benchmark(entries[-1]),
            "bencher": lambda: history.export_bencher(entries[-1]),
            "csv": lambda: history.export_csv(entries),
        }
        if self.options.format not in exporters:
            raise Failure(f"export: {self.options.format or 'no format'}: {', '.join(exporters)}")
        print(exporters[self.options.format]().rstrip("\n"))


COMMANDS = {
    "run": Session.run, "record": Session.run, "ir": Session.ir, "ab": Session.ab, "budgets": Session.budgets,
    "targets": Session.targets, "peers": Session.peers, "figures": Session.figures_of_docs, "report": Session.report,
    "export": Session.export, "selftest": Session.selftest,
}


def main(arguments):
    try:
        session = Session(parse_arguments(arguments))
        COMMANDS[session.options.command](session)
        return worst(session.codes)
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
