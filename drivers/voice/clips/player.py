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


def has_sound_card() -> bool:
    """Return whether the kernel has a sound card now."""
    try:
        listed = _CARDS.read_text().strip()
    except OSError:
        return False
    return bool(listed) and listed != _NO_CARDS


class Player:
    """A command that is given a WAV file as its last argument and ends when it has been played."""

    def __init__(
        self,
        command: tuple[str, ...],
        mode: PlayMode,
        sound_card: Callable[[], bool] = has_sound_card,
    ) -> None:
        self._command = command
        self._mode = mode
        self._sound_card = sound_card

    @property
    def plays(self) -> bool:
        """Whether there is something to play on, asked anew each time: cards are plugged in."""
        if self._mode == "auto":
            return shutil.which(self._command[0]) is not None and self._sound_card()
        return self._mode == "always"

    async def play(self, path: str, lasts_s: float) -> None:
        """Play the file to its end. Raises `PlayerFailedError`."""
        ending = await run_to_end((*self._command, path), lasts_s + _GRACE_S)
        if ending.code != 0:
            raise PlayerFailedError(ending.how)
