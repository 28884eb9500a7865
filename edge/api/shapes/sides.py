"""Shapes of the visitor's side of a counter."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, Request

What = Literal["identity", "form", "sign", ""]


class ToShow(Request):
    """What the visitor is to see: who they are, their form, the place to sign, or nothing any more.

    `visit` is whom the clerk means; another visitor there is not shown it.
    """

    what: What
    visit: Identifier | None = None


class SideAnswer(Request):
    """Whether what is shown is right; `asked` names it."""

    asked: Annotated[int, Field(ge=1)]
    agreed: bool


class Side(Answer):
    """The visitor's side of a counter. `state` is `called`, `serving`, or empty: nobody is there.

    `visit` is whoever is being served. `agreed` is null until the visitor has answered. `number` is
    that of a form which was signed there. `screen` is whether such a screen is let in at all.
    """

    counter: str
    open: bool
    paused: str
    staff: str
    state: str
    visit: str
    ticket: str
    service: str
    shown: What
    asked: int
    agreed: bool | None
    number: str = ""
    screen: bool = False
    seq: int


class SidePerson(Answer):
    """Who the hall takes the visitor for, masked. What is not known is empty."""

    document: str
    name: str
    number: str
    account: str
