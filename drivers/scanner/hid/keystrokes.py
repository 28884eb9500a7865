"""From key events to what was typed: one code up to each Enter or Tab."""

from dataclasses import dataclass, field

from drivers.scanner.hid import keys
from drivers.scanner.hid.events import SYN_DROPPED, EventType, InputEvent, Press

# The longest QR code holds 7089 digits.
CHARACTERS_MAX = 8192


@dataclass(frozen=True, slots=True)
class Typed:
    """A code, or with a `problem` the reason why what was typed is none."""

    text: str = field(repr=False)
    problem: str = ""


class Typing:
    """Follows the keys of one keyboard. Time is what the events say.

    What was begun is dropped after `pause_s` without a key: a scanner types without a pause.
    """

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._held: set[int] = set()
        self._forget()

    def _forget(self) -> None:
        self._text: list[str] = []
        self._problem = ""
        self._last_s: float | None = None

    def take(self, event: InputEvent) -> Typed | None:
        """Take one event; return what a terminator completes."""
        dropped = event.type == EventType.SYN and event.code == SYN_DROPPED
        if event.type != EventType.KEY and not dropped:
            return None
        self._forget_after_pause(event.at_s)
        if dropped:
            self._problem = "the kernel dropped events"
            self._held.clear()
        elif event.value == Press.UP:
            self._held.discard(event.code)
        elif event.value == Press.DOWN:
            return self._press(event.code)
        return None

    def _forget_after_pause(self, now_s: float) -> None:
        if self._last_s is not None and abs(now_s - self._last_s) > self._pause_s:
            self._forget()
            self._held.clear()
        self._last_s = now_s

    def _press(self, key: int) -> Typed | None:
        if key in keys.TERMINATORS:
            return self._end()
        if key in keys.SHIFTS | keys.COMMANDS:
            self._held.add(key)
        elif key not in keys.LOCKS:
            self._type(key)
        return None

    def _type(self, key: int) -> None:
        char = keys.typed(key, shifted=bool(self._held & keys.SHIFTS))
        if self._held & keys.COMMANDS:
            self._problem = "a key pressed together with Ctrl, Alt or Meta"
        elif char is None:
            self._problem = f"a key that types nothing here: {key}"
        elif len(self._text) == CHARACTERS_MAX:
            self._problem = f"more than {CHARACTERS_MAX} characters"
        else:
            self._text.append(char)

    def _end(self) -> Typed | None:
        done = Typed("".join(self._text), self._problem)
        self._forget()
        return done if done.text or done.problem else None
