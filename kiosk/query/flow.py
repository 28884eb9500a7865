"""The stay at a query screen, from the first touch until it is wiped: a pure machine."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.query import events as e
from kiosk.query.moves import ACTIONS
from kiosk.query.stay import Stage, Stay
from kiosk.query.wants import FetchContent, Want
from kiosk.turns import Turn

# Everything that changes the page of a stay is in these tables. An event that is not in them for a
# page changes nothing there. Some rules hold besides:
#
# - What the hall answers is heard by the stay that asked, and only to its latest question.
# - Whoever comes next gets a stay of their own; accounts, name and numbers stay with the old one.
# - What everybody may read arrives on any page.
# - From every page the home page can be opened, somebody can be identified, and the stay can end.

_FROM_HOME = frozenset(
    {
        Stage.TYPING,
        Stage.ACCOUNTS,
        Stage.ACCOUNT,
        Stage.TARIFFS,
        Stage.OUTAGES,
        Stage.GUIDES,
        Stage.ARTICLES,
        Stage.FOLLOWING,
        Stage.MORE,
    }
)

# Which pages are opened from which; the home page from all of them.
OPENS: dict[Stage, frozenset[Stage]] = {
    Stage.ATTRACT: _FROM_HOME,
    Stage.HOME: _FROM_HOME,
    Stage.MORE: frozenset({Stage.TARIFFS, Stage.ARTICLES}),
    Stage.UNKNOWN: frozenset({Stage.TYPING}),
    Stage.ACCOUNT: frozenset({Stage.BILLS, Stage.USAGE, Stage.TARIFF, Stage.TYPING}),
    Stage.FOLLOWED: frozenset({Stage.FOLLOWING}),
}

# What one thing of a list opens.
ITEMS: dict[Stage, Stage] = {
    Stage.ACCOUNTS: Stage.ACCOUNT,
    Stage.BILLS: Stage.BILL,
    Stage.TARIFFS: Stage.TARIFF,
    Stage.GUIDES: Stage.GUIDE,
    Stage.ARTICLES: Stage.ARTICLE,
}

# Where back leads, where that is not home.
BACK: dict[Stage, Stage] = {
    Stage.BILLS: Stage.ACCOUNT,
    Stage.BILL: Stage.BILLS,
    Stage.USAGE: Stage.ACCOUNT,
    Stage.TARIFF: Stage.TARIFFS,
    Stage.GUIDE: Stage.GUIDES,
    Stage.ARTICLE: Stage.ARTICLES,
    Stage.FOLLOWED: Stage.FOLLOWING,
}

# What else leads from page to page.
TRANSITIONS: dict[Stage, dict[type[e.Event], Stage]] = {
    Stage.ATTRACT: {e.Touched: Stage.HOME},
    Stage.TYPING: {e.AccountTyped: Stage.FINDING},
    Stage.FINDING: {
        e.AccountsFound: Stage.ACCOUNTS,
        e.AccountFound: Stage.ACCOUNT,
        e.ProgressFound: Stage.FOLLOWED,
        e.NotFound: Stage.UNKNOWN,
        e.Mistyped: Stage.TYPING,
    },
    Stage.FOLLOWING: {e.NumberTyped: Stage.LOOKING},
    Stage.LOOKING: {e.ProgressFound: Stage.FOLLOWED, e.Mistyped: Stage.FOLLOWING},
    Stage.ARTICLES: {e.TopicChosen: Stage.ARTICLES},
}

LISTS = frozenset({*ITEMS, Stage.OUTAGES})

_OF_ANY_STAGE = (e.ContentArrived, e.ContentMissing, e.HallBack)
_AT_HOME = (Stage.ATTRACT, Stage.HOME)


def step(stay: Stay, event: e.Event, turn: Turn) -> tuple[Stay, Sequence[Want]]:
    """Return the stay after `event`, and what is to be asked of the hall."""
    if _is_late(stay, event):
        return stay, ()
    stage = _stage_after(stay, event)
    if stage is None:
        return stay, ()
    after, wants = ACTIONS[type(event)](replace(stay, stage=stage), event, turn)
    return after, (*wants, *_to_read(stay, after, event))


def _is_late(stay: Stay, event: e.Event) -> bool:
    if isinstance(event, e.Answer) and event.asked != stay.asked:
        return True
    return isinstance(event, e.Addressed) and event.stay != stay.id


def _stage_after(stay: Stay, event: e.Event) -> Stage | None:
    """Return the page that follows, or None where the event changes nothing here."""
    if isinstance(event, _OF_ANY_STAGE):
        return stay.stage
    if isinstance(event, e.Opened):
        return event.stage if _may_open(stay, event.stage) else None
    led = _LEADS.get(type(event))
    return led(stay) if led else TRANSITIONS.get(stay.stage, {}).get(type(event))


def _may_open(stay: Stay, stage: Stage) -> bool:
    if stage is Stage.HOME:
        return stay.stage is not Stage.HOME
    if stage is Stage.ACCOUNT and stay.person.account is None:
        return False
    if stage is Stage.ACCOUNTS and not stay.person.accounts:
        return False
    return stage in OPENS.get(stay.stage, frozenset())


def _back(stay: Stay) -> Stage:
    if stay.stage is Stage.ACCOUNT and stay.person.accounts:
        return Stage.ACCOUNTS
    if stay.stage is Stage.TARIFF and stay.reading.from_account:
        return Stage.ACCOUNT
    return BACK.get(stay.stage, Stage.HOME)


# Events that lead somewhere from wherever they mean something.
_LEADS: dict[type[e.Event], Callable[[Stay], Stage | None]] = {
    e.WentBack: lambda stay: None if stay.stage in _AT_HOME else _back(stay),
    e.ItemOpened: lambda stay: ITEMS.get(stay.stage),
    e.Turned: lambda stay: stay.stage if stay.stage in LISTS else None,
    e.Identified: lambda _stay: Stage.FINDING,
    e.NumberGiven: lambda _stay: Stage.LOOKING,
    e.Left: lambda _stay: Stage.ATTRACT,
}


def _to_read(before: Stay, after: Stay, event: e.Event) -> Sequence[Want]:
    """Return the question for what everybody may read: once a stay, and again if it failed."""
    if after.stage is Stage.ATTRACT or after.content is not None:
        return ()
    begun = before.stage is Stage.ATTRACT or after.id != before.id
    again = isinstance(event, e.HallBack) or (after.unreadable and isinstance(event, e.Opened))
    return (FetchContent(after.id),) if begun or again else ()
