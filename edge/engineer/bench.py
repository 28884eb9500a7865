"""What the engineer's terminal knows, and why something cannot be done now. No I/O, no screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from edge.api import shapes
from edge.engineer import words
from edge.engineer.hall import Hall
from edge.engineer.shown import SelfTested
from edge.staff.desk import Said, Tone


@dataclass(frozen=True)
class Recording:
    """A wire that is being recorded, and how many pieces of it are in the file."""

    device: str
    pieces: int = 0


@dataclass(frozen=True)
class Bench:
    """Everything the terminal knows. `testing` are the devices whose self-test still runs."""

    hall: Hall | None = None
    linked: bool = False
    tested: Mapping[str, SelfTested] = field(default_factory=dict)
    testing: frozenset[str] = frozenset()
    recording: Recording | None = None
    said: Said = field(default_factory=Said)

    def device(self, device: str) -> shapes.Device | None:
        """Return a device as the hall last confirmed it."""
        return self.hall.device(device) if self.hall else None

    def faults_of(self, device: str) -> list[shapes.Fault]:
        """Return the open faults of a device and its units."""
        return self.hall.faults_of(device) if self.hall else []


def seen(bench: Bench, hall: Hall) -> Bench:
    """Return the bench with a newly confirmed state."""
    back = not bench.linked and bench.said.words in (words.UNLINKED, words.HALL_AWAY)
    said = Said(words.LINKED, Tone.DONE) if back else bench.said
    return replace(bench, hall=hall, linked=True, said=said)


def lost(bench: Bench) -> Bench:
    """Return the bench while the hall does not answer."""
    return replace(bench, linked=False, said=Said(words.UNLINKED, Tone.ALARM))


def why_not(bench: Bench) -> Said | None:
    """Return why nothing can be asked of the hall now, or None."""
    return None if bench.linked else Said(words.HALL_AWAY, Tone.WARNING)


def why_not_test(bench: Bench, device: str) -> Said | None:
    """Return why the device cannot be tested now, or None."""
    if device in bench.testing:
        return Said(words.TEST_RUNS.about(device=device), Tone.WARNING)
    return why_not(bench)


def why_not_note(bench: Bench, device: str) -> Said | None:
    """Return why no fault of the device can be noted now, or None."""
    if bench.linked and not bench.faults_of(device):
        return Said(words.NO_FAULT.about(device=device))
    return why_not(bench)


def test_begun(bench: Bench, device: str) -> Bench:
    """Return the bench while the device's self-test runs."""
    said = Said(words.TESTING.about(device=device))
    return replace(bench, testing=bench.testing | {device}, said=said)


def test_ended(bench: Bench, device: str, tested: SelfTested) -> Bench:
    """Return the bench with what the self-test saw."""
    well = Said(words.TESTED_WELL.about(device=device), Tone.DONE)
    badly = Said(words.TESTED_BADLY.about(device=device), Tone.WARNING)
    return replace(
        bench,
        testing=bench.testing - {device},
        tested={**bench.tested, device: tested},
        said=well if tested.ok else badly,
    )
