#!/bin/sh
# Compiles an adapter in Go with Debian's packages of Go sources, without a module proxy:
#
#     build.sh BUILD-FOLDER ADAPTER.go PACKAGE...
#
# The version of the first package becomes the adapter's `packaged`. Where a package is not installed, apt downloads it and it is
# unpacked in the cache: apt-get install would take what all of it depends on as well, hundreds of megabytes, of which one folder
# of the sources is used here.
set -eu

fail() { echo "error: $*" >&2; exit 1; }

build=$1 adapter=$2
shift 2
here=$(dirname "$adapter")
cache=${GAUNTLET_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/gauntlet}/go
mkdir -p "$cache"

sources=
first=
for package in "$@"; do
  version=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$package" 2>/dev/null || true)
  case $version in
    "installed "*)
      version=${version#installed }
      folder=/usr/share/gocode
      ;;
    *)
      version=$(apt-cache show --no-all-versions "$package" 2>/dev/null | sed -n 's/^Version: //p' | head -n 1)
      [ -n "$version" ] || fail "$package is not installed and apt does not know it (is apt-get update needed?)"
      # The colon of an epoch would end a folder in GOPATH.
      folder=$cache/${package}_$(echo "$version" | tr : _)
      if [ ! -d "$folder" ]; then
        work=$(mktemp -d "$cache/unfinished.XXXXXX")
        trap 'rm -rf "$work"' EXIT
        (cd "$work" && apt-get download -q -o Acquire::Retries=1 -o Acquire::http::Timeout=20 "$package=$version") \
          >"$work/log" 2>&1 || {
          why=$(grep '^E: ' "$work/log" | head -n 1)
          fail "$package is not installed, and apt-get download failed: ${why:-$(tail -n 1 "$work/log")}"
        }
        dpkg-deb -x "$work"/*.deb "$work/tree"
        # Another build may have been first; its result is the same.
        mv -T "$work/tree/usr/share/gocode" "$folder" 2>/dev/null || [ -d "$folder" ] || fail "cannot write $folder"
        rm -rf "$work"
        trap - EXIT
      fi
      ;;
  esac
  first=${first:-$version}
  case :$sources: in *":$folder:"*) ;; *) sources=${sources:+$sources:}$folder ;; esac
done

# Without the network and without a C compiler; what is compiled of Go's own library is kept for the next adapter.
GO111MODULE=off GOFLAGS='' CGO_ENABLED=0 GOPATH=${sources:-$cache/none} GOCACHE=$cache/compiled \
  go build -ldflags "-X main.packaged=$first" -o "$build/adapter" "$here/protocol.go" "$adapter" 2>"$build/log" || {
  cat "$build/log" >&2
  fail "$(grep -v '^#' "$build/log" | head -n 1)"
}
rm "$build/log"
