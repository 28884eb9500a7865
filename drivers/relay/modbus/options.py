"""What is wired to a relay board, and what the board itself can do."""

from dataclasses import dataclass, field
from enum import StrEnum

from drivers.modbus.options import ModbusOptions, check_map, check_unit

# The delay of "flash on" is 0001 to 7FFF, in steps of 0.1 s (Waveshare wiki, Modbus RTU Relay).
_FLASH_STEP_S = 0.1
_FLASH_S_MAX = 0x7FFF * _FLASH_STEP_S


class Board(StrEnum):
    """What a board can do beyond standard Modbus."""

    WAVESHARE = "waveshare"  # switches an output off by itself: "flash on"
    PLAIN = "plain"


def _eight() -> dict[str, int]:
    return {str(number): number - 1 for number in range(1, 9)}


@dataclass(frozen=True, eq=False)
class RelayOptions(ModbusOptions):
    """A board and what hangs on it.

    `outputs` and `inputs` are names and their coil or input addresses, counted from 0 as on the
    wire. `momentary_s` says which outputs go off by themselves, and after how many seconds. An
    input has changed when it has been otherwise for `debounce_s`.
    """

    unit: int = 1
    board: Board = Board.WAVESHARE
    outputs: dict[str, int] = field(default_factory=_eight)
    inputs: dict[str, int] = field(default_factory=_eight)
    momentary_s: dict[str, float] = field(default_factory=dict)
    poll_interval_s: float = 0.2
    debounce_s: float = 0.05
    check_interval_s: float = 2.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_unit("unit", self.unit)
        if not self.outputs:
            raise ValueError("outputs: there is none")
        check_map("outputs", self.outputs)
        check_map("inputs", self.inputs)
        for name, on_s in self.momentary_s.items():
            if name not in self.outputs:
                raise ValueError(f"momentary_s: {name!r} is none of {', '.join(self.outputs)}")
            if not _FLASH_STEP_S <= on_s <= _FLASH_S_MAX:
                raise ValueError(f"momentary_s: {name}: {on_s:g} is not 0.1 to {_FLASH_S_MAX:g}")


def flash_steps(on_s: float) -> int:
    """Return `on_s` seconds as the board counts them, never shorter than asked."""
    steps = on_s / _FLASH_STEP_S
    return min(0x7FFF, int(steps) + (steps - int(steps) > 1e-6))
