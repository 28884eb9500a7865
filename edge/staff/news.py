"""What reaches a clerk: the visitor's answer, help on its way, notices, messages. Pure."""

from edge.staff import mirror, words
from edge.staff.desk import Desk
from edge.staff.words import Words


def parts(desk: Desk) -> list[Words]:
    """Return what there is to tell, the most urgent first."""
    if desk.hall is None:
        return []
    return [*_side(desk), *_help(desk), *_messages(desk), *_notices(desk)]


def _side(desk: Desk) -> list[Words]:
    return [mirror.told(desk.side)] if desk.side else []


def _help(desk: Desk) -> list[Words]:
    accepted_by = desk.hall.help_at(desk.counter_id) if desk.hall else None
    if accepted_by is None:
        return []
    return [words.HELP_COMING.about(who=accepted_by) if accepted_by else words.HELP_CALLED]


def _messages(desk: Desk) -> list[Words]:
    unread = desk.hall.unread if desk.hall else ()
    return [words.MESSAGES.about(count=str(len(unread)))] if unread else []


def _notices(desk: Desk) -> list[Words]:
    notices = desk.hall.board.notices if desk.hall else ()
    return [
        Words(
            f"{words.NOTICE.chinese}：{each.text}",
            f"{words.NOTICE.english}: {each.text_english}" if each.text_english else "",
        )
        for each in notices
    ]
