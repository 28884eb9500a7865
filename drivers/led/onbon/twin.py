"""Simulated Onbon font cards sharing one line: who hears what, and what is said back."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from drivers.led.onbon.card import BUSY, CHECKSUM, Card
from drivers.led.onbon.codec import Frame, Header, OnbonDecoder, destination, encode
from drivers.led.onbon.options import SERIES
from drivers.led.onbon.requests import EVERYBODY, EVERYBODY_ANSWERS, HOST_ADDRESS
from drivers.led.onbon.tables import ACK, AREAS, NACK, READ_STATUS
from drivers.twins import Twin, UnknownActionError
from drivers.wire import Noise, Side

_SHOWN_LOG_MAX = 1000
_PREAMBLE_MAX = 255


class OnbonTwin(Twin):
    """Font cards with the given addresses. `shown_log` is what strips came to show, in order.

    Nobody answers what is said to everybody (FFFF). A frame whose check is wrong is answered with
    NACK 5 by the card it was meant for.
    """

    def __init__(self, addresses: tuple[int, ...] = (1,), series: str = "6K") -> None:
        super().__init__()
        self.shown_log: deque[tuple[int, str]] = deque(maxlen=_SHOWN_LOG_MAX)
        self._cards = {address: Card(address, SERIES[series]) for address in addresses}
        self._decoder = OnbonDecoder(Side.HOST)
        self._clock_s = 0.0

    def receive(self, data: bytes) -> bytes:
        answers = []
        for item in self._decoder.feed(data):
            answers.append(self._protest(item) if isinstance(item, Noise) else self._obey(item))
        return b"".join(answers)

    def tick(self, dt_s: float) -> bytes:
        self._clock_s += dt_s
        for card in self._cards.values():
            card.let_time_pass(dt_s)
        return b""

    def text(self, address: int) -> str:
        """Return what a person in front of strip `address` reads."""
        return self._cards[address].text

    def look(self) -> dict[str, Any]:
        """Return each strip by address: the text on it, and how it is driven."""
        return {"strips": {str(card.address): card.look() for card in self._cards.values()}}

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "silence": lambda unit: self._set(unit, silent=True),
            "speak": lambda unit: self._set(unit, silent=False),
            "power_off": lambda unit: self._card(unit).lose_power(),
            "power_on": lambda unit: self._set(unit, powered=True),
            "nack_next": lambda unit, error=BUSY: self._set(unit, nack_next=int(error)),
            "garble_next": lambda unit: self._set(unit, garble_next=True),
            "escape_next": lambda unit: self._set(unit, escape_next=True),
            "preamble": self._set_preamble,
            "load_programmes": lambda unit, count=1: self._set(unit, programmes=int(count) & 0xFF),
        }

    # --- hands ---

    def _set(self, unit: str | int, **switches: bool | int) -> None:
        card = self._card(unit)
        for name, value in switches.items():
            setattr(card, name, value)

    def _set_preamble(self, unit: str | int, count: int | str) -> None:
        self._card(unit).preamble = min(max(1, int(count)), _PREAMBLE_MAX)

    def _card(self, unit: str | int) -> Card:
        card = self._cards.get(int(unit)) if str(unit).isdecimal() else None
        if card is None:
            known = ", ".join(map(str, self._cards))
            raise UnknownActionError(f"no strip {unit!r} on this line; there are: {known}")
        return card

    # --- the wire ---

    def _addressed(self, address: int | None) -> list[Card]:
        everybody = address in (EVERYBODY, EVERYBODY_ANSWERS)
        cards = self._cards.values()
        return [card for card in cards if card.powered and (everybody or card.address == address)]

    def _protest(self, noise: Noise) -> bytes:
        address = destination(noise)
        for card in self._addressed(address):
            if address not in (EVERYBODY, EVERYBODY_ANSWERS):
                return self._answer(card, card.address, bytes((*NACK, CHECKSUM, 0, 0)))
        return b""

    def _obey(self, frame: Frame) -> bytes:
        answer = b""
        for card in self._addressed(frame.to):
            said = self._do(card, frame.data)
            if frame.to != EVERYBODY and frame.data[2:3] == b"\x01":
                # To FFFE all cards answer at once and alike, which reads as one answer.
                answer = self._answer(card, frame.to, said)
        return answer

    def _do(self, card: Card, data: bytes) -> bytes:
        error = card.do(data, self._clock_s)
        code = tuple(data[:2])
        if code == AREAS and not error:
            self.shown_log.append((card.address, card.text))
        if code == READ_STATUS and not error:
            return card.status()
        return bytes((*(NACK if error else ACK), error, 0, 0))

    def _answer(self, card: Card, sender: int, said: bytes) -> bytes:
        if card.silent:
            return b""
        frame = Frame(HOST_ADDRESS, sender, said, Side.DEVICE)
        if card.escape_next:
            card.escape_next = False
            frame = _with_escaped_checksum(frame)
        answer = encode(frame, card.preamble)
        if card.garble_next:
            card.garble_next = False
            answer = answer[:-2] + bytes([answer[-2] ^ 0x80]) + answer[-1:]
        return answer


def _with_escaped_checksum(frame: Frame) -> Frame:
    """Return `frame` with a reserved byte chosen so that its check has bytes to escape."""
    for reserved in range(1 << 16):
        header = Header(reserved=reserved.to_bytes(3, "little"))
        tried = Frame(frame.to, frame.sender, frame.data, frame.side, header)
        if encode(tried)[-3:-1] in (b"\xa6\x02", b"\x5b\x02"):
            return tried
    return frame


def make_twin(options: Mapping[str, Any]) -> OnbonTwin:
    """Return the device's side for a driver with these options."""
    return OnbonTwin(tuple(options.get("addresses", (1,))), options.get("series", "6K"))
