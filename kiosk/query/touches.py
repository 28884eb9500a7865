"""What each touch at a query screen means."""

import re
from collections.abc import Callable

from kiosk.query import events as e
from kiosk.query.stay import Stage, Topic

# What may be sent as a number; whether it is one, the hall says.
_ACCOUNT = re.compile(r"[0-9]{6,20}")
_NUMBER = re.compile(r"[0-9]{11,14}")
_PAGE = re.compile(r"[0-9]{1,3}")
# An account's place, a month, or what headquarters calls a tariff, a guide or an article.
_ITEM = re.compile(r"[A-Za-z0-9_.:-]{1,64}")

_OPENED = {stage.value: stage for stage in Stage}
_TOPICS = {topic.value: topic for topic in Topic}


def event_of(action: str, value: str) -> e.Event:
    """Return what it means that `action` was touched; what means nothing else is a touch."""
    return _EVENTS.get(action, _touch)(value) or e.Touched()


def _touch(_value: str) -> e.Event | None:
    return e.Touched()


def _open(value: str) -> e.Event | None:
    stage = _OPENED.get(value)
    return e.Opened(stage) if stage else None


def _open_item(value: str) -> e.Event | None:
    return e.ItemOpened(value) if _ITEM.fullmatch(value) else None


def _turn(value: str) -> e.Event | None:
    return e.Turned(int(value)) if _PAGE.fullmatch(value) else None


def _choose_topic(value: str) -> e.Event | None:
    topic = _TOPICS.get(value)
    return e.TopicChosen(topic) if topic else None


def _account(value: str) -> e.Event | None:
    return e.AccountTyped(value) if _ACCOUNT.fullmatch(value) else None


def _number(value: str) -> e.Event | None:
    return e.NumberTyped(value) if _NUMBER.fullmatch(value) else None


_EVENTS: dict[str, Callable[[str], e.Event | None]] = {
    "open": _open,
    "back": lambda _value: e.WentBack(),
    "item": _open_item,
    "turn": _turn,
    "topic": _choose_topic,
    "account": _account,
    "number": _number,
    "leave": lambda _value: e.Left(),
}
