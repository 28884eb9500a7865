"""Short bad days: a few crowds and many mishaps, so that a mistake shows within seconds."""

import pytest

from edge.paths import shipped_config
from edge.simulation.world import Outcome, Script, live

# Some of what people do besides waiting, being called and being served.
USED = {"AppointmentBooked", "CounterPaused", "CounterResumed", "LegOpened", "TicketReturned"}


def rush(seed: int) -> Outcome:
    script = Script(seed, visitors=40, badness=3.0, open_for_h=0.3)
    return live(script, shipped_config("demo.toml"))


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 7, 10, 11, 13])
def test_after_a_bad_morning_everybody_agrees(seed):
    assert rush(seed).wrongs == []


def test_on_a_good_morning_nothing_goes_wrong_and_nobody_is_forgotten():
    script = Script(1, visitors=40, badness=0.0, open_for_h=1.0)
    outcome = live(script, shipped_config("demo.toml"))
    assert outcome.wrongs == []
    assert (outcome.mishaps, outcome.excused) == (0, 0)
    assert outcome.tickets >= 40  # and those who came with an appointment, or without a ticket
    assert outcome.served > 30
    assert set(outcome.kinds) >= USED
    assert outcome.drained_s == 0.0
