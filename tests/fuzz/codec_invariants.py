"""What every decoder owes, whatever bytes come: checked by Hypothesis and by atheris alike."""

import itertools
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from samples import Samples

from drivers.conformance.weighing import retained_bytes
from drivers.wire import Noise, Side, WireProtocol

# The longest message of any protocol is 64 KiB, on an LED line three times that.
RETAINED_BYTES_MAX = 224 * 1024

# Function calls and not seconds: they are the same on every machine. Where every byte may begin a
# frame it is looked at some times, but not oftener when more of them come at once.
CALLS_PER_BYTE_MAX = 120
_TIMES_AS_MANY = 4
_GROWTH_MAX = 2


class InvariantBrokenError(AssertionError):
    """A decoder did what none may; the message says what, with which bytes."""


def _require(holds: bool, protocol: WireProtocol, side: Side, data: bytes, what: str) -> None:
    if not holds:
        raise InvariantBrokenError(f"{protocol.name}, {side} says {data.hex()}: {what}")


def heard(protocol: WireProtocol, side: Side, pieces: Iterable[bytes]) -> list[Any]:
    """Return frames and noise of what comes in `pieces`, to its end."""
    decoder = protocol.decoder(side)
    found = [item for piece in pieces for item in decoder.feed(piece)]
    return [*found, *decoder.finish()]


def frames_in(items: Sequence[Any]) -> list[Any]:
    return [item for item in items if not isinstance(item, Noise)]


def cut_at(data: bytes, places: Iterable[int]) -> list[bytes]:
    edges = [0, *sorted(min(place, len(data)) for place in places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


def check_described(protocol: WireProtocol, side: Side, data: bytes) -> None:
    """Any bytes are survived, and every frame among them has a name and fields in JSON."""
    items = heard(protocol, side, [data])
    _require(bool(items) or not data, protocol, side, data, "vanishes")
    for frame in frames_in(items):
        fields = protocol.describe(frame)
        named = isinstance(fields.get("name"), str) and fields["name"]
        _require(bool(named), protocol, side, data, f"a frame without a name: {fields}")
        json.dumps({**fields, **protocol.describe_masked(frame)})


def check_cut(protocol: WireProtocol, side: Side, data: bytes, places: Iterable[int]) -> None:
    """Any cut gives the same."""
    pieces = cut_at(data, places)
    whole, cut = heard(protocol, side, [data]), heard(protocol, side, pieces)
    sizes = [len(piece) for piece in pieces]
    _require(whole == cut, protocol, side, data, f"cut into {sizes}: {cut}, else {whole}")


def check_every_byte(protocol: WireProtocol, samples: Samples, side: Side, data: bytes) -> None:
    """Each byte is in one frame or one noise: all of them where frames can be written back."""
    items = heard(protocol, side, [data])
    if samples.encode is not None:
        encode = samples.encode
        again = b"".join(x.data if isinstance(x, Noise) else encode(x) for x in items)
        _require(again == data, protocol, side, data, f"comes back as {again.hex()}")
    at = 0
    for noise in (item for item in items if isinstance(item, Noise)):
        _require(bool(noise.data), protocol, side, data, "noise of no bytes")
        place = data.find(noise.data, at)
        _require(place >= 0, protocol, side, data, f"noise not in it after {at}: {noise}")
        at = place + len(noise.data)


def check_in_step(
    protocol: WireProtocol, samples: Samples, side: Side, garbage: bytes, frame: bytes
) -> None:
    """After a frame, garbage, and the same frame twice, the last of them at least is found."""
    data = frame + garbage + frame + frame
    [wanted] = frames_in(heard(protocol, side, [frame]))
    found = frames_in(heard(protocol, side, [data]))
    _require(found[-1:] == [wanted], protocol, side, data, f"out of step: {found}")


def check_memory(protocol: WireProtocol, side: Side, pieces: Iterable[bytes]) -> None:
    """What a decoder keeps is bounded, however much comes."""
    decoder = protocol.decoder(side)
    for piece in pieces:
        decoder.feed(piece)
        kept = retained_bytes(decoder)
        _require(kept <= RETAINED_BYTES_MAX, protocol, side, piece[:20], f"keeps {kept} bytes")


def check_work(protocol: WireProtocol, side: Side, piece: bytes) -> None:
    """What a decoder does for each byte is bounded, however many come at once."""
    few, many = (_calls_per_byte(protocol, side, piece * times) for times in (1, _TIMES_AS_MANY))
    what = f"{many:.0f} calls for each byte, {few:.0f} where a {_TIMES_AS_MANY}th as many come"
    bounded = many <= min(CALLS_PER_BYTE_MAX, max(1, few) * _GROWTH_MAX)
    _require(bounded, protocol, side, piece[:20], what)


def _calls_per_byte(protocol: WireProtocol, side: Side, piece: bytes) -> float:
    decoder = protocol.decoder(side)
    return calls_of(lambda: decoder.feed(piece)) / len(piece)


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions are called while `work` is done."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    watching = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(watching)
    return calls
