"""What a site may set about its voice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from drivers.timetable import BadTimetableError, check_percents
from drivers.voice.clips.player import PlayMode
from drivers.voice.clips.volume import PERCENT_MAX


@dataclass(frozen=True, slots=True)
class ClipsOptions:
    """Options of the protocol `clips`. An empty directory means that nothing is kept there.

    `play`: `auto` plays where the player is installed and there is a sound card, `always` is for
    players that need no card of this machine, `never` only makes the files. `voice` renders the
    clips that are missing. `extra_clips` are parts to have ready from the start beyond the hall's
    own phrases, such as `zh:收费窗口`. `free_text_wait_s` is how long an announcement waits for a
    clip that is being rendered. `pace_without_device` lets an announcement that is not played take
    its time all the same, so that a hall without a loudspeaker keeps its rhythm.
    `volume_percent_from` is how loud it is from which time of day, such as `{ "08:00" = 80 }`.
    """

    spoken_dir: str = "/var/lib/atrium/voice/spoken"
    clips_dir: str = "/var/lib/atrium/voice/clips"
    keep_spoken: int = 50
    gap_ms: int = 60
    volume_percent_from: Mapping[str, int] = field(default_factory=dict)
    player: tuple[str, ...] = ("aplay", "-q")
    play: PlayMode = "auto"
    pace_without_device: bool = True
    voice: Literal["espeak", "none"] = "espeak"
    extra_clips: tuple[str, ...] = ()
    free_text_wait_s: float = 2.0

    def __post_init__(self) -> None:
        if self.keep_spoken < 1:
            raise ValueError(f"keep_spoken: expected 1 or more, found {self.keep_spoken}")
        if self.gap_ms < 0:
            raise ValueError(f"gap_ms: expected 0 or more, found {self.gap_ms}")
        if not self.player:
            raise ValueError("player: expected a command, found none")
        if self.play != "never" and not self.spoken_dir:
            raise ValueError("spoken_dir: a player needs a file; set it, or play = 'never'")
        try:
            check_percents(self.volume_percent_from, PERCENT_MAX)
        except BadTimetableError as error:
            raise ValueError(f"volume_percent_from: {error}") from None
