"""A simulated relay board after Waveshare's: eight relays, eight inputs."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.modbus.codec import Framing
from drivers.modbus.messages import Bits, Registers
from drivers.modbus.twin import ModbusTwin
from drivers.twins import UnknownActionError

_ALL = 0x00FF
_TOGGLE = 0x5500
_FLASH_ON = 0x0200
_FLASH_STEP_S = 0.1
_BAD_VALUE = 3
# Waveshare wiki: 4000 holds the address, 2000 the line settings, 8000 the version (0064: 1.00).
_SETTINGS = {0x4000: 1, 0x2000: 1, 0x8000: 0x0064}


class RelayTwin(ModbusTwin):
    """A board with `outputs` and `inputs` by address; relays fall off with the power.

    `switched` is what the relays did, in order: address, and whether it went on.
    """

    def __init__(
        self,
        unit: int = 1,
        framing: Framing = Framing.RTU,
        outputs: int = 8,
        inputs: int = 8,
        *,
        flashes: bool = True,
    ) -> None:
        super().__init__(unit, framing)
        self.switched: list[tuple[int, bool]] = []
        self.bits[Bits.COILS] = dict.fromkeys(range(outputs), False)
        self.bits[Bits.INPUTS] = dict.fromkeys(range(inputs), False)
        self.registers[Registers.HOLDING] = _SETTINGS | {0x4000: unit}
        self._flashes = flashes
        self._off_in_s: dict[int, float] = {}

    @property
    def due_s(self) -> float | None:
        return min(self._off_in_s.values(), default=None)

    def tick(self, dt_s: float) -> bytes:
        self._off_in_s = {at: left_s - dt_s for at, left_s in self._off_in_s.items()}
        for address in [at for at, left_s in self._off_in_s.items() if left_s <= 1e-9]:
            self._switch(address, on=False)
        return super().tick(dt_s)

    def write_coil(self, address: int, value: int) -> int:
        relays = self.bits[Bits.COILS]
        if self._flashes and address - _FLASH_ON in relays:
            return self._flash(address - _FLASH_ON, value)
        for relay in list(relays) if address == _ALL else []:
            self.write_coil(relay, value)
        if address == _ALL:
            return 0
        if address in relays and value == _TOGGLE:
            value = 0 if relays[address] else 0xFF00
        if address in relays and value in (0, 0xFF00):
            self._switch(address, on=value == 0xFF00)
            return 0
        return super().write_coil(address, value)

    def lose_power(self) -> None:
        for address in self.bits[Bits.COILS]:
            self._switch(address, on=False)

    def look(self) -> dict[str, Any]:
        """Return each relay's and each input's lamp, by number as printed on the board."""
        return {
            "powered": self.powered,
            "relays": {str(at + 1): on for at, on in self.bits[Bits.COILS].items()},
            "inputs": {str(at + 1): on for at, on in self.bits[Bits.INPUTS].items()},
        }

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            **super().actions(),
            "close_input": lambda number: self._input(number, on=True),
            "open_input": lambda number: self._input(number, on=False),
        }

    def _flash(self, address: int, steps: int) -> int:
        if not 1 <= steps <= 0x7FFF:
            return _BAD_VALUE
        self._switch(address, on=True)
        self._off_in_s[address] = steps * _FLASH_STEP_S
        return 0

    def _switch(self, address: int, *, on: bool) -> None:
        self._off_in_s.pop(address, None)
        if self.bits[Bits.COILS][address] is not on:
            self.bits[Bits.COILS][address] = on
            self.switched.append((address, on))

    def _input(self, number: str | int, *, on: bool) -> None:
        address = int(number) - 1 if str(number).isdecimal() else -1
        if address not in self.bits[Bits.INPUTS]:
            count = len(self.bits[Bits.INPUTS])
            raise UnknownActionError(f"no input {number!r} on this board; there are 1 to {count}")
        self.bits[Bits.INPUTS][address] = on


def make_twin(options: Mapping[str, Any]) -> RelayTwin:
    """Return the device's side for a driver with these options."""
    outputs = options.get("outputs") or {"8": 7}
    inputs = options.get("inputs") or {"8": 7}
    return RelayTwin(
        unit=int(options.get("unit", 1)),
        framing=Framing(options.get("framing") or Framing.RTU),
        outputs=max(outputs.values()) + 1,
        inputs=max(inputs.values()) + 1,
        flashes=options.get("board", "waveshare") == "waveshare",
    )
