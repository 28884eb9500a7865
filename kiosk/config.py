"""What a hall may set about its customer screens: the section `[kiosk]`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from edge.config import ConfigError, read_file
from kiosk.board.config import BoardConfig
from kiosk.dialogue.stay import NumberKind
from kiosk.hall_map import HallMap
from kiosk.texts import CHINESE, languages

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Seconds = Annotated[float, Field(gt=0, le=3600)]


@dataclass(frozen=True)
class KioskConfig:
    """The section `[kiosk]`.

    `hosts` are further names under which screens may reach this server; with `pairing` it answers
    only browsers that somebody has let in, by a code that is good for `pairing_code_s`;
    `readers` binds whatever
    visitors show something to (identity readers, scanners, chip card readers) to the ticket screen
    it stands at; `evaluators` are the counters at which visitors rate on a screen;
    `priority_groups` are those that a visitor may say they belong to (none: not offered), and
    `identify_by` what may be typed in place of a card. With `paperless` visitors choose between
    paper and screen, with `pays_at_terminal` whoever owes something is told that a terminal takes
    it too; `map` shows the way to where they wait. With
    `appointments` whoever has booked may type their code; with `entries` faults are reported,
    complaints made and questions asked at the ticket screens too; with `help_calls` each page has a
    button that calls somebody. With `voice` pages are read aloud, where the extra `voice` is
    installed: `asked` once a visitor has touched the button for it, `on` from the first page. More
    than `search_from` services can be searched (0: never).
    `boards` are the main boards, of `board_rows_max` calls at once; of more, pages turn every
    `board_page_s`. What they play takes `board_media_mb` on the disk.
    """

    listen: str = "127.0.0.1:8080"
    hosts: list[str] = field(default_factory=list)
    terminals: list[Name] = field(default_factory=lambda: ["ticket-1"])
    readers: dict[str, Name] = field(default_factory=dict)
    evaluators: list[str] = field(default_factory=list)
    language: str = CHINESE
    greet_by_name: bool = True
    delivery: Literal["paper", "screen"] = "paper"
    pairing: bool = True
    pairing_code_s: Seconds = 300.0
    paperless: bool = False
    pays_at_terminal: bool = False
    priority_groups: list[Name] = field(default_factory=list)
    identify_by: list[NumberKind] = field(default_factory=lambda: list(NumberKind))
    appointments: bool = False
    entries: bool = False
    help_calls: bool = True
    voice: Literal["off", "asked", "on"] = "asked"
    search_from: Annotated[int, Field(ge=0, le=1000)] = 8
    boards: list[BoardConfig] = field(default_factory=lambda: [BoardConfig()])
    board_rows_max: Annotated[int, Field(ge=2, le=12)] = 6
    board_page_s: Seconds = 8.0
    board_media_mb: Annotated[int, Field(ge=0, le=100_000)] = 512
    idle_timeout_s: Seconds = 30.0
    idle_warning_s: Seconds = 10.0
    ticket_shown_s: Seconds = 15.0
    screen_ticket_shown_s: Seconds = 90.0
    issue_patience_s: Seconds = 60.0
    help_patience_s: Seconds = 180.0
    offers_hold_s: Seconds = 15.0
    retry_pause_s: Seconds = 1.0
    reconnect_min_s: Seconds = 0.2
    reconnect_max_s: Seconds = 5.0
    map: HallMap = field(default_factory=HallMap)

    def __post_init__(self) -> None:
        """Refuse boards that nobody could tell apart, and a language without words."""
        if self.language not in languages():
            raise ValueError(f"language: {self.language!r} is none of {', '.join(languages())}")
        names = [board.name for board in self.boards]
        if doubles := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"boards: {min(doubles)!r} stands there twice")

    def all_terminals(self) -> list[str]:
        """Return every ticket screen that is named, in order."""
        return list(dict.fromkeys([*self.terminals, *self.readers.values()]))

    def devices_at(self, terminal: str) -> list[str]:
        """Return the devices that stand at a ticket screen."""
        return [device for device, bound in self.readers.items() if bound == terminal]


def hall_timezone(path: Path) -> ZoneInfo:
    """Return the time zone of the hall itself (`[hall] timezone`), for the clock on the board.

    Raises `ConfigError`.
    """
    name = read_file(path).get("hall", {}).get("timezone", "Asia/Shanghai")
    try:
        return ZoneInfo(name)
    except (TypeError, ValueError, ZoneInfoNotFoundError):
        raise ConfigError(f"{path}: hall.timezone: no time zone {name!r}") from None
