"""Do the tests bite? Classic mistakes are planted in the product, and tests must fail.

A bug counts as caught when a test has failed after its lines have run. Broken collection, a crash
or lines that nobody reached are failures here, of another kind than a bug that survives.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from bugs import BUGS
from hunting import LAYERS, Hunt, Outcome, hunt, run_unplanted

# The runs have deadlines of their own.
pytestmark = pytest.mark.timeout(14_400)

_EXPECTED = [(bug.name, layer) for bug in BUGS.values() for layer in bug.caught_by]
_WITHIN_S = 120.0
_WITHIN_OF_A_LAYER_S = 900.0


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    # One more than can work at once: a test that a bug has made wait for ever costs nothing.
    pool = ThreadPoolExecutor((os.cpu_count() or 1) + 1)
    yield pool
    pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="module")
def control(pool: ThreadPoolExecutor) -> "Future[str]":
    selections = [each for bug in BUGS.values() for each in bug.caught_by.values()]
    return pool.submit(run_unplanted, selections, 4 * _WITHIN_S)


@pytest.fixture(scope="module")
def hunts(
    request: pytest.FixtureRequest, pool: ThreadPoolExecutor
) -> dict[tuple[str, str], "Future[Hunt]"]:
    """All hunts that are asked for, begun at once; each test waits for its own."""
    asked = [item.callspec.id for item in request.session.items if hasattr(item, "callspec")]
    return {
        (name, layer): pool.submit(hunt, name, BUGS[name].caught_by[layer], _WITHIN_S)
        for name, layer in _EXPECTED
        if f"{name}-{layer}" in asked
    }


def test_without_a_planted_bug_the_same_tests_pass(control: "Future[str]", hunts: object):
    assert control.result() == ""


@pytest.mark.parametrize(("name", "layer"), _EXPECTED)
def test_a_planted_bug_is_caught(
    name: str,
    layer: str,
    hunts: dict[tuple[str, str], "Future[Hunt]"],
    figure: Callable[[str], None],
):
    found = hunts[name, layer].result()
    assert found.outcome is Outcome.CAUGHT, f"{found.outcome}:\n{found.said}"
    figure(f"planted {name:36} caught by {layer:10} {found.test}")


def test_every_layer_is_set_against_every_bug(
    release: bool, pool: ThreadPoolExecutor, figure: Callable[[str], None]
):
    if not release:
        pytest.skip("takes hours: with --release only")
    hunted = {
        name: {
            layer: pool.submit(hunt, name, selection, _WITHIN_OF_A_LAYER_S)
            for layer, selection in LAYERS.items()
        }
        for name in BUGS
    }
    figure("planted " + " " * 36 + " ".join(f"{layer:>10}" for layer in LAYERS))
    for name, by_layer in hunted.items():
        outcomes = [found.result().outcome for found in by_layer.values()]
        figure(f"planted {name:36}" + " ".join(f"{outcome:>10}" for outcome in outcomes))
        assert Outcome.CAUGHT in outcomes
