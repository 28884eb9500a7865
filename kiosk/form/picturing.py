"""Pictures of documents: taken at the screen, kept by the hall, thrown away again."""

from dataclasses import replace

from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.paging import Moved, Moves, filled
from kiosk.form.stay import Stage, Stay


def pages_of(stay: Stay, document: str) -> list[int]:
    """Return which pages of a document the hall has pictures of, the first being 1."""
    kept = filled(stay).kept
    attached = kept.attached if kept else ()
    return sorted(each.page for each in attached if each.document == document)


def _to_camera(stay: Stay, event: e.CameraWanted, _new_id: str) -> Moved:
    needed = {document.id for document in filled(stay).needed}
    if event.document not in needed or not stay.application or stay.sending:
        return stay, ()
    return replace(stay, stage=Stage.CAMERA, pictured=event.document, trouble=""), ()


def _take(stay: Stay, event: e.PageTaken, _new_id: str) -> Moved:
    if stay.sending:
        return stay, ()
    taken = pages_of(stay, stay.pictured)
    page = next(number for number in range(1, len(taken) + 2) if number not in taken)
    attaching = do.Attach(stay.id, stay.application, stay.pictured, page, event.picture)
    return replace(stay, sending=True), (attaching,)


def _drop(stay: Stay, event: e.PageDropped, _new_id: str) -> Moved:
    if stay.sending or event.page not in pages_of(stay, event.document):
        return stay, ()
    dropping = do.Detach(stay.id, stay.application, event.document, event.page)
    return replace(stay, sending=True, trouble=""), (dropping,)


def _attached(stay: Stay, event: e.Attached, _new_id: str) -> Moved:
    kept = replace(filled(stay), kept=event.application)
    return replace(_back(stay), filled=kept, trouble=""), ()


def _not_attached(stay: Stay, event: e.NotAttached, _new_id: str) -> Moved:
    return replace(_back(stay), trouble=event.code), ()


def _back(stay: Stay) -> Stay:
    return replace(stay, stage=Stage.DOCUMENTS, pictured="", sending=False)


MOVES: Moves = {
    e.CameraWanted: _to_camera,
    e.PageTaken: _take,
    e.PageDropped: _drop,
    e.Attached: _attached,
    e.NotAttached: _not_attached,
}
