#!/bin/sh
# Writes the lock files: hashes for every package on every platform, and no index host.
set -eu
bin=$1
command -v uv >/dev/null 2>&1 && uv=uv || { "$bin/pip" install --quiet uv && uv=$bin/uv; }
compile() {
    "$uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header "$@"
}
# What only one extra needs, in a lock of its own: not every machine can build or wants it.
extras() {
    "$bin/python" -c '
import sys, tomllib
extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]
print("\n".join(line for name in sys.argv[1:] for line in extras[name]))' "$@"
}
compile --extra voice --extra demo --extra camera --extra test -o requirements.lock pyproject.toml
extras cards wedge | compile -c requirements.lock -o requirements-native.lock -
extras fuzz | compile -c requirements.lock -o requirements-fuzz.lock -
