"""A recorded session of a real upsd, decoded and played back."""

import datetime as dt
from pathlib import Path

import pytest

from drivers import virtualtime
from drivers.contract import (
    Context,
    Health,
    HealthChanged,
    PowerChanged,
    PowerState,
    WireLostError,
)
from drivers.transports.capture import ReplayWire, read_capture
from drivers.ups.nut.codec import WIRE_PROTOCOL
from drivers.ups.nut.driver import NutOptions, NutUps
from drivers.wire import Side, decode

SESSION = Path(__file__).parent / "nut_session.capture"


@pytest.fixture
def pieces():
    with SESSION.open() as lines:
        return read_capture(lines, SESSION.name)


def test_a_recorded_power_cut_is_reported_again_as_it_was(pieces):
    events = []
    context = Context(events.append, lambda: dt.datetime(2026, 3, 2, 9))
    ups = NutUps(ReplayWire(pieces), NutOptions(), context)
    with pytest.raises(WireLostError, match="at its end"):
        virtualtime.run(ups.run())
    assert events == [
        HealthChanged(Health.STARTING, "the server waits for the first data"),
        PowerChanged(PowerState(False, False, 100, 1800)),
        HealthChanged(Health.ONLINE),
        PowerChanged(PowerState(True, False, 91, 1800)),
        PowerChanged(PowerState(True, True, 18, 240)),
        HealthChanged(Health.OFFLINE, "it hears nothing new from the UPS (DATA-STALE)"),
    ]


def test_a_recorded_session_decodes_to_named_lines(pieces):
    for side in Side:
        said = decode(WIRE_PROTOCOL, b"".join(p.data for p in pieces if p.side is side), side)
        assert said["errors"] == []
        assert not [frame for frame in said["frames"] if frame["name"].startswith("unknown")]
