"""Reading sentences aloud, in a process of its own: a crash in the native library ends no screen.

    python -m drivers.voice.aloud

Each line on its standard input is a JSON object: `words`, `language` (`zh`, or as espeak-ng names
it) and `words_per_minute`. Each answer on its standard output is the length of a WAV, four bytes,
the highest first, and the WAV: 16 kHz, mono, 16 bit. A length of 0 means that it cannot be said.
What is said is written nowhere. It ends with its input.
"""

import json
import os
import sys
from collections.abc import Iterable
from typing import BinaryIO

from drivers.voice.clips.concat import RATE_HZ, evened, trimmed, wav_of
from drivers.voice.clips.espeak import Espeak, EspeakError, installed_espeak
from drivers.voice.clips.resample import resampled

LENGTH_BYTES = 4
_NICENESS = 10  # the hall comes first


def sound_of(espeak: Espeak, line: str) -> bytes:
    """Return the WAV of what a line asks for; empty where it cannot be said."""
    try:
        asked = json.loads(line)
        espeak.set_pace(int(asked["words_per_minute"]))
        spoken = espeak.pcm(str(asked["words"]), str(asked["language"]))
    except (ValueError, KeyError, TypeError, EspeakError):
        return b""
    pcm = evened(trimmed(resampled(spoken, espeak.rate_hz, RATE_HZ)))
    return wav_of(pcm) if pcm else b""


def main(lines: Iterable[str], out: BinaryIO) -> int:
    """Answer every line; return the exit code."""
    os.nice(_NICENESS)
    espeak = installed_espeak()
    for line in lines:
        sound = sound_of(espeak, line)
        out.write(len(sound).to_bytes(LENGTH_BYTES, "big") + sound)
        out.flush()
    return os.EX_OK


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(sys.stdin, sys.stdout.buffer))
