"""The command palette: everything a clerk may do, by its Chinese or its English name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from textual.message import Message

from edge.staff import words
from edge.staff.actions import KEYS, RIGHTS, Action, Key
from edge.staff.desk import Desk, why_not
from edge.staff.messages import CopyAsked, FaultsAsked, LanguageAsked, LockAsked, SignOutAsked
from edge.staff.pages import Page
from edge.staff.words import Words

_TERMINAL: tuple[tuple[Words, str, Callable[[], Message]], ...] = (
    (words.COPY, "y", CopyAsked),
    (words.SHOW_FAULTS, "g F2", FaultsAsked),
    (words.LOCK, "Ctrl+L", LockAsked),
    (words.SWITCH_LANGUAGE, "", LanguageAsked),
    (words.SIGN_OUT, "q F12", SignOutAsked),
)


@dataclass(frozen=True)
class Command:
    """What the palette lists: the name, a word of help, and what is run."""

    name: str
    help: str
    run: Callable[[], object]


def of_keys(desk: Desk, ask: Callable[[Action], object]) -> Iterator[Command]:
    """Yield what the clerk has the right to do; what makes no sense now says why."""
    for key in KEYS:
        if RIGHTS[key.action] in desk.rights:
            yield Command(str(key.words), _help(desk, key), partial(ask, key.action))


def of_pages(
    desk: Desk, pages: tuple[Page, ...], open_page: Callable[[Page], object]
) -> Iterator[Command]:
    """Yield the pages that the clerk has the right to see."""
    for page in pages:
        if page.right in desk.rights:
            yield Command(str(page.words), page.letter, partial(open_page, page))


def of_terminal(
    post: Callable[[Message], object], leave: Callable[[], object]
) -> Iterator[Command]:
    """Yield what is done with the terminal itself."""
    for said, keys, message in _TERMINAL:
        yield Command(str(said), keys, partial(post, message()))
    yield Command(str(words.QUIT), "Ctrl+Q", leave)


def _help(desk: Desk, key: Key) -> str:
    cap = " ".join(filter(None, (key.cap, key.function)))
    reason = why_not(desk, key.action)
    return f"{cap}  {reason}" if reason else cap
