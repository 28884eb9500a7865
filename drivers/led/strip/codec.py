"""Frames of one-way strip screens, made and read as a layout says.

```
a layout   ["AA", "address", "BB 51 54", "checksum", "01 00 99 00 63", "text", "FF"]
a frame     AA    01         BB 51 54    CS          01 00 99 00 63    C7 EB…  FF
```

A text ends where the length says, or at the fixed bytes behind it. A strip says nothing back.

What goes wrong on the wire, and what becomes of it:

- bytes that are the beginning of no frame: noise, up to the next beginning.
- a checksum that is wrong, a text with control characters or longer than may be, an end that is
  not where it should be: the frame is noise, and the next is looked for from its second byte on, so
  that a broken length or a lost end costs no other frame.
- a frame cut short: noise as soon as the next one shows that it never ended, or at `finish`.
- a flipped bit where no checksum covers it: another text, or another address; nobody can tell.
"""

from dataclasses import replace
from typing import Any

from drivers.led.strip.frames import NO_BEGINNING, Broken, Frame, Reader
from drivers.led.strip.layout import Layout
from drivers.wire import Noise

_NOISE_MAX = 4096


class StripDecoder:
    """Cuts what a host says into frames and noise."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._marks = [layout.mark(parts) for _summary, parts in layout.variants()]
        self._pending = b""
        self._start = 0  # what is pending before is done with
        self._at = 0  # and up to here no frame begins
        self._broken = NO_BEGINNING

    def feed(self, data: bytes) -> list[Frame | Noise]:
        """Return what `data` completes."""
        self._pending += data
        found = self._scan(final=False)
        self._trim()
        return found

    def finish(self) -> list[Frame | Noise]:
        """Return what is left: complete frames, then the tail as noise."""
        found = [*self._scan(final=True), *self._give_noise(len(self._pending))]
        self._trim()
        return found

    def _scan(self, *, final: bool) -> list[Frame | Noise]:
        found: list[Frame | Noise] = []
        while self._at < len(self._pending):
            outcome = self._read()
            if isinstance(outcome, Broken):
                if outcome.more and not final:
                    break
                found += self._pass_over(outcome)
            else:
                frame, end = outcome
                found += [*self._give_noise(self._at), frame]
                self._start = self._at = end
        return found

    def _read(self) -> tuple[Frame, int] | Broken:
        """Return a frame that begins here, or of all that is wrong what comes nearest to one."""
        best = NO_BEGINNING
        for summary, parts in self._layout.variants():
            outcome = Reader(self._layout, parts, self._pending, self._at).read(summary)
            if not isinstance(outcome, Broken):
                return outcome
            best = max(best, outcome, key=lambda broken: (broken.more, broken.began))
        return best

    def _pass_over(self, broken: Broken) -> list[Frame | Noise]:
        """Go on to where a frame may begin next; a broken frame is a noise by itself."""
        found: list[Frame | Noise] = []
        if broken.began or self._at == self._broken.end:
            found += self._give_noise(self._at)
            self._broken = broken
        self._at = self._next_beginning()
        while self._at - self._start > _NOISE_MAX:
            found += self._give_noise(self._start + _NOISE_MAX)
        return found

    def _next_beginning(self) -> int:
        after = self._at + 1
        found = min(self._find(offset, mark, after) for offset, mark in self._marks)
        end = self._broken.end
        return found if end is None or not after <= end < found else end

    def _find(self, offset: int, mark: bytes, after: int) -> int:
        found = self._pending.find(mark, after + offset)
        # At the very end there may be a part of one.
        last = len(self._pending) - offset - len(mark) + 1
        return found - offset if found >= 0 else max(after, last)

    def _give_noise(self, end: int) -> list[Frame | Noise]:
        data, reason = self._pending[self._start : end], self._broken.reason
        self._start, self._at = end, max(self._at, end)
        self._broken = NO_BEGINNING
        return [Noise(data, reason)] if data else []

    def _trim(self) -> None:
        self._pending = self._pending[self._start :]
        self._at -= self._start
        if self._broken.end is not None:
            self._broken = replace(self._broken, end=self._broken.end - self._start)
        self._start = 0


def describe(frame: Frame) -> dict[str, Any]:
    """Return a frame as JSON values by name."""
    name = "summary text" if frame.summary else "text"
    described: dict[str, Any] = {"name": name, "address": frame.address, "text": frame.text}
    if frame.sequence is not None:
        described["sequence"] = frame.sequence
    return described
