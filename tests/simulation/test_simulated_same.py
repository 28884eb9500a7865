"""The same seed gives the same days: byte for byte, whatever the machine does meanwhile."""

import os
import subprocess
import sys

import pytest

_PRINT_DIGEST = """
from edge.paths import shipped_config
from edge.simulation import world
world._BY_HTTP = {by_http}
outcome = world.live(world.Script({seed}, visitors=15, badness=3.0), shipped_config("demo.toml"))
print(outcome.digest, outcome.facts)
"""


def lived(seed: int, by_http: float, hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _PRINT_DIGEST.format(seed=seed, by_http=by_http)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("by_http", [0.0, 1.0])
def test_the_same_seed_gives_the_same_journal(by_http):
    assert lived(4, by_http, "1") == lived(4, by_http, "4711")


def test_another_seed_gives_another_journal():
    assert lived(4, 0.0, "1") != lived(6, 0.0, "1")
