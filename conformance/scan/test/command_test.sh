#!/usr/bin/env bash
# gauntlet scan as people use it: with GNU parallel, pipes that close, and Ctrl-C. Needs the path of the program.
set -euo pipefail
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() { echo "FAILED: $*" >&2; exit 1; }

for ((i = 0; i < 20000; ++i)); do
  printf 'Basic realm="r%d"\nDigest realm="%d", nonce=abc, Bearer\nFoo a==%d\n' "$i" "$i" "$i"
done >values.txt
"$program" scan --jobs 1 values.txt >whole.json
grep -q '"values":60000,' whole.json || fail "the whole file: $(cat whole.json)"
grep -q '"errors":{"expected_comma":20000}' whole.json || fail "the errors: $(cat whole.json)"

# Divided by GNU parallel in two ways, and by hand; any order of merging gives the same octets.
gauntlet() { "$program" "$@"; }
export -f gauntlet
export program SHELL=/bin/bash
parallel --pipepart -a values.txt --block 100k gauntlet scan --jobs 1 2>parallel.err | gauntlet scan --merge >parts.json
cmp whole.json parts.json || fail "parallel --pipepart: $(cat parallel.err)"
parallel --pipe --block 100k gauntlet scan --jobs 1 <values.txt 2>parallel.err | gauntlet scan --merge >parts.json
cmp whole.json parts.json || fail "parallel --pipe: $(cat parallel.err)"
split -n l/3 values.txt part.
for part in part.*; do gauntlet scan "$part" >"$part.json"; done
gauntlet scan --merge part.aa.json part.ab.json >ab.json
gauntlet scan --merge part.ac.json ab.json >parts.json
cmp whole.json parts.json || fail "merging merged reports"
# Hadoop streaming hands a reducer the mapper's lines with a tab after the key.
sed 's/$/\t/' part.??.json | gauntlet scan --merge - | cmp - whole.json || fail "reports with a tab after them"
cat values.txt | gauntlet scan | cmp - whole.json || fail "a pipe counts otherwise than a file"
gauntlet scan <values.txt | cmp - whole.json || fail "a file as standard input"
{ read -r _; gauntlet scan; } <<<$'skipped\nFoo' | grep -q '"values":1,' || fail "standard input in the middle of a file"

# gzip, known by its content, of one member and of many; a broken member is told with its place.
gzip -k values.txt
gauntlet scan values.txt.gz | cmp - whole.json || fail "gzip"
gauntlet scan --jobs 3 <values.txt.gz | cmp - whole.json || fail "gzip as standard input"
cat values.txt.gz | gauntlet scan | cmp - whole.json || fail "gzip through a pipe"
for part in part.a?; do gzip -c "$part"; done >members.gz
gauntlet scan members.gz | cmp - whole.json || fail "several members"
head -c -4 values.txt.gz >cut.gz
status=0
gauntlet scan cut.gz 2>gz.err >/dev/null || status=$?
[[ $status -eq 2 ]] || fail "the status of a broken gzip file is $status"
grep -q 'cut.gz: octet 0: a gzip member that ends too early' gz.err || fail "a broken gzip file: $(cat gz.err)"
printf '{"value":"Foo"}\n' | gzip >named.ndjson.gz
gauntlet scan named.ndjson.gz | grep -q '"accepted":1,' || fail "NDJSON by its name before .gz"

# Text for people, NDJSON by the file's name.
gauntlet scan --text values.txt 2>/dev/null | grep -q 'expected_comma  *20000 ' || fail "the text"
printf '{"value":"Foo"}\n' >a.ndjson
gauntlet scan a.ndjson | grep -q '"accepted":1,' || fail "NDJSON by its name"

# Runs the program; leaves its status, and what it wrote in the files `out` and `err`.
attempt() { status=0; "$program" scan "$@" >out 2>err || status=$?; }

# Wrong use and wrong input: status 2 and a message that says where.
attempt no-such-file
[ "$status" = 2 ] && grep -q 'no-such-file: cannot open it' err || fail "no file: $(cat err)"
attempt --operation x values.txt
[ "$status" = 2 ] && [ -s err ] || fail "no operation"
attempt a.ndjson values.txt
[ "$status" = 2 ] && grep -q 'say --format' err || fail "two formats at once: $(cat err)"
printf '"Foo"\n{\n' >bad.ndjson
attempt bad.ndjson
[ "$status" = 2 ] && grep -q 'bad.ndjson:2: at octet 6: not JSON' err && grep -q '"malformed":1' out ||
  fail "a malformed record: $(cat err)"
attempt --allow-malformed bad.ndjson
[ "$status" = 0 ] && grep -q '"malformed":1' out || fail "--allow-malformed"
sed 's/"values":60000/"values":60001/' whole.json >wrong.json
attempt --merge whole.json wrong.json
[ "$status" = 2 ] && grep -q 'wrong.json:1: .*add up' err || fail "a report that does not add up: $(cat err)"
gauntlet scan --grammar sender values.txt >sender.json
attempt --merge whole.json sender.json
[ "$status" = 2 ] || fail "reports of two grammars were added"
attempt --merge /dev/null
[ "$status" = 2 ] || fail "nothing to merge"

# The values that were not accepted, as NDJSON that can be scanned again.
gauntlet scan --rejects rejects.ndjson values.txt >/dev/null
[ "$(head -n 1 rejects.ndjson)" = \
  '{"source":"values.txt","line":3,"error":"expected_comma","offset":7,"lines":["Foo a==0"]}' ] ||
  fail "rejects: $(head -n 1 rejects.ndjson)"
gauntlet scan rejects.ndjson | grep -q '"values":20000,.*"rejected":20000,' || fail "scanning the rejects"

# Nobody reads the report, or there is no room for it.
status=0
"$program" scan values.txt >/dev/full 2>err || status=$?
[ "$status" = 2 ] && grep -q 'cannot write' err || fail "a full device: $(cat err)"
mkfifo closed
(exec <closed) &
exec 4>closed
wait $!
status=0
"$program" scan values.txt >&4 2>err || status=$?
exec 4>&-
[ "$status" = 2 ] && grep -q 'cannot write' err || fail "a closed pipe: $(cat err)"

# Ctrl-C while a pipe is open: status 3, no report of a part. What a script starts in the background ignores SIGINT, and
# an ignored signal stays ignored.
mkfifo slow
env --default-signal=INT "$program" scan slow >out 2>err &
scanning=$!
exec 5>slow
printf 'Foo\nBar\n' >&5
for ((i = 0; i < 400; ++i)); do
  # Its handler is there when SIGINT is in the mask of what it catches.
  grep -q '^SigCgt:.*[2367abef]$' "/proc/$scanning/status" && break
  sleep 0.05
done
kill -INT "$scanning"
status=0
wait "$scanning" || status=$?
exec 5>&-
[ "$status" = 3 ] && grep -q 'interrupted after' err && [ ! -s out ] || fail "Ctrl-C: $status $(cat err out)"
echo "passed"
