"""When a printer's words reach the line: at once, late, or torn apart."""

_INSTANT_S = 1e-6


class Speech:
    """Holds back what comes late. `late_s` is for answers to DLE EOT, `tear_s` for one packet."""

    def __init__(self) -> None:
        self.late_s = 0.0
        self.tear_s = 0.0
        self._torn_s = 0.0  # until the packet that was torn is whole
        self._held: list[tuple[float, bytes]] = []

    @property
    def due_s(self) -> float | None:
        """Seconds until something that is held comes, or None."""
        return min((due_s for due_s, _data in self._held), default=None)

    def say(self, data: bytes) -> bytes:
        """Return what of `data` goes out now. A torn packet is ended before anything else."""
        return self._hold(self._torn_s, data) if self._torn_s and data else data

    def answer(self, data: bytes) -> bytes:
        """Return what of an answer to DLE EOT goes out now."""
        late_s = max(self.late_s, self._torn_s)
        return self._hold(late_s, data) if late_s and data else data

    def packet(self, data: bytes) -> bytes:
        """Return what of an automatic status goes out now: all of it, or all but its last byte."""
        if not self.tear_s or self._torn_s:
            return self.say(data)
        self._torn_s, self.tear_s = self.tear_s, 0.0
        self._hold(self._torn_s, data[-1:])
        return data[:-1]

    def tick(self, dt_s: float) -> bytes:
        """Let time pass, and return what comes now."""
        waiting = [(due_s - dt_s, data) for due_s, data in self._held]
        self._held = [(due_s, data) for due_s, data in waiting if due_s > _INSTANT_S]
        self._torn_s = max(0.0, self._torn_s - dt_s)
        if self._torn_s <= _INSTANT_S:
            self._torn_s = 0.0
        return b"".join(data for due_s, data in waiting if due_s <= _INSTANT_S)

    def _hold(self, seconds: float, data: bytes) -> bytes:
        self._held.append((seconds, data))
        return b""
