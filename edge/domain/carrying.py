"""What one business day hands on to the next, inside the fact that opens it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from edge.domain import facts as f
from edge.domain.now import (
    ApplicationNow,
    AppointmentNow,
    CommandNow,
    FaultNow,
    LibraryNow,
    PageNow,
    PowerNow,
    ScreenNow,
    Stretch,
    Switched,
    WrongPins,
)
from edge.domain.queue import Queue
from edge.domain.waits.waits import Waits

if TYPE_CHECKING:
    from edge.domain.state import HallState

# Longer than any session's token lives: after that nobody needs to be told that it has ended.
_SESSION_FORGOTTEN_MS = 24 * 60 * 60 * 1000
# How far a clock may be set back before a command that has expired could be taken for a new one.
_COMMAND_FORGOTTEN_MS = 7 * 24 * 60 * 60 * 1000


def carried_state(state: "HallState", now: int) -> dict[str, Any]:
    """Return what a new day begins with at wall time `now` (ms), as JSON values."""
    return {
        "epoch": state.epoch,
        "acked": state.acked,
        "ended_sessions": {
            session: at
            for session, at in state.ended_sessions.items()
            if now - at < _SESSION_FORGOTTEN_MS
        },
        "wrong_pins": {staff: asdict(wrong) for staff, wrong in state.wrong_pins.items()},
        "power": {ups: asdict(now_) for ups, now_ in state.power.items()},
        "faults": [asdict(fault) for fault in state.faults.values()],
        "rules": state.rules,
        "waits": state.waits.next_day().as_json(),
        "services": {name: asdict(each) for name, each in state.services.items() if not each.on},
        "quotas": [
            [asdict(stretch), count]
            for stretch, count in state.quotas.items()
            if stretch.ends > now
        ],
        "appointments": {
            name: asdict(each) for name, each in state.appointments.items() if each.until > now
        },
        "applications": {name: asdict(each) for name, each in state.applications.items()},
        "library": asdict(state.library),
        "screens": [[*called, each.at, each.by] for called, each in state.screens.items()],
        "inbox": {
            name: asdict(each)
            for name, each in state.inbox.items()
            if not each.result or each.expires + _COMMAND_FORGOTTEN_MS > now
        },
    }


def begin_day(state: "HallState", opened: f.DayOpened) -> None:
    """Make `state` that of a day that has just begun."""
    _forget_yesterday(state)
    carried = opened.carried
    state.day = opened.day
    state.epoch = carried["epoch"]
    state.acked = carried["acked"]
    state.ended_sessions = dict(carried["ended_sessions"])
    wrong_pins = carried["wrong_pins"].items()
    state.wrong_pins = {staff: WrongPins(**wrong) for staff, wrong in wrong_pins}
    state.power = {ups: PowerNow(**now) for ups, now in carried.get("power", {}).items()}
    faults = [FaultNow(**fault) for fault in carried["faults"]]
    state.faults = {(fault.device, fault.unit): fault for fault in faults}
    # Journals that were begun before there was any of these do not carry them.
    state.waits = Waits.from_json(carried.get("waits"))
    state.rules, state.rules_by = carried.get("rules", ""), ""
    switched = carried.get("services", {}).items()
    state.services = {name: Switched(**each) for name, each in switched}
    state.quotas = {Stretch(**stretch): count for stretch, count in carried.get("quotas", ())}
    booked = carried.get("appointments", {}).items()
    state.appointments = {name: _appointment(each) for name, each in booked}
    applied = carried.get("applications", {}).items()
    state.applications = {name: _application(each) for name, each in applied}
    state.library = LibraryNow(**carried.get("library", {}))
    paired = carried.get("screens", ())
    state.screens = {(role, name): ScreenNow(at, by) for role, name, at, by in paired}
    commands = carried.get("inbox", {}).items()
    state.inbox = {name: CommandNow(**each) for name, each in commands}


def _forget_yesterday(state: "HallState") -> None:
    state.issued = 0
    state.handed_in = 0
    state.queue = Queue()
    state.described = ""
    state.doors = None
    for table in (
        state.numbers,
        state.visits,
        state.pages,
        state.reserved,
        state.aside,
        state.turns,
        state.counters,
        state.replanned,
        state.shown,
        state.help,
        state.notices,
        state.messages,
        state.alerts,
        state.answered,
        state.losses,
        state.closed_faults,
    ):
        table.clear()


def _appointment(carried: Mapping[str, Any]) -> AppointmentNow:
    return AppointmentNow(**{**carried, "segments": tuple(carried["segments"])})


def _application(carried: Mapping[str, Any]) -> ApplicationNow:
    pages = tuple(PageNow(**page) for page in carried.get("pages", ()))
    documents = tuple(carried["documents"])
    return ApplicationNow(**{**carried, "documents": documents, "pages": pages})
