"""The chip card reader as the worker has it: cards that come and go, through pcscd."""

from pathlib import Path

from drivers.chip.pcsc.options import PcscOptions
from drivers.chip.pcsc.profile import ProfileError, load_profile
from drivers.chip.pcsc.reading import look_at
from drivers.chip.pcsc.scard import Pcsc, SlotState, conversation, library
from drivers.chip.pcsc.trouble import (
    CardMuteError,
    CardRemovedError,
    NoReaderError,
    PcscError,
    SharingViolationError,
)
from drivers.contract import CardTrouble, CardTroubled, Finding, Health, Kind
from drivers.workers.device import Desk, WorkerDevice
from drivers.workers.devices import MissingLibraryError, UnusableOptionsError

_AGAIN_S = 1.0
_WATCH_S = 0.5
_BUSY_AGAIN_S = 0.2


class PcscDevice(WorkerDevice):
    """One reader. Raises `UnusableOptionsError` when it is made with what cannot be used."""

    kind = Kind.CHIP
    protocol = "pcsc"

    def __init__(self, options: PcscOptions) -> None:
        self._options = options
        try:
            library()
        except ImportError:
            raise MissingLibraryError("pyscard", "cards") from None
        try:
            self._profile = load_profile(Path(options.profile)) if options.profile else None
        except ProfileError as error:
            raise UnusableOptionsError(f"profile: {error}") from None

    def run(self, desk: Desk) -> None:
        while not desk.stopping:
            try:
                with conversation() as pcsc:
                    self._watch(pcsc, desk)
            except PcscError as error:
                desk.be(error.health, str(error))
                desk.rest(_AGAIN_S)

    def _watch(self, pcsc: Pcsc, desk: Desk) -> None:
        watched, slot = "", SlotState()
        while not desk.stopping:
            reader = self._choose(pcsc)
            if reader != watched:
                watched, slot = reader, SlotState()
            known, slot = slot, pcsc.wait(reader, slot, _WATCH_S)
            desk.be(Health.ONLINE, reader)
            if slot.present and (slot.counted != known.counted or not known.present):
                self._take(pcsc, reader, slot, desk)

    def _choose(self, pcsc: Pcsc) -> str:
        readers = pcsc.readers()
        for reader in readers:
            if reader.startswith(self._options.reader):
                return reader
        if not readers:
            raise NoReaderError("no reader is plugged in")
        raise NoReaderError(f"no reader is called {self._options.reader}: {', '.join(readers)}")

    def _take(self, pcsc: Pcsc, reader: str, slot: SlotState, desk: Desk) -> None:
        try:
            if slot.mute:
                raise CardMuteError("the chip does not answer: is the card in the right way round?")
            self._read(pcsc, reader, slot, desk)
        except (CardMuteError, CardRemovedError, SharingViolationError) as error:
            desk.tell(CardTroubled(CardTrouble.UNREADABLE, str(error)))

    def _read(self, pcsc: Pcsc, reader: str, slot: SlotState, desk: Desk) -> None:
        for _again in range(max(1, round(self._options.busy_s / _BUSY_AGAIN_S))):
            try:
                with pcsc.card(reader) as card:
                    for event in look_at(card, slot.atr, self._profile):
                        desk.tell(event)
                return
            except SharingViolationError as error:
                busy = error
                desk.be(Health.DEVICE_BUSY, str(error))
                desk.rest(_BUSY_AGAIN_S)
                if desk.stopping:
                    return
        raise busy

    def test(self) -> list[Finding]:
        with conversation() as pcsc:
            found = [Finding(True, "pcscd answers")]
            readers = pcsc.readers()
            found.append(Finding(bool(readers), f"readers: {', '.join(readers) or 'none'}"))
            if readers:
                reader = self._choose(pcsc)
                slot = pcsc.wait(reader, SlotState(), _WATCH_S)
                inside = f"a card, ATR {slot.atr.hex().upper()}" if slot.present else "no card"
                found.append(Finding(True, f"watching {reader}, in it: {inside}"))
        reads = self._profile.title if self._profile else "none, no profile is set"
        return [*found, Finding(True, f"purchase cards read: {reads}")]
