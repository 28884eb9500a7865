"""What workers and screens tell the engineer's terminal; only its handlers act on them."""

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from edge.api import shapes
from edge.engineer.hall import Hall
from edge.engineer.shown import SelfTested
from edge.provisioning.survey import Finding
from edge.staff.desk import Said


@dataclass
class HallSeen(Message):
    """The hall's confirmed state."""

    hall: Hall


@dataclass
class HallLost(Message):
    """The hall does not answer."""


@dataclass
class DeviceTested(Message):
    """What came of a self-test."""

    device: str
    tested: SelfTested


@dataclass
class Happened(Message):
    """Something to say about what the engineer asked for."""

    said: Said


@dataclass
class RecordingEnded(Message):
    """Nothing more is recorded, for a reason that is said; `unused` is an empty file."""

    said: Said
    unused: Path | None = None


@dataclass
class FramePassed(Message):
    """Something passed on the wire that is watched."""

    frame: shapes.WireFrame


@dataclass
class WatchTroubled(Message):
    """Nothing can be watched for now, for a reason that is said."""

    said: Said


@dataclass
class Asked(Message):
    """One more question of the scan was asked."""


@dataclass
class Scanned(Message):
    """What the scan found."""

    findings: tuple[Finding, ...]


@dataclass
class PieceRecorded(Message):
    """One more piece is in the file."""
