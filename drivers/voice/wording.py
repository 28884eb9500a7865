"""What the hall says: from who is called, and where to, to an announcement.

An announcement is a gong and then sentences, Chinese first, with a pause between them. The digits
and letters of a ticket are spelt one by one, as they stand on the paper.
"""

from drivers.contract import Announcement
from drivers.voice.names import name_parts
from drivers.voice.notices import NOTICES, Notice
from drivers.voice.parts import DIGITS, GONG, LETTERS, PAUSE, PHRASES, Clip, clips_of

__all__ = [
    "PHRASES",
    "Clip",
    "Notice",
    "UnspeakableTicketError",
    "call_announcement",
    "clips_of",
    "name_parts",
    "notice_announcement",
    "wait_announcement",
]


class UnspeakableTicketError(ValueError):
    """A ticket is not made of A-Z and 0-9 alone, and cannot be spelt."""

    def __init__(self, ticket: str) -> None:
        super().__init__(f"ticket {ticket!r} cannot be spelt: expected A-Z and 0-9")


def call_announcement(
    announcement_id: str,
    ticket: str,
    counter_name: str,
    counter_name_english: str,
    twice: bool = False,
    service: str = "",
    service_english: str = "",
) -> Announcement:
    """Call `ticket` to a counter: 请 A001 号到 1号窗口, then "Ticket A001, please go to counter 1".

    `twice` says all of it again, for a counter whose strip is dark. With the name of a service it
    ends 办理 电费缴纳 and "service: pay a bill". A language without a name for the counter is left
    out. Raises `UnspeakableTicketError`.
    """
    chinese = _sentence("zh", ["请", *_spelt(ticket), "号", "到"], counter_name)
    english = _sentence("en", ["ticket", *_spelt(ticket), "please go to"], counter_name_english)
    text = ""
    if chinese:
        chinese += _named("zh", "办理", service)
        text = f"请{ticket}号到{counter_name}{f'办理{service}' if service else ''}。"
    if english:
        english += _named("en", "service", service_english)
        text += f"Ticket {ticket}, please go to {counter_name_english}."
        text += f" Service: {service_english}." if service_english else ""
    return _announcement(announcement_id, text, [chinese, english] * (2 if twice else 1))


def wait_announcement(
    announcement_id: str, ticket: str, zone: str, zone_english: str
) -> Announcement:
    """Say where to wait: 请 A001 号到 A区 等候, then "Ticket A001, please wait in zone A".

    A language without a name for the zone is left out. Raises `UnspeakableTicketError`.
    """
    chinese = _sentence("zh", ["请", *_spelt(ticket), "号", "到"], zone, ["等候"])
    english = _sentence("en", ["ticket", *_spelt(ticket), "please wait in"], zone_english)
    text = f"请{ticket}号到{zone}等候。" if chinese else ""
    if english:
        text += f"Ticket {ticket}, please wait in {zone_english}."
    return _announcement(announcement_id, text, [chinese, english])


def notice_announcement(announcement_id: str, notice: Notice) -> Announcement:
    """Tell everybody: 现在停电 照常办理, then "the power is out, service goes on"."""
    words = NOTICES[notice]
    chinese = [f"zh:{phrase}" for phrase in words.chinese]
    english = [f"en:{phrase}" for phrase in words.english]
    return _announcement(announcement_id, words.text, [chinese, english])


def _spelt(ticket: str) -> str:
    if not ticket or set(ticket) - set(DIGITS + LETTERS):
        raise UnspeakableTicketError(ticket)
    return ticket


def _sentence(
    language: str, before: list[str], name: str, after: list[str] | None = None
) -> list[str]:
    named = name_parts(language, name)
    if not named:
        return []
    opening = [f"{language}:{words}" for words in before]
    return [*opening, *named, *(f"{language}:{words}" for words in after or [])]


def _named(language: str, word: str, name: str) -> list[str]:
    named = name_parts(language, name)
    return [f"{language}:{word}", *named] if named else []


def _announcement(announcement_id: str, text: str, sentences: list[list[str]]) -> Announcement:
    parts = [GONG]
    for sentence in filter(None, sentences):
        parts += [PAUSE, *sentence] if len(parts) > 1 else sentence
    return Announcement(announcement_id, text, tuple(parts))
