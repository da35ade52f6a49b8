#!/usr/bin/env python3
"""docs/strict-readers/on_dask.py on a cluster of two workers on loopback: the sum is that of one process.

Needs python3-distributed; ends with status 77, which CTest shows as skipped, where it is missing.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[4]


def with_distributed():
    """A Python that has the package: this one, or Debian's; None when there is none."""
    for python in (sys.executable, "/usr/bin/python3"):
        if os.path.exists(python) and subprocess.run([python, "-c", "import distributed"], capture_output=True).returncode == 0:
            return python
    return None


def main(program):
    python = with_distributed()
    if python is None:
        print("skipped: python3-distributed is not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/part{seed}.warc.gz" for seed in range(20)]
        for seed, file in enumerate(files):
            subprocess.run([sys.executable, "-B", ROOT / "conformance/lint/readers/test/make_warc.py", "--seed", str(seed), file, "100"], check=True)
        whole = subprocess.run([program, "lint", "--strict-readers", "--json", *files], check=True, capture_output=True, text=True).stdout
        on_dask = subprocess.run(
            [python, "-B", ROOT / "docs/strict-readers/on_dask.py", "--workers", "2", *files],
            check=True, capture_output=True, text=True, env={**os.environ, "GAUNTLET": program}).stdout
    if '"heads":4000,"values":40,' not in whole:
        print(f"not what the files have:\n{whole}")
        return 1
    if on_dask != whole:
        print(f"on Dask:\n{on_dask}\nin one process:\n{whole}")
        return 1
    print("passed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
