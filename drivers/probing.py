"""Asking a port who is there, with questions that move no paper, no money and wear no flash."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.contract import Kind, LineSettings

DEFAULT_LINE = LineSettings()


@dataclass(frozen=True, slots=True)
class Probe:
    """One question to an unknown device, and how its answer is known.

    `lines` are the settings worth trying, the most usual first. `recognise` is given everything
    that was heard within `within_s` seconds and returns what the device says of itself, in plain
    words (`SAM-A reader, management number 05.03-…`), or nothing where it is not such a device.
    A device that speaks without being asked has an empty `question`. One that is a server on the
    `network` is asked at no serial port.
    """

    kind: Kind
    protocol: str
    question: bytes
    recognise: Callable[[bytes], str]
    lines: tuple[LineSettings, ...] = (DEFAULT_LINE,)
    within_s: float = 1.0
    network: bool = False
