"""Shapes of notes and of who a visitor is: what a clerk is told, and what only on the record."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Request

NOTE_MAX = 300

# No control character, no line or direction of its own: a terminal shows it as it was written.
_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$"
NoteText = Annotated[str, Field(min_length=1, max_length=NOTE_MAX, pattern=_PLAIN)]

# Fixed words: what somebody types might be what is to be kept from the journal.
RevealReason = Literal[
    "check_document", "find_account", "fill_form", "reach_visitor", "complaint", "emergency"
]


class NewNote(Request):
    """Something to be written down about a visit."""

    text: NoteText


class NoteState(Answer):
    """How many notes a visit has after one was written; `seq` is the fact."""

    visit: str
    notes: int
    seq: int


class Note(Answer):
    """Something that `by` wrote down at `at` (wall ms). The text is null where its key is gone."""

    at: int
    by: str
    by_name: str
    text: str | None


class Visitor(Answer):
    """Who is at a counter, as its clerk may know. The name is masked, empty where none is known.

    `document` is what was shown, empty for nothing; `known` says whether there is a name or number
    to be revealed. `account` is the customer number of a purchase card; `application` the name of
    the form that was filled in, with its number once it was handed in, and `lacking` how much of it
    is missing; each empty where the hall knows of none. `checked` says whether somebody has looked
    through the documents that the visit needs.
    """

    visit: str
    name: str
    document: str
    age_band: str
    known: bool
    account: str
    checked: bool
    notes: list[Note]
    application: str = ""
    lacking: int = 0


class Reveal(Request):
    """Why somebody has to see who a visitor is."""

    reason: RevealReason


class Identity(Answer):
    """Who a visitor is, for whoever asked and only now; empty where a part was not shown."""

    visit: str
    document: str
    name: str = Field(repr=False)
    number: str = Field(repr=False)
