"""What is asked before somebody sees to a call, an alert, a fault, or ends what is shown."""

from edge.api import shapes
from edge.staff.supervisor import names
from edge.staff.supervisor.asking.questions import (
    Answers,
    Ask,
    Confirm,
    Line,
    Marked,
    always,
    text_of,
)
from edge.staff.supervisor.board import Seen
from edge.staff.supervisor.outcome import Send
from edge.staff.words import Words


def accept(seen: Seen, marked: Marked) -> Ask | None:
    """Return what to ask before somebody sees to the marked row, None where there is nothing to."""
    about = marked.about
    match marked.kind:
        case "help":
            return _go(names.place(seen, about), about)
        case "alert":
            return _see_to(about)
        case "fault":
            return _note_fault(seen, about)
        case "message":
            return _read(seen, about)
        case _:
            return None


def _go(where: Words, place: str) -> Ask:
    return Ask(
        (Confirm(Words(f"您去 {where.chinese}？", f"Are you going to {where.english}?")),),
        Words(f"您在去 {where.chinese}", f"You are on the way to {where.english}"),
        always(lambda client, key: client.accept_help(place, key)),
    )


def _see_to(alert: str) -> Ask:
    return Ask(
        (Confirm(Words("由您处理这个告警？", "Will you see to this alert?")),),
        Words("告警由您处理", "You see to the alert"),
        always(lambda client, key: client.accept_alert(alert, key)),
    )


def _note_fault(seen: Seen, name: str) -> Ask:
    device, _, unit = name.partition(":")
    called = names.device(seen, name)

    def send(answers: Answers) -> Send:
        note = text_of(answers, 0)
        body = shapes.Acknowledgement(device=device, unit=unit, note=note, by="")
        return lambda client, key: client.acknowledge_fault(body, key)

    asked = Words(
        f"{called.chinese}：怎么处理（可不填）",
        f"{called.english}: what is done (may be left out)",
    )
    done = Words("故障已登记", "The fault is noted")
    return Ask((Line(asked, 500, may_be_empty=True),), done, send)


def _read(seen: Seen, message: str) -> Ask | None:
    known = next((each for each in seen.messages if each.message == message), None)
    if known is None:
        return None
    text = f"{names.clerk(seen, known.by)}: {known.text or '---'}"
    return Ask(
        (Confirm(Words(text, text)),),
        Words("消息已读", "The message is read"),
        always(lambda client, key: client.read_message(message, key)),
    )


def end(seen: Seen, marked: Marked) -> Ask | None:
    """Return what to ask before the marked row is over, None where that is not for anybody here."""
    if marked.kind == "help":
        return _help_over(names.place(seen, marked.about), marked.about)
    return _notice_over(marked.about) if marked.kind == "notice" else None


def _help_over(where: Words, place: str) -> Ask:
    asked = Words(f"{where.chinese} 不再需要帮助？", f"No more help for {where.english}?")
    return Ask(
        (Confirm(asked),),
        Words("求助已结束", "The call for help is over"),
        always(lambda client, key: client.end_help(place, key)),
    )


def _notice_over(notice: str) -> Ask:
    return Ask(
        (Confirm(Words("结束这条通知？", "End this notice?"), everybody=True),),
        Words("通知已结束", "The notice is over"),
        always(lambda client, key: client.end_notice(notice, key)),
    )
