"""The topics between hall and headquarters: `atrium/v1/{hall}/{up|down}/{what}`."""

import re
from typing import NamedTuple

ROOT = "atrium/v1"

UP_FILTER = f"{ROOT}/+/up/+"
"""What headquarters subscribes to: everything every hall says."""

# What the hall's own API allows as an identifier; no MQTT wildcard or separator is in it.
HALL_PATTERN = r"^[A-Za-z0-9_.:-]{1,64}$"
_TOPIC = re.compile(rf"^{ROOT}/([A-Za-z0-9_.:-]{{1,64}})/up/([a-z]{{1,16}})$")


class UnknownTopicError(ValueError):
    """A message came on a topic that this version of the protocol does not have."""


class UpTopic(NamedTuple):
    """Who says what: the hall of a topic, and `hello`, `facts` or `bye`."""

    hall: str
    what: str


def up(hall: str, what: str) -> str:
    """Return the topic on which `hall` says `what`."""
    return f"{ROOT}/{hall}/up/{what}"


def down(hall: str, what: str) -> str:
    """Return the topic on which headquarters answers `hall`."""
    return f"{ROOT}/{hall}/down/{what}"


def down_filter(hall: str) -> str:
    """Return what `hall` subscribes to."""
    return down(hall, "+")


def read_up(topic: str) -> UpTopic:
    """Return who says what on `topic`. Raises `UnknownTopicError`."""
    found = _TOPIC.match(topic)
    if found is None:
        raise UnknownTopicError("not a topic on which halls speak")
    return UpTopic(*found.groups())
