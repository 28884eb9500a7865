"""What a hall may set about its form screens: the section `[form]`."""

from dataclasses import dataclass, field

from kiosk.config import Name, Seconds


@dataclass(frozen=True)
class FormConfig:
    """The section `[form]`.

    `screens` are the form screens of the hall. Whoever has left one untouched for `walk_away_s` is
    taken to be gone; a number or a code stays to be written down for `shown_s`.
    With `camera` the screen's own camera takes pictures of documents.
    """

    screens: list[Name] = field(default_factory=lambda: ["form-1"])
    walk_away_s: Seconds = 30.0
    shown_s: Seconds = 90.0
    camera: bool = False
