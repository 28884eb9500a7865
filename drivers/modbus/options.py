"""What all Modbus devices are configured with."""

from dataclasses import dataclass

from drivers.modbus.codec import Framing

# Units 1 to 247 are devices, 0 is everybody; boards as delivered may also sit at 248 to 255.
_UNITS = range(1, 256)
_ADDRESSES = range(1 << 16)


# Each is itself alone, and can be referred to weakly: see `memory`.
@dataclass(frozen=True, eq=False)
class ModbusOptions:
    """How a line is spoken on.

    Without `framing` it is found out by asking, first as TCP, then as RTU. `frame_gap_s` is the
    silence between two RTU frames: 3.5 bytes, which are 4 ms at 9600 baud (serial line guide 1.02,
    2.5.1.1). `reply_timeout_s` is for each of `attempts_max` attempts.
    """

    framing: Framing | None = None
    reply_timeout_s: float = 1.0
    attempts_max: int = 3
    frame_gap_s: float = 0.005

    def __post_init__(self) -> None:
        if self.attempts_max < 1:
            raise ValueError(f"attempts_max: {self.attempts_max} is less than 1")
        if self.reply_timeout_s <= 0:
            raise ValueError(f"reply_timeout_s: {self.reply_timeout_s:g} is not more than 0")


def check_unit(name: str, unit: int) -> None:
    """Raise `ValueError` where `unit`, the value of option `name`, is no device's address."""
    if unit not in _UNITS:
        raise ValueError(f"{name}: {unit} is not within {_UNITS[0]} to {_UNITS[-1]}")


def check_map(name: str, addresses: dict[str, int]) -> None:
    """Raise `ValueError` where option `name` maps a name to no address, or two to the same one."""
    for key, address in addresses.items():
        if address not in _ADDRESSES:
            raise ValueError(f"{name}: {key}: {address} is not within 0 to {_ADDRESSES[-1]}")
    if len(set(addresses.values())) < len(addresses):
        raise ValueError(f"{name}: two of them have the same address: {addresses}")
