"""How a visitor's wish comes about: who comes first, groups, search, several services."""

from dataclasses import replace
from typing import Any

from kiosk import dialogue as d
from kiosk.turns import Moved, Moves, Turn, stay

_QUERY_MAX = 16


def _wishing(dialogue: d.Dialogue, **changes: Any) -> Moved:
    return replace(dialogue, wish=replace(dialogue.wish, **changes)), ()


def _declare(dialogue: d.Dialogue, event: d.PriorityDeclared, _turn: Turn) -> Moved:
    return _wishing(dialogue, priority=event.group)


def _open_group(dialogue: d.Dialogue, event: d.GroupOpened, _turn: Turn) -> Moved:
    return _wishing(dialogue, group=event.group)


def _want_several(dialogue: d.Dialogue, event: d.SeveralWanted, _turn: Turn) -> Moved:
    return _wishing(dialogue, several=event.wanted, marked=())


def _mark(dialogue: d.Dialogue, event: d.ServiceMarked, _turn: Turn) -> Moved:
    marked = tuple(each for each in dialogue.wish.marked if each != event.service)
    if marked == dialogue.wish.marked and len(marked) < d.SERVICES_MAX:
        marked = (*marked, event.service)
    return _wishing(dialogue, several=True, marked=marked)


def _want_together(dialogue: d.Dialogue, event: d.TogetherWanted, _turn: Turn) -> Moved:
    return _wishing(dialogue, together=event.wanted)


def _search(dialogue: d.Dialogue, _event: d.SearchWanted, _turn: Turn) -> Moved:
    return _wishing(dialogue, query="", group="")


def _look_for(dialogue: d.Dialogue, event: d.QueryTyped, _turn: Turn) -> Moved:
    return _wishing(dialogue, query=event.query[:_QUERY_MAX])


def _ask_for_paper(dialogue: d.Dialogue, event: d.PaperAsked, _turn: Turn) -> Moved:
    return _wishing(dialogue, service=event.service, on_paper=True)


def _ask_for_documents(dialogue: d.Dialogue, event: d.DocumentsAsked, _turn: Turn) -> Moved:
    return _wishing(dialogue, service=event.service)


def _choose_again(dialogue: d.Dialogue, _event: d.ChoseAgain, _turn: Turn) -> Moved:
    # What was marked is kept where the visitor only looks back: they touched it one by one.
    looking_back = dialogue.outcome is None
    before = dialogue.wish
    wish = replace(before, service="", query="") if looking_back else d.Wish()
    kept = replace(wish, priority=before.priority, appointment=False, on_paper=True)
    return replace(dialogue, wish=kept, outcome=None), ()


MOVES: Moves = {
    d.PriorityWanted: stay,
    d.PriorityDeclared: _declare,
    d.GroupOpened: _open_group,
    d.SeveralWanted: _want_several,
    d.ServiceMarked: _mark,
    d.TogetherWanted: _want_together,
    d.SearchWanted: _search,
    d.QueryTyped: _look_for,
    d.DocumentsAsked: _ask_for_documents,
    d.PaperAsked: _ask_for_paper,
    d.ChoseAgain: _choose_again,
}
