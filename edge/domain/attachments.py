"""Rules of attachments: pictures of the documents that go with an application, page by page."""

from collections.abc import Iterable

from edge.domain.forms import Form
from edge.domain.now import PageNow
from edge.domain.refusals import RefusedError

PAGE_BYTES_MAX = 2 * 1024 * 1024
PAGE_MAX = 20

_MEDIA = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class NoPictureError(RefusedError):
    """What was attached is neither a JPEG nor a PNG picture, or it is too large."""

    code = "no_picture"
    nature = "invalid"


class DocumentNotAskedError(RefusedError):
    """The form does not ask for such a document."""

    code = "document_not_asked"
    nature = "invalid"


class PageNotAttachedError(RefusedError):
    """No such page of a document is attached."""

    code = "page_not_attached"
    nature = "unknown"


class TooManyPagesError(RefusedError):
    """The hall keeps no more pages: of this application, or at all."""

    code = "too_many_pages"
    nature = "conflict"


def media_of(data: bytes) -> str:
    """Return what kind of picture `data` begins like. Raises `NoPictureError`."""
    if len(data) > PAGE_BYTES_MAX:
        raise NoPictureError(f"a page has no more than {PAGE_BYTES_MAX} bytes", "data")
    for magic, media in _MEDIA.items():
        if data.startswith(magic):
            return media
    raise NoPictureError("neither JPEG nor PNG", "data")


def require_document(form: Form, document: str) -> None:
    """Raise `DocumentNotAskedError` for what `form` never asks for."""
    if document not in (each.id for each in form.documents):
        raise DocumentNotAskedError("the form does not ask for that document", "document")


def page_of(pages: Iterable[PageNow], document: str, page: int) -> PageNow:
    """Return that page. Raises `PageNotAttachedError`."""
    for each in pages:
        if (each.document, each.page) == (document, page):
            return each
    raise PageNotAttachedError("no such page is attached", "page")


def require_room(before: Iterable[PageNow], size: int, most: int, total: int, kept: int) -> None:
    """Raise `TooManyPagesError` where a page of `size` bytes more is too much.

    `before` are the other pages of the application, which has `most` at most; `kept` bytes are
    there of all applications, and may become `total`.
    """
    if len(list(before)) >= most:
        raise TooManyPagesError(f"an application has no more than {most} pages", "page")
    if kept + size > total:
        raise TooManyPagesError("the hall has no room for more documents", "data")
