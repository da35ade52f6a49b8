#!/bin/sh
# As the adapters are compiled, with the protocol.go of this folder.
exec sh "$(dirname "$0")/../../go/build.sh" "$@"
