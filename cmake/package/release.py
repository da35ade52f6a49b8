#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes everything that a release has, from a commit; what is changed and not committed is not in it.

    release.py OUT --results out/results.ndjson    all of it; the site is that of this run
    release.py OUT --only source,npm               these parts; --list names them

Twice the same octets: files stand in the order of their names and have the time of the commit, and compilers are told no
path. (By the same compilers, that is.) Needs what cmake/apt/release.txt lists. Exit: 0 made; 2 wrong usage, or a part could
not be made.
"""

import argparse
import contextlib
import gzip
import hashlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

import sbom

# What a project needs that only takes the parser.
PARSER = ("CMakeLists.txt", "LICENSE", "README.md", "CHANGELOG.md", "meson.build", "cmake", "parser/CMakeLists.txt",
          "parser/README.md", "parser/include", "parser/src")


class Failure(Exception):
    pass


def run(*command, cwd=None, environment=None):
    command = [str(word) for word in command]
    try:
        done = subprocess.run(command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise Failure(f"{command[0]}: {error.strerror}; cmake/apt/release.txt lists what is needed") from error
    if done.returncode != 0:
        said = (done.stdout + done.stderr).decode("utf-8", "replace")[-4000:]
        raise Failure(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
    return done.stdout


def git(*words):
    return run("git", "-C", ROOT, *words)


class Release:
    """The tree of a commit in a folder of its own, and what is made from it."""

    def __init__(self, out, work, commit, results):
        self.out, self.work, self.results = out, work, results
        self.commit = git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").decode().strip()
        self.time = int(git("log", "-1", "--format=%ct", self.commit))
        self.environment = {**os.environ, "SOURCE_DATE_EPOCH": str(self.time), "TZ": "UTC", "LC_ALL": "C",
                            "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        self.tree = work / "tree"
        with tarfile.open(fileobj=io.BytesIO(git("archive", "--format=tar", self.commit))) as archive:
            archive.extractall(self.tree)
        header = (self.tree / "parser/include/gauntlet/version.hpp").read_text(encoding="ascii")
        self.version = ".".join(re.findall(r"#define GAUNTLET_VERSION_[A-Z]+ (\d+)", header))

    def run(self, *command, cwd=None):
        return run(*command, cwd=cwd or self.tree, environment=self.environment)

    def files(self, *names, without=()):
        """The paths of the files below these, in the order of their names."""
        found = set()
        for name in names:
            top = self.tree / name
            found.update([top] if top.is_file() else (path for path in top.rglob("*") if path.is_file()))
        left_out = [self.tree / name for name in without]
        return sorted(path for path in found if not any(one == path or one in path.parents for one in left_out))

    def tar(self, name, paths, base, prefix):
        """A .tar.gz of files, each at `prefix` and its path below `base`."""
        with open(self.out / name, "wb") as file, \
                gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=9, mtime=self.time) as packed, \
                tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for path in paths:
                entry = tarfile.TarInfo(f"{prefix}/{path.relative_to(base)}")
                entry.size, entry.mtime = path.stat().st_size, self.time
                entry.mode = 0o755 if os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o644
                with open(path, "rb") as content:
                    archive.addfile(entry, content)


def make_source(release):
    """Everything but the corpus, and the parser alone."""
    name = f"gauntlet-{release.version}"
    release.tar(f"{name}.tar.gz", release.files(".", without=["corpus"]), release.tree, name)
    parser = release.files(*PARSER, without=["cmake/test", "cmake/apt", "cmake/package", "cmake/GauntletPackage.cmake",
                                            "cmake/regenerate.py"])
    release.tar(f"{name}-parser.tar.gz", parser, release.tree, f"{name}-parser")


def filled(text, values):
    """A text with the value of each @NAME@ in it."""
    def value(found):
        if found[1] not in values:
            raise Failure(f"{found[0]} is nothing that can be filled in; there are {', '.join(sorted(values))}")
        return values[found[1]]
    return re.sub(r"@([A-Z][A-Z0-9]*)@", value, text)


def make_ports(release):
    """The recipes of package managers, for the archive of the parser."""
    archive = (release.out / f"gauntlet-{release.version}-parser.tar.gz").read_bytes()
    values = {"VERSION": release.version, "SHA256": hashlib.sha256(archive).hexdigest(),
              "SHA512": hashlib.sha512(archive).hexdigest()}
    base = release.tree / "cmake" / "package" / "ports"
    paths = release.files("cmake/package/ports")
    for path in paths:
        path.write_text(filled(path.read_text(encoding="ascii"), values), encoding="ascii")
    name = f"gauntlet-{release.version}-ports"
    release.tar(f"{name}.tar.gz", paths, base, name)


def make_header(release):
    release.run(sys.executable, "-B", "cmake/package/amalgamate.py", release.out / "gauntlet.hpp")


def make_suite(release):
    (release.out / "all.json").write_bytes(release.run(sys.executable, "-B", "conformance/suite/scripts/bundle.py"))


def make_seeds(release):
    """Every different field value of the corpus, and the words of the fields."""
    release.run(sys.executable, "-B", "fuzz/scripts/seeds.py", release.out / "seed_corpus.zip")
    shutil.copy(release.tree / "fuzz" / "gauntlet.dict", release.out)


def make_npm(release):
    folder = release.work / "npm"
    release.run("node", "parser/bindings/javascript/make.mjs", folder)
    release.run("npm", "pack", "--silent", "--pack-destination", release.out, cwd=folder)


def make_wheel(release):
    """The wheel; the sources of it with times and order of their own making are packed again."""
    folder = release.work / "wheel"
    release.run(sys.executable, "-B", "parser/bindings/python/make.py", folder)
    for path in folder.glob("*.whl"):
        shutil.copy(path, release.out)
    for path in folder.glob("*.tar.gz"):
        with tarfile.open(path) as archive:
            archive.extractall(release.work / "sdist")
        name = path.name.removesuffix(".tar.gz")
        top = release.work / "sdist" / name
        release.tar(path.name, sorted(one for one in top.rglob("*") if one.is_file()), top, name)


def make_deb(release):
    build = release.tree / "build" / "package"
    release.run("cmake", "--preset", "package")
    release.run("cmake", "--build", build, "--parallel", os.environ.get("GAUNTLET_JOBS", str(os.cpu_count())))
    release.run("cpack", "-B", release.work / "deb", cwd=build)
    for path in sorted((release.work / "deb").glob("*.deb")):
        shutil.copy(path, release.out)


def make_site(release):
    """The pages of a run, by the program that the packages hold."""
    program = release.tree / "build" / "package" / "bin" / "gauntlet"
    folder = release.work / "site"
    release.run(program, "report", release.results.resolve(), "--site", folder)
    name = f"gauntlet-{release.version}-site"
    release.tar(f"{name}.tar.gz", sorted(path for path in folder.rglob("*") if path.is_file()), folder, name)


PARTS = {"source": make_source, "ports": make_ports, "header": make_header, "suite": make_suite, "seeds": make_seeds, "npm": make_npm,
         "wheel": make_wheel, "deb": make_deb, "site": make_site}


def finish(release):
    """What lists all others."""
    made = sorted(path for path in release.out.iterdir())
    (release.out / "sbom.spdx.json").write_text(sbom.document(release, made), encoding="ascii")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(release.out.iterdir())]
    (release.out / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path, nargs="?", metavar="OUT", help="a folder that is not there, or empty")
    parser.add_argument("--only", metavar="PART,...", help="parts, in place of all")
    parser.add_argument("--commit", default="HEAD", help="what is released (default: HEAD)")
    parser.add_argument("--results", type=pathlib.Path, help="the results file of a run, for the pages")
    parser.add_argument("--list", action="store_true", help="name the parts")
    given = parser.parse_args(argv)
    if given.list:
        print("\n".join(PARTS))
        return 0
    parts = given.only.split(",") if given.only else list(PARTS)
    if unknown := [part for part in parts if part not in PARTS]:
        raise Failure(f"there is no part {ascii(unknown[0])}; there are {', '.join(PARTS)}")
    if given.out is None:
        parser.error("OUT is missing: the folder that the files go to")
    if "site" in parts and given.results is None:
        raise Failure("the site is that of a run: --results FILE says which, --only PART,... leaves it out")
    if "site" in parts and "deb" not in parts:
        raise Failure("the site is written by the program of the Debian packages: make deb as well")
    if "ports" in parts and "source" not in parts:
        raise Failure("the recipes hold the sum of the parser's archive: make source as well")
    out = given.out.resolve()
    if out.is_dir() and any(out.iterdir()):
        raise Failure(f"{ascii(str(out))} is not empty: what is in it would be taken for a part of the release")
    out.mkdir(parents=True, exist_ok=True)
    os.umask(0o022)
    with contextlib.ExitStack() as stack:
        work = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gauntlet-release-")))
        release = Release(out, work, given.commit, given.results)
        for part in [part for part in PARTS if part in parts]:
            print(f"making {part}", file=sys.stderr)
            PARTS[part](release)
        finish(release)
    for path in sorted(out.iterdir()):
        print(f"{path.stat().st_size:>10,}  {path.name}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        print(f"release.py: {failure}", file=sys.stderr)
        sys.exit(2)
