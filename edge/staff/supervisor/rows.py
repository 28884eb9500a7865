"""The rows of the board: counters, queues and tickets, in columns of terminal cells. Pure."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from edge.api import shapes
from edge.staff.supervisor import names, words
from edge.staff.supervisor.attention import Item, clock
from edge.staff.supervisor.board import Board, Seen, Tone
from edge.staff.theme import LOOKS, TITLE
from edge.staff.words import Words

ALARM, WARNING, DONE = "bold #ff6f61", "#ffb627", "#7d9692"
_TONES = {Tone.ALARM: ALARM, Tone.WARNING: WARNING, Tone.DONE: DONE, Tone.PLAIN: ""}
_MARKS = {Tone.ALARM: "!!", Tone.WARNING: "! ", Tone.PLAIN: "  ", Tone.DONE: "  "}
_WIDE, _WIDE_QUEUE = 56, 44  # cells from which on a row has room for more

# Widths in cells; a negative one stands at the right of its column.
_NARROW_COUNTER, _WIDE_COUNTER = (4, 7, 8, 5, -6, -4), (12, 9, 10, 6, -7, -4)
_QUEUE, _QUEUE_MORE = (-3, -9), (-4, -6)
_TICKET = (7, 18, 8, -7, -3)


def span(seconds: int) -> str:
    """Return a length of time as `m:ss`, from an hour on `h:mm`, with an h."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, of_hour = divmod(minutes, 60)
    return f"{hours}h{of_hour:02}" if hours else f"{minutes}:{rest:02}"


def columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return `cells` side by side, each in exactly its width."""
    return " ".join(_fitted(cell, width) for cell, width in zip(cells, widths, strict=True))


def _fitted(cell: str, width: int) -> str:
    if width >= 0:
        return set_cell_size(cell, width)
    return " " * (-width - cell_len(cell)) + set_cell_size(cell, min(-width, cell_len(cell)))


# --- counters -----------------------------------------------------------------------------------


def counter_head(board: Board, width: int) -> Text:
    """Return the headings of the counters."""
    heads = [board.say(each) for each in words.COUNTER_HEAD]
    return Text(columns(heads, _counter_widths(width)), style=f"bold {TITLE}", no_wrap=True)


def counter_row(
    board: Board, seen: Seen, counter: shapes.LiveCounter, now: int, width: int
) -> Text:
    """Return the row of a counter at wall time `now` (ms)."""
    wide = width >= _WIDE
    name = board.say(Words(counter.name, counter.name_english)) if wide else counter.id
    held = (now - counter.since) // 1000 if counter.since and counter.state != "closed" else None
    cells = (
        name,
        board.say(words.STATES.get(counter.state, Words(counter.state, ""))),
        counter.staff_name or counter.staff,
        counter.ticket,
        "" if held is None else span(held),
        str(counter.waiting) if counter.state != "closed" else "",
    )
    line = Text(columns(cells, _counter_widths(width)), no_wrap=True)
    at = len(set_cell_size(name, _counter_widths(width)[0])) + 1
    state = LOOKS.get(counter.state, WARNING)
    line.stylize(state, at, at + len(cells[1]))
    return _with_room(line, _remarks(board, seen, counter, wide), width)


def _counter_widths(width: int) -> tuple[int, ...]:
    return _WIDE_COUNTER if width >= _WIDE else _NARROW_COUNTER


def _remarks(
    board: Board, seen: Seen, counter: shapes.LiveCounter, wide: bool
) -> list[tuple[str, str]]:
    """Return what else there is to say of a counter, each with its style."""
    found = []
    if counter.paused:
        found.append((board.say(names.pause(seen, counter.paused)), WARNING))
    if counter.degraded:
        lost = f" {' '.join(counter.degraded)}" if wide else ""
        found.append((board.say(words.DEGRADED) + lost, ALARM))
    if counter.replanned:
        found.append((board.say(words.REPLANNED), WARNING))
    if wide and counter.service:
        found.append((board.say(names.service(seen, counter.service)), ""))
    return found


def _with_room(line: Text, remarks: Sequence[tuple[str, str]], width: int) -> Text:
    for text, style in remarks:
        line.append(" ").append(text, style)
    line.truncate(width, pad=True)
    return line


# --- queues -------------------------------------------------------------------------------------


def queue_head(board: Board, width: int) -> Text:
    """Return the headings of the queues."""
    heads = [board.say(each) for each in words.QUEUE_HEAD]
    text = columns([*heads, ""], _queue_widths(width))
    if width >= _WIDE_QUEUE:
        text += " " + columns([board.say(each) for each in words.QUEUE_MORE], _QUEUE_MORE)
    return Text(text, style=f"bold {TITLE}", no_wrap=True)


def queue_row(board: Board, seen: Seen, queue: shapes.LiveQueue, now: int, width: int) -> Text:
    """Return the row of a service; how long its first visitor waits goes on by itself."""
    longest = longest_s(seen, queue, now)
    target_min = queue.target_wait_s // 60
    name = board.say(Words(queue.name, queue.name_english))
    shown = f"{span(longest)}/{target_min}" if queue.waiting else f"-/{target_min}"
    mark, style = _queue_mark(board, queue, longest)
    cells = (name, str(queue.waiting), shown, mark)
    line = Text(columns(cells, _queue_widths(width)), no_wrap=True, style=style)
    if width >= _WIDE_QUEUE:
        more = str(queue.over_target or ""), span(queue.mean_wait_s)
        line.append(f" {columns(more, _QUEUE_MORE)}  {','.join(queue.counters)}")
    line.truncate(width, pad=True)
    return line


def longest_s(seen: Seen, queue: shapes.LiveQueue, now: int) -> int:
    """Return how long the first of a queue has waited by now."""
    if not queue.waiting:
        return 0
    return queue.longest_wait_s + max(0, now - seen.picture.at) // 1000


def _queue_widths(width: int) -> tuple[int, ...]:
    taken = sum(abs(each) + 1 for each in _QUEUE) + 5
    name = 16 if width >= _WIDE_QUEUE else max(6, width - taken)
    return (name, *_QUEUE, 4)


def _queue_mark(board: Board, queue: shapes.LiveQueue, longest: int) -> tuple[str, str]:
    if not queue.on:
        return board.say(words.OFF), DONE
    if queue.waiting and not queue.counters:
        return board.say(words.UNSERVED), ALARM
    if queue.waiting and longest > queue.target_wait_s:
        return board.say(words.OVER), ALARM
    return "", "" if queue.waiting else DONE


# --- tickets ------------------------------------------------------------------------------------


def ticket_head(board: Board) -> Text:
    """Return the headings of the tickets in line."""
    heads = [board.say(each) for each in words.TICKET_HEAD[:-1]]
    remarks = board.say(words.TICKET_HEAD[-1])
    text = f"{columns(heads, _TICKET)} {remarks}"
    return Text(text, style=f"bold {TITLE}", no_wrap=True)


def ticket_row(board: Board, seen: Seen, line: shapes.InLine, now: int, width: int) -> Text:
    """Return the row of a ticket in line."""
    cells = (
        line.ticket,
        board.say(names.service(seen, line.service)),
        board.say(words.TICKET_STATES.get(line.state, Words(line.state, ""))),
        span((now - line.since) // 1000) if line.since else "",
        str(line.priority or ""),
    )
    text = Text(columns(cells, _TICKET), no_wrap=True)
    text.stylize(_ticket_style(seen, line, now))
    return _with_room(text, _of_ticket(board, seen, line, now), width)


def _ticket_style(seen: Seen, line: shapes.InLine, now: int) -> str:
    queue = seen.queue(line.service)
    if line.state != "waiting":
        return DONE
    late = queue is not None and now - line.since > queue.target_wait_s * 1000
    return WARNING if late else ""


def _of_ticket(board: Board, seen: Seen, line: shapes.InLine, now: int) -> list[tuple[str, str]]:
    found = [(board.say(names.group(seen, each)), "") for each in line.segments]
    if line.parked:
        found.append((board.say(names.reason(seen, "park", line.parked)), ""))
    if line.ready > now:
        found.append((board.say(words.NOT_BEFORE.about(time=clock(line.ready))), ""))
    if line.counter or line.staff:
        where = board.say(names.place(seen, line.counter)) if line.counter else line.staff
        found.append((f"> {where}", ""))
    if line.missing:
        found.append((board.say(words.MISSING.about(what=", ".join(line.missing))), WARNING))
    return found


# --- what needs somebody ------------------------------------------------------------------------


def item_row(board: Board, item: Item, now: int, width: int) -> Text:
    """Return the row of something that needs a supervisor."""
    since = span((now - item.at) // 1000) if item.at else ""
    right = f" {since} {board.say(item.by)}".rstrip() + " "
    left = f"{_MARKS[item.tone]} {board.say(item.title)}  {board.say(item.what)}"
    room = max(0, width - cell_len(right))
    return Text(set_cell_size(left, room) + right, style=_TONES[item.tone], no_wrap=True)
