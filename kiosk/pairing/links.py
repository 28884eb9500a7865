"""Links that let one browser in once: for whoever sets up a screen without reading off a code."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.pairing.roles import Place
from kiosk.pairing.secrets_kept import hash_of, same

_LINKS_MAX = 64


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is good for: one screen, until a steady second, and who made it."""

    secret_hash: str = field(repr=False)
    role: str
    name: str
    by: str
    until_s: float

    def is_for(self, place: Place) -> bool:
        """Whether it leads to that screen; any name does where all screens of a role are alike."""
        return self.role == place.role.name and place.name in ("", self.name)


class Links:
    """All links that nobody has used yet. `now_s` tells steady seconds."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._open: list[Link] = []

    def add(self, secret: str, role: str, name: str, by: str, lifetime_s: float) -> None:
        """Have `secret` let one browser in as that screen."""
        link = Link(hash_of(secret), role, name, by, self._now_s() + lifetime_s)
        self._open = [*self._open, link][-_LINKS_MAX:]

    def take(self, secret: str, place: Place) -> Link | None:
        """Return what `secret` is good for at `place`, and never again."""
        now_s, wanted = self._now_s(), hash_of(secret)
        self._open = [link for link in self._open if link.until_s > now_s]
        held = [link for link in self._open if same(link.secret_hash, wanted)]
        if not held or not held[0].is_for(place):
            return None
        self._open = [link for link in self._open if link is not held[0]]
        return held[0]
