"""Shapes of what headquarters lets everybody know: tariffs, outages, guides, articles, media.

Every part says when headquarters made it (`made`, wall ms) and the SHA-256 of its document. Where
it says nothing, `code` says why: `no_content`, `bad_document`, `library_unavailable`.
"""

from typing import Literal

from pydantic import Field

from edge.api.shapes.base import Answer


class ContentPart(Answer):
    """What all parts have in common."""

    made: int = 0
    hash: str = ""
    code: str = ""


class Tier(Answer):
    """A tier of use: up to `upto_kwh` a year, the last one without end (0). Yuan per kWh."""

    upto_kwh: int
    price: str


class TariffPeriod(Answer):
    """Hours such as `08:00-22:00` with prices of their own, one for each tier, in order."""

    name: str
    name_english: str
    hours: list[str]
    prices: list[str]


class Tariff(Answer):
    """A price list. `since` is a day (ISO 8601)."""

    id: str
    name: str
    name_english: str
    since: str
    tiers: list[Tier]
    periods: list[TariffPeriod] = Field(default_factory=list)
    note: str = ""
    note_english: str = ""


class Tariffs(ContentPart):
    """All price lists."""

    tariffs: list[Tariff] = Field(default_factory=list)


class Outage(Answer):
    """Power will be off, or is: where, from when to when (wall ms), and why."""

    id: str
    area: str
    area_english: str
    begins: int
    ends: int
    reason: str
    reason_english: str


class Outages(ContentPart):
    """All outages that headquarters tells of, past ones too."""

    outages: list[Outage] = Field(default_factory=list)


class Guide(Answer):
    """How a piece of business is done; `service` and `form` are ids of this hall, or empty."""

    id: str
    title: str
    title_english: str
    service: str
    form: str
    steps: list[str]
    steps_english: list[str]
    documents: list[str]
    documents_english: list[str]
    takes: str
    takes_english: str


class Guides(ContentPart):
    """All guides."""

    guides: list[Guide] = Field(default_factory=list)


class Article(Answer):
    """Something to read, of a day (ISO 8601)."""

    id: str
    kind: Literal["policy", "announcement"]
    title: str
    title_english: str
    text: str
    text_english: str
    day: str


class Articles(ContentPart):
    """All policies and announcements."""

    articles: list[Article] = Field(default_factory=list)


class Medium(Answer):
    """A picture, a film or a line of text on the boards.

    `document` is the name of its file, and `document_hash` the file's SHA-256: empty where
    headquarters has not sent it.
    """

    id: str
    kind: Literal["picture", "film", "text"]
    document: str
    document_hash: str
    text: str
    text_english: str
    seconds: int
    hours: list[str]


class Playlist(ContentPart):
    """What boards show, in order."""

    media: list[Medium] = Field(default_factory=list)


class Content(Answer):
    """Everything for everybody. `etag` changes with any of it; empty: ask again soon."""

    etag: str = ""
    tariffs: Tariffs = Field(default_factory=Tariffs)
    outages: Outages = Field(default_factory=Outages)
    guides: Guides = Field(default_factory=Guides)
    articles: Articles = Field(default_factory=Articles)
    playlist: Playlist = Field(default_factory=Playlist)
