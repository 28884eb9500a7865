"""What a stay at a query screen wants of the hall."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Want:
    """Something the machine cannot do itself."""


@dataclass(frozen=True, slots=True)
class FetchContent(Want):
    """Ask what everybody may read."""

    stay: str


@dataclass(frozen=True, slots=True)
class FetchAccounts(Want):
    """Ask for the accounts of whoever was identified."""

    stay: str
    asked: int
    visit: str


@dataclass(frozen=True, slots=True)
class FetchAccount(Want):
    """Ask for one account by its number."""

    stay: str
    asked: int
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FetchProgress(Want):
    """Ask how far an application is."""

    stay: str
    asked: int
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AbandonVisit(Want):
    """Tell the hall that an identified visitor left."""

    visit: str
