"""`python -m drivers.workers NAME --socket PATH --kind chip --options JSON`: one worker."""

import argparse
import json
import logging
import sys
from pathlib import Path

from drivers.contract import Kind
from drivers.workers.worker import UNUSABLE, run_worker

_SERVED = {"chip": (Kind.CHIP, "pcsc"), "camera": (Kind.SCANNER, "camera")}


def main(arguments: list[str]) -> int:
    """Run the worker. Return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m drivers.workers", description=__doc__)
    parser.add_argument("name", help="the worker's name, as in the port worker:NAME")
    parser.add_argument("--socket", type=Path, required=True, help="where the hall waits")
    parser.add_argument("--kind", choices=sorted(_SERVED), required=True)
    parser.add_argument("--options", default="{}", help="the driver's options, a JSON object")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format=f"{given.name}: %(message)s")
    try:
        options = json.loads(given.options)
    except ValueError as error:
        options = error
    if not isinstance(options, dict):
        sys.stderr.write(f"worker {given.name}: --options: expected a JSON object\n")
        return UNUSABLE
    kind, protocol = _SERVED[given.kind]
    return run_worker(kind, protocol, given.socket, options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
