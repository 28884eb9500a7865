"""Shapes of the screens that are paired with the hall."""

from typing import Annotated

from pydantic import Field

from edge.api.shapes.base import Identifier, Request


class PairedScreen(Request):
    """A screen or tablet that is let in since `at` (wall ms), by a user of the machine."""

    role: Annotated[str, Field(pattern=r"^[a-z]{1,32}$")]
    name: Identifier
    at: Annotated[int, Field(ge=0, le=2**53)]
    by: Annotated[str, Field(max_length=64)] = ""


class PairedScreens(Request):
    """All screens and tablets that are paired."""

    screens: Annotated[list[PairedScreen], Field(max_length=1000)]
