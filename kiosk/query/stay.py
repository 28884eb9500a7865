"""One visitor's stay at a query screen: its pages, and all that is known while they are open."""

from dataclasses import dataclass, field
from enum import StrEnum

from edge.api.shapes import Account, Content, Followed


class Stage(StrEnum):
    """Each is one page of the query screen."""

    ATTRACT = "attract"  # what there is, and nobody here
    HOME = "home"
    MORE = "more"  # what the home page leaves out in elder mode
    TYPING = "typing"  # the keypad for an account number
    FINDING = "finding"  # the hall looks for accounts
    UNKNOWN = "unknown"  # why there is no account to show
    ACCOUNTS = "accounts"
    ACCOUNT = "account"
    BILLS = "bills"
    BILL = "bill"
    USAGE = "usage"
    TARIFFS = "tariffs"
    TARIFF = "tariff"
    OUTAGES = "outages"
    GUIDES = "guides"
    GUIDE = "guide"
    ARTICLES = "articles"
    ARTICLE = "article"
    FOLLOWING = "following"  # the keypad for an application's number
    LOOKING = "looking"  # the hall looks for it
    FOLLOWED = "followed"


class Topic(StrEnum):
    """What articles are about."""

    ANNOUNCEMENT = "announcement"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was identified. The name is masked, and still not for logs.

    Whoever is old gets large type unasked.
    """

    visit: str
    name: str = field(default="", repr=False)
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Whose accounts are open. `month` is that of the bill which is looked at.

    `left_out` are accounts of theirs that are not among them.
    """

    visitor: Visitor | None = None
    accounts: tuple[Account, ...] = field(default=(), repr=False)
    account: Account | None = field(default=None, repr=False)
    month: str = ""
    left_out: int = 0

    @property
    def is_somebody(self) -> bool:
        """Whether anything here is anybody's."""
        return self != Person()


@dataclass(frozen=True, slots=True)
class Reading:
    """Where in what everybody may read: the thing that is open, and the page of a list.

    `from_account` says that a tariff was opened beside an account, where back leads then.
    """

    topic: Topic = Topic.ANNOUNCEMENT
    item: str = ""
    page: int = 0
    from_account: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an application is. What was applied for is not told by a number alone."""

    followed: Followed


@dataclass(frozen=True, slots=True)
class Stay:
    """One visitor at a query screen. The id is new for each.

    `asked` counts what was asked of the hall: an answer to an earlier question is nobody's any
    more. `trouble` is the code of why there is nothing to show. `content` is None until the hall
    has said it, and `unreadable` where it did not. What is typed never stands here: the browser
    keeps it until it is sent.
    """

    id: str
    stage: Stage = Stage.ATTRACT
    asked: int = 0
    person: Person = Person()
    reading: Reading = Reading()
    content: Content | None = None
    unreadable: bool = False
    progress: Progress | None = None
    trouble: str = ""
