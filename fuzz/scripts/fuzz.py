#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Fuzzes the parser from a checkout.

    ./gauntlet fuzz                                 every target for a minute each
    ./gauntlet fuzz challenges limits --time 1h     these, for an hour each
    ./gauntlet fuzz --sanitizer memory --jobs 4     with MemorySanitizer, four targets at a time
    ./gauntlet fuzz --engine afl --time 10m         with AFL++
    ./gauntlet fuzz --replay                        every corpus file through every target, no fuzzing
    ./gauntlet fuzz limits --replay FILE...         these files only
    ./gauntlet fuzz --list                          the targets and what each claims

What an engine collects stays below build/fuzz/ and is used again by the next run; nothing is written to corpus/ but a
find: it is minimised, filed as corpus/regressions/TARGET/..., and the command that reproduces it is printed. --no-file
leaves it below build/fuzz/finds/. --keep adds what the run collected and what takes new ways through the parser to
corpus/, minimised.

Exit: 0 nothing found, 1 something found, 2 usage or tool error, 3 could not run, 130 interrupted.
"""

import argparse
import configparser
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import corpus  # noqa: E402

FUZZ = pathlib.Path(__file__).resolve().parent.parent
ROOT = FUZZ.parent
BUILD = ROOT / "build" / "fuzz"

SANITIZERS = {
    "address,undefined": "-fsanitize=address,undefined -fno-sanitize-recover=all",
    "address": "-fsanitize=address -fsanitize-address-use-after-scope",
    "undefined": "-fsanitize=undefined -fno-sanitize-recover=all",
    "memory": "-fsanitize=memory -fsanitize-memory-track-origins",
    "none": "",
}


class Failure(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def seconds(text):
    found = re.fullmatch(r"(\d+)([smhd]?)", text)
    if not found or int(found.group(1)) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no time such as 30s, 10m or 2h")
    return int(found.group(1)) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found.group(2)]


def compiler():
    names = [os.environ.get("CXX", "")] + [f"clang++-{n}" for n in range(25, 13, -1)] + ["clang++"]
    for name in names:
        if "clang" in name and shutil.which(name):
            return name
    raise Failure(3, "no clang++. On Debian or Ubuntu: apt-get install clang libclang-rt-14-dev")


def max_len(target):
    return next(line.split()[1] for line in (FUZZ / "targets.txt").read_text(encoding="ascii").splitlines() if line.split(" ")[0] == target)


def options(target):
    """What fuzz/options.in says for every engine that reads it: the arguments of libFuzzer, and the environment of ASan."""
    text = configparser.ConfigParser(interpolation=None)
    text.read_string((FUZZ / "options.in").read_text(encoding="ascii").replace("@NAME@", target).replace("@MAX_LEN@", max_len(target)))
    arguments = [f"-{key}={value}" for key, value in text["libfuzzer"].items() if key != "dict"]
    asan = [f"{key}={value}" for key, value in text["asan"].items()]
    return arguments, {"ASAN_OPTIONS": ":".join([*asan, *filter(None, [os.environ.get("ASAN_OPTIONS")])])}


def newest(*folders):
    return max(p.stat().st_mtime for folder in folders for p in pathlib.Path(folder).rglob("*") if p.is_file())


def build(targets, sanitizer, engine):
    """The directory with the programs; only what is older than its sources is built."""
    out = BUILD / f"{engine}-{sanitizer.replace(',', '-')}"
    sources = newest(ROOT / "parser" / "include", ROOT / "parser" / "src", FUZZ / "support", ROOT / "conformance" / "grammar" / "generated")
    stale = []
    for target in targets:
        program = out / f"{target}_fuzzer"
        if not program.exists() or program.stat().st_mtime < max(sources, (FUZZ / f"{target}_fuzzer.cc").stat().st_mtime):
            stale.append(target)
    if not stale:
        return out
    flags = f"-g -fno-omit-frame-pointer {SANITIZERS[sanitizer]}"
    environment = {**os.environ, "OUT": str(out), "GAUNTLET_SEEDS": "no", "CXX": compiler()}
    if engine == "libfuzzer":
        environment.update(FUZZING_ENGINE="libfuzzer", CXXFLAGS=f"{flags} -fsanitize=fuzzer-no-link", LIB_FUZZING_ENGINE="-fsanitize=fuzzer")
    elif engine == "replay":
        environment.update(CXXFLAGS=flags, LIB_FUZZING_ENGINE="")
    else:
        driver = pathlib.Path("/usr/lib/afl/libAFLDriver.a")
        if not shutil.which("afl-clang-fast++") or not driver.exists():
            raise Failure(3, "no AFL++. On Debian or Ubuntu: apt-get install afl++")
        environment.update(CXX="afl-clang-fast++", CXXFLAGS=flags, LIB_FUZZING_ENGINE=str(driver), AFL_QUIET="1")
    print(f"building {' '.join(stale)} ({engine}, {sanitizer})", file=sys.stderr)
    environment.pop("WORK", None)
    done = subprocess.run(["bash", FUZZ / "build.sh", *stale], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Failure(2, "the targets do not build:\n" + done.stdout.decode("utf-8", "replace")[-6000:])
    return out


def inputs(target):
    folders = [ROOT / "corpus" / target, ROOT / "corpus" / "regressions" / target]
    return [folder for folder in folders if folder.is_dir()]


# A run of one target


class Run:
    """One fuzzer at work: its process, and what it has told so far."""

    def __init__(self, target, engine, out, arguments):
        self.target, self.engine, self.arguments = target, engine, arguments
        self.executions, self.rate, self.coverage, self.collected = 0, 0, 0, 0
        self.work = BUILD / "work" / engine / target
        self.finds = BUILD / "finds" / target
        for folder in (self.work, self.finds):
            folder.mkdir(parents=True, exist_ok=True)
        self.before = set(self.finds.iterdir())
        self.program = out / f"{target}_fuzzer"
        self.log = BUILD / f"{target}.{engine}.log"
        self.started = time.monotonic()
        with self.log.open("wb") as log:
            self.child = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment(), start_new_session=True)

    def command(self):
        a = self.arguments
        if self.engine == "afl":
            seeds = BUILD / "seeds" / self.target
            shutil.rmtree(seeds, ignore_errors=True)
            seeds.mkdir(parents=True)
            for folder in inputs(self.target):
                for file in folder.iterdir():
                    if file.stat().st_size > 0:
                        shutil.copy(file, seeds / file.name)
            return [str(c) for c in ["afl-fuzz", "-V", a.time, "-t", "5000+", "-m", "none", "-i", seeds, "-o", self.work, "-x", FUZZ / "gauntlet.dict", "--", self.program]]
        # The engine writes into the first folder: never into corpus/.
        command = [self.program, self.work, *inputs(self.target), f"-max_total_time={a.time}", *options(self.target)[0]]
        command += [f"-dict={FUZZ / 'gauntlet.dict'}", f"-artifact_prefix={self.finds}/", "-print_final_stats=1", "-rss_limit_mb=2560", "-reload=0"]
        command += [f"-seed={a.seed}"] if a.seed else []
        return [str(c) for c in command]

    def environment(self):
        more = {"AFL_NO_UI": "1", "AFL_SKIP_CPUFREQ": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1", "AFL_NO_AFFINITY": "1", "AFL_AUTORESUME": "1"}
        return {**os.environ, **(more if self.engine == "afl" else options(self.target)[1])}

    def look(self):
        """Takes in what the fuzzer has told."""
        if self.engine == "afl":
            stats = self.work / "default" / "fuzzer_stats"
            text = stats.read_text(encoding="utf-8", errors="replace") if stats.exists() else ""
            values = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
            values = {key.strip(): value.strip() for key, value in values.items()}
            self.executions = int(values.get("execs_done", "0"))
            self.rate = int(float(values.get("execs_per_sec", "0")))
            self.coverage, self.collected = int(values.get("edges_found", "0")), int(values.get("corpus_count", "0"))
            return
        with self.log.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - 6000))
            text = log.read().decode("utf-8", "replace")
        for line in text.splitlines():
            state = re.match(r"#(\d+)\s.*?cov: (\d+).*?corp: (\d+).*?exec/s: (\d+)", line)
            if state:
                self.executions, self.coverage, self.collected, self.rate = (int(n) for n in state.groups())
            final = re.match(r"stat::(number_of_executed_units|average_exec_per_sec):\s+(\d+)", line)
            if final:
                setattr(self, "executions" if final.group(1).startswith("number") else "rate", int(final.group(2)))

    def found(self):
        if self.engine == "afl":
            return sorted(p for p in self.work.glob("*/crashes/id:*"))
        return sorted(set(self.finds.iterdir()) - self.before)

    def stop(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)

    def line(self):
        return f"{self.target:14} {self.executions:>13,} runs {self.rate:>8,}/s  {self.coverage:>5} edges  {self.collected:>5} inputs  {len(self.found())} finds"


def show(runs, started):
    for run in runs:
        run.look()
    if sys.stderr.isatty():
        print("\n".join("\033[K" + run.line() for run in runs) + f"\033[{len(runs)}A\r", file=sys.stderr, end="", flush=True)
    else:
        now = time.monotonic() - started
        for run in runs:
            print(f"[{now:6.0f} s] {run.line()}", file=sys.stderr, flush=True)


def fuzz(targets, out, arguments):
    """Runs them all, `jobs` at a time; the runs, and whether it was interrupted."""
    pending, active, done = list(targets), [], []
    started, shown, interrupted = time.monotonic(), 0.0, False
    every = 1 if sys.stderr.isatty() else 15
    try:
        while pending or active:
            while pending and len(active) < arguments.jobs:
                active.append(Run(pending.pop(0), arguments.engine, out, arguments))
            time.sleep(0.2)
            if time.monotonic() - shown > every:
                show(active, started)
                shown = time.monotonic()
            for run in [run for run in active if run.child.poll() is not None]:
                active.remove(run)
                done.append(run)
                run.look()
                print(("\r\033[K" if sys.stderr.isatty() else "") + run.line(), flush=True)
                broken = run.child.returncode not in (0, 1, 77, -signal.SIGINT, 128 + signal.SIGINT, 72) and not run.found()
                if broken:
                    tail = run.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
                    raise Failure(2, f"{run.target} stopped with {run.child.returncode} and no find; the end of {run.log}:\n" + "\n".join(tail))
    except KeyboardInterrupt:
        interrupted = True
        pending.clear()
    finally:
        for run in active:
            run.stop()
        for run in active:
            try:
                run.child.wait(10)
            except subprocess.TimeoutExpired:
                run.child.kill()
                run.child.wait()
            run.look()
            done.append(run)
            if interrupted:
                print(run.line(), flush=True)
    return done, interrupted


# Finds


def reason(text):
    found = re.search(r"property broken: (.*)", text) or re.search(r"SUMMARY: (.*)", text) or re.search(r"ERROR: (.*)", text)
    return found.group(1).strip()[:120] if found else "stops the target"


def minimise(run, find, patience=20):
    """The smallest input near a find that still breaks the target, and why."""
    best = find.read_bytes()
    small = run.finds / (find.name + ".minimised")
    command = [run.program, find, "-minimize_crash=1", f"-max_total_time={patience}", f"-exact_artifact_path={small}"]
    if run.engine == "libfuzzer":
        subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if small.exists():
        again = subprocess.run([str(run.program), str(small)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if again.returncode != 0 and small.stat().st_size <= len(best):
            best = small.read_bytes()
        small.unlink()
    shorter = run.finds / "tried"
    shorter.write_bytes(best)
    told = subprocess.run([str(run.program), str(shorter)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    shorter.unlink()
    return best, reason(told.stdout.decode("utf-8", "replace"))


def printable(octets):
    return "".join(chr(o) if 0x20 <= o < 0x7F and o != 0x5C else f"\\x{o:02x}" for o in octets)


def report(run, arguments):
    for find in run.found():
        octets, why = minimise(run, find)
        print(f"\nFOUND by {run.target}: {why}\n  octets     {printable(octets)}")
        if arguments.no_file:
            print(f"  kept as    {find}\n  reproduce  ./gauntlet fuzz {run.target} --replay {find}")
            continue
        path = corpus.add_regression(run.target, octets, why)
        shown = path.relative_to(ROOT)
        print(f"  filed as   {shown}\n  reproduce  ./gauntlet fuzz {run.target} --replay {shown}")


def keep(run):
    """Adds to corpus/ what of the collected inputs takes ways through the parser that corpus/ does not."""
    if run.engine != "libfuzzer":
        return
    merged = BUILD / "merged" / run.target
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir(parents=True)
    for folder in inputs(run.target):
        for file in folder.iterdir():
            shutil.copy(file, merged / file.name)
    known = {file.name for file in merged.iterdir()}
    subprocess.run([str(c) for c in (run.program, "-merge=1", merged, run.work, "-rss_limit_mb=2560")], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    added = [file for file in merged.iterdir() if file.name not in known]
    for file in added:
        corpus.add_find(run.target, file.read_bytes())
    print(f"{run.target}: {len(added)} inputs added to corpus/{run.target}")


# Replay


def replay(targets, files, arguments):
    out = build(targets, arguments.sanitizer, "replay")
    everything = [folder for target in corpus.targets()[0] for folder in inputs(target)]
    failed = 0
    for target in targets:
        done = subprocess.run([str(out / f"{target}_fuzzer"), *(str(f) for f in files or everything)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode == 2:
            raise Failure(2, text)
        failed += done.returncode != 0
        print(f"{target:14} {'ok, ' + text if done.returncode == 0 else 'FAILED' + chr(10) + text}", flush=True)
    return 1 if failed else 0


def describe():
    for target in corpus.targets()[0]:
        text = (FUZZ / f"{target}_fuzzer.cc").read_text(encoding="ascii")
        words = " ".join(line[3:] for line in re.search(r"((?:// .*\n)+)", text[text.index("// Property") :]).group(1).splitlines())
        print(f"{target}\n    {words.removeprefix('Property: ')}")


def main(argv):
    parser = argparse.ArgumentParser(prog="gauntlet fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="*", help="targets, and with --replay files")
    parser.add_argument("--time", type=seconds, default=60, help="for each target: 30s, 10m, 2h (default 60s)")
    parser.add_argument("--sanitizer", choices=list(SANITIZERS), default="address,undefined", metavar="S", help="one of " + "; ".join(SANITIZERS) + " (default address,undefined)")
    parser.add_argument("--engine", choices=["libfuzzer", "afl"], default="libfuzzer")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets at a time (default: processors)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed tries the same (default: a new one)")
    parser.add_argument("--replay", action="store_true", help="run the corpus, or the given files, and nothing else")
    parser.add_argument("--no-file", action="store_true", help="leave finds below build/fuzz/finds/")
    parser.add_argument("--keep", action="store_true", help="add what was collected to corpus/, minimised")
    parser.add_argument("--list", action="store_true", help="the targets and what each claims")
    arguments = parser.parse_intermixed_args(argv)
    known = corpus.targets()[0]
    if arguments.list:
        describe()
        return 0
    chosen = [name for name in arguments.target if name in known]
    files = [name for name in arguments.target if name not in known]
    if files and not arguments.replay:
        raise Failure(2, f"no target {files[0]}; there are: {' '.join(known)}")
    if arguments.jobs < 1:
        raise Failure(2, "--jobs is a positive number")
    targets = chosen or known
    if arguments.replay:
        return replay(targets, files, arguments)
    out = build(targets, arguments.sanitizer, arguments.engine)
    done, interrupted = fuzz(targets, out, arguments)
    for run in done:
        if run.found():
            report(run, arguments)
        elif arguments.keep:
            keep(run)
    total = sum(run.executions for run in done)
    finds = sum(len(run.found()) for run in done)
    print(f"{len(done)} targets, {total:,} runs, {finds} finds ({arguments.sanitizer}, {arguments.engine})")
    return 1 if finds else 130 if interrupted else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        print(f"gauntlet: {failure}", file=sys.stderr)
        sys.exit(failure.code)
