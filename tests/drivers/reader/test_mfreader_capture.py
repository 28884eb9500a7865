"""A recorded session of the multi-function reader, decoded and played back."""

import datetime as dt
from pathlib import Path

import pytest

from drivers import virtualtime
from drivers.contract import (
    CardRead,
    CardTrouble,
    CardTroubled,
    Context,
    Health,
    HealthChanged,
    WireLostError,
)
from drivers.reader.mfreader.codec import WIRE_PROTOCOL
from drivers.reader.mfreader.driver import MfReader
from drivers.reader.mfreader.options import MfOptions
from drivers.transports.capture import Piece, ReplayWire, read_capture
from drivers.wire import Side, decode

SESSION = Path(__file__).parent / "mfreader_session.capture"


@pytest.fixture
def pieces() -> list[Piece]:
    with SESSION.open() as lines:
        return read_capture(lines, SESSION.name)


def test_a_recorded_session_gives_the_same_card_and_the_same_trouble_again(pieces):
    events = []
    context = Context(events.append, lambda: dt.datetime(2026, 3, 2, 9))
    with pytest.raises(WireLostError, match="at its end"):
        virtualtime.run(MfReader(ReplayWire(pieces), MfOptions(), context).run())
    health, read, trouble = events
    assert health == HealthChanged(Health.ONLINE)
    assert isinstance(read, CardRead)
    assert read.card.number == "11019919880616002X"
    assert trouble == CardTroubled(CardTrouble.UNREADABLE, "read failed (4100)")


def test_a_recorded_session_decodes_to_named_frames(pieces):
    said = {
        side: decode(WIRE_PROTOCOL, b"".join(p.data for p in pieces if p.side is side), side)
        for side in Side
    }
    names = [frame["name"] for frame in said[Side.DEVICE]["frames"]]
    assert said[Side.HOST]["errors"] == []
    assert said[Side.DEVICE]["errors"] == [{"reason": "no frame begins here", "hex": "00FF"}]
    assert {"ok", "find failed", "text and photo", "read failed"} == set(names)
    assert names.count("text and photo") == 1
