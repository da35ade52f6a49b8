# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Builds targets with a changed copy of the parser, and lets them look for the change: for faults.py and mutants.py."""

import collections
import os
import pathlib
import re
import resource
import subprocess
import tempfile

import fuzz
import targets

FUZZ = pathlib.Path(__file__).resolve().parent.parent
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
