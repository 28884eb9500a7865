"""Finding a service by what a visitor types: names, search words, pinyin initials, prefix."""

import unicodedata
from collections.abc import Iterable

from edge.domain.plan.services import Service
from edge.domain.plan.whole import Plan


def find_services(plan: Plan, text: str, language: str = "zh") -> tuple[Service, ...]:
    """Return the services that can be chosen and that `text` means, the likeliest first.

    The name in `language` (`zh` or `en`) counts more than the other; what is found by the name of
    its group comes last. Empty: all services, as the plan has them.
    """
    wanted = _plain(text)
    ranks = {leaf: _rank(plan, plan.by_id[leaf], wanted, language) for leaf in plan.leaves}
    found = [leaf for leaf, rank in ranks.items() if rank is not None]
    return tuple(plan.by_id[leaf] for leaf in sorted(found, key=lambda leaf: ranks[leaf] or 0))


def _rank(plan: Plan, service: Service, wanted: str, language: str) -> int | None:
    for rank, words in enumerate(_words(plan, service, language)):
        heads, inside = (rank * 2, rank * 2 + 1)
        plain = [_plain(word) for word in words]
        if any(word.startswith(wanted) for word in plain):
            return heads
        if any(wanted in word for word in plain):
            return inside
    return None


def _words(plan: Plan, service: Service, language: str) -> Iterable[Iterable[str]]:
    """Yield what a service is known by, the nearest to it first."""
    yield [service.prefix]
    yield [_name(service, language)]
    yield service.search
    yield [service.name, service.name_english]
    groups = [plan.by_id[group] for group in plan.above(service.id)]
    yield [word for group in groups for word in (group.name, group.name_english, *group.search)]


def _name(service: Service, language: str) -> str:
    return service.name_english if language == "en" else service.name


def _plain(text: str) -> str:
    """Return `text` without what nobody types alike: width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
