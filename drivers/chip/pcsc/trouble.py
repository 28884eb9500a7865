"""What PC/SC may refuse, by name. Codes as in pcsclite.h of pcsc-lite 1.9.9."""

from drivers.contract import DeviceError, Health


class PcscError(DeviceError):
    """Something PC/SC, its reader or its card did."""

    code = "pcsc_error"


class NoPcscdError(PcscError):
    """The PC/SC service does not run, or has just ended."""

    code = "no_pcscd"
    health = Health.OFFLINE


class NoReaderError(PcscError):
    """No reader is plugged in, or not the one that was asked for."""

    code = "no_reader"
    health = Health.NO_DEVICE


class SharingViolationError(PcscError):
    """Another program has the card to itself."""

    code = "sharing_violation"
    health = Health.DEVICE_BUSY


class CardRemovedError(PcscError):
    """The card was taken out while it was read."""

    code = "card_removed"
    health = Health.ONLINE


class CardMuteError(PcscError):
    """A card is in the reader and its chip does not answer."""

    code = "card_mute"
    health = Health.ONLINE


_NO_PCSCD = (NoPcscdError, "pcscd does not run: systemctl start pcscd.socket")
_NO_READER = (NoReaderError, "no reader is plugged in")
_REMOVED = (CardRemovedError, "the card was taken out while it was read")
_MUTE = (CardMuteError, "the chip does not answer: is the card in the right way round?")

_BY_CODE: dict[int, tuple[type[PcscError], str]] = {
    0x8010001D: _NO_PCSCD,  # SCARD_E_NO_SERVICE
    0x8010001E: _NO_PCSCD,  # SCARD_E_SERVICE_STOPPED
    0x80100013: _NO_PCSCD,  # SCARD_F_COMM_ERROR
    0x80100003: _NO_PCSCD,  # SCARD_E_INVALID_HANDLE: given by a pcscd that has ended since
    0x8010002E: _NO_READER,  # SCARD_E_NO_READERS_AVAILABLE
    0x80100009: _NO_READER,  # SCARD_E_UNKNOWN_READER
    0x80100017: _NO_READER,  # SCARD_E_READER_UNAVAILABLE
    0x8010000B: (SharingViolationError, "another program has the card to itself"),
    0x80100069: _REMOVED,  # SCARD_W_REMOVED_CARD
    0x8010000C: _REMOVED,  # SCARD_E_NO_SMARTCARD
    0x80100068: _REMOVED,  # SCARD_W_RESET_CARD: out and in again
    0x80100066: _MUTE,  # SCARD_W_UNRESPONSIVE_CARD
    0x80100067: _MUTE,  # SCARD_W_UNPOWERED_CARD
    0x80100065: _MUTE,  # SCARD_W_UNSUPPORTED_CARD
    0x8010000F: _MUTE,  # SCARD_E_PROTO_MISMATCH
    0x80100016: _MUTE,  # SCARD_E_NOT_TRANSACTED: the reader's own word for no answer
    0x8010002F: _MUTE,  # SCARD_E_COMM_DATA_LOST
}


def error_for(code: int, doing: str) -> PcscError:
    """Return the error that PC/SC's `code` is, met while `doing` something."""
    known = _BY_CODE.get(code & 0xFFFFFFFF)
    if known is None:
        return PcscError(f"{doing}: PC/SC says {code & 0xFFFFFFFF:08X}")
    kind, meaning = known
    return kind(meaning)
