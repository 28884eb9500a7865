"""A card that does not exist: files, payment directories, and a chip that answers commands."""

from dataclasses import dataclass, field

from drivers.chip.pcsc.apdu import GET_RESPONSE, READ_BINARY, SELECT
from drivers.chip.pcsc.profile import ParameterFile, Place, PurchaseProfile, WalletFile
from drivers.chip.pcsc.purchase import wrapped
from drivers.chip.pcsc.reading import PPSE, PSE

# Without a protocol byte: T=0. Accepted by pcscd 1.9.9.
ATR = bytes.fromhex("3B6800000073C84000009000")

_OK = bytes.fromhex("9000")
_NO_FILE = bytes.fromhex("6A82")
_NO_COMMAND = bytes.fromhex("6D00")
_NO_FILE_SELECTED = bytes.fromhex("6986")


@dataclass(slots=True)
class VirtualCard:
    """A chip with names it answers to, directories, and files.

    `files` are by identifier, `short_files` by short identifier. `teasing` answers as T=0 cards
    do: SELECT with 61xx, READ BINARY of a wrong length with 6Cxx.
    """

    atr: bytes = ATR
    names: frozenset[bytes] = frozenset()
    directories: frozenset[bytes] = frozenset()
    files: dict[bytes, bytes] = field(default_factory=dict)
    short_files: dict[int, bytes] = field(default_factory=dict)
    locked: bool = False  # READ BINARY asks for a key
    teasing: bool = False
    title: str = "unknown"
    heard: list[bytes] = field(default_factory=list)
    _selected: bytes | None = None
    _ready: bytes = b""

    def respond(self, command: bytes) -> bytes:
        """Return what the chip answers to a command."""
        self.heard.append(command)
        instruction = command[1] if len(command) > 4 else 0
        if instruction == SELECT:
            return self._select(command[2], command[5 : 5 + command[4]])
        if instruction == READ_BINARY:
            return self._read(command[2], command[3], command[4])
        if instruction == GET_RESPONSE:
            return self._ready[: command[4] or 256] + _OK
        return _NO_COMMAND

    def reset(self) -> None:
        """Be as after power on."""
        self._selected, self._ready = None, b""

    def _select(self, how: int, what: bytes) -> bytes:
        if how == 0x04:
            return self._control(what) if what in self.names else _NO_FILE
        if what in self.directories:
            return self._control(what)
        if what not in self.files:
            return _NO_FILE
        self._selected = self.files[what]
        return _OK

    def _control(self, name: bytes) -> bytes:
        inner = bytes([0x84, len(name)]) + name
        self._ready = bytes([0x6F, len(inner)]) + inner
        return bytes([0x61, len(self._ready)]) if self.teasing else self._ready + _OK

    def _read(self, first: int, second: int, size: int) -> bytes:
        if self.locked:
            return bytes.fromhex("6982")
        short_file = first & 0x1F if first & 0x80 else 0
        content = self.short_files.get(short_file) if short_file else self._selected
        if content is None:
            return _NO_FILE if short_file else _NO_FILE_SELECTED
        start = second if short_file else first << 8 | second
        piece = content[start:]
        if self.teasing and size != len(piece):
            return bytes([0x6C, len(piece)])
        return piece[:size] + _OK


def bank_card() -> VirtualCard:
    """Return a payment card with both directories. It holds no number to be read."""
    return VirtualCard(names=frozenset({PPSE, PSE}), title="bank", teasing=True)


def purchase_card(
    profile: PurchaseProfile,
    customer: str = "000000000002",
    meter: str = "000000000001",
    card_type: int = 2,
    bought_fen: int = 10000,
    count: int = 1,
) -> VirtualCard:
    """Return a purchase card as `profile` has it. The persons and meters do not exist."""
    card = VirtualCard(
        names=frozenset({bytes.fromhex(profile.application)} if profile.application else ()),
        directories=frozenset(bytes.fromhex(file) for file in profile.directories),
        title="purchase",
    )
    places = profile.parameters
    type_place = Place(places.card_type_at, 1)
    data = _filled(
        (places.meter, bytes.fromhex(meter)),
        (places.customer, bytes.fromhex(customer)),
        (type_place, bytes([card_type])),
    )
    _put(card, places, wrapped(data, places))
    if profile.wallet is not None:
        _put(card, profile.wallet, _wallet(profile.wallet, bought_fen, count))
    return card


def _filled(*contents: tuple[Place, bytes]) -> bytes:
    data = bytearray(max(place.at + place.size_bytes for place, _ in contents))
    for place, content in contents:
        data[place.at : place.at + place.size_bytes] = content
    return bytes(data)


def _wallet(file: WalletFile, bought_fen: int, count: int) -> bytes:
    return _filled(
        (file.amount, bought_fen.to_bytes(file.amount.size_bytes)),
        (file.count, count.to_bytes(file.count.size_bytes)),
    )


def _put(card: VirtualCard, file: ParameterFile | WalletFile, content: bytes) -> None:
    if file.file:
        card.files[bytes.fromhex(file.file)] = content
    else:
        card.short_files[file.short_file] = content
