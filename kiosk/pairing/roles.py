"""Which kinds of screens are let in, at which addresses, and which screen a request is for.

Everything under `/ROLE` belongs to that role. A new kind of screen is a row of `ROLES`.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams

from kiosk.pairing.secrets_kept import hash_of

NAME = r"[A-Za-z0-9_.:-]{1,64}"


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of screen.

    `named`: each has a state of its own, and an address says whose: `terminal=NAME`, or the part of
    the path after the role (`by_path`). `first` is who is meant where it does not.
    """

    name: str
    named: bool = True
    by_path: bool = False
    first: str = ""
    # A page that somebody signs in on is for known tablets even where no screen need be paired.
    always: bool = False


ROLES = {
    role.name: role
    for role in (
        Role("ticket", first="ticket-1"),
        Role("query", first="query-1"),
        Role("form", first="form-1"),
        Role("counter", first="1"),
        Role("evaluator", by_path=True),
        Role("board", named=False),
        Role("reception", named=False, always=True),
    )
}
# What anybody may fetch: nothing there changes the hall, or tells of a visitor to whoever has not
# been given an address that nobody guesses.
OPEN_TO_ALL = frozenset({"static", "healthz", "voice"})


@dataclass(frozen=True, slots=True)
class Place:
    """The screen that a request is for, and `rest`, what it wants of it.

    `name` is empty for a role whose screens are all alike: any of them may ask.
    """

    role: Role
    name: str
    base: str
    query: str
    rest: str

    @property
    def address(self) -> str:
        """Return the address of the screen's page."""
        return self.at("")

    def at(self, rest: str) -> str:
        """Return the address of something of this screen."""
        return f"{self.base}{rest}" + (f"?{self.query}" if self.query else "")

    def cookie(self, what: str) -> str:
        """Return what the browser's cookie for this screen is called.

        One browser may be several screens, as in a demo.
        """
        screen = f"_{hash_of(self.name)[:8]}" if self.name else ""
        return f"{what}_{self.role.name}{screen}"


def first_part(path: str) -> str:
    """Return the first part of a path: who answers it."""
    return path.split("/", 2)[1] if path.startswith("/") else ""


def place_of(path: str, query: str) -> Place | None:
    """Return the screen that a request is for; None for what is no screen's."""
    role = ROLES.get(first_part(path))
    if role is None:
        return None
    base, rest = f"/{role.name}", path[len(role.name) + 1 :]
    if role.by_path:
        name, slash, after = rest[1:].partition("/")
        return Place(role, name, f"{base}/{quote(name)}", query, slash + after) if name else None
    given = QueryParams(query)
    if not role.named:
        return Place(role, "", base, query, rest)
    name = given.get("terminal") or role.first
    # Exactly one: what is checked here is what the route reads.
    others = [(key, value) for key, value in given.multi_items() if key != "terminal"]
    return Place(role, name, base, urlencode([("terminal", name), *others]), rest)


def address_of(role: str, name: str) -> str:
    """Return the address of the page of a screen."""
    if ROLES[role].by_path:
        return f"/{role}/{quote(name)}"
    return f"/{role}?{urlencode({'terminal': name})}" if ROLES[role].named else f"/{role}"
