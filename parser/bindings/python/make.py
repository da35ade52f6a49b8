#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the Python package from this tree, without writing into it. No network.

    make.py OUT               writes a wheel and a source archive to OUT
    make.py --install FOLDER  writes what the wheel installs to FOLDER, for PYTHONPATH

It needs a C++20 compiler, and setuptools and wheel of the Python that runs it: on Debian or Ubuntu python3-setuptools
and python3-wheel.
"""

import argparse
import json
import lzma
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# Files of an archive have a date. This one is that of the oldest that a zip archive can hold.
EPOCH = "315532800"


def write_suite(target):
    """All cases, as `bundle.py` writes them, compressed."""
    scripts = ROOT / "conformance" / "suite" / "scripts"
    text = subprocess.run([sys.executable, "-B", scripts / "bundle.py"], check=True, stdout=subprocess.PIPE).stdout
    compact = json.dumps(json.loads(text), separators=(",", ":")).encode("ascii")
    target.write_bytes(lzma.compress(compact, preset=9 | lzma.PRESET_EXTREME))


def stage(work):
    """A folder that has everything beside setup.py, as the source archive has it."""
    for name in ("setup.py", "pyproject.toml", "MANIFEST.in", "README.md"):
        shutil.copy(HERE / name, work)
    shutil.copy(ROOT / "LICENSE", work)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HERE / "gauntlet_http_auth", work / "gauntlet_http_auth", ignore=ignored)
    shutil.copytree(HERE / "native", work / "native")
    shutil.copytree(ROOT / "parser" / "include", work / "native" / "include")
    for name in ("gauntlet_c.cc", "gauntlet.map"):
        shutil.copy(ROOT / "parser" / "src" / name, work / "native")
    write_suite(work / "gauntlet_http_auth" / "suite.json.xz")


def run(command, folder):
    environment = {**os.environ, "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", EPOCH), "PYTHONHASHSEED": "0",
                   "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-B", *command], cwd=folder, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode != 0:
        sys.exit(f"{done.stdout[-4000:]}\nmake.py: the package was not made; the words above say why")


def make(out):
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / "package"
        work.mkdir()
        stage(work)
        run(["setup.py", "-q", "sdist", "--dist-dir", str(out), "bdist_wheel", "--dist-dir", str(out)], work)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--install", action="store_true", help="write what the wheel installs")
    arguments.add_argument("folder", type=pathlib.Path)
    given = arguments.parse_args()
    try:
        import setuptools  # noqa: F401
        import wheel  # noqa: F401
    except ImportError as error:
        sys.exit(f"make.py: {sys.executable} has no {error.name}; on Debian or Ubuntu: apt-get install python3-{error.name}")
    out = given.folder.resolve()
    out.mkdir(parents=True, exist_ok=True)
    if not given.install:
        make(out)
        return
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder)
        make(made)
        for wheel_file in made.glob("*.whl"):
            with zipfile.ZipFile(wheel_file) as archive:
                archive.extractall(out)


if __name__ == "__main__":
    main()
