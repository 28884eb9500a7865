"""Playing a sound file with another program, where there is something to play it on."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from drivers.contract import DeviceError
from drivers.voice.clips.processes import run_to_end

PlayMode = Literal["auto", "always", "never"]

_CARDS = Path("/proc/asound/cards")
_NO_CARDS = "--- no soundcards ---"
_GRACE_S = 10.0  # a sound card that wakes up, a player that drains its buffer


class PlayerFailedError(DeviceError):
    """The player ended badly or not at all; the message has its last words."""

    code = "player_failed"


def first_sound_card(listed_in: Path = _CARDS) -> str:
    """Return the name of the kernel's first sound card; empty where it has none now."""
    try:
        listed = listed_in.read_text().strip()
    except OSError:
        return ""
    return "" if listed == _NO_CARDS else listed.partition("\n")[0].rpartition(": ")[2]


class Player:
    """A command that is given a WAV file as its last argument and ends when it has been played."""

    def __init__(
        self,
        command: tuple[str, ...],
        mode: PlayMode,
        sound_card: Callable[[], str] = first_sound_card,
    ) -> None:
        self._command = command
        self._mode = mode
        self._sound_card = sound_card

    @property
    def plays(self) -> bool:
        """Whether there is something to play on, asked anew each time: cards are plugged in."""
        if self._mode == "auto":
            return self._installed() and bool(self._sound_card())
        return self._mode == "always"

    @property
    def missing(self) -> str:
        """Why a sound card stays silent though it should play; empty where nothing is missing."""
        if self._mode != "auto" or self._installed() or not self._sound_card():
            return ""
        return f"{self._command[0]} is not installed"

    @property
    def described(self) -> str:
        """What announcements are played with, or why they are not, for a person."""
        if self._mode == "never":
            return "announcements are only written to files, as configured"
        if not self._installed():
            return f"nothing is played: {self._command[0]} is not installed"
        if self._mode == "always":
            return f"announcements are played with {self._command[0]}"
        card = self._sound_card()
        return f"announcements are played on {card}" if card else "there is no sound card"

    async def play(self, path: str, lasts_s: float) -> None:
        """Play the file to its end. Raises `PlayerFailedError`."""
        ending = await run_to_end((*self._command, path), lasts_s + _GRACE_S)
        if ending.code != 0:
            raise PlayerFailedError(ending.how)

    def _installed(self) -> bool:
        return shutil.which(self._command[0]) is not None
