"""Who is at the counter, as rows of a label and what is known. Pure; drawn by the widgets."""

import datetime as dt
from collections.abc import Iterable

from edge.api import shapes
from edge.staff import words
from edge.staff.desk import Desk
from edge.staff.hall import Hall
from edge.staff.words import NOTHING, Words

Row = tuple[Words, Words]

ACCOUNT = Words("户号", "Account")
APPLICATION = Words("填单", "Form")
DOCUMENTS = Words("材料", "Papers")
_COMPLETE = Words("已核对，齐全", "checked, complete")
_UNCHECKED = Words("还没有核对", "not checked yet")
_UNREADABLE = Words("已不能查看", "cannot be read any more")

_DOCUMENTS = {
    "citizen": Words("身份证", "ID card"),
    "hmt_permit": Words("港澳台居住证", "HMT permit"),
    "foreigner_2017": Words("外国人居留证", "Foreigner's card"),
    "foreigner_2023": Words("外国人居留证", "Foreigner's card"),
    "typed_number": Words("手输证号", "number typed"),
    "typed_account": Words("手输户号", "account typed"),
    "typed_phone": Words("留了手机号", "left a phone number"),
    "purchase_card": Words("购电卡", "purchase card"),
    "code": Words("扫码", "code shown"),
    "": Words("预约人", "as booked"),
}
_AGES = {
    "under_18": Words("未满 18 岁", "under 18"),
    "60_69": Words("60 多岁", "in the sixties"),
    "70_plus": Words("70 岁以上", "70 or older"),
}


def rows(desk: Desk) -> list[Row]:
    """Return what is known of the visitor here, the most important first; nothing for nobody."""
    hall, counter = desk.hall, desk.counter
    if hall is None or counter is None or not counter.visit:
        return []
    here = hall.here if hall.here and hall.here.visit == counter.visit else None
    found = [(words.PERSON, person(desk) or _seen(here)), *_of_visitor(desk.visitor)]
    if here is not None:
        found += _of_visit(hall, here, desk.visitor)
    return [(label, said) for label, said in found if said != NOTHING]


def person(desk: Desk) -> Words | None:
    """Return who it is: unmasked while that is shown, else masked; None where nobody knows."""
    if desk.revealed is not None:
        return Words(f"{desk.revealed.name} {desk.revealed.number}".strip(), "")
    visitor = desk.visitor
    if visitor is None or not (visitor.known or visitor.document):
        return None
    shown = (
        _DOCUMENTS.get(visitor.document, Words(visitor.document, "")),
        _AGES.get(visitor.age_band, NOTHING),
    )
    said = (visitor.name, *(each.alone(desk.language) for each in shown))
    return Words(" ".join(filter(None, said)), "")  # once: the name stands in both languages


def note_lines(visitor: shapes.Visitor) -> list[tuple[str, str]]:
    """Return every note, the oldest first: when and by whom, and its words."""
    return [(f"{_time(note.at)} {note.by_name or note.by}", _words(note)) for note in visitor.notes]


def _time(at_ms: int) -> str:
    return f"{dt.datetime.fromtimestamp(at_ms / 1000).astimezone():%H:%M}"


def _seen(here: shapes.Visit | None) -> Words:
    return words.IDENTIFIED if here is not None and here.identified else NOTHING


def _of_visitor(visitor: shapes.Visitor | None) -> list[Row]:
    if visitor is None:
        return []
    return [
        (ACCOUNT, Words(visitor.account, "")),
        (APPLICATION, _application(visitor)),
        (words.NOTES, _notes(visitor.notes)),
    ]


def _application(visitor: shapes.Visitor) -> Words:
    if not visitor.application or not visitor.lacking:
        return Words(visitor.application, "")
    lacking = f"{visitor.application}，还缺 {visitor.lacking} 项"
    return Words(lacking, f"{visitor.application}, {visitor.lacking} missing")


def _notes(notes: list[shapes.Note]) -> Words:
    if not notes:
        return NOTHING
    count = f"[{len(notes)}] " if len(notes) > 1 else ""
    latest = notes[-1]
    return Words(f"{count}{latest.by_name or latest.by}：{_words(latest)}", "")


def _words(note: shapes.Note) -> str:
    return str(_UNREADABLE) if note.text is None else note.text


def _of_visit(hall: Hall, here: shapes.Visit, visitor: shapes.Visitor | None) -> list[Row]:
    missing = Words("、".join(here.missing), "")
    return [
        (words.MISSING, missing) if here.missing else (DOCUMENTS, _documents(hall, here, visitor)),
        (words.GROUP, _one_after_another(hall.group_words(each) for each in here.segments)),
        (words.THEN, _one_after_another(hall.service_words(each) for each in here.then)),
    ]


def _one_after_another(names: Iterable[Words]) -> Words:
    named = list(names)
    return Words(
        "、".join(each.chinese for each in named),
        ", ".join(each.english or each.chinese for each in named),
    )


def _documents(hall: Hall, here: shapes.Visit, visitor: shapes.Visitor | None) -> Words:
    if visitor is None:
        return NOTHING
    if visitor.checked:
        return _COMPLETE
    service = hall.service(here.service)
    return _UNCHECKED if service is not None and service.documents else NOTHING
