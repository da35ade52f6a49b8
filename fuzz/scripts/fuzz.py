#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Fuzzes the parser, and the JSON that the tools read, from a checkout.

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
import fcntl
import math
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
import targets as table  # noqa: E402
from targets import dictionary, inputs, is_tool  # noqa: E402

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
        raise argparse.ArgumentTypeError(f"'{text}' is not a time such as 30s, 10m or 2h")
    return int(found.group(1)) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found.group(2)]


def compiler():
    names = [os.environ.get("CXX", "")] + [f"clang++-{n}" for n in range(25, 13, -1)] + ["clang++"]
    for name in names:
        if "clang" in name and shutil.which(name):
            return name
    raise Failure(3, "no clang++. On Debian or Ubuntu: apt-get install clang libclang-rt-14-dev")


def options(target):
    """What fuzz/options.in says for every engine that reads it: the arguments of libFuzzer, and the environment of ASan."""
    text = configparser.ConfigParser(interpolation=None)
    text.read_string((FUZZ / "options.in").read_text(encoding="ascii").replace("@NAME@", target).replace("@MAX_LEN@", table.TABLE[target].max_len))
    arguments = [f"-{key}={value}" for key, value in text["libfuzzer"].items() if key != "dict"]
    asan = [f"{key}={value}" for key, value in text["asan"].items()]
    return arguments, {"ASAN_OPTIONS": ":".join([*asan, *filter(None, [os.environ.get("ASAN_OPTIONS")])])}


def output(sanitizer, engine):
    return BUILD / f"{engine}-{sanitizer.replace(',', '-')}"


def program(target, sanitizer, engine):
    out = output(sanitizer, engine)
    return (out / "tools" / "bin" if is_tool(target) else out) / f"{target}_fuzzer"


def newest(*paths):
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()]
    return max(file.stat().st_mtime for file in files)


def toolchain(sanitizer, engine):
    """Compiler, flags, and what links the engine."""
    flags = f"-g -fno-omit-frame-pointer {SANITIZERS[sanitizer]}"
    if engine == "libfuzzer":
        return compiler(), f"{flags} -fsanitize=fuzzer-no-link", "-fsanitize=fuzzer"
    if engine == "replay":
        return compiler(), flags, ""
    driver = pathlib.Path("/usr/lib/afl/libAFLDriver.a")
    if not shutil.which("afl-clang-fast++") or not driver.exists():
        raise Failure(3, "no AFL++. On Debian or Ubuntu: apt-get install afl++")
    return "afl-clang-fast++", flags, str(driver)


def must_build(command, what, **more):
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    if done.returncode != 0:
        raise Failure(2, f"{what} does not build:\n" + done.stdout.decode("utf-8", "replace")[-6000:])


def start_anew_if_changed(out, *tools):
    """What another compiler built cannot be used: CMake, for one, forgets its options when its compiler changes."""
    stamp, told = out / "toolchain", "\n".join(tools)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != told:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        stamp.write_text(told, encoding="utf-8")


def build(targets, sanitizer, engine):
    """Builds what is older than its sources, or was built by another compiler."""
    cxx, flags, linker = toolchain(sanitizer, engine)
    start_anew_if_changed(output(sanitizer, engine), cxx, flags, linker)
    sources = newest(ROOT / "parser" / "include", ROOT / "parser" / "src", FUZZ / "support", FUZZ / "build.sh", ROOT / "parser" / "test" / "generated", ROOT / "parser" / "test" / "support")
    stale = []
    for target in targets:
        made = program(target, sanitizer, engine)
        if not is_tool(target) and (not made.exists() or made.stat().st_mtime < max(sources, newest(table.source(target)))):
            stale.append(target)
    if stale:
        print(f"building {' '.join(stale)} ({engine}, {sanitizer})", file=sys.stderr)
        environment = {**os.environ, "CXX": cxx, "CXXFLAGS": flags, "LIB_FUZZING_ENGINE": linker, "FUZZING_ENGINE": engine, "OUT": str(output(sanitizer, engine)), "GAUNTLET_SEEDS": "no", "AFL_QUIET": "1"}
        environment.pop("WORK", None)
        must_build(["bash", FUZZ / "build.sh", *stale], "a target", env=environment)
    tools = [target for target in targets if is_tool(target)]
    if tools:
        build_tools(tools, output(sanitizer, engine) / "tools", cxx, flags, linker)


