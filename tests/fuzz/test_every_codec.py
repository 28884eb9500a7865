"""Every registered protocol, both sides: whatever comes, its decoder keeps its word."""

import random

import pytest
from codec_invariants import (
    InvariantBrokenError,
    check_cut,
    check_described,
    check_every_byte,
    check_in_step,
    check_memory,
    check_work,
    heard,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import FOLDER, NoSamplesError, Samples, read_samples, samples_of

from drivers.registry import wire_protocol, wire_protocol_names
from drivers.wire import Noise, Side, WireProtocol

NAMES = wire_protocol_names()
BOTH = [(name, side) for name in NAMES for side in Side]
every_codec = pytest.mark.parametrize(
    ("name", "side"), BOTH, ids=[f"{name}-{side}" for name, side in BOTH]
)
few = settings(max_examples=20, deadline=None)

_KINDS = 6
_UNENDING_PIECES = 30
_WORK_BYTES = 2048
_PIECE_BYTES = 8 * 1024  # more than a driver ever reads at once, but from behind a stall


def known(name: str) -> Samples:
    """Return samples, or none where there are none: one test says so, and that is enough."""
    try:
        return samples_of(name)
    except NoSamplesError:
        return Samples()


def streams(samples: Samples, side: Side) -> st.SearchStrategy[bytes]:
    """Frames, halves of frames, frames with a wrong byte, and anything else, one after another."""
    frames = st.sampled_from(samples.frames[side] or [b"\x00"])
    halves = st.tuples(frames, st.integers(0, 40)).map(lambda drawn: drawn[0][: drawn[1]])
    wrong = st.tuples(frames, st.integers(0, 200), st.integers(1, 255)).map(_spoilt)
    return st.lists(frames | halves | wrong | st.binary(max_size=60), max_size=6).map(b"".join)


def _spoilt(drawn: tuple[bytes, int, int]) -> bytes:
    frame, at, flips = drawn
    spoilt = bytearray(frame)
    spoilt[at % len(frame)] ^= flips
    return bytes(spoilt)


@pytest.mark.parametrize("name", NAMES)
def test_every_protocol_has_samples_and_each_is_one_frame(name):
    samples = samples_of(name)
    for side, frames in samples.frames.items():
        for frame in frames:
            found = heard(wire_protocol(name), side, [frame])
            assert len(found) == 1, f"{frame.hex()} of the {side} is not one frame: {found}"
            assert not isinstance(found[0], Noise), f"{frame.hex()} of the {side}: {found[0]}"


def test_every_file_of_samples_is_of_a_protocol_that_is_there():
    assert {path.stem for path in FOLDER.glob("*.txt")} <= set(NAMES)


@every_codec
@few
@given(data=st.data())
def test_any_bytes_are_survived_and_described(name, side, data):
    check_described(wire_protocol(name), side, data.draw(streams(known(name), side)))


@every_codec
@few
@given(data=st.data())
def test_any_cut_gives_the_same(name, side, data):
    said = data.draw(streams(known(name), side))
    places = data.draw(st.lists(st.integers(0, len(said)), max_size=6))
    check_cut(wire_protocol(name), side, said, places)
    check_cut(wire_protocol(name), side, said, range(len(said)))


@every_codec
@few
@given(data=st.data())
def test_every_byte_is_in_one_frame_or_one_noise(name, side, data):
    samples = known(name)
    check_every_byte(wire_protocol(name), samples, side, data.draw(streams(samples, side)))


@every_codec
@few
@given(data=st.data())
def test_after_garbage_it_is_in_step_again_within_one_frame(name, side, data):
    samples = known(name)
    if samples.frames[side] and (alphabet := samples.garbage[side]):
        garbage = data.draw(st.lists(st.sampled_from(alphabet), max_size=60).map(bytes))
        frame = data.draw(st.sampled_from(samples.frames[side]))
        check_in_step(wire_protocol(name), samples, side, garbage, frame)


@every_codec
def test_a_flood_of_garbage_fills_no_memory(name, side):
    check_memory(wire_protocol(name), side, _flood(known(name), side))


@every_codec
def test_a_flood_of_garbage_costs_little_work(name, side):
    for piece in _flood(known(name), side)[:_KINDS]:
        check_work(wire_protocol(name), side, piece[:_WORK_BYTES])


def _flood(samples: Samples, side: Side) -> list[bytes]:
    """Random bytes, frames that never end, frames a little apart, and how a frame begins."""
    dice = random.Random(0)
    frames = samples.frames[side] or [b"\x00\x00"]
    cut = b"".join(frame[: max(1, dice.randrange(len(frame)))] for frame in frames)
    apart = frames[0] + dice.randbytes(2)
    kinds = [dice.randbytes(_PIECE_BYTES), cut, apart, frames[0][:1], frames[0][:-1], b"A", b"\0"]
    floods = [(kind * (_PIECE_BYTES // len(kind) + 1))[:_PIECE_BYTES] for kind in kinds if kind]
    longest = max(frames, key=len)
    return [*floods, longest[: len(longest) * 2 // 3], *[b"A" * _PIECE_BYTES] * _UNENDING_PIECES]


def test_a_protocol_without_samples_is_told_what_to_write():
    with pytest.raises(NoSamplesError, match=r"tests/fuzz/samples/new-thing\.txt"):
        samples_of("new-thing")


def test_a_line_that_is_no_sample_is_named(tmp_path):
    path = tmp_path / "odd.txt"
    path.write_text("H 0102 fine\nX 0304 whose?\n", "utf-8")
    with pytest.raises(ValueError, match=r"odd\.txt:2"):
        read_samples(path)


class Forgetful:
    """A decoder with every vice: raises at 7, loses 8, keeps all it hears, depends on the cut."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def feed(self, data: bytes) -> list[bytes | Noise]:
        self.heard.append(data)
        if b"\x07" in data:
            raise KeyError(7)
        return [data.replace(b"\x08", b"")]

    def finish(self) -> list[bytes | Noise]:
        return [Noise(b"x", "out of nowhere")]


class Restless(Forgetful):
    """Looks at all the bytes again for each of them."""

    def feed(self, data: bytes) -> list[bytes | Noise]:
        return [data[:1].strip() for _byte in data for _again in data]


BAD = WireProtocol("bad", lambda _side: Forgetful(), lambda frame: {"name": frame.hex()})
RESTLESS = WireProtocol("bad", lambda _side: Restless(), BAD.describe)
WRITTEN_BACK = Samples(encode=bytes)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: check_cut(BAD, Side.HOST, b"abc", [1]),
        lambda: check_every_byte(BAD, Samples(), Side.HOST, b"abc"),
        lambda: check_every_byte(BAD, WRITTEN_BACK, Side.HOST, b"a\x08c"),
        lambda: check_in_step(BAD, Samples(), Side.HOST, b"g", b"a"),
        lambda: check_memory(BAD, Side.HOST, [bytes(150_000), bytes(150_001)]),
        lambda: check_work(RESTLESS, Side.HOST, bytes(40)),
    ],
    ids=["cut", "noise from nowhere", "lost byte", "out of step", "memory", "work"],
)
def test_the_checks_find_a_decoder_with_vices(broken):
    with pytest.raises(InvariantBrokenError, match="bad, host says"):
        broken()


def test_the_checks_let_no_exception_pass():
    with pytest.raises(KeyError):
        check_described(BAD, Side.HOST, b"\x07")
