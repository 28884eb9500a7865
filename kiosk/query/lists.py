"""Long lists as visitors turn through them: so many things on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True)
class Listed(Generic[ItemT]):
    """One page of a list: 0 is the first of `pages`, and even an empty list has one."""

    entries: Sequence[ItemT]
    page: int
    pages: int


def listed(items: Sequence[ItemT], page: int, per_page: int) -> Listed[ItemT]:
    """Return that page of `items`, and the last where there is none of that number."""
    pages = max(1, -(-len(items) // per_page))
    shown = min(max(page, 0), pages - 1)
    return Listed(items[shown * per_page : (shown + 1) * per_page], shown, pages)
