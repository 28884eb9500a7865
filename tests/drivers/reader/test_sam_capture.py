"""A recorded session of the reader, decoded and played back."""

import datetime as dt
import logging
from pathlib import Path

import pytest

from drivers import virtualtime
from drivers.contract import AgeBand, CardRead, Context, Health, HealthChanged, WireLostError
from drivers.reader.sam.codec import WIRE_PROTOCOL
from drivers.reader.sam.driver import SamReader
from drivers.reader.sam.options import SamOptions
from drivers.transports.capture import Piece, ReplayWire, read_capture
from drivers.wire import Side, decode

SESSION = Path(__file__).parent / "sam_session.capture"


@pytest.fixture
def pieces() -> list[Piece]:
    with SESSION.open() as lines:
        return read_capture(lines, SESSION.name)


def test_a_recorded_session_gives_the_same_card_again(pieces, caplog):
    events = []
    reader = SamReader(
        ReplayWire(pieces), SamOptions(), Context(events.append, lambda: dt.datetime(2026, 3, 2, 9))
    )
    with caplog.at_level(logging.WARNING), pytest.raises(WireLostError, match="at its end"):
        virtualtime.run(reader.run())
    health, read = events
    assert health == HealthChanged(Health.ONLINE)
    assert isinstance(read, CardRead)
    assert read.card.number == "11019919880616002X"
    assert read.card.age_band is AgeBand.ADULT
    assert caplog.records == [], "one attempt that failed is nobody's trouble yet"


def test_a_recorded_session_decodes_to_named_frames(pieces):
    said = {
        side: decode(WIRE_PROTOCOL, b"".join(p.data for p in pieces if p.side is side), side)
        for side in Side
    }
    asked = [frame["name"] for frame in said[Side.HOST]["frames"]]
    answered = [frame["name"] for frame in said[Side.DEVICE]["frames"]]
    assert len(asked) == len(answered)
    assert asked[3:6] == ["find card", "select card", "read text and photo"]
    assert answered[3:6] == ["card found", "card selected", "text and photo"]
    assert said[Side.HOST]["errors"] == []
    assert said[Side.DEVICE]["errors"] == [
        {"reason": "no frame begins here", "hex": "00FFAAAAAA96"}
    ]
