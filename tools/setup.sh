#!/bin/sh
# Makes the virtual environment from the lock file. Safe to repeat.
set -eu
exec 1>&2 # standard output belongs to what make was asked for
python=$1
venv=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup: Python 3.11 or newer is needed; $("$python" --version) was found." >&2
    echo "setup: name another with: make PYTHON=/path/to/python3.11 ..." >&2
    exit 1
}
[ -x "$venv/bin/python" ] || {
    echo "setup: making $venv"
    "$python" -m venv "$venv"
}
echo "setup: installing what requirements.lock names (about a minute the first time)"
if command -v uv >/dev/null 2>&1; then
    VIRTUAL_ENV=$venv uv pip install --quiet --require-hashes -r requirements.lock
    VIRTUAL_ENV=$venv uv pip install --quiet --no-build-isolation --no-deps -e .
else
    "$venv/bin/pip" install -qq --disable-pip-version-check --require-hashes -r requirements.lock
    "$venv/bin/pip" install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
fi
echo "setup: done"
