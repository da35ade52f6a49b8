# SPDX-License-Identifier: Apache-2.0
"""Builds mutants and runs the cases through them."""

import collections
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading

import schemata
from case_data import case_data
from planting import HERE, INCLUDE, SUITE, ToolError
from results import in_parallel

# The parts of subject.cc, and the one in which mutants of a file show.
ALL_PARTS = 15
PARTS = {"challenges.hpp": 2, "parse.hpp": 4, "writer.hpp": 8}
PARTS_OF_PROGRAMS = ["driver.cc", "subject.cc", "digest.cc", "subject.hpp", "far_sighted.hpp", "std.hpp", "schemata.hpp"]
PATIENCE = 3600  # seconds, for one child


class Workshop:
    """A directory with a copy of the include tree, the driver and the subject of the original."""

    FLAGS = ["-std=c++20", "-fPIC", "-w", "-fvisibility=default", "-fno-gnu-unique"]

    def __init__(self, out, include=INCLUDE, cases=SUITE, compiler=None):
        self.out = pathlib.Path(out).absolute()
        self.compiler = compiler or os.environ.get("CXX", "g++")
        self.include, self.cases = pathlib.Path(include), pathlib.Path(cases)
        self.children, self.lock, self.stopped = set(), threading.Lock(), False
        self.counts, self.digests = collections.Counter(), {}
        self.alive = set()  # what was in the program with the others

    def flags(self):
        return [f for f in self.FLAGS if "clang" not in self.compiler or f != "-fno-gnu-unique"]

    def prepare(self, level="-O0"):
        """Copies the sources and builds what every mutant needs: at -O0 to run the cases, at -O2 to compare."""
        if not (self.include / "gauntlet").is_dir():
            raise ToolError(f"no folder gauntlet in {self.include}")
        copy = self.out / "include"
        shutil.rmtree(copy, ignore_errors=True)
        self.out.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.include, copy)
        for name in PARTS_OF_PROGRAMS:
            shutil.copy(HERE / name, self.out / name)
        own = [HERE / name for name in PARTS_OF_PROGRAMS]
        self.once(f"pch{level}", own, lambda: self.build_precompiled(level))
        self.once("driver", own, lambda: self.must([self.compiler, "-std=c++20", "-O1", "-o", "driver", "driver.cc", "-ldl"]))
        self.once("original" + level, own + sorted(copy.rglob("*.hpp")), lambda: self.build_original(copy, level))
        if level == "-O0":
            rendering = case_data(self.cases, self.counts)
            self.digests = {identity: digest(data) for identity, data in rendering.items()}
            (self.out / "cases.bin").write_bytes(b"".join(rendering.values()))
            verdict, detail = self.judge(self.out / "original-O0.so")
            if verdict != "survived":
                raise ToolError(f"the parser as it is fails the cases: {verdict}\n{detail}")

    def once(self, name, inputs, build):
        """Calls `build` unless it was done here with these inputs."""
        key = digest(b"".join([self.compiler.encode(), *[path.read_bytes() for path in inputs]]))
        done = self.out / f"{name}.done"
        if not done.exists() or done.read_text(encoding="ascii") != key:
            done.unlink(missing_ok=True)
            build()
            done.write_text(key, encoding="ascii")

    def build_original(self, include, level):
        built, errors = self.compile("original" + level, [include], level)
        if not built:
            raise ToolError("the sources as they are do not compile:\n" + errors)

    def build_precompiled(self, level):
        (self.out / f"pch{level}").mkdir(exist_ok=True)
        shutil.copy(HERE / "std.hpp", self.out / f"pch{level}" / "std.hpp")
        if "clang" not in self.compiler:
            self.must([self.compiler, *self.flags(), level, "-x", "c++-header", f"pch{level}/std.hpp", "-o", f"pch{level}/std.hpp.gch"])

    def must(self, command):
        code, output = self.run(command, PATIENCE)
        if code != 0:
            raise ToolError(" ".join(command) + "\n" + output)

    def run(self, command, timeout):
        with self.lock:
            if self.stopped:
                raise KeyboardInterrupt
            child = subprocess.Popen(
                [str(c) for c in command],
                cwd=self.out,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.children.add(child)
        try:
            output = child.communicate(timeout=timeout)[0]
            return child.returncode, output.decode("latin-1")
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            return None, "no end"
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            raise
        finally:
            with self.lock:
                self.children.discard(child)

    def stop(self):
        with self.lock:
            self.stopped = True
            for child in self.children:
                if child.poll() is None:
                    os.killpg(child.pid, signal.SIGKILL)

    def compile(self, name, includes, level="-O0", parts=ALL_PARTS):
        library = self.out / f"{name}.so"
        paths = [f for path in includes for f in ("-I", path)]
        warm = ["-include", f"pch{level}/std.hpp"]
        sources = ["subject.cc"] if level == "-O0" else ["subject.cc", "digest.cc"]
        command = [self.compiler, *self.flags(), level, *warm, f"-DGAUNTLET_MUTATION_PARTS={parts}", *paths, "-I", ".", "-shared", "-o", library, *sources]
        code, output = self.run(command, PATIENCE)
        if code is None:
            raise ToolError(f"the compiler did not end within {PATIENCE} s")
        return (library if code == 0 else None), output

    def build(self, mutant, level="-O0", parts=ALL_PARTS):
        """The subject with the mutant: (path or None, messages of the compiler)."""
        overlay = self.out / "mutants" / mutant.identity
        target = overlay / mutant.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(mutant.apply((self.out / "include" / mutant.path).read_text(encoding="ascii")), encoding="ascii")
        return self.compile(f"mutants/{mutant.identity}/subject", [overlay, self.out / "include"], level, parts)

    def judge(self, library, parts=ALL_PARTS):
        """(killed or survived, what killed it): the cases have the say."""
        # The driver limits its own time on the processor; on a busy machine the clock on the wall says nothing.
        code, output = self.run(["./driver", "cases", library, "cases.bin", parts], PATIENCE)
        if code == 0:
            return "survived", ""
        if code == 2:
            raise ToolError(output)
        if code is None:
            raise ToolError(f"the driver did not end within {PATIENCE} s: the machine is too busy")
        if code < 0:
            return "killed", reason_of(-code)
        return "killed", output.split("\n")[0]

    def verdict(self, mutant):
        try:
            # Most mutants die in the part that they are in, which compiles in half the time; what lives on among the others
            # hardly dies alone.
            own = PARTS.get(pathlib.PurePath(mutant.path).name, 1)
            for parts in (ALL_PARTS,) if mutant in self.alive else (own, ALL_PARTS):
                library, _ = self.build(mutant, parts=parts)
                verdict, by = self.judge(library, parts) if library else ("does not compile", "")
                if verdict != "survived":
                    break
            return verdict, by
        finally:
            shutil.rmtree(self.out / "mutants" / mutant.identity, ignore_errors=True)

    def schemata(self, mutants, jobs, report):
        """Runs what can be in one program together. `report` is called with (verdict, what killed it) of some mutants, as soon
        as they are known; the others remain to be built alone."""
        numbers = {mutant: number for number, mutant in enumerate(mutants, 1)}
        chosen, wrong = self.build_schemata(numbers)
        report({mutant: ("does not compile", "") for mutant in wrong})
        self.alive = set(chosen)
        batches = [slice(i, i + 40) for i in range(0, len(chosen), 40)]
        for _, found in in_parallel(lambda batch: self.judge_schemata(chosen[batch], numbers), batches, jobs, self.stop):
            report(found)

    def build_schemata(self, numbers, level="-O0"):
        """Builds the program with these mutants. Returns those that are in it, and those that compile nowhere."""
        folder = self.out / "schemata"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.out / "include", folder)
        path = self.out / f"schemata{level}.so"
        options = ["-fmax-errors=0"] if "clang" not in self.compiler else ["-ferror-limit=0"]
        options += ["-DGAUNTLET_MUTATION_SCHEMATA", "-include", "std.hpp", "-I", folder, "-I", ".", "-shared", "-o", path]
        command = [self.compiler, *self.flags(), level, *options, *(["digest.cc"] if level != "-O0" else []), "subject.cc"]

        def errors():
            code, output = self.run(command, PATIENCE)
            if code is None:
                raise ToolError(f"the compiler did not end within {PATIENCE} s")
            return ("" if code == 0 else output or "it fails without a message"), ""

        taken, wrong = schemata.write_together(numbers, self.out / "include", folder, errors, self.out)
        if level == "-O0":
            _, output = self.run(["./driver", "schemata", path, "cases.bin", 0], PATIENCE)
            if not re.fullmatch(r"0 \d+ cases\n", output):
                raise ToolError("the program with all mutants fails the cases when none is chosen:\n" + output)
        return taken, wrong

    def judge_schemata(self, mutants, numbers):
        """mutant -> its verdict, of those that are killed."""
        by_number = {numbers[mutant]: mutant for mutant in mutants}
        code, output = self.run(["./driver", "schemata", self.out / "schemata-O0.so", "cases.bin", *by_number], PATIENCE)
        found = re.findall(r"^(\d+) (?:(\d+) cases|signal (\d+)|(\S+))$", output, re.MULTILINE)
        if code != 0 or len(found) != len(mutants):
            raise ToolError(f"the driver ends with {code}\n{output}")
        killed = {}
        for number, survived, by_signal, case in found:
            if not survived:
                killed[by_number[int(number)]] = "killed", reason_of(int(by_signal)) if by_signal else case
        return killed

    def differences(self, mutants, what, length, values=None):
        """For each mutant: None, or how it differs from the original; and the summary of the driver. `what`: read, write
        or all."""
        try:
            together = {m: n for n, m in enumerate(mutants, 1)}
            taken = self.build_schemata(together, "-O2")[0] if len(together) > 2 else []
            libraries = []
            for mutant in mutants:
                library, errors = self.out / "schemata-O2.so", ""
                if mutant in taken:
                    library = f"{together[mutant]}={library}"
                else:
                    library, errors = self.build(mutant, "-O2")
                if not library:
                    raise ToolError(f"{mutant.identity}\n{errors}")
                libraries.append(library)
            command = ["./driver", "compare", what, length, values or "-", self.out / "original-O2.so", *libraries]
            code, output = self.run(command, None)
            if code not in (0, 1):
                raise ToolError(f"the driver ends with {code}\n{output}")
            verdicts = dict(re.findall(r"^(\d+): (same|different)$", output, re.MULTILINE))
            details = re.split(r"^\d+: (?:\d+=)?/.*\n", output, flags=re.MULTILINE)[1:]
            found = [None if verdicts[str(i)] == "same" else details[i] for i in range(len(mutants))]
            return found, output.splitlines()[-1]
        finally:
            for mutant in mutants:
                shutil.rmtree(self.out / "mutants" / mutant.identity, ignore_errors=True)


def reason_of(number):
    return "timeout" if number in (signal.SIGVTALRM, signal.SIGXCPU, signal.SIGKILL) else f"signal {number}"


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def fingerprints(workshop):
    """What results depend on: the sources and tools, and the cases."""
    paths = sorted((workshop.out / "include").rglob("*.hpp")) + [HERE / name for name in ("subject.cc", "far_sighted.hpp", "driver.cc", "schemata.py")]
    return digest(b"".join(path.read_bytes() for path in paths)), digest((workshop.out / "cases.bin").read_bytes())


def still_good(document, sources, cases, digests):
    """The earlier results that hold: with the same sources, all if the cases are the same, else what does not compile and
    what a case killed that is as it was."""
    if document.get("sources") != sources:
        return {}
    return {
        identity: found
        for identity, found in document["results"].items()
        if document["state of cases"] == cases
        or found["verdict"] == "does not compile"
        or (found["verdict"] == "killed" and found.get("case") and digests.get(found["by"]) == found["case"])
    }
