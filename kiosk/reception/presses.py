"""What a browser may post: one press, with a key of its own however often it is sent."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes import Identifier, Request

Text = Annotated[str, Field(max_length=500)]
Name = Annotated[str, Field(max_length=32)]
Action = Literal[
    "touch",
    "sign_in",
    "sign_out",
    "somebody_else",
    "lock",
    "language",
    "section",
    "open",
    "visit",
    "sheet",
    "back",
    "forget",
    "again",
    "take",
    "service",
    "priority",
    "documents",
    "divert",
    "divert_door",
    "cancel",
    "reinstate",
    "accept",
    "end_help",
    "slips",
    "read",
    "send",
]


class Press(Request):
    """One press: its key, what for, on what, and the fields of its form (they may be secret)."""

    press: Identifier
    action: Action
    about: Annotated[str, Field(max_length=64)] = ""
    value: Annotated[str, Field(max_length=64)] = ""
    fields: Annotated[dict[Name, list[Text]], Field(max_length=12, repr=False)] = Field(
        default_factory=dict
    )

    def field(self, name: str) -> str:
        """Return what stands in a field; empty where it is not there."""
        return next(iter(self.fields.get(name, ())), "")

    def number(self, name: str) -> int:
        """Return the number in a field; 0 where there is none."""
        text = self.field(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX else 0


_DIGITS_MAX = 6
