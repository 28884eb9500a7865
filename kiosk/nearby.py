"""What visitors can show something to at one ticket screen, and what of it is of use now."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.hall_feed import HallView

_READER, _SCANNER, _CHIP = "reader", "scanner", "chip"


@dataclass(frozen=True, slots=True)
class Nearby:
    """The kinds of devices beside a screen: those of use, and those with none of use."""

    useful: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    @property
    def card(self) -> bool:
        """Whether an identity card can be laid down."""
        return _READER in self.useful

    @property
    def card_lost(self) -> bool:
        """Whether there is an identity reader, and none that works."""
        return _READER in self.lost

    @property
    def code(self) -> bool:
        """Whether a code can be shown."""
        return _SCANNER in self.useful

    @property
    def purchase_card(self) -> bool:
        """Whether a purchase card can be put in."""
        return _CHIP in self.useful


def nearby(view: HallView, devices: Iterable[str]) -> Nearby:
    """Return what `devices`, those that stand at a screen, are of use for."""
    here = set(devices)
    known = [device for device in view.devices if device.id in here]
    useful = frozenset(device.kind for device in known if view.usable(device.id))
    return Nearby(useful, frozenset(device.kind for device in known) - useful)
