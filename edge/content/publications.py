"""What everybody may read: outages, guides, policies, announcements, and the media playlist."""

from typing import Annotated, Literal

from pydantic import Field

from edge.content.reading import Dated, Day, Document, Line, MaybeLine, Millis, Name, Text

_ITEMS_MAX = 500
BilingualText = Annotated[str, Field(max_length=4000)]


class Outage(Document):
    """Power will be off, or is: where, from when to when (wall ms), and why."""

    id: Name
    area: Line
    area_english: MaybeLine = ""
    begins: Millis
    ends: Millis
    reason: Line
    reason_english: MaybeLine = ""


class Outages(Dated):
    """The document `outages.json`."""

    outages: Annotated[tuple[Outage, ...], Field(max_length=_ITEMS_MAX, strict=False)]


class Guide(Document):
    """How a piece of business is done: steps in order, what to bring, how long it takes."""

    id: Name
    title: Line
    title_english: MaybeLine = ""
    service: Annotated[str, Field(max_length=64)] = ""
    form: Annotated[str, Field(max_length=64)] = ""
    steps: Annotated[tuple[Text, ...], Field(max_length=30, strict=False)] = ()
    steps_english: Annotated[tuple[Text, ...], Field(max_length=30, strict=False)] = ()
    documents: Annotated[tuple[Line, ...], Field(max_length=30, strict=False)] = ()
    documents_english: Annotated[tuple[Line, ...], Field(max_length=30, strict=False)] = ()
    takes: MaybeLine = ""
    takes_english: MaybeLine = ""


class Guides(Dated):
    """The document `guides.json`."""

    guides: Annotated[tuple[Guide, ...], Field(max_length=_ITEMS_MAX, strict=False)]


class Article(Document):
    """Something to read: a policy or an announcement of a day."""

    id: Name
    kind: Literal["policy", "announcement"]
    title: Line
    title_english: MaybeLine = ""
    text: Text
    text_english: BilingualText = ""
    day: Day


class Articles(Dated):
    """The document `articles.json`."""

    articles: Annotated[tuple[Article, ...], Field(max_length=_ITEMS_MAX, strict=False)]


class Medium(Document):
    """A picture, a film or a line of text on the boards, `seconds` long, in its hours.

    `document` names the file among the documents, such as `media/safety.mp4`. Days and hours are as
    in the configuration's calendar; none: always.
    """

    id: Name
    kind: Literal["picture", "film", "text"]
    document: Annotated[str, Field(max_length=120)] = ""
    text: MaybeLine = ""
    text_english: MaybeLine = ""
    seconds: Annotated[int, Field(ge=1, le=3600)] = 10
    hours: Annotated[tuple[Line, ...], Field(max_length=10, strict=False)] = ()


class Playlist(Dated):
    """The document `playlist.json`."""

    media: Annotated[tuple[Medium, ...], Field(max_length=_ITEMS_MAX, strict=False)]
