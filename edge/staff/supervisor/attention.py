"""What needs a supervisor: calls for help, alerts, faults, messages, notices, most urgent first."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from edge.api import shapes
from edge.staff import device_words
from edge.staff.supervisor import names, words
from edge.staff.supervisor.board import Board, Seen, Tone
from edge.staff.words import NOTHING, Words

_EMERGENCY = "emergency"
_HIGH_LEVEL = 2
_TONES = (Tone.ALARM, Tone.WARNING, Tone.PLAIN, Tone.DONE)
_KINDS = ("help", "alert", "message", "fault", "notice")


@dataclass(frozen=True)
class Item:
    """One row. `kind` and `about` say what it is; `at` is wall ms, `by` who sees to it.

    `needed` where somebody still has to take note of it.
    """

    kind: str
    about: str
    title: Words
    what: Words
    at: int
    by: Words
    tone: Tone
    needed: bool = False

    @property
    def id(self) -> str:
        """What tells it from every other row."""
        return f"{self.kind}:{self.about}"


def items(board: Board) -> list[Item]:
    """Return all of them."""
    seen = board.seen
    if seen is None:
        return []
    found = [
        *_help(seen),
        *_alerts(seen),
        *_messages(seen, board.me.staff),
        *_faults(seen),
        *_notices(seen),
    ]
    return sorted(found, key=_urgency)


def emergency(seen: Seen) -> shapes.Help | None:
    """Return the emergency that nobody sees to, the one that has waited longest first."""
    open_calls = (each for each in seen.picture.help if not each.accepted_by)
    return next((each for each in open_calls if each.urgency == _EMERGENCY), None)


def clock(at_ms: int) -> str:
    """Return a wall time as `HH:MM`, in this machine's time zone."""
    return dt.datetime.fromtimestamp(at_ms / 1000).astimezone().strftime("%H:%M")


def _urgency(item: Item) -> tuple[int, int, int]:
    """Return where an item stands: emergencies, other help, alerts, then the rest."""
    tone = _TONES.index(item.tone)
    rank = _KINDS.index(item.kind)
    return (0 if item.kind == "help" and item.needed else 1 + tone), tone + rank, item.at


def _help(seen: Seen) -> Iterator[Item]:
    for each in seen.picture.help:
        loud = Tone.ALARM if each.urgency == _EMERGENCY else Tone.WARNING
        where, who = names.place(seen, each.place), names.clerk(seen, each.by)
        yield Item(
            "help",
            each.place,
            words.URGENCIES.get(each.urgency, Words(each.urgency, each.urgency)),
            _both(where, who, each.about),
            each.at,
            _taken(each.accepted_by),
            Tone.DONE if each.accepted_by else loud,
            not each.accepted_by,
        )


def _alerts(seen: Seen) -> Iterator[Item]:
    for each in seen.picture.alerts:
        about = names.about(seen, each.cause, each.about)
        said = words.CAUSES.get(
            each.cause, Words(f"{each.cause} {{about}}", f"{each.cause} {{about}}")
        )
        loud = Tone.ALARM if each.level >= _HIGH_LEVEL else Tone.WARNING
        yield Item(
            "alert",
            each.alert,
            Words(f"{words.ALERT.chinese}{each.level}", f"{words.ALERT.english} {each.level}"),
            _told(said, about, each.value),
            each.at,
            _taken(each.accepted_by),
            Tone.PLAIN if each.accepted_by else loud,
            not each.accepted_by,
        )


def _faults(seen: Seen) -> Iterator[Item]:
    for each in seen.faults:
        name = f"{each.device}:{each.unit}" if each.unit else each.device
        device, health = names.device(seen, name), device_words.health(each.health)
        known = each.acknowledged_by
        by = words.KNOWN.about(by=known) if known else words.NOT_ACCEPTED
        yield Item(
            "fault",
            name,
            words.FAULT,
            Words(
                f"{device.chinese} {health.chinese} {each.place}".strip(),
                f"{device.english} {health.english or each.health} {each.place}".strip(),
            ),
            each.since,
            by,
            Tone.PLAIN if each.acknowledged_by else Tone.WARNING,
            not each.acknowledged_by,
        )


def _messages(seen: Seen, me: str) -> Iterator[Item]:
    for each in seen.messages:
        if each.by != me and me not in each.read_by:
            text = f"{names.clerk(seen, each.by)}: {' '.join((each.text or '---').split())}"
            yield Item(
                "message",
                each.message,
                words.MESSAGE,
                Words(text, text),
                each.at,
                NOTHING,
                Tone.WARNING,
                True,
            )


def _notices(seen: Seen) -> Iterator[Item]:
    for each in seen.picture.notices:
        until = words.UNTIL.about(time=clock(each.until)) if each.until else NOTHING
        text = Words(each.text, each.text_english)
        yield Item("notice", each.notice, words.NOTICE, text, 0, until, Tone.DONE)


def _taken(by: str) -> Words:
    return words.ACCEPTED.about(by=by) if by else words.NOT_ACCEPTED


def _told(said: Words, about: Words, value: int) -> Words:
    return Words(
        said.chinese.format(about=about.chinese, value=value),
        said.english.format(about=about.english or about.chinese, value=value),
    )


def _both(where: Words, *more: str) -> Words:
    rest = " ".join(part for part in more if part)
    return Words(
        f"{where.chinese} {rest}".strip(), f"{where.english or where.chinese} {rest}".strip()
    )
