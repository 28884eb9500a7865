"""What the working screen shows of a desk, in figures and words. Pure; drawn by the widgets."""

from dataclasses import dataclass

from edge.api import shapes
from edge.staff import rules, visitor, words
from edge.staff.actions import KEYS, Action, Key
from edge.staff.desk import Desk, standing, why_not
from edge.staff.hall import Hall
from edge.staff.words import Words

# Cells a terminal must have: below that the ticket or the keys would not be seen whole.
WIDTH_MIN = 80
HEIGHT_MIN = 24
COMPACT_SIZE = (60, 3)  # and of the three-line view

_BAR_CELLS = 20
_FINISH_AND_CALL = Words("办结并叫号", "Finish, call next")


@dataclass(frozen=True)
class Clock:
    """How long the visit has taken against what its service is expected to take; 0: nobody says."""

    elapsed_s: int
    target_s: int = 0

    @property
    def is_over(self) -> bool:
        """Whether it takes longer than it should."""
        return bool(self.target_s) and self.elapsed_s > self.target_s

    @property
    def bar(self) -> str:
        """A bar that is full at the target; what is over it stands behind its end."""
        done = min(self.elapsed_s * _BAR_CELLS // max(self.target_s, 1), _BAR_CELLS * 5 // 4)
        over = max(done - _BAR_CELLS, 0)
        return f"[{'=' * min(done, _BAR_CELLS):-<{_BAR_CELLS}}]{'!' * over}"

    @property
    def rest(self) -> Words:
        """How much is left, or how much it is over."""
        away = clock_face(abs(self.target_s - self.elapsed_s))
        return (words.OVER if self.is_over else words.LEFT).about(time=away)

    @property
    def target(self) -> Words:
        """What it is expected to take."""
        return words.TARGET.about(count=str(self.target_s // 60))


@dataclass(frozen=True)
class Shown:
    """The middle of the working screen. `look` is the counter's state, or `stale`.

    `clock` is None where nobody knows how long it has been so; `about` what is known of the
    visitor, each with its label; `keys` those that would be taken now and what they do.
    """

    ticket: str
    look: str
    state: Words
    clock: Clock | None
    about: tuple[tuple[Words, Words], ...]
    keys: tuple[tuple[Key, Words], ...]


def shown(desk: Desk, now_ms: int) -> Shown | None:
    """Return what to show of the counter at `now_ms` of the hall's wall clock."""
    counter = desk.counter
    if counter is None or desk.hall is None:
        return None
    return Shown(
        ticket=counter.ticket,
        look=counter.state if desk.linked else "stale",
        state=_state(desk, counter),
        clock=_clock(desk, desk.hall, counter, now_ms),
        about=tuple(_about(desk, desk.hall, counter)),
        keys=_keys(desk, counter),
    )


def clock_face(seconds: int) -> str:
    """Return a stretch of time as `02:05`, from an hour on as `1:02:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def key_words(action: Action, state: str) -> Words:
    """Return what the key of `action` does at a counter in `state`."""
    meant = rules.meant(state, action)
    if meant is Action.FINISH_NEXT:
        return _FINISH_AND_CALL
    return next((key.words for key in KEYS if key.action is meant), words.NOTHING)


def _keys(desk: Desk, counter: shapes.Counter) -> tuple[tuple[Key, Words], ...]:
    # What goes on by one key is not shown twice, nor what there is no right to.
    goes_on = rules.GOES_ON.get(counter.state)
    return tuple(
        (key, key_words(key.action, counter.state))
        for key in KEYS
        if why_not(desk, key.action) is None
        and (key.action is Action.GO_ON or rules.meant(counter.state, key.action) != goes_on)
        and not (key.action is Action.PAUSE and standing(desk, counter).state == "paused")
    )


def _clock(desk: Desk, hall: Hall, counter: shapes.Counter, now_ms: int) -> Clock | None:
    if not (desk.linked and counter.since):
        return None
    service = hall.service(counter.service) if counter.state == "serving" else None
    target_s = service.expected_min * 60 if service else 0
    return Clock(max(0, now_ms - counter.since) // 1000, target_s)


def _state(desk: Desk, counter: shapes.Counter) -> Words:
    known = _state_words(desk, counter)
    if not desk.linked:
        return words.STALE.about(chinese=known.chinese, english=known.english)
    calls = desk.hall.calls(counter.visit) if desk.hall else 0
    if counter.state == "called" and calls > 1:
        return words.CALLED_AGAIN.about(calls=str(calls))
    return known


def _state_words(desk: Desk, counter: shapes.Counter) -> Words:
    known = words.state(counter.state)
    pauses = desk.hall.pauses if desk.hall else ()
    for pause in pauses:
        if counter.state == "paused" and pause.id == counter.paused:
            return Words(f"{known.chinese}：{pause.name}", f"{known.english}: {pause.name_english}")
    return known


def _about(desk: Desk, hall: Hall, counter: shapes.Counter) -> list[tuple[Words, Words]]:
    known: list[tuple[Words, Words]] = []
    if counter.service:
        known.append((words.SERVICE, hall.service_words(counter.service)))
    known += visitor.rows(desk)
    if counter.precalled:
        known.append((words.PRECALLED, Words(counter.precalled, "")))
    # Where there is no room for all, these are missed least.
    return sorted(known, key=lambda row: row[0] in (words.GROUP, words.THEN))
