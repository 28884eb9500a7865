"""Facts told as a story: one line a fact, `08:10 V1 called 1 1001`, times as a true clock has them.

The hall's own clocks follow unless the story says otherwise: `clock +3600` sets the wall clock
forward by so many seconds, `clock unsynced` says how far it is believed, and `boot` begins another
boot, with a monotonic clock that begins anew.
"""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from edge.domain import facts as f

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = 60_000
HOUR = 60 * MINUTE
_MIDNIGHT = dt.datetime(2026, 3, 2, tzinfo=ZONE)


def at(clock: str) -> int:
    """Return the wall time (ms) of `HH:MM[:SS]` on the first day; hours may go beyond 24."""
    hours, minutes, seconds = (*map(int, clock.split(":")), 0)[:3]
    passed = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return int((_MIDNIGHT + passed).timestamp() * 1000)


def story(text: str) -> list[f.Recorded]:
    """Return the facts of a story. It begins with an open day and counter 1 open for clerk 1001."""
    return Told().hear(f"00:00 day 2026-03-02\n00:00 1 opens 1001\n{text}")


def bare_story(text: str) -> list[f.Recorded]:
    """Return the facts of a story, and nothing before them."""
    return Told().hear(text)


class Told:
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.recorded: list[f.Recorded] = []
        self._shift = 0
        self._trust = "synced"
        self._boots = 0
        self._booted = at("00:00")
        self._legs: dict[str, int] = {}

    def hear(self, text: str) -> list[f.Recorded]:
        for line in filter(None, map(str.strip, text.splitlines())):
            clock, *words = line.split()
            if words[0] == "clock":
                self._set_clock(words[1])
            elif words[0] == "boot":
                self._boots, self._booted = self._boots + 1, at(clock)
            else:
                self._write(at(clock), words)
        return self.recorded

    def _set_clock(self, word: str) -> None:
        if word[0] in "+-":
            self._shift += int(word) * 1000
        else:
            self._trust = word

    def _write(self, now: int, words: list[str]) -> None:
        options = dict(word.split("=", 1) for word in words if "=" in word)
        who, verb, *rest = [word for word in words if "=" not in word] + [""]
        moment = f.Moment(now + self._shift, now - self._booted, f"boot-{self._boots}", self._trust)
        told = VERBS[who if who in VERBS else verb](self, who, [verb, *rest[:-1]], options)
        for fact in told:
            self.recorded.append(f.Recorded(len(self.recorded) + 1, moment, fact))

    def leg(self, visit: str) -> int:
        return self._legs.get(visit, 1)

    def next_leg(self, visit: str) -> int:
        self._legs[visit] = self.leg(visit) + 1
        return self._legs[visit]


Words, Options = list[str], dict[str, str]
Verb = Callable[[Told, str, Words, Options], list[f.Fact]]


