"""The answers to all status questions asked in one breath, and the state they make together."""

from drivers.printer.escpos.frames import FullStatus, RealTimeAnswer
from drivers.printer.escpos.profile import Profile
from drivers.printer.escpos.status import State

_KEPT_MAX = 8  # more than are asked for say that something is wrong, however many they are


class Breath:
    """What was answered to one breath. Answers carry no mark of their question: all count."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._answers = b""
        self._full: list[bytes] = []

    @property
    def hex(self) -> str:
        """The answers, for people."""
        return b"".join([self._answers, *self._full]).hex(" ").upper()

    @property
    def missing(self) -> int:
        """How many answers are still to come; below 0 there were too many."""
        wanted = len(self._profile.real_time) + bool(self._profile.full)
        return wanted - len(self._answers) - len(self._full)

    @property
    def state(self) -> State | None:
        """What they say; None unless exactly those came that were asked for."""
        if self.missing or len(self._answers) != len(self._profile.real_time):
            return None
        state = self._profile.read_real_time(self._answers)
        for answer in self._full:
            state |= self._profile.read_full(answer)
        return state

    def take(self, answer: RealTimeAnswer | FullStatus) -> None:
        """Add one answer."""
        if isinstance(answer, FullStatus):
            self._full = [*self._full, answer.data][:_KEPT_MAX]
        else:
            self._answers = (self._answers + answer.data)[:_KEPT_MAX]
