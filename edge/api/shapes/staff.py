"""Shapes of signing in and out."""

from typing import Annotated

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, Request


class SignIn(Request):
    """A staff number and its PIN."""

    staff: Identifier
    pin: Annotated[str, Field(min_length=1, max_length=64)]


class Session(Answer):
    """A session: the token goes into `Authorization: Bearer …`.

    `rights` are the actions that whoever signed in may do, so that a terminal offers no others.
    """

    token: str
    staff: str
    name: str
    expires_at: int
    role: str = ""
    rights: list[str] = Field(default_factory=list)