def _takes(told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    reserved = _reserves(told, visit, words, options)
    return [*reserved, f.TicketIssued(visit, 1, options.get("delivery", "none"))]


def _reserves(_told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    segments = [each for each in options.get("segments", "").split(",") if each]
    due = at(options["due"]) if "due" in options else 0
    reserved = f.TicketReserved(
        visit,
        1,
        words[1],
        f"A{visit}",
        1,
        int(options.get("priority", 0)),
        options.get("delivery", "none"),
        0,
        approach_ms=int(options.get("approach", 0)),
        segments=segments,
        by=options.get("by", ""),
        appointment=visit if due else "",
        due=due,
    )
    return [reserved]


def _called(told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    counter, staff = (words[1:] + ["1", "1001"][len(words) - 1 :])[:2]
    rule, chosen = options.get("rule", ""), options.get("chosen", "")
    return [f.TicketCalled(visit, told.leg(visit), counter, staff, rule, chosen=chosen)]


def _at_counter(kind: Callable[..., f.Fact], **more: str) -> Verb:
    def verb(told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
        counter, staff = (words[1:] + ["1", "1001"][len(words) - 1 :])[:2]
        fields = {name: options.get(name, default) for name, default in more.items()}
        return [kind(visit, told.leg(visit), counter, staff, **fields)]

    return verb


def _recalled(told: Told, visit: str, _words: Words, _options: Options) -> list[f.Fact]:
    return [f.TicketRecalled(visit, told.leg(visit), "1", "1001", 2)]


def _returned(told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    ready = at(options["ready"]) if "ready" in options else 0
    reason = options.get("reason", "absent")
    return [f.TicketReturned(visit, told.leg(visit), "1", "1001", 0, ready, reason)]


def _parked(told: Told, visit: str, _words: Words, options: Options) -> list[f.Fact]:
    return [f.TicketParked(visit, told.leg(visit), "1", "1001", options.get("reason", "papers"), 0)]


def _opens_leg(told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    ready = at(options["ready"]) if "ready" in options else 0
    why = options.get("why", "transfer")
    return [f.LegOpened(visit, told.next_leg(visit), words[1], why, 0, ready)]


def _reprioritised(told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    segments = [each for each in options.get("segments", "").split(",") if each]
    return [f.PriorityChanged(visit, told.leg(visit), int(words[1]), segments, "1001", "asked")]


def _told_estimate(told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    low, likely, high = (int(word) * 60 for word in words[1:4])
    model, where = options.get("model", "forward"), options.get("where", "ticket")
    return [f.EstimateTold(visit, told.leg(visit), low, likely, high, where, model)]


def _day(_told: Told, _who: str, words: Words, options: Options) -> list[f.Fact]:
    faults = [
        {"device": each, "unit": "", "count": 1} for each in options.get("faults", "").split(",")
    ]
    carried = {"faults": faults if "faults" in options else []}
    return [f.DayOpened("hall", words[0], carried, "", 0)]


def _fault(kind: Callable[..., f.Fact], *more: str) -> Verb:
    def verb(_told: Told, device: str, _words: Words, options: Options) -> list[f.Fact]:
        count = [int(options["count"])] if "count" in options else []
        return [kind(device, options.get("unit", ""), *more, *count)]

    return verb


def _rated(_told: Told, visit: str, words: Words, options: Options) -> list[f.Fact]:
    return [f.VisitRated(visit, int(words[1]), "evaluator", options.get("counter", ""))]


def _closes(_told: Told, counter: str, words: Words, _options: Options) -> list[f.Fact]:
    return [f.CounterClosed(counter, words[1] if len(words) > 1 else "1001")]


def _day_ends(told: Told, _who: str, words: Words, options: Options) -> list[f.Fact]:
    shut = options.get("shut", "")
    closed = [f.CounterClosed(each, "1001") for each in shut.split(",") if each]
    return [*closed, f.DayClosed("hall", words[0], 0)]


VERBS: dict[str, Verb] = {
    "day": _day,
    "dayend": _day_ends,
    "takes": _takes,
    "reserves": _reserves,
    "issued": lambda told, visit, _w, o: [
        f.TicketIssued(visit, 1, o.get("delivery", "paper"), o.get("reason", ""))
    ],
    "voided": lambda told, visit, _w, _o: [f.TicketVoided(visit, 1, "interrupted")],
    "abandons": lambda told, visit, _w, _o: [f.VisitAbandoned(visit, "left")],
    "called": _called,
    "precalled": _at_counter(f.TicketPrecalled),
    "recalled": _recalled,
    "starts": _at_counter(f.ServiceStarted),
    "finishes": _at_counter(f.ServiceFinished, outcome=""),
    "noshow": _at_counter(f.TicketNoShow, reason=""),
    "transferred": _at_counter(f.TicketTransferred, reason=""),
    "returned": _returned,
    "parked": _parked,
    "leg": _opens_leg,
    "cancels": lambda told, visit, _w, _o: [
        f.TicketCancelled(visit, told.leg(visit), "visitor", "left")
    ],
    "expires": lambda told, visit, _w, _o: [f.TicketExpired(visit, told.leg(visit))],
    "priority": _reprioritised,
    "told": _told_estimate,
    "rated": _rated,
    "opens": lambda told, counter, words, _o: [f.CounterOpened(counter, words[1])],
    "closes": _closes,
    "pauses": lambda told, counter, words, _o: [f.CounterPaused(counter, "1001", words[1])],
    "resumes": lambda told, counter, _w, _o: [f.CounterResumed(counter, "1001")],
    "lost": _fault(f.FaultOpened, "offline", "gone"),
    "seen": _fault(f.FaultSeenAgain, "offline", "gone"),
    "back": _fault(f.FaultClosed),
    "passed": lambda told, device, words, _o: [f.PeopleCounted(device, "in", int(words[1]))],
    "ignored": lambda told, counter, _w, _o: [f.RatingIgnored(counter, 1, "no_visit")],
    "booked": lambda told, name, words, o: [
        f.AppointmentBooked(name, words[1], at(o["due"]), at(o["due"]) + HOUR)
    ],
    "kept": lambda told, name, _w, o: [f.AppointmentKept(name, name, "code", "late" in o)],
    "missed": lambda told, name, _w, _o: [f.AppointmentMissed(name)],
    "helpcalled": lambda told, where, _w, o: [
        f.HelpCalled(where, o.get("urgency", "help"), "1001")
    ],
    "helpaccepted": lambda told, where, _w, _o: [f.HelpAccepted(where, "2001")],
    "diverted": lambda told, who, words, _o: [f.VisitorDiverted(who, words[1], "2001")],
    "checked": lambda told, visit, words, _o: [
        f.DocumentsChecked(visit, told.leg(visit), "2001", words[1:])
    ],
    "alert": lambda told, name, words, _o: [
        f.AlertRaised(name, words[1], "pay", int(words[2]), 30)
    ],
    "calm": lambda told, name, _w, _o: [f.AlertEnded(name)],
    "helpended": lambda told, where, _w, _o: [f.HelpEnded(where, "2001")],
}
