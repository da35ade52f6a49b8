# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Builds targets with a changed copy of the parser, and lets them look for the change: for faults.py and mutants.py."""

import collections
import functools
import os
import pathlib
import re
import resource
import subprocess
import tempfile
import threading

import fuzz
import targets

FUZZ = pathlib.Path(__file__).resolve().parent.parent
ROOT = FUZZ.parent
LOCK = threading.Lock()
SEED = 20
Hunted = collections.namedtuple("Hunted", "code output runs seconds finds")


def build(parser, out, names=(), engine="-fsanitize=fuzzer", **settings):
    """Builds targets (all of the parser's, if none is named) with a copy of parser/: the messages, or None if it worked."""
    compiler, flags, _ = fuzz.toolchain("address,undefined", "libfuzzer")
    environment = {**os.environ, "CXX": compiler, "CXXFLAGS": flags + " -w", "LIB_FUZZING_ENGINE": engine, "FUZZING_ENGINE": "libfuzzer"}
    environment.update(OUT=str(out), GAUNTLET_PARSER=str(parser), GAUNTLET_SEEDS="no", GAUNTLET_OPTIMIZE="-O1", **settings)
    environment.pop("WORK", None)
    done = subprocess.run(["bash", FUZZ / "build.sh", *names], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    return done.stdout.decode("utf-8", "replace") if done.returncode != 0 else None


# What a target of the tools is built of where it needs none of the libraries that only CMake finds.
PARTS = {"lint_input": (["conformance/lint/readers/*.cc", "conformance/input/inflater.cc", "conformance/input/gzip_header.cc"], ["-lsimdjson", "-lisal"])}


@functools.cache
def unchanged(target):
    """A folder with the objects of what a target of the tools is built of."""
    folder = tempfile.TemporaryDirectory()
    patterns, _ = PARTS[target]
    for source in [*(file for pattern in patterns for file in sorted(ROOT.glob(pattern))), targets.source(target)]:
        errors = compiled(source, pathlib.Path(folder.name) / f"{source.stem}.o")
        if errors is not None:
            raise fuzz.Failure(2, f"{source} does not build:\n{errors[-4000:]}")
    return folder


def compiled(source, out):
    compiler, flags, _ = fuzz.toolchain("address,undefined", "libfuzzer")
    command = [compiler, "-std=c++20", "-O1", "-w", *flags.split(), f"-I{ROOT}", f"-I{ROOT / 'parser' / 'include'}", "-c", source, "-o", out]
    return built(command)


def built(command):
    """The messages of a compiler, or None if it worked."""
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.decode("utf-8", "replace") if done.returncode != 0 else None


def build_tool(changed, out, target):
    """Builds a target of the tools with a changed copy of one of its sources: the messages, or None if it worked."""
    with LOCK:
        objects = pathlib.Path(unchanged(target).name)
    errors = compiled(changed, out / "changed.o")
    if errors is not None:
        return errors
    compiler, flags, engine = fuzz.toolchain("address,undefined", "libfuzzer")
    others = [file for file in objects.iterdir() if file.stem != changed.stem]
    return built([compiler, *flags.split(), engine, out / "changed.o", *others, *PARTS[target][1], "-o", out / f"{target}_fuzzer"])


def hunt(program, target, seconds, runs=0, seeds=(), timeout=20, **environment):
    """Lets a program fuzz with the one seed until it finds something, for so many seconds of processor time, so that a busy
    machine changes nothing. `runs` bounds it too."""
    arguments, of_target = fuzz.options(target)
    of_target["ASAN_OPTIONS"] += environment.pop("ASAN_OPTIONS", "")
    with tempfile.TemporaryDirectory(dir=program.parent) as folder:
        new, finds = pathlib.Path(folder) / "new", pathlib.Path(folder) / "finds"
        new.mkdir(), finds.mkdir()
        command = [program.resolve(), new.resolve(), *seeds, *arguments, f"-seed={SEED}", f"-dict={targets.dictionary(target)}"]
        command += [f"-artifact_prefix={finds.resolve()}/", f"-timeout={timeout}", "-print_final_stats=1"]
        command += [f"-runs={runs}"] if runs else []

        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))

        with open(pathlib.Path(folder) / "log", "wb+") as log:
            child = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **of_target, **environment}, preexec_fn=limit)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            log.seek(0)
            output = log.read().decode("utf-8", "replace")
        found = [find.read_bytes() for find in sorted(finds.iterdir())]
    executed = re.search(r"number_of_executed_units: (\d+)", output)
    return Hunted(child.returncode, output, int(executed.group(1)) if executed else 0, round(usage.ru_utime + usage.ru_stime, 1), found)
