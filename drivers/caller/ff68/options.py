"""What differs between halls with hard callers: addresses, timing, what keys and results mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.contract import CallerKey

# The last bytes of a key frame in hex, as in the one program this bus was seen in. 11, the
# one-metre line, is not a key of the clerk's.
KEYS: Mapping[str, CallerKey] = {
    "0B": CallerKey.EVALUATE,
    "0C": CallerKey.NEXT,
    "0D": CallerKey.RECALL,
    "0E": CallerKey.CANCEL,
    "12": CallerKey.PAUSE,
    "13": CallerKey.TRANSFER,
    "000F": CallerKey.PARK,
    "030F": CallerKey.RECALL,
    "060F": CallerKey.NO_SHOW,
}
# What an evaluator's result carries in hex, and the number of its key; which grade a key means is
# the hall's to say.
RATINGS: Mapping[str, int] = {"00": 0, "01": 1, "02": 2, "03": 3}


@dataclass(frozen=True, slots=True)
class Ff68Options:
    """Which units are on the bus, and how it behaves.

    `own_echo`: what we said ourselves and hear again within `echo_within_s` is not a key; true
    suits adapters with and without an echo. `repeat_window_s`: a unit that says the same again
    within it has missed our answer. `quiet_s`: silence kept before we speak unasked. `keys`: the
    last bytes of a key frame, in hex, and what they mean. `ratings`: what an evaluator's result
    carries, in hex, and the number of the key it stands for, 0 first. `says_max`: how often
    something is said that collides, where the adapter's echo tells so.
    """

    addresses: tuple[int, ...] = (1,)
    own_echo: bool = True
    echo_within_s: float = 0.2
    repeat_window_s: float = 2.0
    quiet_s: float = 0.02
    says_max: int = 3
    keys: Mapping[str, CallerKey] = field(default_factory=lambda: dict(KEYS))
    ratings: Mapping[str, int] = field(default_factory=lambda: dict(RATINGS))

    def __post_init__(self) -> None:
        if not self.addresses or len(set(self.addresses)) < len(self.addresses):
            raise ValueError(f"addresses: one or more, each once: {self.addresses}")
        for address in self.addresses:
            if not 0 <= address <= 0xFF:
                raise ValueError(f"addresses: {address} is not within 0 to 255")
        for name, codes in (("keys", self.keys), ("ratings", self.ratings)):
            for code in codes:
                if not _is_hex(code):
                    raise ValueError(f"{name}: {code!r} is not one to three bytes in hex")
        for key in self.ratings.values():
            if key < 0:
                raise ValueError(f"ratings: {key} is below 0, the first key")
        if self.says_max <= 0:
            raise ValueError(f"says_max: {self.says_max} is not above 0")


def _is_hex(code: str) -> bool:
    try:
        return 1 <= len(bytes.fromhex(code)) <= 3
    except ValueError:
        return False
