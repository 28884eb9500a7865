"""What a hall may set about the visitors' sides of its counters: the section `[counter]`."""

from dataclasses import dataclass, field

from kiosk.config import Name, Seconds


@dataclass(frozen=True)
class CounterConfig:
    """The section `[counter]`.

    `screens` are the counters that have such a screen. A grade that was touched is sent when
    nothing else has been touched for `rating_s`; the thanks stay for `thanks_s`. Where nobody is
    called, each announcement stands for `news_s`.
    """

    screens: list[Name] = field(default_factory=list)
    rating_s: Seconds = 30.0
    thanks_s: Seconds = 4.0
    news_s: Seconds = 20.0
