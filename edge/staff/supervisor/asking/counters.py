"""What is asked before a counter is opened, closed, paused or given other services."""

from collections.abc import Callable, Mapping

from edge.api import shapes
from edge.staff.supervisor.actions import Action
from edge.staff.supervisor.asking.questions import (
    REASON,
    Ask,
    Confirm,
    Line,
    Marked,
    Marks,
    Pick,
    always,
    list_of,
    text_of,
)
from edge.staff.supervisor.board import Seen
from edge.staff.words import Words


def ask_for(action: Action, marked: Marked, seen: Seen) -> Ask | None:
    """Return what to ask before `action` on the marked counter, None where it is none."""
    counter = seen.counter(marked.about) if marked.kind == "counter" else None
    return _ASKS[action](seen, counter) if counter else None


def _open(_seen: Seen, counter: shapes.LiveCounter) -> Ask:
    question = Line(
        Words(
            f"开放 {counter.name}，坐班柜员工号", f"Open {counter.name_english}, for staff number"
        ),
        64,
    )
    return Ask(
        (question,),
        Words(f"{counter.name} 已开放", f"{counter.name_english} is open"),
        lambda answers: (
            lambda client, key: client.open_counter_for(counter.id, text_of(answers, 0), key)
        ),
    )


def _close(_seen: Seen, counter: shapes.LiveCounter) -> Ask:
    who = counter.staff_name or counter.staff
    question = Confirm(
        Words(
            f"关闭 {counter.name}（{who}）？已呼叫的客户回到队列",
            f"Close {counter.name_english} ({who})? Whoever was called there waits again",
        )
    )
    return Ask(
        (question,),
        Words(f"{counter.name} 已关闭", f"{counter.name_english} is closed"),
        always(lambda client, key: client.close_any_counter(counter.id, key)),
    )


def _replan(seen: Seen, counter: shapes.LiveCounter) -> Ask:
    choices = {each.service: Words(each.name, each.name_english) for each in seen.picture.queues}
    asked = Words(
        f"{counter.name} 今天受理哪些业务；都不选：按原计划",
        f"What {counter.name_english} serves today; none: as planned",
    )
    marked = frozenset(counter.services) & choices.keys()
    return Ask(
        (Marks(asked, choices, marked), Line(REASON, may_be_empty=True)),
        Words(f"{counter.name} 业务已调整", f"{counter.name_english} is replanned"),
        lambda answers: (
            lambda client, key: client.replan_counter(
                counter.id, list_of(answers, 0), text_of(answers, 1), key
            )
        ),
    )


def _pause(seen: Seen, counter: shapes.LiveCounter) -> Ask:
    if counter.paused:
        asked = Words(f"恢复 {counter.name}？", f"Resume {counter.name_english}?")
        done = Words(f"{counter.name} 已恢复", f"{counter.name_english} is back")
        resume = always(lambda client, key: client.resume_any_counter(counter.id, key))
        return Ask((Confirm(asked),), done, resume)
    choices = {each.id: Words(each.name, each.name_english) for each in seen.pauses}
    return Ask(
        (Pick(Words(f"暂停 {counter.name}", f"Pause {counter.name_english}"), choices),),
        Words(f"{counter.name} 已暂停", f"{counter.name_english} is paused"),
        lambda answers: (
            lambda client, key: client.pause_any_counter(counter.id, text_of(answers, 0), key)
        ),
    )


_ASKS: Mapping[Action, Callable[[Seen, shapes.LiveCounter], Ask]] = {
    Action.OPEN: _open,
    Action.CLOSE: _close,
    Action.REPLAN: _replan,
    Action.PAUSE: _pause,
}
