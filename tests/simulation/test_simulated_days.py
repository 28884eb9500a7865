"""A hundred hall-days of 400 visitors: whatever befalls them, everybody agrees in the end."""

import pytest

from edge.paths import shipped_config
from edge.simulation.batch import scripts_for
from edge.simulation.report import replay_command
from edge.simulation.world import Script, live

HALL_DAYS = 100
# Of what people do besides waiting, being called and being served: what every day has a lot of.
USED = {
    "CounterPaused",
    "LegOpened",
    "TicketParked",
    "TicketPrecalled",
    "TicketReturned",
    "TicketTransferred",
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("script", scripts_for(HALL_DAYS, 1), ids=lambda script: str(script.seed))
def test_after_days_of_mishaps_everybody_agrees(script: Script):
    outcome = live(script, shipped_config("demo.toml"))
    assert not outcome.wrongs, replay_command(script, None)
    assert outcome.tickets > 100 * script.days
    assert set(outcome.kinds) >= USED
