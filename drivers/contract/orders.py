"""What may be asked of a device: what is to be printed and said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperTicket:
    """What is to stand on a paper ticket, in the order of reading. Empty lines are left out.

    What has an English twin may say both languages itself and leave the twin empty: then a layout
    cannot choose between them.
    """

    number: str
    hall: str
    service: str
    service_english: str
    ahead: str
    where: str
    issued_at: str
    qr: str
    barcode: str
    footer: str = ""
    hall_english: str = ""
    ahead_english: str = ""
    where_english: str = ""
    footer_english: str = ""


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """Something to take home, in the order of reading: a heading, lines, a code to type.

    Each line is said in Chinese and in English; either may be empty. `marked` lines have a box to
    tick in front.
    """

    heading: str
    heading_english: str
    about: str
    about_english: str
    marked: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    code: str
    barcode: str
    issued_at: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """One thing to say: the same words in every language, said one after the other.

    `parts` are the clips in order, such as `("gong", "zh:请", "zh:A", "zh:0")`; `text` is the
    whole of it for people; `id` names the sound file that comes of it.
    """

    id: str
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finished announcement: where its WAV lies and how long it is, in seconds."""

    id: str
    path: str
    duration_s: float
