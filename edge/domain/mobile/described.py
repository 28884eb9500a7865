"""What a hall tells of itself so that visitors' pages have words: names, counters, rules, forms.

Headquarters has no plan of a hall. The hall says as a fact, once a day, what its visitors may read.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from edge.domain.forms import Form
from edge.domain.mobile.rules import MobileRules
from edge.domain.plan import Plan

_NOTHING = ("", "", "", "")
Words = tuple[str, str, str, str]


class BadDescriptionError(ValueError):
    """What a hall is said to be cannot be read."""


@dataclass(frozen=True)
class Dimension:
    """Something that visitors may rate by itself, beside the whole."""

    id: str
    name: str
    name_english: str


@dataclass(frozen=True, slots=True)
class Described:
    """A hall in words for visitors.

    `services` are name and zone, `counters` name and place, each in Chinese and in English.
    `forms` are those for a telephone, as a configuration writes them: whoever uses them checks
    them, since they come from another machine.
    """

    name: str = ""
    name_english: str = ""
    services: Mapping[str, Words] = field(default_factory=dict)
    counters: Mapping[str, Words] = field(default_factory=dict)
    dimensions: tuple[Dimension, ...] = ()
    rules: MobileRules = field(default_factory=MobileRules)
    forms: tuple[Mapping[str, Any], ...] = ()

    def service(self, service: str) -> Words:
        """Return name and zone of a service, in both languages; its id where nobody said more."""
        return self.services.get(service, (service, service, "", ""))

    def counter(self, counter: str) -> Words:
        """Return name and place of a counter, in both languages."""
        return self.counters.get(counter, (counter, counter, "", "")) if counter else _NOTHING

    def text(self) -> str:
        """Return it as a fact holds it."""
        said = asdict(self)
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def on_telephone(form: Form) -> bool:
    """Whether a form can be filled in on a telephone: there is nothing to sign or to show."""
    return not form.signed and not any(document.required for document in form.documents)


def describe(
    name: str,
    name_english: str,
    plan: Plan,
    rules: MobileRules,
    dimensions: tuple[Dimension, ...],
    forms: Iterable[Form] = (),
) -> Described:
    """Return the hall of that `plan`, with those of its `forms` that suit a telephone."""
    services = {
        leaf: (service.name, service.name_english, service.zone, service.zone_english)
        for leaf in plan.leaves
        for service in (plan.by_id[leaf],)
    }
    counters = {
        each.id: (each.name, each.name_english, each.place, each.place_english)
        for each in plan.counters
    }
    phone = tuple(asdict(form) for form in forms if on_telephone(form))
    return Described(name, name_english, services, counters, dimensions, rules, phone)


def read_described(text: str) -> Described:
    """Return what `Described.text` wrote. Raises `BadDescriptionError`."""
    try:
        said = json.loads(text)
        return Described(
            str(said["name"]),
            str(said["name_english"]),
            _words(said["services"]),
            _words(said["counters"]),
            tuple(Dimension(**each) for each in said["dimensions"]),
            MobileRules(**said["rules"]),
            tuple(each for each in said.get("forms", ()) if isinstance(each, dict)),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadDescriptionError(f"not a description of a hall: {error}") from None


def _words(said: Mapping[str, Any]) -> dict[str, Words]:
    read = {}
    for name, words in said.items():
        first, second, third, fourth = map(str, words)
        read[name] = (first, second, third, fourth)
    return read
