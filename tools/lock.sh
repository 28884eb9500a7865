#!/bin/sh
# Writes requirements.lock: hashes for every package on every platform, and no index host.
set -eu
bin=$1
command -v uv >/dev/null 2>&1 && uv=uv || { "$bin/pip" install --quiet uv && uv=$bin/uv; }
"$uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
    --all-extras -o requirements.lock pyproject.toml
