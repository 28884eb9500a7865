"""A chip card reader with pcscd and worker around it, none of them real; the cards are virtual."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from drivers.chip.pcsc.apdu import Exchange
from drivers.chip.pcsc.card import VirtualCard, bank_card, purchase_card
from drivers.chip.pcsc.profile import PurchaseProfile, load_profile
from drivers.chip.pcsc.reading import look_at
from drivers.chip.pcsc.trouble import CardMuteError, CardRemovedError, SharingViolationError
from drivers.contract import CardTrouble, CardTroubled, Finding, Health
from drivers.workers.twin import WorkerTwin

_READER = "Twin Reader 00 00"
# What a twin's own purchase cards look like where no profile is configured: they stay unknown.
_OWN_CARDS = PurchaseProfile(title="twin", directories=("3F00", "DF01"))


class PcscTwin(WorkerTwin):
    """One reader with one slot. A card that is in is looked at once, when it can be."""

    def __init__(self, profile: PurchaseProfile | None = None) -> None:
        super().__init__("chip.pcsc")
        self.profile = profile
        self.card: VirtualCard | None = None
        self.pcscd_runs = True
        self.reader_there = True
        self.held_by_another = False
        self.pulled_after: int | None = None  # commands until the card is pulled
        self.mute = False
        self._looked_at: VirtualCard | None = None
        self._settle()

    def _settle(self) -> None:
        """Have health and events follow what is the case."""
        health, detail = self._condition()
        if (health, detail) != (self.health, self.detail):
            self.be(health, detail)
        if not self.pcscd_runs or not self.reader_there:
            self._looked_at = None
        elif self.card is not None and self.card is not self._looked_at:
            self._looked_at = self.card
            self._look()

    def _condition(self) -> tuple[Health, str]:
        if not self.pcscd_runs:
            return Health.OFFLINE, "pcscd does not run: systemctl start pcscd.socket"
        if not self.reader_there:
            return Health.NO_DEVICE, "no reader is plugged in"
        if self.held_by_another and self.card is not None:
            return Health.DEVICE_BUSY, "another program has the card to itself"
        return Health.ONLINE, _READER

    def _look(self) -> None:
        card = self.card
        assert card is not None  # noqa: S101 - whoever looks has just seen it
        if self.held_by_another:
            held = SharingViolationError("another program has the card to itself")
            self.tell(CardTroubled(CardTrouble.UNREADABLE, str(held)))
            return
        for event in look_at(Exchange(self._transmit, t0=True), card.atr, self.profile):
            self.tell(event)

    def _transmit(self, command: bytes) -> bytes:
        if self.mute:
            raise CardMuteError("the chip does not answer: is the card in the right way round?")
        if self.pulled_after is not None:
            self.pulled_after -= 1
            if self.pulled_after < 0:
                self.card, self.pulled_after = None, None
        if self.card is None:
            raise CardRemovedError("the card was taken out while it was read")
        return self.card.respond(command)

    def test(self) -> list[Finding]:
        found = [Finding(self.pcscd_runs, "pcscd answers")]
        found.append(Finding(self.reader_there, f"readers: {self._readers()}"))
        return found

    def _readers(self) -> str:
        return _READER if self.reader_there else "none"

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            **super().actions(),
            "insert_card": self.insert_card,
            "pull_card": self.pull_card,
            "pull_at_read": self.pull_at_read,
            "pull_reader": self.pull_reader,
            "plug_reader": self.plug_reader,
            "stop_pcscd": self.stop_pcscd,
            "start_pcscd": self.start_pcscd,
            "hold_card": self.hold_card,
            "let_go_of_card": self.let_go_of_card,
        }

    def insert_card(self, card: str = "purchase", *, damaged: bool = False, **data: Any) -> None:
        """Put a card in: `purchase` (`data` as for `card.purchase_card`), `bank`, anything else."""
        makers: dict[str, Callable[[], VirtualCard]] = {
            "purchase": lambda: purchase_card(self.profile or _OWN_CARDS, **data),
            "bank": bank_card,
        }
        self.card = makers.get(card, VirtualCard)()
        self.mute = damaged
        self._settle()

    def pull_card(self) -> None:
        """Take the card out, if one is in."""
        self.card = self._looked_at = None
        self._settle()

    def pull_at_read(self, after: int = 1) -> None:
        """Take the next card out when so many commands have been answered."""
        self.pulled_after = after

    def pull_reader(self) -> None:
        """Unplug the reader."""
        self.reader_there = False
        self._settle()

    def plug_reader(self) -> None:
        """Plug the reader in again; a card that is in it is new."""
        self.reader_there = True
        self._settle()

    def stop_pcscd(self) -> None:
        """Have the PC/SC service end."""
        self.pcscd_runs = False
        self._settle()

    def start_pcscd(self) -> None:
        """Have it run again; a card that is in the reader is new."""
        self.pcscd_runs = True
        self._settle()

    def hold_card(self) -> None:
        """Have another program keep every card to itself."""
        self.held_by_another = True
        self._settle()

    def let_go_of_card(self) -> None:
        """Have it let go."""
        self.held_by_another = False
        self._settle()

    def look(self) -> dict[str, Any]:
        return super().look() | {
            "card": self.card.title if self.card else "",
            "reader": self._readers(),
            "pcscd": self.pcscd_runs,
            "held": self.held_by_another,
        }


def make_twin(options: Mapping[str, Any]) -> PcscTwin:
    """Return the worker's side for a driver with these options. Raises `ProfileError`."""
    profile = options.get("profile", "")
    return PcscTwin(load_profile(Path(profile)) if profile else None)
