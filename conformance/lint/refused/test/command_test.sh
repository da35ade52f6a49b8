#!/usr/bin/env bash
# gauntlet lint --strict-readers as people use it: over WARC files, divided by GNU parallel, merged in any order. Needs the
# path of the program.
set -euo pipefail
program=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() { echo "FAILED: $*" >&2; exit 1; }
gauntlet() { "$program" "$@"; }
export -f gauntlet
export program GAUNTLET=$program SHELL=/bin/bash

for seed in 1 2 3 4; do
  python3 -B "$root/conformance/lint/readers/test/make_warc.py" --seed $seed part$seed.warc.gz 400
done
gauntlet lint --strict-readers part?.warc.gz >whole.json
# One response in fifty is a 401, and one of those in eight has a quoted-string that ends too early.
grep -q '^{"gauntlet_refused":1,"heads":3200,"values":32,"refused":4,' whole.json || fail "the table: $(cat whole.json)"
grep -q '"error":"expected_comma","shape":"w w=\\"w \\"^w\\" w\\""' whole.json || fail "the shape: $(cat whole.json)"
grep -q '"other_rows":0}$' whole.json || fail "the rows: $(cat whole.json)"
if grep -q inner whole.json; then fail "octets of a value are in the table"; fi

parallel gauntlet lint --strict-readers ::: part?.warc.gz | gauntlet lint --strict-readers --merge >parts.json
cmp whole.json parts.json || fail "GNU parallel"
printf '%s\n' part?.warc.gz | "$root/docs/strict-readers/mapper.sh" >tables.ndjson
tac tables.ndjson | gauntlet lint --strict-readers --merge - | cmp - whole.json || fail "the mapper, in another order"
# Hadoop streaming hands a reducer the mapper's lines with a tab after the key.
sed 's/$/\t/' tables.ndjson | gauntlet lint --strict-readers --merge | cmp - whole.json || fail "tables with a tab after them"
head -n 2 tables.ndjson | gauntlet lint --strict-readers --merge >first.json
tail -n 2 tables.ndjson | gauntlet lint --strict-readers --merge first.json - | cmp - whole.json || fail "merging merged tables"
zcat part1.warc.gz | gauntlet lint --strict-readers | cmp - <(head -n 1 tables.ndjson) || fail "a plain WARC through a pipe"

gauntlet lint --strict-readers --text part1.warc.gz | grep -q '^A strict reader refuses 1 of 8 values, in 800 messages' || fail "the text"

# A broken member is told, and counted; what is no table is refused.
head -c -10 part1.warc.gz >cut.warc.gz
gauntlet lint --strict-readers cut.warc.gz >cut.json 2>err || fail "a broken input is no failure"
grep -q 'cut.warc.gz: octet [0-9]*: a gzip member that ends too early' err || fail "a broken member: $(cat err)"
if grep -q '"unreadable":0' cut.json; then fail "a broken member is not counted"; fi
status=0
gauntlet lint --strict-readers --merge part1.warc.gz >/dev/null 2>err || status=$?
[[ $status -eq 2 ]] || fail "the status of what is no table is $status"
echo passed
