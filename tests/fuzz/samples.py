"""Sample frames of every protocol, from `samples/<protocol>.txt`.

One line a frame: `H` (host) or `D` (device), the frame in hex, its name. Other lines say what the
checks cannot know: `garbage D FF 80` names bytes of which garbage is made where not any will do
(`garbage H none`: that side's stream has no frames to be in step with again); `encode
MODULE:FUNCTION` writes a frame back byte for byte. `#` begins a remark.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from drivers.wire import Side

FOLDER = Path(__file__).with_name("samples")
_SIDES = {"H": Side.HOST, "D": Side.DEVICE}
_ANY = bytes(range(256))


class NoSamplesError(LookupError):
    """A protocol has no sample frames; the message says what to write where."""


@dataclass
class Samples:
    """What one protocol's file says."""

    frames: dict[Side, list[bytes]] = field(default_factory=lambda: {side: [] for side in Side})
    garbage: dict[Side, bytes] = field(default_factory=lambda: dict.fromkeys(Side, _ANY))
    encode: Callable[[Any], bytes] | None = None


def samples_of(name: str) -> Samples:
    """Return the sample frames of protocol `name`. Raises `NoSamplesError`."""
    path = FOLDER / f"{name}.txt"
    if not path.exists():
        raise NoSamplesError(
            f"protocol {name!r} has no sample frames: write some, one a line (`H hex name` for "
            f"what the host says, `D hex name` for the device), into tests/fuzz/samples/{path.name}"
            f"; `python tests/fuzz/record.py {name} MODULE:CASE` writes down what its twin and "
            "driver say"
        )
    return read_samples(path)


def read_samples(path: Path) -> Samples:
    """Read one file. Raises `ValueError` naming file and line."""
    samples = Samples()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                _take(samples, line.split())
            except (ValueError, KeyError, IndexError) as error:
                raise ValueError(f"{path.name}:{number}: {line!r}: {error}") from error
    if not any(samples.frames.values()):
        raise NoSamplesError(f"{path.name}: there is no frame in it")
    return samples


def _take(samples: Samples, words: list[str]) -> None:
    match words:
        case ["garbage", side, "none"]:
            samples.garbage[_SIDES[side]] = b""
        case ["garbage", side, *digits]:
            samples.garbage[_SIDES[side]] = bytes.fromhex("".join(digits))
        case ["encode", where]:
            module, _, function = where.partition(":")
            samples.encode = getattr(import_module(module), function)
        case [side, digits, *_name]:
            samples.frames[_SIDES[side]].append(bytes.fromhex(digits))
