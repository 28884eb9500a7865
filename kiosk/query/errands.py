"""What stays at a query screen ask of the hall, and what becomes of each question."""

import logging

from edge.api.shapes import AccountQuestion, Accounts, Greeting
from edge.client import HallClient, HallError
from kiosk.ages import is_old
from kiosk.answers import BROKEN_OFF, NO_ANSWER
from kiosk.dialogue import AbandonVisit as AbandonVisitAtHall
from kiosk.errands import Errands
from kiosk.query import events as e
from kiosk.query import wants as w
from kiosk.query.stay import Progress, Visitor

_log = logging.getLogger(__name__)

NO_ACCOUNTS = "no_accounts"
UNREAD = "library_unavailable"

# After these a number that was typed may be typed again.
_TYPE_AGAIN = NO_ANSWER | frozenset(
    {
        "unknown_account",
        "unknown_application",
        "numbers_locked",
        "bad_number",
        "bad_request",
    }
)


class QueryErrands:
    """Asks the hall, and words its answer for the stay that asked."""

    def __init__(self, hall: HallClient, errands: Errands) -> None:
        self._hall = hall
        self._errands = errands

    async def run(self, want: w.Want, screen: str) -> e.Event | None:
        """Do what the stay at `screen` wants; return what it must hear of that, if anything."""
        match want:
            case w.FetchContent():
                return await self._content(want)
            case w.FetchAccounts():
                return await self._accounts(want, screen)
            case w.FetchAccount():
                return await self._account(want, screen)
            case w.FetchProgress():
                return await self._progress(want, screen)
            case w.AbandonVisit():
                await self._errands.run(AbandonVisitAtHall(want.visit), screen)
        return None

    async def _content(self, want: w.FetchContent) -> e.Event:
        try:
            return e.ContentArrived(want.stay, await self._hall.content())
        except HallError as error:
            _log.warning("nothing to read: %s", error.code)
            return e.ContentMissing(want.stay)

    async def _accounts(self, want: w.FetchAccounts, screen: str) -> e.Event:
        greeting = await self._greeting(want.visit)
        whose = Visitor(want.visit)
        if greeting is not None:
            whose = Visitor(want.visit, greeting.name, is_old(greeting))
        try:
            if greeting and greeting.document == "code":
                shown = await self._hall.shown(want.visit)
                if shown.application:
                    return await self._followed(want, shown.application, screen)
            accounts = await self._hall.accounts_of(want.visit)
        except HallError as error:
            _log.info("nothing to show of a visitor: %s", error.code)
            return e.NotFound(want.stay, want.asked, error.code, whose.name, whose.is_old)
        return _found(want, accounts, whose)

    async def _greeting(self, visit: str) -> Greeting | None:
        try:
            return await self._hall.greeting(visit)
        except HallError as error:
            _log.info("nobody to greet: %s", error.code)
            return None

    async def _account(self, want: w.FetchAccount, screen: str) -> e.Event:
        question = AccountQuestion(account=want.number, screen=screen)
        try:
            return e.AccountFound(want.stay, want.asked, await self._hall.account(question))
        except HallError as error:
            _log.info("no account by its number: %s", error.code)
            return _not_by_number(want, error)

    async def _progress(self, want: w.FetchProgress, screen: str) -> e.Event:
        try:
            return await self._followed(want, want.number, screen)
        except HallError as error:
            _log.info("no application by its number: %s", error.code)
            return e.Mistyped(want.stay, want.asked, error.code)

    async def _followed(
        self, want: w.FetchAccounts | w.FetchProgress, number: str, screen: str
    ) -> e.Event:
        followed = await self._hall.follow_application(number, screen)
        return e.ProgressFound(want.stay, want.asked, Progress(followed))


def broken_off(want: w.Want) -> e.Event | None:
    """Return what a stay must hear of a question that broke off."""
    match want:
        case w.FetchContent():
            return e.ContentMissing(want.stay)
        case w.FetchAccounts():
            return e.NotFound(want.stay, want.asked, BROKEN_OFF)
        case w.FetchAccount() | w.FetchProgress():
            return e.Mistyped(want.stay, want.asked, BROKEN_OFF)
    return None


def _found(want: w.FetchAccounts, found: Accounts, whose: Visitor) -> e.Event:
    accounts, left_out = tuple(found.accounts), found.more + found.unread
    if not accounts:
        why = UNREAD if found.unread else NO_ACCOUNTS
        return e.NotFound(want.stay, want.asked, why, whose.name, whose.is_old)
    if len(accounts) == 1 and not left_out:
        return e.AccountFound(want.stay, want.asked, accounts[0], whose.name, whose.is_old)
    asked = want.stay, want.asked
    return e.AccountsFound(*asked, accounts, whose.name, left_out, whose.is_old)


def _not_by_number(want: w.FetchAccount, error: HallError) -> e.Event:
    if error.code in _TYPE_AGAIN:
        return e.Mistyped(want.stay, want.asked, error.code)
    return e.NotFound(want.stay, want.asked, error.code)
