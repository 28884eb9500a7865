"""What is asked before a ticket in line is changed."""

from collections.abc import Callable, Mapping

from edge.api import shapes
from edge.staff.supervisor.actions import Action
from edge.staff.supervisor.asking.questions import (
    Answers,
    Ask,
    Confirm,
    Line,
    Marked,
    Pick,
    always,
    text_of,
)
from edge.staff.supervisor.board import Seen
from edge.staff.supervisor.outcome import Send
from edge.staff.words import Words

_REASON = Words("原因", "Reason")


def ask_for(action: Action, marked: Marked, seen: Seen) -> Ask | None:
    """Return what to ask before `action` on the marked ticket, None where it is none or gone."""
    line = seen.ticket(marked.about) if marked.kind == "ticket" else None
    return _ASKS[action](seen, line) if line else None


def _priority(_seen: Seen, line: shapes.InLine) -> Ask:
    def send(answers: Answers) -> Send:
        group = text_of(answers, 0)
        wanted = int(group) if group.isdecimal() else group or None
        change = shapes.ChangePriority(priority=wanted, reason=text_of(answers, 1))
        return lambda client, key: client.change_priority(line.visit, change, key)

    asked = Words(
        f"{line.ticket} 的优先组或级别 0-9（不填：取消）",
        f"Priority group or level 0-9 of {line.ticket} (none: no priority)",
    )
    return Ask(
        (Line(asked, 64, may_be_empty=True), Line(_REASON, 64)),
        Words(f"{line.ticket} 的优先级已改", f"The priority of {line.ticket} is changed"),
        send,
    )


def _service(seen: Seen, line: shapes.InLine) -> Ask:
    choices = {
        each.service: Words(each.name, each.name_english)
        for each in seen.picture.queues
        if each.service != line.service
    }
    asked = Words(f"{line.ticket} 改办什么业务", f"What {line.ticket} is to wait for")
    return Ask(
        (Pick(asked, choices),),
        Words(f"{line.ticket} 已改业务", f"{line.ticket} waits for another service"),
        lambda answers: (
            lambda client, key: client.change_service(line.visit, text_of(answers, 0), key)
        ),
    )


def _cancel(_seen: Seen, line: shapes.InLine) -> Ask:
    return Ask(
        (
            Line(Words(f"作废 {line.ticket} 的原因", f"Why {line.ticket} is given up"), 64),
            Confirm(Words(f"作废 {line.ticket}？", f"Give up {line.ticket}?")),
        ),
        Words(f"{line.ticket} 已作废", f"{line.ticket} is given up"),
        lambda answers: lambda client, key: client.cancel(line.visit, text_of(answers, 0), key),
    )


def _reinstate(_seen: Seen, line: shapes.InLine) -> Ask:
    return Ask(
        (Confirm(Words(f"{line.ticket} 恢复排队？", f"Let {line.ticket} wait again?")),),
        Words(f"{line.ticket} 已恢复排队", f"{line.ticket} waits again"),
        always(lambda client, key: client.reinstate(line.visit, key)),
    )


_ASKS: Mapping[Action, Callable[[Seen, shapes.InLine], Ask]] = {
    Action.PRIORITY: _priority,
    Action.SERVICE: _service,
    Action.CANCEL: _cancel,
    Action.REINSTATE: _reinstate,
}
