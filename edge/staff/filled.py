"""What a visitor filled in before the counter, as lines for the clerk. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from edge.api import shapes
from edge.staff.words import Words

HELP = Words("p 打印缺件清单  w 撤回申请  Esc 返回", "p print  w withdraw  Esc back")
MISSING = Words("还缺", "Still missing")
NOTHING_MISSING = Words("填写和材料齐全", "Everything is there")
HANDED_IN = Words("已提交，受理编号 {ticket}", "Handed in, reference number {ticket}")
NOT_HANDED_IN = Words("还没有提交", "Not handed in yet")
PAPERS = Words("已有材料", "Documents there")
_PICTURES = Words("（照片 {count} 页）", " ({count} pages as pictures)")
_SEEN = Words("（已勾选）", " (ticked off)")
_WRONG = Words("（有误）", " (not right)")


@dataclass(frozen=True)
class Filled:
    """The form of the visitor of `visit`. Nothing of it is for a log."""

    visit: str
    application: str
    title: Words
    number: str
    answers: tuple[tuple[Words, str], ...] = field(repr=False)
    missing: tuple[Words, ...] = ()
    papers: tuple[Words, ...] = ()

    @property
    def state(self) -> Words:
        """Whether it was handed in, and as what."""
        return HANDED_IN.about(ticket=self.number) if self.number else NOT_HANDED_IN


def filled(visit: str, form: shapes.Form, application: shapes.Application) -> Filled:
    """Return `application` as its clerk reads it."""
    return Filled(
        visit,
        application.application,
        Words(form.name, form.name_english),
        application.number,
        tuple(_answers(form, application)),
        tuple(_missing(form, application)),
        tuple(_papers(form, application)),
    )


def _fields(form: shapes.Form) -> Iterator[shapes.FormField]:
    for part in form.parts:
        yield from part.fields


def _answers(form: shapes.Form, application: shapes.Application) -> Iterator[tuple[Words, str]]:
    for asked in _fields(form):
        if asked.id in application.answers:
            named = Words(asked.name, asked.name_english)
            yield named, _said(asked, application.answers[asked.id])


def _said(asked: shapes.FormField, answer: str) -> str:
    chosen = (choice.name for choice in asked.choices if choice.id == answer)
    if asked.kind == "agreed":
        return "是"
    return next(chosen, f"{answer} {asked.unit}".strip())


def _missing(form: shapes.Form, application: shapes.Application) -> Iterator[Words]:
    names = {each.id: Words(each.name, each.name_english) for each in _fields(form)}
    for mistake in application.missing:
        name = names.get(mistake.field, Words(mistake.field, ""))
        wrong = mistake.code != "required"
        yield _joined(name, _WRONG) if wrong else name
    for document in form.documents:
        if document.id in application.lacking:
            yield Words(document.name, document.name_english)


def _papers(form: shapes.Form, application: shapes.Application) -> Iterator[Words]:
    pages = Counter(page.document for page in application.attached)
    for document in form.documents:
        name = Words(document.name, document.name_english)
        if pages[document.id]:
            yield _joined(name, _PICTURES.about(count=str(pages[document.id])))
        elif document.id in application.documents:
            yield _joined(name, _SEEN)


def _joined(name: Words, more: Words) -> Words:
    return Words(name.chinese + more.chinese, name.english + more.english)