def build_tools(targets, out, cxx, flags, linker):
    if not (out / "build.ninja").exists():
        print(f"building {' '.join(targets)} with the tools' libraries: some minutes, once", file=sys.stderr)
    configure = ["cmake", "-S", ROOT, "-B", out, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={cxx}", f"-DCMAKE_C_COMPILER={cxx.replace('++', '')}"]
    configure += [f"-DCMAKE_CXX_FLAGS={flags} -O1", "-DCMAKE_BUILD_TYPE=", f"-DGAUNTLET_FUZZ_ENGINE={linker}"]
    configure += ["-DGAUNTLET_BUILD_TESTING=OFF", "-DGAUNTLET_BUILD_FUZZERS=ON", "-DGAUNTLET_WERROR=OFF"]
    must_build(configure, "the tools", env={**os.environ, "AFL_QUIET": "1"})
    must_build(["cmake", "--build", out, "--target", *(f"{target}_fuzzer" for target in targets)], "a target of the tools", env={**os.environ, "AFL_QUIET": "1"})


# A run of one target


class Run:
    """One fuzzer: its process, and what it has reported so far."""

    def __init__(self, target, arguments):
        self.target, self.engine, self.arguments = target, arguments.engine, arguments
        self.executions, self.rate, self.coverage, self.collected = 0, 0, 0, 0
        # What libFuzzer collects is of use under every sanitizer, also at the same time; AFL++ keeps more there.
        self.work = BUILD / "work" / (self.engine if self.engine == "libfuzzer" else output(arguments.sanitizer, self.engine).name) / target
        self.finds = BUILD / "finds" / target
        self.mark = arguments.sanitizer.replace(",", "-") + "-"
        for folder in (self.work, self.finds):
            folder.mkdir(parents=True, exist_ok=True)
        self.before = self.marked()  # perhaps found again
        self.program = program(target, arguments.sanitizer, self.engine)
        self.log = output(arguments.sanitizer, self.engine) / f"{target}.log"
        with self.log.open("ab") as log:
            try:
                fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the fuzzer has it until it ends
            except OSError:
                raise Failure(2, f"{target} is being fuzzed already, by another command with the same sanitizer and engine; its log is {self.log}") from None
            log.truncate(0)
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
            return [str(c) for c in ["afl-fuzz", "-V", a.time, "-t", "5000+", "-m", "none", "-i", seeds, "-o", self.work, "-x", dictionary(self.target), "--", self.program]]
        # The engine writes into the first folder: never into corpus/.
        command = [self.program, self.work, *inputs(self.target), f"-max_total_time={a.time}", *options(self.target)[0]]
        command += [f"-dict={dictionary(self.target)}", f"-artifact_prefix={self.finds}/{self.mark}", "-print_final_stats=1", "-rss_limit_mb=2560", "-reload=0"]
        command += [f"-seed={a.seed}"] if a.seed else []
        return [str(c) for c in command]

    def environment(self):
        more = {"AFL_NO_UI": "1", "AFL_SKIP_CPUFREQ": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1", "AFL_NO_AFFINITY": "1", "AFL_AUTORESUME": "1"}
        return {**os.environ, **(more if self.engine == "afl" else options(self.target)[1])}

    def look(self):
        """Reads what the fuzzer has reported."""
        if self.engine == "afl":
            stats = self.work / "default" / "fuzzer_stats"
            text = stats.read_text(encoding="utf-8", errors="replace") if stats.exists() else ""
            values = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
            values = {key.strip(): value.strip() for key, value in values.items()}
            self.executions = int(values.get("execs_done", "0"))
            rate = float(values.get("execs_per_sec", "0"))  # at first "inf" or "nan"
            self.rate = int(rate) if math.isfinite(rate) else 0
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
        return sorted(find for find, written in self.marked().items() if self.before.get(find) != written)

    def marked(self):
        """The finds of this fuzzer, and when each was written."""
        return {find: find.stat().st_mtime_ns for find in self.finds.glob(self.mark + "*")}

    def stop(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)

    def line(self):
        return f"{self.target:15} {self.executions:>13,} runs {self.rate:>8,}/s  {self.coverage:>5} edges  {self.collected:>5} inputs  {len(self.found())} finds"


def show(runs, started):
    for run in runs:
        run.look()
    if sys.stderr.isatty():
        print("\n".join("\033[K" + run.line() for run in runs) + f"\033[{len(runs)}A\r", file=sys.stderr, end="", flush=True)
    else:
        now = time.monotonic() - started
        for run in runs:
            print(f"[{now:6.0f} s] {run.line()}", file=sys.stderr, flush=True)


def fuzz(targets, arguments):
    """Runs them all, `jobs` at a time; the runs, and whether it was interrupted."""
    pending, active, done = list(targets), [], []
    started, shown, interrupted = time.monotonic(), 0.0, False
    every = 1 if sys.stderr.isatty() else 15
    try:
        while pending or active:
            while pending and len(active) < arguments.jobs:
                active.append(Run(pending.pop(0), arguments))
            time.sleep(0.2)
            if time.monotonic() - shown > every:
                show(active, started)
                shown = time.monotonic()
            for run in [run for run in active if run.child.poll() is not None]:
                active.remove(run)
                done.append(run)
                run.look()
                print(("\r\033[K" if sys.stderr.isatty() else "") + run.line(), flush=True)
                if run.child.returncode != 0 and not run.found():
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
    """Why a target stopped, in a line that the manifest can hold, without the folders of this machine."""
    found = re.search(r"property broken: (.*)", text) or re.search(r"SUMMARY: (.*)", text) or re.search(r"ERROR: (.*)", text)
    if not found:
        return "stops the target"
    return re.sub(r"(?<!\w)/(?:[^\s:()]*/(?=(?:parser|fuzz|conformance)/)|[^\s:()]*/)", "", found.group(1)).strip()[:120]


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
    shorter = run.finds / (find.name + ".tried")
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
    build(targets, arguments.sanitizer, "replay")
    # A field value is one to every target of the parser; what the tools read is JSON.
    values = [folder for target in table.PARSER for folder in inputs(target)]
    failed = 0
    for target in targets:
        paths = files or (inputs(target) if is_tool(target) else values)
        done = subprocess.run([str(program(target, arguments.sanitizer, "replay")), *(str(path) for path in paths)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode == 2:
            raise Failure(2, text)
        failed += done.returncode != 0
        print(f"{target:15} {'ok, ' + text if done.returncode == 0 else 'FAILED' + chr(10) + text}", flush=True)
    return 1 if failed else 0


def describe():
    for target in table.ALL:
        text = table.source(target).read_text(encoding="ascii")
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
    known = table.ALL
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
    if arguments.sanitizer == "memory":
        targets = [target for target in targets if not is_tool(target)]
        if left_out := [target for target in chosen or known if is_tool(target)]:
            print(f"not with MemorySanitizer, which would have to have compiled their libraries: {' '.join(left_out)}", file=sys.stderr)
        if not targets:
            raise Failure(2, "no target is left; --sanitizer address,undefined takes them")
    if arguments.replay:
        return replay(targets, files, arguments)
    build(targets, arguments.sanitizer, arguments.engine)
    done, interrupted = fuzz(targets, arguments)
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
