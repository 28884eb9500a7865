"""What the visitor's page asks of whoever serves it: a visit, three wishes, and forms."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from edge.domain.mobile import MobileVisit
from edge.mobile.filled import Form, Mistake

Wish = Literal["delay", "leave", "rate"]


class NoPageError(Exception):
    """There is no such page, or no more."""


class NotNowError(Exception):
    """A wish that is not granted now; `code` is one of the hall's, or `hall_away`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooManyWatchersError(Exception):
    """As many pages are followed live as this server feeds; a page can still be looked at."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A wish that the hall has not granted: on its way, or refused with `code`."""

    wish: Wish
    code: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A form that was handed in from the page: its number, its name, and how far it is.

    The stage is empty while nothing was said.
    """

    number: str
    name: str
    name_english: str
    stage: str = ""
    stage_english: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A visit as it is known here.

    `here` says whether the hall is heard now: what is shown may be old where it is not. `words`
    says whether a visitor's own words can be taken with a rating. `forms` can be filled in on the
    telephone, `handed` were, the latest first.
    """

    visit: MobileVisit
    here: bool
    pending: tuple[Pending, ...] = ()
    words: bool = False
    forms: tuple[Form, ...] = ()
    handed: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A grade from 1 to 5, `grades` of dimensions such as `speed=4`, and words."""

    grade: int
    grades: tuple[str, ...] = ()
    words: str = ""


class Visits(Protocol):
    """Visits by the secret of their page. Wishes of the same `key` are one wish.

    Wishes raise `NoPageError`, `NotNowError`.
    """

    async def look(self, secret: str) -> Looked:
        """Return what is known of the visit now.

        Raises `NoPageError`, and `NotNowError` where nobody can be asked.
        """

    async def delay(self, secret: str, key: str) -> None:
        """Have the visitor called some minutes later."""

    async def leave(self, secret: str, key: str) -> None:
        """Give the ticket up."""

    async def rate(self, secret: str, key: str, rating: Rating) -> None:
        """Rate the visit."""

    async def hand_in(
        self, secret: str, form: str, typed: Mapping[str, str], key: str
    ) -> tuple[Mistake, ...]:
        """Hand in one of the page's forms. Return what is wrong with it: nothing, and it is kept.

        Also raises `NotNowError` `unknown_form`.
        """

    async def news(self, secret: str) -> AsyncGenerator[str]:
        """Return server-sent events, `changed` where it is worth looking again.

        Raises `NoPageError`, `NotNowError`, `TooManyWatchersError`.
        """
