"""Rendering clips with espeak-ng 1.52, in a process of its own.

    python -m drivers.voice.clips.espeak OUTDIR

reads parts as JSON strings, one a line, and writes the WAV of each into OUTDIR; a file that is
there already is left alone. It ends with 65 when some part could not be said, and says which;
and with 75, after the part at hand, when whoever started it is gone.

The library is native and comes with its data in the package `espeakng_loader`. Debian's
espeak-ng 1.51 is no replacement: its Mandarin voice reads pinyin as English words. A note beside
the clips says where they come from.
"""

import ctypes
import json
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from drivers.voice.clips.concat import RATE_HZ, evened, trimmed, wav_of
from drivers.voice.clips.files import clip_path, write_new
from drivers.voice.clips.resample import resampled
from drivers.voice.parts import Clip, UnknownPartError, clips_of

_VOICES = {"zh": "cmn", "en": "en"}

_NICENESS = 10  # the hall comes first

SOURCE_NAME = "SOURCE.txt"
SOURCE = """\
Where these clips come from: drivers/voice/clips/espeak.py of Atrium rendered them.

Voice: espeak-ng 1.52, its voices cmn and en, with its own data, from the package espeakng-loader.
espeak-ng and its data are free software under the GNU General Public License, version 3 or later:
https://github.com/espeak-ng/espeak-ng.

Files that a person has recorded belong into the folder site beside this file.
"""

# espeak_ng's speak_lib.h
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_INITIALIZE_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_POS_CHARACTER = 1
_PHONEME_MNEMONICS = 0
_RATE = 1  # espeakRATE
_PACE_MIN, _PACE_MAX = 80, 450  # words a minute, the library's own bounds
_SynthCallback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class EspeakError(Exception):
    """The library refused; the message says what was asked of it."""


class Espeak:
    """The library, of which there can be one in a process."""

    def __init__(self, library_path: str, data_path: str) -> None:
        self._library = ctypes.CDLL(library_path)
        self._declare()
        rate_hz = self._library.espeak_Initialize(
            _AUDIO_OUTPUT_SYNCHRONOUS, 0, data_path.encode(), _INITIALIZE_DONT_EXIT
        )
        if rate_hz <= 0:
            raise EspeakError(f"{library_path} does not start with the data in {data_path}")
        self.rate_hz = int(rate_hz)
        self._heard = bytearray()
        self._callback = _SynthCallback(self._hear)  # held: the library keeps only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def pcm(self, words: str, language: str) -> bytes:
        """Return `words` spoken, at `rate_hz`. Raises `EspeakError`."""
        self._choose(language)
        self._heard.clear()
        text = words.encode() + b"\0"
        refused = self._library.espeak_Synth(
            text, len(text), 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None
        )
        if refused:
            raise EspeakError(f"cannot say {words!r} (espeak_Synth: {refused})")
        return bytes(self._heard)

    def set_pace(self, words_per_minute: int) -> None:
        """Speak that fast from now on. Raises `EspeakError` outside 80 to 450."""
        if not _PACE_MIN <= words_per_minute <= _PACE_MAX:
            raise EspeakError(f"no pace of {words_per_minute} words a minute")
        if self._library.espeak_SetParameter(_RATE, words_per_minute, 0):
            raise EspeakError(f"espeak_SetParameter refuses {words_per_minute} words a minute")

    def phonemes(self, words: str, language: str) -> str:
        """Return how `words` would be said, in the library's mnemonics, tones as digits.

        Parts in another language stand after its name: `(en)`. Raises `EspeakError`.
        """
        self._choose(language)
        text = ctypes.create_string_buffer(words.encode())
        place = ctypes.c_void_p(ctypes.addressof(text))
        said = []
        while place.value:  # the library moves it on clause by clause, to null after the last
            said.append(
                self._library.espeak_TextToPhonemes(
                    ctypes.byref(place), _CHARS_UTF8, _PHONEME_MNEMONICS
                )
            )
        return " ".join(clause.decode() for clause in said)

    def _declare(self) -> None:
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._library.espeak_TextToPhonemes.argtypes = [
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.c_int,
            ctypes.c_int,
        ]

    def _choose(self, language: str) -> None:
        voice = _VOICES.get(language, language)
        if not voice or self._library.espeak_SetVoiceByName(voice.encode()):
            raise EspeakError(f"no voice for {language!r}")

    def _hear(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short))
        return 0  # go on


@cache
def installed_espeak() -> Espeak:
    """Return the library of the package `espeakng_loader`, the same to everybody in a process.

    Begun twice it goes on with the phonemes of its first beginning, in memory that it has freed.

    Raises `ImportError`, `EspeakError`.
    """
    from espeakng_loader import get_data_path, get_library_path  # noqa: PLC0415 - an extra

    return Espeak(get_library_path(), get_data_path())


def render(espeak: Espeak, clip: Clip, directory: Path) -> None:
    """Write the clip's file, unless there is one. Raises `EspeakError`, `OSError`."""
    path = clip_path(directory, clip.part)
    if path.exists():
        return
    spoken = resampled(espeak.pcm(clip.words, clip.language), espeak.rate_hz, RATE_HZ)
    pcm = evened(trimmed(spoken))
    if not pcm:
        raise EspeakError(f"there is no sound in {clip.words!r}")
    write_new(path, wav_of(pcm))


def main(directory: Path, lines: Iterable[str]) -> int:
    """Render the parts in `lines`; return the exit code."""
    hall = os.getppid()
    os.nice(_NICENESS)
    espeak = installed_espeak()
    write_new(directory / SOURCE_NAME, SOURCE.encode())
    failed = 0
    for line in lines:
        if os.getppid() != hall:  # killed: the next one renders for itself
            return os.EX_TEMPFAIL
        try:
            for clip in clips_of([json.loads(line)]):
                render(espeak, clip, directory)
        except (EspeakError, UnknownPartError) as error:
            failed += 1
            sys.stderr.write(f"{error}\n")
    return os.EX_DATAERR if failed else os.EX_OK


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(Path(sys.argv[1]), sys.stdin))
