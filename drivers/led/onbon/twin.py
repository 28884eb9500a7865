"""Simulated Onbon font cards sharing one line: what they were told, and what they show."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.led.onbon.areas import Area, Update, decode_update, describe_area
from drivers.led.onbon.codec import CARD_PREAMBLE, Frame, Header, OnbonDecoder, destination, encode
from drivers.led.onbon.fields import MalformedBodyError
from drivers.led.onbon.requests import EVERYBODY, EVERYBODY_ANSWERS
from drivers.led.onbon.tables import (
    ACK,
    AREAS,
    BRIGHTNESS,
    CLEAR,
    FORMAT,
    NACK,
    PING,
    POWER,
    REQUESTS,
    RESET,
    Code,
)
from drivers.led.onbon.text import visible
from drivers.twins import Twin, UnknownActionError
from drivers.wire import Noise, Side

_BUSY, _CHECKSUM, _NO_GROUP, _NO_COMMAND, _NO_FONT = 3, 5, 1, 2, 12
_SHOWN_LOG_MAX = 1000
# "Refresh of a dynamic area: >= 1 s" (2.1). That a card answers "busy" to more is an assumption.
_UPDATE_INTERVAL_S = 1.0


@dataclass(slots=True)
class _Card:
    """One card and the strip on it. Areas are in memory and go with the power; fonts are not."""

    address: int
    areas: dict[int, Area] = field(default_factory=dict)
    powered: bool = True
    on: bool = True
    brightness: int = 15
    fonts: bool = True
    silent: bool = False
    updated_s: float = float("-inf")
    nack_next: int | None = None
    garble_next: bool = False
    escape_next: bool = False

    @property
    def text(self) -> str:
        if not (self.powered and self.on):
            return ""
        return "\n".join(visible(area.data) for area in self.areas.values())


class OnbonTwin(Twin):
    """Font cards with the given addresses. `shown_log` is what strips came to show, in order."""

    def __init__(self, addresses: tuple[int, ...] = (1,)) -> None:
        super().__init__()
        self.shown_log: deque[tuple[int, str]] = deque(maxlen=_SHOWN_LOG_MAX)
        self._cards = {address: _Card(address) for address in addresses}
        self._decoder = OnbonDecoder(Side.HOST)
        self._clock_s = 0.0

    def receive(self, data: bytes) -> bytes:
        answers = []
        for item in self._decoder.feed(data):
            answers.append(self._protest(item) if isinstance(item, Noise) else self._obey(item))
        return b"".join(answers)

    def tick(self, dt_s: float) -> bytes:
        self._clock_s += dt_s
        return b""

    def text(self, address: int) -> str:
        """Return what a person in front of strip `address` reads."""
        return self._cards[address].text

    def look(self) -> dict[str, Any]:
        """Return each strip by address: the text on it, and how it is driven."""
        return {"strips": {str(card.address): _look_at(card) for card in self._cards.values()}}

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "silence": lambda unit: self._set(unit, silent=True),
            "speak": lambda unit: self._set(unit, silent=False),
            "power_off": self._power_off,
            "power_on": lambda unit: self._set(unit, powered=True),
            "nack_next": lambda unit, error=_BUSY: self._set(unit, nack_next=int(error)),
            "garble_next": lambda unit: self._set(unit, garble_next=True),
            "escape_next": lambda unit: self._set(unit, escape_next=True),
        }

    # --- hands ---

    def _set(self, unit: str | int, **switches: bool | int) -> None:
        card = self._card(unit)
        for name, value in switches.items():
            setattr(card, name, value)

    def _power_off(self, unit: str | int) -> None:
        card = self._card(unit)
        card.powered = False
        card.areas.clear()

    def _card(self, unit: str | int) -> _Card:
        card = self._cards.get(int(unit)) if str(unit).isdecimal() else None
        if card is None:
            known = ", ".join(map(str, self._cards))
            raise UnknownActionError(f"no strip {unit!r} on this line; there are: {known}")
        return card

    # --- the wire ---

    def _addressed(self, address: int | None) -> list[_Card]:
        everybody = address in (EVERYBODY, EVERYBODY_ANSWERS)
        cards = self._cards.values()
        return [card for card in cards if card.powered and (everybody or card.address == address)]

    def _protest(self, noise: Noise) -> bytes:
        address = destination(noise)
        for card in self._addressed(address):
            if address not in (EVERYBODY, EVERYBODY_ANSWERS):
                return self._answer(card, card.address, _CHECKSUM)
        return b""

    def _obey(self, frame: Frame) -> bytes:
        answer = b""
        for card in self._addressed(frame.to):
            error = self._do(card, frame.data)
            if frame.to != EVERYBODY and frame.data[2:3] == b"\x01":
                # To FFFE all cards answer at once and alike, which reads as one answer.
                answer = self._answer(card, frame.to, error)
        return answer

    def _do(self, card: _Card, data: bytes) -> int:
        code = (data[0], data[1]) if len(data) > 2 else (0, 0)
        if card.nack_next is not None and code != PING:
            error, card.nack_next = card.nack_next, None
            return error
        if code == AREAS:
            return self._update(card, data)
        return _do_simple(card, code, data[5:])

    def _update(self, card: _Card, data: bytes) -> int:
        try:
            update = decode_update(data[3:])
        except MalformedBodyError:
            return _NO_COMMAND
        if not card.fonts:
            return _NO_FONT
        if self._clock_s - card.updated_s < _UPDATE_INTERVAL_S:
            return _BUSY
        card.updated_s = self._clock_s
        _apply(card, update)
        self.shown_log.append((card.address, card.text))
        return 0

    def _answer(self, card: _Card, sender: int, error: int) -> bytes:
        if card.silent:
            return b""
        code = NACK if error else ACK
        frame = Frame(0x8000, sender, bytes((*code, error, 0, 0)), Side.DEVICE)
        if card.escape_next:
            card.escape_next = False
            frame = _with_escaped_checksum(frame)
        answer = encode(frame, CARD_PREAMBLE)
        if card.garble_next:
            card.garble_next = False
            answer = answer[:-2] + bytes([answer[-2] ^ 0x80]) + answer[-1:]
        return answer


def _do_simple(card: _Card, code: Code, body: bytes) -> int:
    if code in (RESET, FORMAT):
        card.areas.clear()
        card.fonts = False
    elif code == CLEAR:
        card.areas.clear()
    elif code == POWER and body:
        card.on = body[0] == 1
    elif code == BRIGHTNESS and len(body) > 1 and body[0] == 1:
        card.brightness = min(body[1], 15)
    elif code != PING and code not in REQUESTS:
        return _NO_COMMAND if code[0] in {group for group, _ in REQUESTS} else _NO_GROUP
    return 0


def _apply(card: _Card, update: Update) -> None:
    if update.delete_all or update.process_mode == 1:
        card.areas.clear()
    for number in update.delete:
        card.areas.pop(number, None)
    card.areas.update({area.id: area for area in update.areas})


def _with_escaped_checksum(frame: Frame) -> Frame:
    """Return `frame` with a reserved byte chosen so that its check has bytes to escape."""
    for reserved in range(1 << 16):
        header = Header(reserved=reserved.to_bytes(3, "little"))
        tried = Frame(frame.to, frame.sender, frame.data, frame.side, header)
        if encode(tried)[-3:-1] in (b"\xa6\x02", b"\x5b\x02"):
            return tried
    return frame


def _look_at(card: _Card) -> dict[str, Any]:
    return {
        "text": card.text,
        "on": card.powered and card.on,
        "powered": card.powered,
        "brightness": card.brightness,
        "silent": card.silent,
        "areas": [describe_area(area) for area in card.areas.values()],
    }


def make_twin(options: Mapping[str, Any]) -> OnbonTwin:
    """Return the device's side for a driver with these options."""
    return OnbonTwin(tuple(options.get("addresses", (1,))))
