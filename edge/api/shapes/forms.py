"""Shapes of forms and of applications: what is asked, what was answered, what is missing."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, Request
from edge.domain.forms import FormKind
from edge.domain.forms.model import Entry, Fill

_FIELDS_MAX = 200
_ANSWER_CHARS_MAX = 4000
_SIGNATURE_CHARS_MAX = 20_000
_CODE_CHARS_MAX = 20

Typed = Annotated[str, Field(max_length=_ANSWER_CHARS_MAX)]
Answers = Annotated[dict[Identifier, Typed], Field(max_length=_FIELDS_MAX)]
Documents = Annotated[list[Identifier], Field(max_length=_FIELDS_MAX)]
# What a hand has drawn: SVG path data, moves and lines alone.
Drawing = Annotated[str, Field(max_length=_SIGNATURE_CHARS_MAX, pattern=r"^[ML0-9. ]*$")]


class FormChoice(Answer):
    """One of several answers."""

    id: str
    name: str
    name_english: str


class FormField(Answer):
    """One question. `when`: every field in it must have one of these answers, or it is not asked.

    `fill` is where the answer comes from when that is known.
    """

    id: str
    kind: FormKind
    name: str
    name_english: str
    hint: str
    hint_english: str
    required: bool
    when: dict[str, list[str]]
    choices: list[FormChoice]
    length_max: int
    unit: str
    fill: Fill


class FormPart(Answer):
    """One screen of a form."""

    id: str
    name: str
    name_english: str
    when: dict[str, list[str]]
    fields: list[FormField]


class FormDocument(Answer):
    """Something to bring; `copies` of it are handed in."""

    id: str
    name: str
    name_english: str
    when: dict[str, list[str]]
    required: bool
    copies: int


class Form(Answer):
    """A form that can be filled in here. `service` is the one whose ticket goes with it.

    `entry` says what is reported, complained of or asked by it, at other screens as well.
    """

    id: str
    name: str
    name_english: str
    service: str
    signed: bool
    parts: list[FormPart]
    documents: list[FormDocument]
    entry: Entry = ""


class Filling(Request):
    """What was answered so far, and which documents were seen. `at` is the screen or counter."""

    answers: Answers
    documents: Documents = Field(default_factory=list)
    at: Identifier


class NewApplication(Filling):
    """A form that somebody begins to fill in."""

    form: Identifier


class Resume(Request):
    """The code to go on by, as it was typed at a screen."""

    code: Annotated[str, Field(max_length=_CODE_CHARS_MAX)]
    screen: Identifier


class HandIn(Request):
    """A form is complete. `signature` is what was drawn, as SVG path data; empty: not signed."""

    signature: Drawing = ""


class Bind(Request):
    """The ticket that an application is about."""

    visit: Identifier


class FormMistake(Answer):
    """What is wrong at a field: a code, and what a sentence about it needs."""

    field: str
    code: str
    details: dict[str, str | int]


class Page(Request):
    """A picture of one page of a document, JPEG or PNG; `data` is base64. `at` is the screen."""

    data: str = Field(repr=False)
    at: Identifier


class PageShown(Answer):
    """A picture of one page, as it was attached; `data` is base64."""

    media: str
    data: str = Field(repr=False)


class Attached(Answer):
    """One page of a document that was attached; `size` is that of what the hall keeps."""

    document: str
    page: int
    media: str
    size: int


class MissingList(Request):
    """Where everything that is missing is to be printed for."""

    screen: Identifier


class MissingListPrinted(Answer):
    """What became of the paper. `no_printer`: nothing came out; `uncertain`: perhaps."""

    application: str
    outcome: Literal["printed", "no_printer", "uncertain"]


class Application(Answer):
    """A form as it was filled in, for the eyes of whoever fills it in or serves them.

    `code` is what it is gone on by. `mistakes` are of answers that were not kept; `missing` names
    what is to be answered, `lacking` the documents that were neither seen nor attached.
    """

    application: str
    form: str
    code: str = Field(repr=False)
    answers: dict[str, str] = Field(repr=False)
    documents: list[str]
    attached: list[Attached]
    mistakes: list[FormMistake]
    missing: list[FormMistake]
    lacking: list[str]
    number: str
    until: int


class Followed(Answer):
    """How far an application is. `reached` is headquarters' wall ms, 0 before it said anything.

    `step` is what `stage` says in two languages, as one word for programs: `accepted`, `more`,
    `survey`, `design`, `work`, `inspection`, `answered`, `done`, `rejected`, `withdrawn`; empty
    before headquarters said anything. `application` and `form` are empty for whoever has but a
    number, which is no secret.
    """

    application: str
    form: str
    number: str
    step: str = ""
    stage: str
    stage_english: str
    reached: int


class Withdraw(Request):
    """The visitor wants their form back. `visit` is whom the clerk means."""

    application: Identifier
    visit: Identifier | None = None


class Bound(Answer):
    """The ticket that an application is about."""

    application: str
    visit: str
