"""Shapes of devices: their health, faults, self-tests and wires."""

from typing import Any

from pydantic import Field

from edge.api.shapes.base import Answer, Request


class DeviceUnit(Answer):
    """One addressed unit on a device's line."""

    unit: str
    health: str
    detail: str
    since: int


class Device(Answer):
    """A device. Times are wall-clock milliseconds; `last_good` is 0 where it was never usable."""

    id: str
    kind: str
    protocol: str
    port: str
    place: str = ""
    health: str
    detail: str
    paper: str
    since: int
    last_good: int
    losses: int
    fallback: str
    units: list[DeviceUnit]


class Hint(Answer):
    """What a person can do about a fault, in both languages."""

    zh: str
    en: str


class AcknowledgedFault(Answer):
    """A fault that is open. Times are wall-clock milliseconds; `count` is how often it was seen."""

    device: str
    unit: str
    health: str
    detail: str
    since: int
    count: int
    last_seen: int
    acknowledged_by: str
    note: str


class Fault(AcknowledgedFault):
    """A fault that is open, where the device stands, and what to do about it."""

    kind: str
    place: str = ""
    hint: Hint


class Acknowledgement(Request):
    """Whoever knows of a fault, and what is done about it. `by` is for engineers' sockets."""

    device: str = Field(min_length=1, max_length=64)
    unit: str = Field("", max_length=64)
    note: str = Field("", max_length=500)
    by: str = Field("", max_length=64)


class Finding(Answer):
    """One thing that a self-test saw."""

    ok: bool
    said: str


class SelfTest(Answer):
    """What the self-test of a device saw; `ok` where nothing was wrong."""

    device: str
    ok: bool
    findings: list[Finding]


class WireFrame(Answer):
    """What passed on a device's wire: decoded and masked, or raw in hex.

    `at_s` is on the controller's monotonic clock; `missed` how many were too many to be shown.
    """

    at_s: float
    side: str
    hex: str = ""
    frame: dict[str, Any] | None = None
    noise: str = ""
    missed: int = 0
