"""What a form is made of, as a configuration writes it down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

FormKind = Literal[
    "text",
    "long_text",
    "digits",
    "number",
    "choice",
    "date",
    "phone",
    "identity",
    "company",
    "account",
    "agreed",
]
"""How a field is answered.

text        one line, at most `length_max` characters
long_text   several lines, at most `length_max` characters
digits      digits alone, leading zeros and all, at most `length_max`
number      a decimal number between `least` and `most`, with at most `places` decimal places
choice      the id of one of `choices`
date        YYYY-MM-DD
phone       a mainland mobile number, or a fixed line with its area code
identity    a citizen's identity number (GB 11643-1999), check character included
company     a unified social credit code (GB 32100-2015), check character included
account     the utility's account number (户号): digits
agreed      `yes`, or nothing
"""

Fill = Literal["", "card_name", "card_number", "card_address", "account"]

Entry = Literal["", "repair", "complaint", "consult"]
"""What can be reported, complained of or asked without taking a ticket first; empty: neither."""

When = Mapping[str, tuple[str, ...]]
"""What must have been answered: each field with one of these values. Empty: always."""


@dataclass(frozen=True)
class Choice:
    """One of several answers."""

    id: str
    name: str
    name_english: str


@dataclass(frozen=True)
class Field:
    """One question. `fill` is where its answer comes from when that is known.

    `above` names a field with a number that this one's must exceed.
    """

    id: str
    kind: FormKind
    name: str
    name_english: str
    hint: str = ""
    hint_english: str = ""
    required: bool = True
    when: When | None = None
    choices: tuple[Choice, ...] = ()
    length_max: int = 100
    least: float | None = None
    most: float | None = None
    places: int = 0
    unit: str = ""
    above: str = ""
    fill: Fill = ""


@dataclass(frozen=True)
class Part:
    """One screen of a form."""

    id: str
    name: str
    name_english: str
    fields: tuple[Field, ...]
    when: When | None = None


@dataclass(frozen=True)
class FormDocument:
    """Something to bring, or to lay under the document camera. `copies` are those handed in."""

    id: str
    name: str
    name_english: str
    when: When | None = None
    required: bool = True
    copies: int = 0


@dataclass(frozen=True)
class Form:
    """An application for `service`; without one it can be handed in but takes no ticket.

    One with an `entry` is filled in at the query screen and the ticket screen as well.
    """

    id: str
    name: str
    name_english: str
    parts: tuple[Part, ...]
    service: str = ""
    documents: tuple[FormDocument, ...] = ()
    signed: bool = True
    entry: Entry = ""

    def fields(self) -> Iterator[Field]:
        """Yield every field, in the order in which they are asked."""
        for part in self.parts:
            yield from part.fields

    def field(self, name: str) -> Field | None:
        """Return the field with that id."""
        return next((field for field in self.fields() if field.id == name), None)
