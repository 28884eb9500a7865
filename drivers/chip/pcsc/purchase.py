"""What stands in the files of a purchase card (购电卡): bytes to fields, checked.

    68 | command | length u16 | data | CS | 16        a data string

CS is the sum of command to data, its low byte. Source: the structure of card data files as
published (xing528.com/lilun/1416134.html, 深入了解电卡数据文件的结构); older text has a length of
one byte, BCD.
"""

from drivers.chip.pcsc.profile import ParameterFile, WalletFile
from drivers.contract import PurchaseCard

_BEGIN, _END = 0x68, 0x16
_CARD_TYPES = {0x01: "open", 0x02: "purchase", 0x03: "replacement"}


class ContentError(ValueError):
    """A file of the card does not hold what its profile says; the message holds none of it."""


def unwrapped(string: bytes, file: ParameterFile) -> bytes:
    """Return the data of a data string. Raises `ContentError`."""
    header = 4 if file.length_field == "u16" else 3
    if len(string) < header + 2 or string[0] != _BEGIN:
        raise ContentError("no data string begins here")
    if string[1] != file.command:
        raise ContentError(f"command {string[1]:02X}, expected {file.command:02X}")
    size = _size(string[2:header])
    end = header + size
    if len(string) < end + 2 or string[end + 1] != _END:
        raise ContentError(f"no end after {size} bytes of data")
    if sum(string[1:end]) & 0xFF != string[end]:
        raise ContentError("wrong checksum")
    return string[header:end]


def wrapped(data: bytes, file: ParameterFile) -> bytes:
    """Return the data string of `data`."""
    size = len(data).to_bytes(2) if file.length_field == "u16" else bytes.fromhex(f"{len(data):02}")
    summed = bytes([file.command]) + size + data
    return bytes([_BEGIN]) + summed + bytes([sum(summed) & 0xFF, _END])


def _size(field: bytes) -> int:
    if len(field) == 2:
        return int.from_bytes(field)
    return int(_digits(field, "length"))


def _digits(field: bytes, name: str) -> str:
    digits = field.hex()
    if not digits.isdecimal():
        raise ContentError(f"{name}: not all of it are digits")
    return digits


def parameters_in(string: bytes, file: ParameterFile) -> PurchaseCard:
    """Return what the parameter file says. Raises `ContentError`."""
    data = unwrapped(string, file)
    if len(data) <= file.card_type_at:
        raise ContentError(f"{len(data)} bytes of data, the card's type would be beyond them")
    return PurchaseCard(
        customer=_digits(file.customer.cut(data), "customer number"),
        meter=_digits(file.meter.cut(data), "meter number"),
        card_type=_CARD_TYPES.get(data[file.card_type_at], "unknown"),
    )


def wallet_in(data: bytes, file: WalletFile) -> tuple[int, int]:
    """Return what was bought last, in 0.01 yuan, and how often. Raises `ContentError`."""
    amount, count = file.amount.cut(data), file.count.cut(data)
    if len(amount) < file.amount.size_bytes or len(count) < file.count.size_bytes:
        raise ContentError(f"the wallet file has {len(data)} bytes only")
    return int.from_bytes(amount), int.from_bytes(count)
