#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""What would a strict reader refuse of many files, asked of a Dask cluster: prints the sum of their tables.

    on_dask.py [--scheduler ADDRESS | --workers N] FILE...

Without a scheduler it starts a cluster of its own on the loopback interface. Needs python3-distributed (Debian). The
workers have to see the files under the same names, and the gauntlet program ($GAUNTLET, or in PATH).
"""

import argparse
import os
import pathlib
import subprocess
import sys

from distributed import Client, LocalCluster

MAPPER = pathlib.Path(__file__).resolve().parent / "mapper.sh"
# So many tables are added at a time, on a worker.
FAN_IN = 16


def table_of(mapper, program, file):
    """One line of JSON: the table of one file."""
    done = subprocess.run([mapper], input=file + "\n", capture_output=True, text=True, env={**os.environ, "GAUNTLET": program})
    if done.returncode != 0:
        raise RuntimeError(f"{file}: {done.stderr}")
    return done.stdout


def sum_of(program, tables):
    """One line of JSON: the sum of tables."""
    done = subprocess.run([program, "lint", "--strict-readers", "--merge", "--json", "-"], input="".join(tables), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def count(client, program, files):
    """Tables are added in a tree, in whatever order they come: any order gives the same sum."""
    tables = client.map(table_of, [str(MAPPER)] * len(files), [program] * len(files), files)
    while len(tables) > 1:
        tables = [client.submit(sum_of, program, tables[i:i + FAN_IN]) for i in range(0, len(tables), FAN_IN)]
    return tables[0].result()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--scheduler", metavar="ADDRESS")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    program = os.environ.get("GAUNTLET", "gauntlet")
    files = [os.path.abspath(file) for file in options.files]
    if options.scheduler:
        with Client(options.scheduler) as client:
            sys.stdout.write(count(client, program, files))
        return
    with LocalCluster(n_workers=options.workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        with Client(cluster) as client:
            sys.stdout.write(count(client, program, files))


if __name__ == "__main__":
    main()
