"""Codes that wait to be confirmed: each belongs to one browser, for a while, and is used once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from edge.errors import ExpectedError
from kiosk.pairing.roles import Place
from kiosk.pairing.secrets_kept import hash_of, same, typed_code

# As many screens as a hall starts with; whoever opens pages again and again pushes out only what
# others have left waiting.
_WAITING_MAX = 64
_WRONG_MAX = 5


class UnknownCodeError(ExpectedError):
    """No screen shows that code, or no longer."""

    def __init__(self) -> None:
        super().__init__("no screen shows that code now; a code is good for a few minutes, once")


class TooManyWrongCodesError(ExpectedError):
    """Somebody guesses: every code that was shown has been taken back."""

    def __init__(self) -> None:
        super().__init__("too many wrong codes: every screen that waits now shows a new one")


class OtherScreenError(ExpectedError):
    """The code is right, but what shows it is another screen than was said."""

    def __init__(self, waiting: "Waiting") -> None:
        called = f" {waiting.wants}" if waiting.wants else ""
        super().__init__(f"that code is shown by a screen that opened {waiting.role}{called}")


@dataclass(slots=True)
class Waiting:
    """A browser that waits to be a screen of that role; `wants` is the name it must have, if any.

    `name` is what it is to be called, and `by` who says so, once somebody has confirmed it.
    """

    code: str = field(repr=False)
    secret_hash: str = field(repr=False)
    until_s: float
    role: str
    wants: str
    name: str = ""
    by: str = ""

    def is_for(self, place: Place) -> bool:
        """Whether it waits for that screen."""
        return (self.role, self.wants) == (place.role.name, place.name)


class Codes:
    """All browsers that wait. `now_s` tells steady seconds."""

    def __init__(
        self, now_s: Callable[[], float], new_code: Callable[[], str], lifetime_s: float
    ) -> None:
        self._now_s = now_s
        self._new_code = new_code
        self._lifetime_s = lifetime_s
        self._waiting: list[Waiting] = []
        self._wrong = 0

    def begin(self, secret: str, place: Place) -> Waiting:
        """Have the browser with that secret wait for `place`, under a code of its own."""
        self._forget_old()
        known = self.of(secret, place)
        if known is not None:
            return known
        until_s = self._now_s() + self._lifetime_s
        begun = Waiting(self._new_code(), hash_of(secret), until_s, place.role.name, place.name)
        self._waiting = [*self._waiting, begun][-_WAITING_MAX:]
        return begun

    def of(self, secret: str, place: Place) -> Waiting | None:
        """Return what the browser with that secret waits under, if it still does."""
        self._forget_old()
        wanted = hash_of(secret)
        held = [known for known in self._waiting if same(known.secret_hash, wanted)]
        return held[0] if held and held[0].is_for(place) else None

    def left_s(self, waiting: Waiting) -> float:
        """Return for how long a code is still good."""
        return max(0.0, waiting.until_s - self._now_s())

    def confirm(self, code: str, role: str, name: str, by: str) -> Waiting:
        """Let the browser that shows `code` in, as that screen.

        Raises `UnknownCodeError`, `TooManyWrongCodesError`, `OtherScreenError`.
        """
        self._forget_old()
        typed = typed_code(code)
        shown = [each for each in self._waiting if not each.name and same(each.code, typed)]
        if not shown:
            self._count_wrong()
            raise UnknownCodeError
        self._wrong = 0
        if shown[0].role != role or shown[0].wants not in ("", name):
            raise OtherScreenError(shown[0])
        shown[0].name, shown[0].by = name, by
        return shown[0]

    def end(self, waiting: Waiting) -> None:
        """Have nobody wait under that code any more. Safe to repeat."""
        self._waiting = [each for each in self._waiting if each is not waiting]

    def _count_wrong(self) -> None:
        self._wrong += 1
        if self._wrong >= _WRONG_MAX:
            self._wrong = 0
            self._waiting = [each for each in self._waiting if each.name]
            raise TooManyWrongCodesError

    def _forget_old(self) -> None:
        now_s = self._now_s()
        self._waiting = [each for each in self._waiting if each.until_s > now_s]
