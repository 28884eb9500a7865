"""Do the tests bite? Classic mistakes are planted in the product, and tests must fail.

A bug counts as caught when a test has failed after its lines have run. Broken collection, a crash
or lines that nobody reached are failures here, of another kind than a bug that survives.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from bugs import BUGS
from hunting import LAYERS, TESTS, Outcome, hunt, paths_of, run_unplanted

# The runs have deadlines of their own.
pytestmark = pytest.mark.timeout(14_400)

_EXPECTED = [(bug.name, layer) for bug in BUGS.values() for layer in bug.caught_by]
_WITHIN_S = 120.0
_WITHIN_OF_A_LAYER_S = 900.0


def test_without_a_planted_bug_the_same_tests_pass(request: pytest.FixtureRequest):
    """In a run of the whole suite they are part of it; only what is not is run here."""
    selections = {each for bug in BUGS.values() for each in bug.caught_by.values()}
    asked = {path for selection in selections for path in paths_of(selection)}
    here = [f"{TESTS.parent}/{item.nodeid}" for item in request.session.items]
    missing = {path for path in asked if not any(each.startswith(path) for each in here)}
    assert run_unplanted(sorted(missing), 4 * _WITHIN_S) == ""


@pytest.mark.parametrize(("name", "layer"), _EXPECTED)
def test_a_planted_bug_is_caught(name: str, layer: str, figure: Callable[[str], None]):
    found = hunt(name, BUGS[name].caught_by[layer], _WITHIN_S)
    assert found.outcome is Outcome.CAUGHT, f"{found.outcome}:\n{found.said}"
    figure(f"planted {name:36} caught by {layer:10} {found.test}")


def test_every_layer_is_set_against_every_bug(release: bool, figure: Callable[[str], None]):
    if not release:
        pytest.skip("takes hours: with --release only")
    # One more than can work at once: a test that a bug has made wait for ever costs nothing.
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
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
