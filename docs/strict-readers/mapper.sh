#!/bin/sh
# Reads names of files, one a line; writes for each what a strict reader would refuse of it, one line of JSON. So it is a
# mapper for Hadoop streaming, for Spark's pipe() and for on_dask.py. GAUNTLET: the program, where it is not in PATH.
set -eu
while IFS= read -r file; do
  "${GAUNTLET:-gauntlet}" lint --strict-readers --json --quiet "$file"
done
