"""Frames a second that each codec decodes on one core, beside `bytes.find` over the same stream."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure
from bench.run import Run, in_turns
from drivers.registry import wire_protocol, wire_protocol_names
from drivers.wire import Noise, Side, WireProtocol

_SAMPLES = Path(__file__).parents[1] / "tests" / "fuzz" / "samples"
_SIDES = {"H": Side.HOST, "D": Side.DEVICE}
_PIECE_BYTES = 4096  # as much as is read from a line at once


class NotDecodedError(Exception):
    """A codec did not find all frames of a stream made of them: its speed means nothing."""


@dataclass(frozen=True)
class Stream:
    """Frames one after the other, as `side` says them."""

    protocol: WireProtocol
    side: Side
    frames: Sequence[bytes]

    @property
    def name(self) -> str:
        return f"codec-{self.protocol.name}-{self.side}"

    def decoded_per_s(self) -> float:
        """Decode it once. Raises `NotDecodedError`."""
        data = b"".join(self.frames)
        pieces = [data[at : at + _PIECE_BYTES] for at in range(0, len(data), _PIECE_BYTES)]
        decoder = self.protocol.decoder(self.side)
        started_s = time.perf_counter()
        found = [item for piece in pieces for item in decoder.feed(piece)]
        found += decoder.finish()
        duration_s = time.perf_counter() - started_s
        frames = sum(not isinstance(item, Noise) for item in found)
        if frames != len(found) or frames != len(self.frames):
            noises = len(found) - frames
            raise NotDecodedError(f"{self.name}: {frames} of {len(self.frames)}, {noises} noises")
        return frames / duration_s

    def found_per_s(self) -> float:
        """Look for each frame where the one before it ends: it is there, and known."""
        data, at = b"".join(self.frames), 0
        started_s = time.perf_counter()
        for frame in self.frames:
            at = data.find(frame, at) + len(frame)
        return len(self.frames) / (time.perf_counter() - started_s)


def streams(frames: int) -> list[Stream]:
    """Return a stream of about so many frames for every side of every protocol that says any."""
    found = []
    for name in wire_protocol_names():
        for side, samples in _samples(name).items():
            times = max(1, frames // len(samples))
            found.append(Stream(wire_protocol(name), side, samples * times))
    return found


def _samples(name: str) -> dict[Side, list[bytes]]:
    samples: dict[Side, list[bytes]] = {}
    for line in (_SAMPLES / f"{name}.txt").read_text("utf-8").splitlines():
        side, _, rest = line.partition(" ")
        if side in _SIDES:
            samples.setdefault(_SIDES[side], []).append(bytes.fromhex(rest.split()[0]))
    return samples


def measure(run: Run) -> list[Figure]:
    """Measure every codec, in turns with a search; of all rounds the fastest counts."""
    return [_measured(run, stream) for stream in streams(run.size(20_000, 200))]


def _measured(run: Run, stream: Stream) -> Figure:
    rounds = run.size(7, 1)
    ours, bare = in_turns(run, stream.name, rounds, stream.decoded_per_s, stream.found_per_s)
    # The work is the same each time: whatever is slower was disturbed by others.
    frames_per_s, size = max(ours), sum(map(len, stream.frames)) / len(stream.frames)
    speed = f"{frames_per_s * size / 1e6:.1f} MB/s"
    return Figure(
        stream.name,
        frames_per_s,
        "frames/s",
        max(bare),
        f"what the {stream.side} says, {size:.0f} bytes a frame: {speed}",
        "bytes.find over the same stream, frame by frame",
    )
