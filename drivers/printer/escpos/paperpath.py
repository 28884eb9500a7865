"""Roll, print head and blade of the twin: paper moves in time, and ends where it ends."""

from collections import deque

from drivers.printer.escpos.content import DOTS_PER_MM, Item

_SLACK_MM = 1e-4  # clocks wake a little early


class PaperPath:
    """What is being printed, what hangs out uncut, and how much paper is left."""

    def __init__(self, paper_mm: float, print_mm_s: float) -> None:
        self.paper_mm = paper_mm
        self.print_mm_s = print_mm_s
        self.moving: deque[Item] = deque()
        self.strip: list[Item] = []
        self._moved_mm = 0.0  # of the first that moves

    @property
    def due_s(self) -> float | None:
        """Seconds until the next item is on paper, or the paper ends; None while it stands."""
        if not self.moving or not self.paper_mm:
            return None
        return min(self._needed_mm(), self.paper_mm) / self.print_mm_s

    def advance(self, dt_s: float) -> list[Item]:
        """Move for `dt_s` seconds, as far as there is paper, and return what has been printed."""
        done: list[Item] = []
        way_mm = dt_s * self.print_mm_s + _SLACK_MM
        while self.moving and self.paper_mm:
            needed_mm = self._needed_mm()
            step_mm = min(needed_mm, way_mm, self.paper_mm)
            way_mm -= step_mm
            self._use(step_mm)
            if step_mm < needed_mm:
                break
            done.append(self.moving.popleft())
            self._moved_mm = 0.0
        self.strip += done
        return done

    def forget(self) -> None:
        """Print nothing of what was to come."""
        self.moving.clear()
        self._moved_mm = 0.0

    def take_strip(self) -> tuple[Item, ...]:
        """Part what hangs out from the paper, and return it."""
        strip, self.strip = tuple(self.strip), []
        return strip

    def _needed_mm(self) -> float:
        return self.moving[0].height_dots / DOTS_PER_MM - self._moved_mm

    def _use(self, step_mm: float) -> None:
        self._moved_mm += step_mm
        left_mm = self.paper_mm - step_mm
        self.paper_mm = left_mm if left_mm > _SLACK_MM else 0.0
