"""What a test of the bus says to the engineer who looks at the units meanwhile."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from drivers.contract import Finding

SHOWN_S = 3.0


@dataclass(slots=True)
class Heard:
    """What was heard since the line was opened: frames by address, and what was none."""

    frames: Counter[int]
    broken: int = 0
    collisions: int = 0  # of our own messages, where an echo tells of them


def findings(addresses: Sequence[int], heard: Heard, *, echoes: bool) -> list[Finding]:
    """Return what can be said: units acknowledge nothing, so the eye has to see for itself."""
    return [
        *(_of_unit(address, heard.frames[address]) for address in addresses),
        *_of_strangers(addresses, heard),
        _of_line(heard, echoes=echoes),
    ]


def _of_unit(address: int, frames: int) -> Finding:
    told = f"unit {address} was told to sound and to show {address:03}: look whether it did"
    if frames:
        return Finding(True, f"{told}; frames heard from it: {frames}")
    return Finding(False, f"{told}; nothing was heard from it: press a key on it, then test again")


def _of_strangers(addresses: Sequence[int], heard: Heard) -> list[Finding]:
    strangers = sorted(set(heard.frames) - set(addresses))
    if not strangers:
        return []
    named = ", ".join(map(str, strangers))
    return [Finding(False, f"heard and not in the configuration: unit {named}")]


def _of_line(heard: Heard, *, echoes: bool) -> Finding:
    adapter = "the adapter echoes, which is allowed for" if echoes else "no echo was heard"
    said = f"{adapter}; {heard.broken} broken frames, {heard.collisions} collisions with our own"
    # Two units at once are in the nature of the bus; more breakage than speech is the cabling.
    return Finding(heard.broken <= heard.frames.total() + 1, said)
