"""Simulated hard callers and evaluators on one FF 68 bus."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.caller.ff68.codec import Ff68Decoder, Frame, encode
from drivers.caller.ff68.messages import acknowledge
from drivers.caller.ff68.names import BEEP, CONFIRM, DISPLAY, EVALUATE, KEY, RATING, digits
from drivers.contract import CallerKey
from drivers.twins import Twin, UnknownActionError
from drivers.wire import Noise, Side

# Nobody has published how often a unit repeats; the units differ, so that two that collided once
# do not collide for ever.
_REPEAT_S = 0.5
_REPEAT_STEP_S = 0.07
_SENDS_MAX = 5

# What a hand presses, and the data of the frame that tells it.
_PRESSES: Mapping[str, bytes] = {
    CallerKey.EVALUATE: bytes([EVALUATE]),
    CallerKey.NEXT: b"\x0c",
    CallerKey.RECALL: b"\x0d",
    CallerKey.CANCEL: b"\x0e",
    CallerKey.PAUSE: b"\x12",
    CallerKey.TRANSFER: b"\x13",
    CallerKey.PARK: bytes([0x00, CONFIRM]),
    "call_back": bytes([0x03, CONFIRM]),
    CallerKey.NO_SHOW: bytes([0x06, CONFIRM]),
    "one_metre": b"\x11",
}


@dataclass(slots=True)
class _Telling:
    """What a unit is telling the host, until it is acknowledged or the unit gives up."""

    name: str
    frame: Frame
    sends_left: int = _SENDS_MAX
    due_s: float = 0.0


@dataclass(slots=True)
class _Unit:
    """A caller with its evaluator."""

    address: int
    repeat_s: float
    display: str = " " * 6
    asking: bool = False
    stars: int = 0
    beeps: int = 0
    telling: _Telling | None = None
    acknowledged: str = ""
    gave_up: str = ""
    acks_to_miss: int = 0
    spoil_next: Callable[[bytes], bytes] | None = None


class Ff68Twin(Twin):
    """Callers with the given addresses. `echo`: the adapter gives back what the host says."""

    def __init__(self, addresses: tuple[int, ...] = (1,)) -> None:
        super().__init__()
        self.echo = False
        self._units = {
            address: _Unit(address, _REPEAT_S + _REPEAT_STEP_S * number)
            for number, address in enumerate(addresses)
        }
        self._decoder = Ff68Decoder(Side.HOST)
        self._over = bytearray()  # what a unit says while the host talks, byte against byte

    @property
    def due_s(self) -> float | None:
        return min((telling.due_s for _unit, telling in self._talking()), default=None)

    def receive(self, data: bytes) -> bytes:
        over, self._over = self._over[: len(data)], self._over[len(data) :]
        data = _on_one_pair([data, bytes(over)])
        for item in self._decoder.feed(data):
            if not isinstance(item, Noise) and item.address in self._units:
                _obey(self._units[item.address], item)
        return data if self.echo else b""

    def tick(self, dt_s: float) -> bytes:
        """Let time pass; units that speak in the same moment garble each other."""
        for _unit, telling in self._talking():
            telling.due_s = max(0.0, telling.due_s - dt_s)
        said = [_say(unit, telling) for unit, telling in self._talking() if telling.due_s <= 0]
        return _on_one_pair([data for data in said if data])

    def _talking(self) -> list[tuple[_Unit, _Telling]]:
        units = self._units.values()
        return [(unit, unit.telling) for unit in units if unit.telling is not None]

    def look(self) -> dict[str, Any]:
        """Return each unit by address: what caller and evaluator show, what was pressed last."""
        units = {str(unit.address): _look_at(unit) for unit in self._units.values()}
        return {"echo": self.echo, "units": units}

    # --- hands ---

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "press_key": self._press_key,
            "press_rating": self._press_rating,
            "collide": self._collide,
            "talk_over": self._talk_over,
            "miss_acks": self._miss_acks,
            "unequal_lengths": lambda unit: self._spoil(unit, _with_unequal_lengths),
            "bad_check": lambda unit: self._spoil(unit, _with_bad_check),
            "echo": self._set_echo,
        }

    def _press_key(self, unit: str | int, key: str) -> None:
        if key not in _PRESSES:
            raise UnknownActionError(f"no key {key!r}; there are: {', '.join(_PRESSES)}")
        pressed = self._unit(unit)
        frame = Frame(pressed.address, KEY, _PRESSES[key], Side.DEVICE)
        pressed.telling = _Telling(str(key), frame)

    def _press_rating(self, unit: str | int, key: int) -> None:
        if int(key) not in range(4):
            raise UnknownActionError(f"no evaluator key {key}; there are: 0, 1, 2, 3")
        pressed = self._unit(unit)
        pressed.asking = False
        frame = Frame(pressed.address, RATING, bytes([int(key)]), Side.DEVICE)
        pressed.telling = _Telling(f"rating {key}", frame)

    def _collide(self, first: str | int, second: str | int, key: str = CallerKey.NEXT) -> None:
        self._press_key(first, key)
        self._press_key(second, key)

    def _talk_over(self, unit: str | int, key: str = CallerKey.NEXT) -> None:
        """Have `key` told in the very moment in which the host says something next."""
        self._press_key(unit, key)
        telling = self._unit(unit).telling
        assert telling is not None  # noqa: S101 - a key was pressed
        self._over += encode(telling.frame)
        telling.sends_left -= 1
        telling.due_s = self._unit(unit).repeat_s

    def _miss_acks(self, unit: str | int, count: int = 1) -> None:
        self._unit(unit).acks_to_miss = int(count)

    def _spoil(self, unit: str | int, spoil: Callable[[bytes], bytes]) -> None:
        self._unit(unit).spoil_next = spoil

    def _set_echo(self, on: bool = True) -> None:
        self.echo = on

    def _unit(self, unit: str | int) -> _Unit:
        found = self._units.get(int(unit)) if str(unit).isdecimal() else None
        if found is None:
            known = ", ".join(map(str, self._units))
            raise UnknownActionError(f"no caller {unit!r} on this bus; there are: {known}")
        return found


def _say(unit: _Unit, telling: _Telling) -> bytes:
    """Say it once more, or give up."""
    if not telling.sends_left:
        unit.telling, unit.gave_up = None, telling.name
        return b""
    telling.sends_left -= 1
    telling.due_s = unit.repeat_s
    spoil, unit.spoil_next = unit.spoil_next, None
    data = encode(telling.frame)
    return spoil(data) if spoil else data


def _on_one_pair(said: list[bytes]) -> bytes:
    """Return what becomes of messages sent at once: a zero on the pair wins over a one."""
    garbled = bytearray(max((len(data) for data in said), default=0))
    for at in range(len(garbled)):
        garbled[at] = 0xFF
        for data in said:
            garbled[at] &= data[at] if at < len(data) else 0xFF
    return bytes(garbled)


def _with_unequal_lengths(data: bytes) -> bytes:
    return data[:3] + bytes([data[3] + 1]) + data[4:]


def _with_bad_check(data: bytes) -> bytes:
    return data[:-2] + bytes([data[-2] ^ 0x01]) + data[-1:]


def _obey(unit: _Unit, frame: Frame) -> None:
    if unit.telling is not None and frame == acknowledge(unit.telling.frame):
        _take_ack(unit, unit.telling)
    elif frame.func == DISPLAY and len(frame.data) == 6:
        unit.display = digits(frame.data)
    elif frame.func == DISPLAY and len(frame.data) == 1:
        unit.stars = frame.data[0]
    elif frame.func == BEEP:
        unit.beeps += 1
    elif frame.func == KEY and frame.data == bytes([EVALUATE]):
        unit.asking = True


def _take_ack(unit: _Unit, telling: _Telling) -> None:
    if unit.acks_to_miss:
        unit.acks_to_miss -= 1
        return
    unit.telling, unit.acknowledged = None, telling.name
    if telling.name == CallerKey.EVALUATE:
        unit.asking = True  # "the device starts by itself after the evaluate key"


def _look_at(unit: _Unit) -> dict[str, Any]:
    return {
        "waiting": unit.display[:3].strip(),
        "ticket": unit.display[3:].strip(),
        "asking": unit.asking,
        "stars": unit.stars,
        "beeps": unit.beeps,
        "telling": unit.telling.name if unit.telling else "",
        "acknowledged": unit.acknowledged,
        "gave_up": unit.gave_up,
    }


def make_twin(options: Mapping[str, Any]) -> Ff68Twin:
    """Return the device's side for a driver with these options."""
    return Ff68Twin(tuple(options.get("addresses", (1,))))
