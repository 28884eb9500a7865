"""PC/SC by pyscard's lowest calls, with named errors. The only module that loads the library."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drivers.chip.pcsc.apdu import Exchange
from drivers.chip.pcsc.trouble import NoReaderError, error_for

_STATE_UNAWARE = 0x0000
_STATE_PRESENT = 0x0020
_STATE_MUTE = 0x0200
_STATES_GONE = 0x0004 | 0x0008  # unknown reader, unavailable
_TIMEOUT = 0x8010000A


def library() -> Any:
    """Return pyscard's bare calls. Raises `ImportError` where it is not installed."""
    from smartcard import scard  # noqa: PLC0415 - optional, and heavy

    return scard


@dataclass(frozen=True, slots=True)
class SlotState:
    """What is in a reader. `counted` changes with every card that goes in or out."""

    present: bool = False
    mute: bool = False
    atr: bytes = b""
    counted: int = -1
    raw: int = _STATE_UNAWARE


class Pcsc:
    """One conversation with pcscd, for one thread."""

    def __init__(self, scard: Any, context: Any) -> None:
        self._scard = scard
        self._context = context

    def readers(self) -> list[str]:
        """Return the names of the readers plugged in, none if there is none."""
        code, names = self._scard.SCardListReaders(self._context, [])
        try:
            self._require(code, "listing the readers")
        except NoReaderError:
            return []
        return list(names)

    def wait(self, reader: str, known: SlotState, within_s: float) -> SlotState:
        """Return what is in `reader` as soon as it differs from `known`, at the latest then."""
        asked = [(reader, known.raw)]
        code, states = self._scard.SCardGetStatusChange(self._context, int(within_s * 1000), asked)
        if code & 0xFFFFFFFF == _TIMEOUT and known.raw:
            return known
        self._require(code, f"watching {reader}")
        _name, raw, atr = states[0]
        if raw & _STATES_GONE:
            raise NoReaderError(f"{reader} was unplugged")
        present, mute = bool(raw & _STATE_PRESENT), bool(raw & _STATE_MUTE)
        return SlotState(present, mute, bytes(atr), raw >> 16, raw & ~0x0002)

    @contextlib.contextmanager
    def card(self, reader: str) -> Iterator[Exchange]:
        """Have the card in `reader` to oneself. Raises `PcscError`s."""
        scard = self._scard
        code, card, protocol = scard.SCardConnect(
            self._context,
            reader,
            # Exclusive: between two commands nobody else selects something.
            scard.SCARD_SHARE_EXCLUSIVE,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
        )
        self._require(code, f"connecting to the card in {reader}")

        def transmit(command: bytes) -> bytes:
            code, said = scard.SCardTransmit(card, protocol, list(command))
            self._require(code, "asking the card")
            return bytes(byte & 0xFF for byte in said)

        try:
            yield Exchange(transmit, t0=protocol == scard.SCARD_PROTOCOL_T0)
        finally:
            # Unpowered: what was selected is selected no more.
            scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)

    def _require(self, code: int, doing: str) -> None:
        if code != self._scard.SCARD_S_SUCCESS:
            raise error_for(code, doing)


@contextlib.contextmanager
def conversation() -> Iterator[Pcsc]:
    """Talk to pcscd. Raises `NoPcscdError`."""
    scard = library()
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    if code != scard.SCARD_S_SUCCESS:
        raise error_for(code, "calling pcscd")
    try:
        yield Pcsc(scard, context)
    finally:
        scard.SCardReleaseContext(context)
