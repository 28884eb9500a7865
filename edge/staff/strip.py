"""The three-line view as text: who is here against the clock, and who comes next. Pure."""

from rich.cells import cell_len
from rich.text import Text

from edge.staff import lineup, visitor, words
from edge.staff.desk import Desk
from edge.staff.hall import Hall
from edge.staff.shown import Clock, Shown, clock_face
from edge.staff.theme import LOOKS, TITLE
from edge.staff.widgets.cells import row
from edge.staff.words import Language, Words


def about_line(desk: Desk, now: Shown | None, width: int) -> Text:
    """Return counter, ticket, state and service on the left, the clock on the right."""
    counter = desk.counter
    if now is None or counter is None:
        return Text()
    colour = LOOKS.get(now.look, LOOKS["stale"])
    clock = _clock(now.clock, desk.language) if now.clock else ""
    name = Words(counter.name, counter.name_english).alone(desk.language)
    head = f" {name}  {now.ticket or '---'} "
    room = width - cell_len(head) - cell_len(clock) - 2
    said = _said(desk, now, room)
    line = Text(row(head + said, f"{clock} ", width), no_wrap=True)
    line.stylize(f"bold {colour}", 0, len(head))
    if now.clock and now.clock.is_over:
        line.stylize(f"bold {LOOKS['over']}", len(line) - len(clock) - 1)
    return line


def _said(desk: Desk, now: Shown, room: int) -> str:
    """Return who it is, unmasked while that is shown; else the state, and what is known."""
    if desk.revealed is not None:
        return str(visitor.person(desk))
    about = _about(desk, now)
    both = Words(f"{now.state.chinese} {about.chinese}", f"{now.state.english} {about.english}")
    if desk.visitor is not None:
        return both.alone(desk.language)  # a name stands in both, and is not said twice
    return both.fitting(room, desk.language)


def _about(desk: Desk, now: Shown) -> Words:
    who, parts = desk.visitor, []
    if who is not None:
        parts.append(Words(who.name, who.name))
    if who is not None and who.notes:
        parts.append(words.NOTES_SHORT.about(count=str(len(who.notes))))
    if desk.counter and desk.counter.service and now.about:
        parts.append(now.about[0][1])
    return Words(
        " ".join(part.chinese for part in parts if part.chinese),
        " ".join(part.english for part in parts if part.english),
    )


def queue_line(desk: Desk, now_ms: int, width: int) -> Text:
    """Return who is next and waits how long, and how many wait, are parked, or write."""
    if desk.hall is None or desk.counter is None:
        return Text()
    counts = _counts(desk.hall, now_ms, desk.language)
    left = f" {words.NEXT_IN_LINE.alone(desk.language)}  {_next(desk, desk.hall, now_ms)}"
    line = Text(row(left, f"{counts} ", width), no_wrap=True)
    line.stylize(TITLE, 0, len(words.NEXT_IN_LINE.alone(desk.language)) + 1)
    return line


def _next(desk: Desk, hall: Hall, now_ms: int) -> str:
    if desk.counter and desk.counter.precalled:
        return f"{desk.counter.precalled} {words.PRECALLED.alone(desk.language)}"
    rows = lineup.waiting(hall, now_ms)
    if not rows:
        return words.NOBODY_IN_LINE.alone(desk.language)
    first = rows[0]
    said, right = (each.alone(desk.language) for each in (first.said, first.right))
    return f"{first.ticket} {said} {right}"


def _counts(hall: Hall, now_ms: int, language: Language) -> str:
    parked = lineup.parked(hall, now_ms)
    due = any(each.due for each in parked)
    parts = [f"{words.QUEUE_SHORT.alone(language)} {len(hall.waiting_here)}"]
    if parked:
        alarm = f" !{words.DUE.alone(language)}" if due else ""
        parts.append(f"{words.PARKED.alone(language)} {len(parked)}{alarm}")
    if hall.unread:
        parts.append(words.MESSAGES.about(count=str(len(hall.unread))).alone(language))
    return " | ".join(parts)


def _clock(clock: Clock, language: Language) -> str:
    face = clock_face(clock.elapsed_s)
    if not clock.target_s:
        return face
    over = f" {clock.rest.alone(language)}" if clock.is_over else ""
    return f"{face} / {clock_face(clock.target_s)}{over}"
