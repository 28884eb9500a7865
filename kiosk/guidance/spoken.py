"""What is read aloud of a page: its heading, its hints and what it warns of, in the first language.

It is taken from the page itself, so that nobody hears anything else than others read. What a page
says besides has `data-say`. Whatever stands in an element with `data-private`, and masked text, is
never said aloud. Ticket numbers and codes are spelt, as they are when they are called.
"""

import re
from html.parser import HTMLParser

# Elements that have no end, and hold no text.
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "path", "circle"})
_CHARS_MAX = 400
_MASKED = re.compile(r"\S*\*+\S*")
_SPELT = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*[0-9])[A-Z0-9]+(?![A-Za-z0-9])")
_BETWEEN = "。"
_ENDS = "。.!?！？…：:，,"


def spoken(html: str) -> str:
    """Return the sentences of a page, in the order of reading; empty for one that says nothing."""
    page = _Page()
    page.feed(html)
    page.close()
    sentences = [said for part in page.parts if (said := _cleaned(part))]
    joined = "".join(said if said[-1] in _ENDS else said + _BETWEEN for said in sentences)
    return joined[:_CHARS_MAX]


def _cleaned(text: str) -> str:
    shown = _SPELT.sub(lambda found: " ".join(found[0]), _MASKED.sub(" ", text))
    return " ".join(shown.split())


class _Page(HTMLParser):
    """Gathers the text of what is said. An element says whether all within it is."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        # For each open element: whether its text is said, is of the second language, or private.
        self._open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = dict(attrs)
        said, silent = self._open[-1][1:] if self._open else (False, False)
        begins = not said and _is_said(tag, given)
        if begins:
            self.parts.append("")
        self._open.append((tag, said or begins, silent or _is_silent(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] and not self._open[-1][2]:
            self.parts[-1] += data


def _is_said(tag: str, given: dict[str, str | None]) -> bool:
    classes = (given.get("class") or "").split()
    return (
        tag == "h1"
        or "hint" in classes
        or given.get("role") in ("alert", "status")
        or "data-say" in given
    )


def _is_silent(tag: str, given: dict[str, str | None]) -> bool:
    classes = (given.get("class") or "").split()
    return (
        tag in ("svg", "script", "style", "template")
        or "second" in classes
        or "data-private" in given
        or "hidden" in given
        or given.get("aria-hidden") == "true"
    )
