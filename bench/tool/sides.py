"""Builds the program that measures: of this checkout, and of the commit that it is compared with."""

import hashlib
import json
import os
import shutil
import subprocess

from outcome import ERROR, INCONCLUSIVE, Failure

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "build", "bench")
PROGRAM = "gauntlet_bench"


def cases():
    """The inputs of the case table."""
    with open(os.path.join(ROOT, "bench", "data", "cases.json"), encoding="utf-8") as file:
        return json.load(file)["inputs"]


def _run(command, what, log):
    with open(log, "a", encoding="utf-8") as out:
        try:
            ran = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False)
        except OSError as error:
            raise Failure(f"{what}: {command[0]}: {error.strerror}") from error
    if ran.returncode == 0:
        return
    with open(log, encoding="utf-8", errors="replace") as text:
        tail = "".join(text.readlines()[-25:])
    raise Failure(f"{what} failed; the end of {log}:\n{tail}")


def git(*arguments):
    ran = subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise Failure(f"git {' '.join(arguments)}: {ran.stderr.strip()}")
    return ran.stdout.strip()


def build(name, under_test, project=None, options=(), targets=(PROGRAM,)):
    """Builds the program for the parser of the checkout `under_test`; returns its path."""
    folder = os.path.join(OUT, "programs", name)
    os.makedirs(folder, exist_ok=True)
    log = os.path.join(folder, "build.log")
    open(log, "w", encoding="utf-8").close()
    _run(["cmake", "-S", project or os.path.join(ROOT, "bench"), "-B", folder, "-G", "Ninja",
          f"-DGAUNTLET_UNDER_TEST={under_test}", *options], f"configuring {name}", log)
    jobs = os.environ.get("GAUNTLET_JOBS")
    _run(["cmake", "--build", folder, "--target", *targets, *(["-j", jobs] if jobs else [])], f"building {name}", log)
    return os.path.join(folder, PROGRAM)


def export_commit(revision):
    """The tree of a commit, in a folder of its own; returns it and the commit's name."""
    try:
        commit = git("rev-parse", "--verify", "--quiet", revision + "^{commit}")
    except Failure as error:
        raise Failure(f"there is no commit '{revision}' here (a shallow clone has few)") from error
    folder = os.path.join(OUT, "source", commit[:12])
    if not os.path.isdir(folder):
        partial = folder + ".partial"
        shutil.rmtree(partial, ignore_errors=True)
        os.makedirs(partial)
        archive = subprocess.Popen(["git", "-C", ROOT, "archive", commit], stdout=subprocess.PIPE)
        unpacked = subprocess.run(["tar", "-x", "-C", partial], stdin=archive.stdout, check=False)
        archive.stdout.close()
        if archive.wait() != 0 or unpacked.returncode != 0:
            raise Failure(f"cannot unpack commit {commit}")
        os.rename(partial, folder)
    return folder, commit


def build_base(revision):
    """The program of this checkout with the parser of `revision`; its own program when that does not compile."""
    source, commit = export_commit(revision)
    try:
        return build(f"base-{commit[:12]}", source), commit, False
    except Failure as error:
        try:
            return build(f"base-own-{commit[:12]}", source, os.path.join(source, "bench")), commit, True
        except Failure:
            raise Failure(f"commit {commit[:12]} has a parser that the program of bench/ cannot measure\n{error}",
                          INCONCLUSIVE) from error


def code_hash(program):
    """A hash of the instructions and constants, without names and debug information."""
    code = program + ".code"
    digest = hashlib.sha256()
    for section in (".text", ".rodata"):
        ran = subprocess.run(["objcopy", "-O", "binary", "-j", section, program, code], capture_output=True, text=True,
                             check=False)
        if ran.returncode != 0:
            raise Failure(f"objcopy {program}: {ran.stderr.strip()}", ERROR)
        with open(code, "rb") as octets:
            digest.update(octets.read())
        os.unlink(code)
    return digest.hexdigest()
