# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Builds targets with a changed copy of the parser, and lets them look for the change: for faults.py and mutants.py."""

import collections
import os
import pathlib
import re
import resource
import shlex
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


def built(command, folder):
    """The messages of a compiler, or None if it worked."""
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.decode("utf-8", "replace") if done.returncode != 0 else None


def tool_commands(target):
    """The folder in which CMake builds a target of the tools, and the commands that made it there, the link last."""
    cxx, flags, linker = fuzz.toolchain("address,undefined", "libfuzzer")
    with LOCK:
        fuzz.build([target], "address,undefined", "libfuzzer")
    folder = fuzz.output("address,undefined", "libfuzzer") / "tools"
    told = subprocess.run(["ninja", "-C", folder, "-t", "commands", f"{target}_fuzzer"], stdout=subprocess.PIPE, check=True)
    return folder, told.stdout.decode("utf-8").splitlines()


def build_tool(changed, source, out, target):
    """Builds a target of the tools with a changed copy of one of its sources: the messages, or None if it worked.

    The object stands before the libraries, so that the linker takes nothing from the one that it replaces.
    """
    folder, commands = tool_commands(target)
    compiles = [line for line in commands if line.endswith(f" -c {ROOT / source}")]
    if len(compiles) != 1:
        return f"{target}: {len(compiles)} commands compile {source}"
    words = shlex.split(compiles[0])
    words[words.index("-o") + 1], words[-1] = str(out / "changed.o"), str(changed)
    for option in ("-MD", "-MT", "-MF"):
        at = words.index(option)
        del words[at : at + (1 if option == "-MD" else 2)]
    errors = built([*words, "-w"], folder)
    if errors is not None:
        return errors
    words = [word for word in shlex.split(commands[-1]) if word not in (":", "&&")]
    at = words.index("-o")
    words[at + 1] = str(out / f"{target}_fuzzer")
    return built([*words[:at], str(out / "changed.o"), *words[at:]], folder)


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
