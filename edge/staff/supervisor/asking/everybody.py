"""What is asked before something that everybody in the hall notices."""

from edge.api import shapes
from edge.staff.supervisor.asking.questions import (
    REASON,
    Answers,
    Ask,
    Confirm,
    Line,
    Marked,
    Marks,
    always,
    list_of,
    text_of,
)
from edge.staff.supervisor.board import Seen
from edge.staff.supervisor.outcome import Send
from edge.staff.words import Words


def switch(marked: Marked, seen: Seen) -> Ask | None:
    """Return what to ask before the marked service is put on or off."""
    queue = seen.queue(marked.about) if marked.kind == "queue" else None
    return _switch(queue) if queue else None


def _switch(queue: shapes.LiveQueue) -> Ask:
    to_on = not queue.on
    if to_on:
        asked = Words(f"恢复办理 {queue.name}？", f"Offer {queue.name_english} again?")
        done = Words(f"{queue.name} 已恢复", f"{queue.name_english} is on")
    else:
        asked = Words(
            f"停办 {queue.name}？取号机不再给号，{queue.waiting} 位已等候的照常办理",
            f"Take {queue.name_english} off? No more tickets; {queue.waiting} in line are served",
        )
        done = Words(f"{queue.name} 已停办", f"{queue.name_english} is off")
    service = queue.service
    return Ask(
        (Line(REASON, may_be_empty=True), Confirm(asked, everybody=True)),
        done,
        lambda answers: (
            lambda client, key: client.switch_service(service, to_on, text_of(answers, 0), key)
        ),
    )


def doors(seen: Seen) -> Ask:
    """Return what to ask before the doors are opened or closed."""
    to_open = not seen.picture.doors.open
    if to_open:
        asked = Words("开门，重新发号？", "Open the doors and give tickets again?")
        done = Words("大门已开", "The doors are open")
    else:
        asked = Words(
            "关门？全厅不再发号，已取号的照常办理",
            "Close the doors? No more tickets; whoever has one is served",
        )
        done = Words("大门已关", "The doors are closed")
    return Ask(
        (Line(REASON, may_be_empty=True), Confirm(asked, everybody=True)),
        done,
        lambda answers: lambda client, key: client.switch_doors(to_open, text_of(answers, 0), key),
    )


def notice(now_ms: int) -> Ask:
    """Return what to ask before every screen tells something."""

    def send(answers: Answers) -> Send:
        minutes = text_of(answers, 2)
        until = now_ms + int(minutes) * 60_000 if minutes.isdecimal() and int(minutes) else 0
        notice = shapes.NewNotice(
            text=text_of(answers, 0), text_english=text_of(answers, 1), until=until
        )
        return lambda client, key: client.show_notice(notice, key)

    return Ask(
        (
            Line(Words("通知内容（中文）", "Notice in Chinese")),
            Line(Words("英文（可不填）", "Notice in English (may be left out)"), may_be_empty=True),
            Line(
                Words(
                    "显示多少分钟（不填：直到结束它）", "For how many minutes (none: until ended)"
                ),
                4,
                may_be_empty=True,
            ),
            Confirm(
                Words("在所有屏幕上显示？", "Show it on every screen?"),
                everybody=True,
                recalls=True,
            ),
        ),
        Words("通知已显示在所有屏幕", "Every screen shows the notice"),
        send,
    )


def message(seen: Seen, marked: Marked) -> Ask:
    """Return what to ask before somebody is written to."""
    counters = {each.id: Words(each.name, each.name_english) for each in seen.picture.counters}
    at_work = {each.staff: each.staff_name for each in seen.picture.counters if each.staff}
    clerks = {staff: Words(f"{name} {staff}", f"{name} {staff}") for staff, name in at_work.items()}
    here = {marked.about} if marked.kind == "counter" else set()
    asked = Words("发给谁；都不选：发给所有人", "To whom; none: to everybody")

    def send(answers: Answers) -> Send:
        message = shapes.NewMessage(text=text_of(answers, 1), to=list_of(answers, 0))
        return lambda client, key: client.send_message(message, key)

    return Ask(
        (
            Marks(asked, counters | clerks, frozenset(here)),
            Line(Words("消息内容", "The message"), 500),
            Confirm(
                Words("发给全厅所有人？", "Send it to everybody in the hall?"),
                everybody=True,
                recalls=True,
                when=lambda answers: not answers[0],
            ),
        ),
        Words("消息已发出", "The message is sent"),
        send,
    )


def of_rules(text: str) -> Ask:
    """Return what to ask before rules are put in force."""
    asked = Words(
        "按这些规则叫号，直到今天结束？没有人会丢失位置",
        "Choose by these rules until the day ends? Nobody loses their place",
    )
    return Ask(
        (Confirm(asked, everybody=True),),
        Words("规则已生效", "The rules are in force"),
        always(lambda client, key: client.change_rules(text, key)),
    )
